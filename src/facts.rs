//! Facts about the outside world, embedded with source and date.
