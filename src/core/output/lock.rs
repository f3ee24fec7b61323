//! One build at a time: two at once could each take the other's files for nobody's.
//!
//! The lock is the operating system's, on the repository's folder itself. It leaves no file behind, and ends with the process
//! that holds it, however that ends.

use std::fs::{File, TryLockError};

use camino::Utf8Path;

use super::{Failure, disk};

/// What a process does with the outputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// It reads them: several may at once.
    Read,
    /// It writes them.
    Write,
}

/// Held until dropped.
#[derive(Debug)]
pub struct Lock {
    _folder: Option<File>,
}

/// Locks the repository at `root`. `waiting` is called once if another process has it, before waiting for that one to end.
///
/// Where the file system knows no locks, there is none: what two builds at once leave is found by the next.
///
/// # Errors
/// The folder cannot be opened.
pub fn lock(root: &Utf8Path, wanted: Use, waiting: &dyn Fn()) -> Result<Lock, Failure> {
    let folder = disk::failed("open", root, File::open(root))?;
    let tried = match wanted {
        Use::Read => folder.try_lock_shared(),
        Use::Write => folder.try_lock(),
    };
    let held = match tried {
        Ok(()) => true,
        Err(TryLockError::Error(_)) => false,
        Err(TryLockError::WouldBlock) => {
            waiting();
            let locked = match wanted {
                Use::Read => folder.lock_shared(),
                Use::Write => folder.lock(),
            };
            disk::failed("lock", root, locked)?;
            true
        }
    };
    Ok(Lock {
        _folder: held.then_some(folder),
    })
}
