//! Codes about input files as a whole. None has a place inside a file.

use crate::core::diag::Severity::{Error, Warning};
use crate::core::diag::code::{Entry, Example, Source};

crate::core::diag::code::codes! { Files:
    UnreadableFile UNREADABLE_FILE,
    NotUtf8 NOT_UTF8,
    FileTooLarge FILE_TOO_LARGE,
    SpecialFile SPECIAL_FILE,
    UnreadInput UNREAD_INPUT,
    MisplacedInput MISPLACED_INPUT,
    UnportableName UNPORTABLE_NAME,
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
    title: "A file among the inputs is not read",
    cause: "It stands below `catalog/` or `teams/` and is no input. Its author may believe that it counts.",
    example: Example::Words("`catalog/notes.txt`."),
    fix: "Move it out of `catalog/` and `teams/`, or remove it.",
    source: None,
};

const MISPLACED_INPUT: Entry = Entry {
    name: "misplaced-input",
    severity: Error,
    title: "What looks like an input is not read",
    cause: "Only its name or place keeps it from being read: `access.yml`, `Models.yaml`, a team's folder in another folder or without `access.yaml`. What it says would count for nothing, and a team would be gone without a word.",
    example: Example::Words("`teams/beta/access.yml`, where `access.yaml` is read."),
    fix: "Give it the name and the place that the finding states, or remove it.",
    source: None,
};

const UNPORTABLE_NAME: Entry = Entry {
    name: "unportable-name",
    severity: Error,
    title: "A name that some systems cannot check out",
    cause: "Windows keeps names such as `con` and `nul` for devices and refuses some signs and ends; many disks take two names for one if only the case of letters differs. A checkout of the whole repository fails there, or one file replaces another.",
    example: Example::Words("A team called `con`, in the folder `teams/con`."),
    fix: "Choose another name; a team's folder and its `name` change together.",
    source: Some(Source {
        document: "Microsoft Learn: Naming Files, Paths, and Namespaces",
        dated: "read 2026-11-30",
        url: Some("https://learn.microsoft.com/windows/win32/fileio/naming-a-file"),
    }),
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
