//! Each fault of the system that platgen replaces is absent, as far as policies decide it.
