//! The body of a request, read once: strict JSON (RFC 8259) in UTF-8, byte by byte, so that whoever reads it after the gateway
//! reads the same. A body that readers could understand differently (a member twice, a byte order mark, comments, another
//! encoding) is refused, so nothing ever has to be written anew: of a body that passes, only the value of `model` may change.
//!
//! What is read are *facts*, short texts about members whose values decide something:
//!
//! | fact | about |
//! |---|---|
//! | `n=2`, `stream=true`, `seed=*` | a top-level member that is a number, true, false or null; `*` is a longer number |
//! | `user:abc`, `user:*` | a text: plain (letters, digits, `_.-`, at most 64), or any other |
//! | `messages=array`, `metadata=object` | a list or object |
//! | `stream_options.include_usage=true` | a member of an object that is looked into |
//! | `tools[]:function` | an object with this `type` in a list that is looked into; `=role`: no type but a role; `=none`: neither |
//! | `input[]=text`, `=number`, `=array` | another item of such a list |
//! | `input[].file_id` | a member of this name anywhere below; `input[].*`: a name there that is written with an escape |

use super::one_line;

mod read;

/// How deep lists and objects may be nested. Readers of JSON differ in what they take; all take this much.
pub const DEEPEST: usize = 64;

/// Longest name or text that stands in a fact.
const LONGEST: usize = 64;

/// Longest number that stands in a fact.
const LONGEST_NUMBER: usize = 32;

/// Members that are looked into.
const LOOKED_INTO: [&str; 3] = ["input", "stream_options", "tools"];

/// Members below which a name may refer to what an upstream has stored.
const CONVERSATIONS: [&str; 2] = ["input", "messages"];

/// Such names: an uploaded file, an earlier answer in sound.
const REFERENCES: [&str; 2] = ["file_id", "audio"];

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scan {
    /// A JSON object.
    Read(Request),
    /// Something else.
    Refused(Fault),
}

/// A request whose body is a JSON object.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// The facts, in the order of the body.
    pub facts: Vec<String>,
    /// Where the text of the top-level `model` stands, between its quotes; empty without one, or if it is written with escapes.
    pub model: std::ops::Range<usize>,
}

impl Request {
    /// Whether there is a member `model`, of whatever value.
    pub fn names_model(&self) -> bool {
        let mut rest = self
            .facts
            .iter()
            .filter_map(|fact| fact.strip_prefix("model"));
        rest.any(|rest| rest.starts_with([':', '=']))
    }
}

/// Why a body is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// More bytes than policies can read.
    TooLarge,
    /// No JSON object in UTF-8, or too deep.
    NotJson,
    /// A member stands twice: its name.
    Twice(String),
    /// A member with a name that no operation has: the name, other signs than letters, digits and `_-` as `?`.
    OddName(String),
}

/// A kind of [`Fault`], for conditions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// [`Fault::TooLarge`]
    TooLarge,
    /// [`Fault::NotJson`]
    NotJson,
    /// [`Fault::Twice`]
    Twice,
    /// [`Fault::OddName`]
    OddName,
}

impl FaultKind {
    /// What the variable begins with.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::TooLarge => "!large",
            Self::NotJson => "!json",
            Self::Twice => "!twice:",
            Self::OddName => "!odd:",
        }
    }
}

impl Fault {
    /// Its kind.
    pub fn kind(&self) -> FaultKind {
        match self {
            Self::TooLarge => FaultKind::TooLarge,
            Self::NotJson => FaultKind::NotJson,
            Self::Twice(_) => FaultKind::Twice,
            Self::OddName(_) => FaultKind::OddName,
        }
    }

    /// The name in it.
    pub fn name(&self) -> &str {
        match self {
            Self::TooLarge | Self::NotJson => "",
            Self::Twice(name) | Self::OddName(name) => name,
        }
    }
}

/// The statements that read the body and return the variable's value: a fault's prefix and name, or facts with `;` between
/// them, then `|`, start and length of the model's name in bytes, and the name itself, which may hold any sign.
pub fn csharp(largest: usize) -> String {
    let any = |name: &str, all: &[&str]| {
        let all = all.iter().map(|one| format!("{name} == \"{one}\""));
        all.collect::<Vec<_>>().join(" || ")
    };
    one_line(SCAN)
        .replace("LARGEST", &largest.to_string())
        .replace("DEEPEST", &DEEPEST.to_string())
        .replace("LONGEST_NUMBER", &LONGEST_NUMBER.to_string())
        .replace("LONGEST", &LONGEST.to_string())
        .replace("LOOKED_INTO", &any("top", &LOOKED_INTO))
        .replace("CONVERSATION", &any("top", &CONVERSATIONS))
        .replace("REFERENCE", &any("s", &REFERENCES))
        .replace("PLAIN", PLAIN)
}

/// The C# of [`csharp`], with names of constants in capitals. `need` in it: 0 a value, 1 a name or the object's end, 2 a name, 3 a value or
/// the list's end, 4 a comma or an end, 5 nothing more.
const SCAN: &str = include_str!("body/scan.cs");

// Letters, digits, `_`, `-`, `.`
const PLAIN: &str = "(c >= 97 && c <= 122 || c >= 48 && c <= 57 || c >= 65 && c <= 90 || c == 95 || c == 45 || c == 46)";

/// What the statements of [`csharp`] read in a body; none is a request without one.
pub fn evaluate(body: Option<&[u8]>, largest: usize) -> Scan {
    let Some(bytes) = body else {
        return Scan::Refused(Fault::NotJson);
    };
    if bytes.len() > largest {
        return Scan::Refused(Fault::TooLarge);
    }
    match read::request(bytes) {
        Ok(request) => Scan::Read(request),
        Err(fault) => Scan::Refused(fault),
    }
}
