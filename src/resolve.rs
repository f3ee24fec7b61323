//! From what is written to what is meant: overlays merged, defaults filled in, names looked up.
