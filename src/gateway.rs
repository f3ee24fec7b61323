//! Gateway policies as a typed tree.
