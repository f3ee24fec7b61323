//! Rules over the platform as a whole.
