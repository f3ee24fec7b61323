//! Codes about YAML itself, before any key has a meaning.

use crate::core::diag::Severity::Error;
use crate::core::diag::code::{Entry, Example, Source};

crate::core::diag::code::codes! { Yaml:
    BrokenYaml BROKEN_YAML,
    MergeConflict MERGE_CONFLICT,
    DuplicateKey DUPLICATE_KEY,
    UnsupportedYaml UNSUPPORTED_YAML,
    YamlTooDeep YAML_TOO_DEEP,
}

const YAML: Source = Source {
    document: "YAML Ain't Markup Language, version 1.2.2",
    dated: "2021-10-01",
    url: Some("https://yaml.org/spec/1.2.2/"),
};

const BROKEN_YAML: Entry = Entry {
    name: "broken-yaml",
    severity: Error,
    title: "The file is not well-formed YAML",
    cause: "A bracket or quote is not closed, lines of one mapping start in different columns, or a character stands where YAML has no place for it. The rest of the file cannot be read for certain; other files are.",
    example: Example::Input {
        path: "teams/beta/access.yaml",
        text: "team: {name: beta, displayName: Beta\nmodels: [\n",
    },
    fix: "Close the bracket or quote, or start the keys of one mapping in one column; a text that holds `: ` or ` #`, or starts with a sign such as `*`, goes in quotes.",
    source: Some(YAML),
};

const MERGE_CONFLICT: Entry = Entry {
    name: "merge-conflict",
    severity: Error,
    title: "The file holds the marks of a merge conflict",
    cause: "Two branches changed the same lines, and nobody has decided yet what holds. Nothing else is said of the file until then.",
    example: Example::Input {
        path: "teams/beta/access.yaml",
        text: "team:
<<<<<<< HEAD
  name: beta
=======
  name: betty
>>>>>>> other
",
    },
    fix: "Keep what is meant of both sides and remove the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`. Below `generated/` no editor is needed: `platgen build` writes the files anew.",
    source: None,
};

const DUPLICATE_KEY: Entry = Entry {
    name: "duplicate-key",
    severity: Error,
    title: "A key stands twice in one mapping",
    cause: "Most readers keep the last of the two without a word, so that half of what is written has no effect.",
    example: Example::Input {
        path: "teams/beta/access.yaml",
        text: "team: {name: beta, displayName: Beta, owner: beta-lead@contoso.com, costCenter: CC-67890}
models:
  foundry:
    - {name: gpt-5.6-terra, tokensPerMinute: 10000, dailyTokenQuota: 500000}
models: {}
",
    },
    fix: "Keep one of the two, or put the entries of both under one key.",
    source: Some(YAML),
};

const UNSUPPORTED_YAML: Entry = Entry {
    name: "unsupported-yaml",
    severity: Error,
    title: "YAML that would mean something else than it seems to",
    cause: "Tags, merge keys (`<<`), directives, several documents in one file, keys that are no text, numbers with a leading zero, and numbers too large to be kept exactly are read differently by different tools, so none of them is an input. Anchors and aliases are fine.",
    example: Example::Input {
        path: "teams/beta/access.yaml",
        text: "team: {name: beta, displayName: Beta, owner: beta-lead@contoso.com, costCenter: CC-67890}
models:
  <<: {foundry: []}
",
    },
    fix: "Write the value out. What many teams share is an access group in `catalog/models.yaml`.",
    source: Some(YAML),
};

const YAML_TOO_DEEP: Entry = Entry {
    name: "yaml-too-deep",
    severity: Error,
    title: "Nesting or alias use beyond any sensible input",
    cause: "Collections nest too deep, or aliases copy so much that a small file would fill the memory (an alias bomb), or a value would contain itself.",
    example: Example::Input {
        path: "teams/beta/access.yaml",
        text: "a: &a [x,x,x,x,x,x,x,x,x,x]
b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]
c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]
d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]
e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]
f: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]
",
    },
    fix: "Write the values out; no input needs more than ten levels.",
    source: None,
};
