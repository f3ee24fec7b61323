//! Codes about files below `generated/`. None has a place inside an input, except through what it was made from.

use crate::core::diag::Severity::Error;
use crate::core::diag::code::{Entry, Example};

crate::core::diag::code::codes! { Outputs:
    OutputCollision OUTPUT_COLLISION,
    ForeignFile FOREIGN_FILE,
    BrokenManifest BROKEN_MANIFEST,
    MissingOutput MISSING_OUTPUT,
    StaleOutput STALE_OUTPUT,
    EditedOutput EDITED_OUTPUT,
    OrphanedOutput ORPHANED_OUTPUT,
}

const OUTPUT_COLLISION: Entry = Entry {
    name: "output-collision",
    severity: Error,
    title: "Two producers of one output path",
    cause: "Two inputs lead to one file, and one would overwrite the other. Names are checked so that this cannot happen; if it does, it is a fault of platgen.",
    example: Example::Words("None is known."),
    fix: "Rename one of the two inputs, and please report it.",
    source: None,
};

const FOREIGN_FILE: Entry = Entry {
    name: "foreign-file",
    severity: Error,
    title: "A file that platgen does not own stands where an output belongs",
    cause: "platgen overwrites only what its manifest lists. This file was put there by somebody else, and would be lost.",
    example: Example::Words(
        "A hand-written `generated/demo/policies/api.xml` before the first build.",
    ),
    fix: "Move the file away, or delete it, and build again.",
    source: None,
};

const BROKEN_MANIFEST: Entry = Entry {
    name: "broken-manifest",
    severity: Error,
    title: "A manifest of the outputs cannot be used",
    cause: "`manifest.json` tells which outputs are platgen's own. It is no valid JSON, lists paths that no output has, or holds the marks of a merge conflict, so nothing can be removed for certain.",
    example: Example::Words("`<<<<<<< HEAD` in `generated/demo/manifest.json` after a merge."),
    fix: "Take the manifest of either side of the merge and build again, or restore it from version control.",
    source: None,
};

const MISSING_OUTPUT: Entry = Entry {
    name: "missing-output",
    severity: Error,
    title: "An output is missing on disk",
    cause: "`build --check` found that the inputs lead to a file that is not there: an input was added without building, or the file was deleted.",
    example: Example::Words("A new `teams/omega/access.yaml` is committed without its outputs."),
    fix: "Run `platgen build` and commit the result.",
    source: None,
};

const STALE_OUTPUT: Entry = Entry {
    name: "stale-output",
    severity: Error,
    title: "An output was made from older inputs",
    cause: "`build --check` found a file as an earlier build wrote it, while the inputs lead to another text by now.",
    example: Example::Words("A limit in `teams/beta/access.yaml` is changed without building."),
    fix: "Run `platgen build` and commit the result.",
    source: None,
};

const EDITED_OUTPUT: Entry = Entry {
    name: "edited-output",
    severity: Error,
    title: "An output was changed by hand",
    cause: "`build --check` found a file that no build wrote so. The next build would overwrite the change, and until then what is applied is not what the inputs say.",
    example: Example::Words(
        "A limit is raised in `generated/demo/policies/products/beta.xml` instead of in the team's file.",
    ),
    fix: "Make the change in the inputs, then run `platgen build` and commit the result.",
    source: None,
};

const ORPHANED_OUTPUT: Entry = Entry {
    name: "orphaned-output",
    severity: Error,
    title: "An output that is no longer produced is still there",
    cause: "`build --check` found a file that the manifest lists and no input leads to any more. Terraform would go on applying it.",
    example: Example::Words("A team's folder is deleted without building."),
    fix: "Run `platgen build`, which removes it, and commit the result.",
    source: None,
};
