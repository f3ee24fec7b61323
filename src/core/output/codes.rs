//! Codes about files below `generated/`. None has a place inside an input, except through what it was made from.

use crate::core::diag::Severity::Error;
use crate::core::diag::code::{Entry, Example, Source};

crate::core::diag::code::codes! { Outputs:
    OutputCollision OUTPUT_COLLISION,
    ForeignFile FOREIGN_FILE,
    UnplannedOutput UNPLANNED_OUTPUT,
    CommittedState COMMITTED_STATE,
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
    cause: "Two inputs lead to one file, or to names that differ in the case of letters only, which are one file on many disks: one would overwrite the other. Names are checked so that this cannot happen; if it does, it is a fault of platgen.",
    example: Example::Words("None is known."),
    fix: "Rename one of the two inputs, and please report it.",
    source: None,
};

const FOREIGN_FILE: Entry = Entry {
    name: "foreign-file",
    severity: Error,
    title: "A file that platgen does not own stands where an output belongs",
    cause: "platgen overwrites only what its manifest lists or what says that platgen wrote it. This was put there by somebody else, and would be lost; through a link, outputs would be written elsewhere.",
    example: Example::Words(
        "A hand-written `generated/demo/policies/api.xml` before the first build.",
    ),
    fix: "Move the file away, or delete it, and build again.",
    source: None,
};

const UNPLANNED_OUTPUT: Entry = Entry {
    name: "unplanned-output",
    severity: Error,
    title: "Something stands among the outputs that no input leads to",
    cause: "Terraform loads every `.tf` and `.auto.tfvars` of a folder and Helm every template, whoever put it there: a file beside the outputs is applied with them, and no input shows it. The same holds for a folder that is no environment, for links, and for an output of earlier days that somebody has changed since. Only Terraform's own `.terraform*` and `*.tfstate*` may stand there.",
    example: Example::Words(
        "`generated/demo/terraform/10-platform/main_override.tf`, written by hand.",
    ),
    fix: "Move it out of `generated/`, or delete it. What the platform should have besides belongs in its inputs or in a Terraform root of its own.",
    source: None,
};

const COMMITTED_STATE: Entry = Entry {
    name: "committed-state",
    severity: Error,
    title: "Files that Terraform keeps for itself are committed",
    cause: "State (`*.tfstate*`) holds every secret of a root in plain text, and decides what the next apply destroys. What stands below `.terraform/` is run or loaded by the next `terraform plan`: providers, modules, the backend. Neither is compared with anything, so nobody may commit it. Only `.terraform.lock.hcl`, which names providers by their hashes, may be committed.",
    example: Example::Words(
        "`git add --force generated/demo/terraform/10-platform/.terraform/modules/modules.json`.",
    ),
    fix: "`git rm -r --cached` it, and add `.terraform/` and `*.tfstate*` to `.gitignore`. A secret that was in it is known to everybody who can read the repository: replace it.",
    source: Some(Source {
        document: "Terraform: Dependency Lock File (is to be committed; the cache below .terraform is not)",
        dated: "read 2026-12-01",
        url: Some("https://developer.hashicorp.com/terraform/language/files/dependency-lock"),
    }),
};

const BROKEN_MANIFEST: Entry = Entry {
    name: "broken-manifest",
    severity: Error,
    title: "A manifest of the outputs cannot be used",
    cause: "`manifest.json` says which outputs are platgen's own. It is no valid JSON or lists paths that no output has, so nothing can be removed for certain. Marks of a merge conflict are no fault: then both sides count.",
    example: Example::Words("Half of `generated/demo/manifest.json` is gone."),
    fix: "Delete it and run `platgen build`, or restore it from version control.",
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
