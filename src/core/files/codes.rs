//! Codes about input files as a whole. None has a place inside a file.

use crate::core::diag::Severity::{Error, Warning};
use crate::core::diag::code::{Entry, Example};

crate::core::diag::code::codes! { Files:
    UnreadableFile UNREADABLE_FILE,
    NotUtf8 NOT_UTF8,
    FileTooLarge FILE_TOO_LARGE,
    SpecialFile SPECIAL_FILE,
    UnreadInput UNREAD_INPUT,
    MissingInput MISSING_INPUT,
}

const UNREADABLE_FILE: Entry = Entry {
    name: "unreadable-file",
    severity: Error,
    title: "An input file cannot be read",
    cause: "The operating system refuses to open or to list it. Compiling without it would remove what it describes.",
    example: Example::Words("`chmod 000 teams/beta/access.yaml`, then `platgen check`."),
    fix: "Give the user who runs platgen the right to read the file and its folder.",
    source: None,
};

const NOT_UTF8: Entry = Entry {
    name: "not-utf8",
    severity: Error,
    title: "An input file, or its name, is not UTF-8 text",
    cause: "The file holds bytes that are no UTF-8, as editors set to Latin-1 or UTF-16 write them. Guessing the encoding could change a name.",
    example: Example::Words("A display name with `é` saved as Latin-1, the single byte E9."),
    fix: "Save the file as UTF-8; a byte order mark does no harm.",
    source: None,
};

const FILE_TOO_LARGE: Entry = Entry {
    name: "file-too-large",
    severity: Error,
    title: "An input file is larger than any sensible input",
    cause: "Inputs are read up to a fixed size, so that a file that got here by accident cannot take all memory.",
    example: Example::Words("A disk image that was saved as `catalog/models.yaml`."),
    fix: "Remove what does not belong there, or split the catalog into several files below `catalog/models/`.",
    source: None,
};

const SPECIAL_FILE: Entry = Entry {
    name: "special-file",
    severity: Error,
    title: "A symbolic link or special file stands where an input is expected",
    cause: "A link can lead out of the repository, so that the same commit compiles to something else on another machine.",
    example: Example::Words("`ln -s ../../elsewhere/access.yaml teams/beta/access.yaml`."),
    fix: "Put a plain file or folder in its place.",
    source: None,
};

const UNREAD_INPUT: Entry = Entry {
    name: "unread-input",
    severity: Warning,
    title: "A file looks like an input but is not read",
    cause: "It stands below `catalog/` or `teams/` under a name or in a folder that platgen does not read. Its author probably believes that it counts.",
    example: Example::Words("`teams/beta/access.yml`, where `access.yaml` is read."),
    fix: "Give it the name that the finding tells, or move it out of `catalog/` and `teams/`.",
    source: None,
};

const MISSING_INPUT: Entry = Entry {
    name: "missing-input",
    severity: Error,
    title: "A required input file is missing",
    cause: "`catalog/platform.yaml` is the one file that has to exist: without it there is no network, no region and no name.",
    example: Example::Words("`platgen check` in a folder that holds `teams/` only."),
    fix: "Write the file, or point `-C` at the folder that holds `catalog/`.",
    source: None,
};
