//! What clients get to see.
