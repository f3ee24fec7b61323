//! Reading the inputs of a repository from disk.
