//! The request's body as policies see it, and the one change that they make to it.

use crate::gateway::elements::body::{Request, Scan, evaluate};

/// A request's body, and what was read in it if a policy has read it.
#[derive(Debug, Default)]
pub(super) struct Body {
    /// As it would be sent on; none when none was sent.
    pub(super) bytes: Option<Vec<u8>>,
    /// What was read.
    pub(super) scan: Option<Scan>,
}

impl Body {
    /// A body as it was sent.
    pub(super) fn new(bytes: Option<Vec<u8>>) -> Self {
        Self { bytes, scan: None }
    }

    /// Reads it, if it has no more bytes than that.
    pub(super) fn read(&mut self, largest: usize) {
        self.scan = Some(evaluate(self.bytes.as_deref(), largest));
    }

    /// What was read, if it is a request.
    pub(super) fn request(&self) -> Option<&Request> {
        match self.scan.as_ref()? {
            Scan::Read(request) => Some(request),
            Scan::Refused(_) => None,
        }
    }

    /// The text of the member `model`, empty if there is none.
    pub(super) fn asked_model(&self) -> String {
        let range = self.request().map(|request| request.model.clone());
        let name = range.and_then(|range| self.bytes.as_deref()?.get(range));
        String::from_utf8_lossy(name.unwrap_or_default()).into_owned()
    }

    /// Puts a name in the place of the one that is asked for, or as the first member where the body has none. None if the body
    /// was not read.
    pub(super) fn name_model(&mut self, name: Option<&str>) -> Option<()> {
        let request = self.request()?;
        let range = request.model.clone();
        let empty = request.facts.is_empty();
        let bytes = self.bytes.as_deref()?;
        let name = as_json(name);
        let (from, to, text) = if range.start == 0 {
            let open = bytes
                .iter()
                .position(|byte| *byte == b'{')?
                .checked_add(1)?;
            let comma = if empty { "" } else { "," };
            (open, open, format!("\"model\":{name}{comma}"))
        } else {
            (range.start.checked_sub(1)?, range.end.checked_add(1)?, name)
        };
        let mut out = bytes.get(..from)?.to_vec();
        out.extend(text.into_bytes());
        out.extend(bytes.get(to..)?);
        self.bytes = Some(out);
        Some(())
    }
}

/// A text as the gateway writes it in JSON; `null` for a variable that nobody has set.
pub(super) fn as_json(text: Option<&str>) -> String {
    use std::fmt::Write as _;
    let Some(text) = text else {
        return "null".to_owned();
    };
    let mut out = "\"".to_owned();
    for sign in text.chars() {
        // Writing to a String cannot fail.
        let _ = match sign {
            '"' | '\\' => write!(out, "\\{sign}"),
            '\u{8}' => write!(out, "\\b"),
            '\t' => write!(out, "\\t"),
            '\n' => write!(out, "\\n"),
            '\u{c}' => write!(out, "\\f"),
            '\r' => write!(out, "\\r"),
            '\0'..='\u{1f}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                write!(out, "\\u{:04x}", u32::from(sign))
            }
            other => write!(out, "{other}"),
        };
    }
    out + "\""
}
