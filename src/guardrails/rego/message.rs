//! What a policy says.

use regorus::Value;

/// A message of `deny` or `warn`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Message {
    /// A sentence, the place in the input that it is about, and what to do.
    Sentence {
        text: String,
        at: Option<String>,
        help: Option<String>,
    },
    /// Something else; what.
    Unreadable(&'static str),
}

/// The messages of a rule's value: a set or list of them, one alone, or `true` for a rule without a message.
pub(super) fn messages(value: &Value) -> Vec<Message> {
    match value {
        Value::Undefined | Value::Bool(false) => Vec::new(),
        Value::Set(items) => items.iter().map(message).collect(),
        Value::Array(items) => items.iter().map(message).collect(),
        Value::Bool(true) => vec![Message::Sentence {
            text: "a policy refuses this environment".to_owned(),
            at: None,
            help: None,
        }],
        Value::String(_) | Value::Object(_) | Value::Null | Value::Number(_) => {
            vec![message(value)]
        }
    }
}

fn message(value: &Value) -> Message {
    match value {
        Value::String(text) => Message::Sentence {
            text: line(text),
            at: None,
            help: None,
        },
        Value::Object(_) => object(value),
        Value::Null | Value::Bool(_) | Value::Number(_) => {
            Message::Unreadable("neither text nor object")
        }
        Value::Array(_) | Value::Set(_) => Message::Unreadable("a list, not one text or object"),
        Value::Undefined => Message::Unreadable("nothing"),
    }
}

fn object(value: &Value) -> Message {
    // A key that is not there is undefined, one that holds something else than text is a fault.
    let text = |key: &str| match &value[key] {
        Value::String(text) => Ok(Some(line(text))),
        Value::Undefined => Ok(None),
        Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::Array(_)
        | Value::Set(_)
        | Value::Object(_) => Err(()),
    };
    let known = value.as_object().is_ok_and(|object| {
        let mut keys = object.iter().map(|(key, _)| key);
        keys.all(|key| {
            key.as_string()
                .is_ok_and(|key| matches!(&**key, "msg" | "at" | "help"))
        })
    });
    match (text("msg"), text("at"), text("help")) {
        (Ok(Some(text)), Ok(at), Ok(help)) if known => Message::Sentence { text, at, help },
        (Ok(None), ..) => Message::Unreadable("an object without `msg`"),
        (Ok(Some(_)), Ok(_), Ok(_)) => {
            Message::Unreadable("an object with other keys than `msg`, `at` and `help`")
        }
        (Err(()), ..) | (_, Err(()), _) | (.., Err(())) => {
            Message::Unreadable("an object whose `msg`, `at` or `help` is no text")
        }
    }
}

/// A sentence on one line without its full stop, as findings are.
fn line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").trim_end_matches('.').to_owned()
}
