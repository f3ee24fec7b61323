//! A body byte by byte: the same algorithm as `scan.cs`, in the same order, so that of two faults both find the same one.

use std::collections::BTreeSet;

use super::{
    CONVERSATIONS, DEEPEST, Fault, LONGEST, LONGEST_NUMBER, LOOKED_INTO, REFERENCES, Request,
};

/// Reads a body.
pub(super) fn request(bytes: &[u8]) -> Result<Request> {
    let mut scanner = Scanner {
        bytes,
        ..Scanner::default()
    };
    scanner.run()?;
    Ok(scanner.request)
}

/// What may come next.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Need {
    #[default]
    Value,
    NameOrEnd,
    Name,
    ItemOrEnd,
    CommaOrEnd,
    Nothing,
}

/// Where a value or name stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In the body itself.
    Top,
    /// In an object that is looked into.
    Inner,
    /// In a list that is looked into.
    Item,
    /// In an object of such a list.
    Member,
    Elsewhere,
}

/// A text, behind its end.
struct Quoted {
    from: usize,
    size: usize,
    plain: bool,
    escaped: bool,
}

#[derive(Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the same variables as in the C#"
)]
struct Scanner<'b> {
    bytes: &'b [u8],
    at: usize,
    need: Need,
    open: Vec<u8>,
    request: Request,
    reported: BTreeSet<String>,
    names: BTreeSet<String>,
    own: BTreeSet<String>,
    top: String,
    key: String,
    kind: String,
    look: bool,
    talk: bool,
    role: bool,
    whole: bool,
}

type Result<T> = std::result::Result<T, Fault>;

impl Scanner<'_> {
    fn run(&mut self) -> Result<()> {
        loop {
            self.white();
            let Some(sign) = self.peek(0) else {
                break;
            };
            if self.need == Need::Nothing || (self.open.is_empty() && sign != b'{') {
                return Err(Fault::NotJson);
            }
            let place = self.place();
            if self.closes(sign) {
                self.close(place);
            } else if self.need == Need::CommaOrEnd {
                self.comma(sign)?;
            } else {
                self.token(sign, place)?;
            }
        }
        let done = self.need == Need::Nothing;
        done.then_some(()).ok_or(Fault::NotJson)
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at.checked_add(ahead)?).copied()
    }

    fn step(&mut self, by: usize) {
        self.at = self.at.saturating_add(by);
    }

    fn white(&mut self) {
        while matches!(self.peek(0), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.step(1);
        }
    }

    fn place(&self) -> Place {
        match (self.look, self.open.as_slice()) {
            (_, [_]) => Place::Top,
            (true, [_, b'[']) => Place::Item,
            (true, [_, b'{']) => Place::Inner,
            (true, [_, b'[', b'{']) => Place::Member,
            (true | false, _) => Place::Elsewhere,
        }
    }

    fn closes(&self, sign: u8) -> bool {
        let may = matches!(
            self.need,
            Need::NameOrEnd | Need::ItemOrEnd | Need::CommaOrEnd
        );
        let end = match self.open.last() {
            Some(b'{') => b'}',
            Some(_) | None => b']',
        };
        may && sign == end
    }

    fn close(&mut self, place: Place) {
        if place == Place::Member {
            let mut kind = std::mem::take(&mut self.kind);
            if kind == ":reasoning" && !self.whole {
                ":reasoning_by_id".clone_into(&mut kind);
            }
            if kind.is_empty() {
                let without = if self.role { "=role" } else { "=none" };
                without.clone_into(&mut kind);
            }
            self.state_once(&format!("[]{kind}"));
        }
        self.open.pop();
        self.step(1);
        self.need = if self.open.is_empty() {
            Need::Nothing
        } else {
            Need::CommaOrEnd
        };
    }

    fn comma(&mut self, sign: u8) -> Result<()> {
        if sign != b',' {
            return Err(Fault::NotJson);
        }
        self.step(1);
        self.need = match self.open.last() {
            Some(b'{') => Need::Name,
            Some(_) | None => Need::Value,
        };
        Ok(())
    }

    fn token(&mut self, sign: u8, place: Place) -> Result<()> {
        let name = matches!(self.need, Need::NameOrEnd | Need::Name);
        match sign {
            b'"' => {
                let quoted = self.quoted()?;
                if name {
                    return self.name(&quoted, place);
                }
                self.text(&quoted, place);
            }
            _ if name => return Err(Fault::NotJson),
            b'{' | b'[' => self.container(sign, place)?,
            b'-' | b'0'..=b'9' => self.number(place)?,
            _ => self.word(sign, place)?,
        }
        Ok(())
    }

    /// Adds a fact about the member at hand, unless it is known.
    fn state_once(&mut self, behind: &str) {
        let fact = format!("{}{behind}", self.top);
        if self.reported.insert(fact.clone()) {
            self.request.facts.push(fact);
        }
    }

    fn value(&mut self, place: Place, value: &str) {
        match place {
            Place::Top => self.request.facts.push(format!("{}{value}", self.top)),
            Place::Inner => {
                let fact = format!("{}.{}{value}", self.top, self.key);
                self.request.facts.push(fact);
            }
            Place::Item => self.state_once(&format!("[]{value}")),
            Place::Member => match self.key.as_str() {
                "type" => {
                    self.kind = match value {
                        "=null" => String::new(),
                        text if text.starts_with(':') => text.to_owned(),
                        _ => "=odd".to_owned(),
                    }
                }
                "role" => self.role = value != "=null",
                "encrypted_content" => self.whole = value.starts_with(':'),
                _ => {}
            },
            Place::Elsewhere => {}
        }
    }

    fn plain(&self, quoted: &Quoted) -> String {
        let end = quoted.from.saturating_add(quoted.size);
        let bytes = self.bytes.get(quoted.from..end).unwrap_or_default();
        if quoted.plain && (1..=LONGEST).contains(&quoted.size) {
            bytes.iter().map(|byte| char::from(*byte)).collect()
        } else {
            "*".to_owned()
        }
    }

    fn name(&mut self, quoted: &Quoted, place: Place) -> Result<()> {
        let name = self.plain(quoted);
        if place != Place::Elsewhere {
            if name == "*" || name.contains('.') {
                return Err(Fault::OddName(self.shown(quoted)));
            }
            let path = match place {
                Place::Inner => format!("{}.{name}", self.top),
                Place::Member => format!("{}[].{name}", self.top),
                Place::Top | Place::Item | Place::Elsewhere => name.clone(),
            };
            let names = match place {
                Place::Top => &mut self.names,
                Place::Inner | Place::Member | Place::Item | Place::Elsewhere => &mut self.own,
            };
            if !names.insert(name.clone()) {
                return Err(Fault::Twice(path));
            }
            if place == Place::Top {
                self.look = LOOKED_INTO.contains(&name.as_str());
                self.talk = CONVERSATIONS.contains(&name.as_str());
                self.top.clone_from(&name);
            }
            self.key.clone_from(&name);
        }
        let refers = quoted.escaped || REFERENCES.contains(&name.as_str());
        if self.open.len() > 1 && self.talk && refers {
            self.state_once(&format!("[].{name}"));
        }
        self.white();
        if self.peek(0) != Some(b':') {
            return Err(Fault::NotJson);
        }
        self.step(1);
        self.need = Need::Value;
        Ok(())
    }

    fn shown(&self, quoted: &Quoted) -> String {
        let bytes = self.bytes.iter().skip(quoted.from);
        let bytes = bytes.take(quoted.size.min(LONGEST));
        let shown = |byte: &u8| match *byte {
            byte if byte != b'.' && is_plain(byte) => char::from(byte),
            _ => '?',
        };
        bytes.map(shown).collect()
    }

    fn text(&mut self, quoted: &Quoted, place: Place) {
        if place == Place::Top && self.top == "model" && !quoted.escaped {
            self.request.model = quoted.from..quoted.from.saturating_add(quoted.size);
        }
        let value = match place {
            Place::Item => "=text".to_owned(),
            Place::Top | Place::Inner | Place::Member => format!(":{}", self.plain(quoted)),
            Place::Elsewhere => String::new(),
        };
        self.need = Need::CommaOrEnd;
        self.value(place, &value);
    }

    fn container(&mut self, sign: u8, place: Place) -> Result<()> {
        if self.open.len() == DEEPEST {
            return Err(Fault::NotJson);
        }
        self.open.push(sign);
        self.step(1);
        let object = sign == b'{';
        self.need = if object {
            Need::NameOrEnd
        } else {
            Need::ItemOrEnd
        };
        if object && (place == Place::Item || self.open.len() == 2) {
            self.own.clear();
        }
        if object && place == Place::Item {
            self.kind.clear();
            (self.role, self.whole) = (false, false);
            return Ok(());
        }
        self.value(place, if object { "=object" } else { "=array" });
        Ok(())
    }

    fn digits(&mut self) -> Result<usize> {
        let from = self.at;
        while self.peek(0).is_some_and(|byte| byte.is_ascii_digit()) {
            self.step(1);
        }
        match self.at.saturating_sub(from) {
            0 => Err(Fault::NotJson),
            count => Ok(count),
        }
    }

    fn number(&mut self, place: Place) -> Result<()> {
        let from = self.at;
        if self.peek(0) == Some(b'-') {
            self.step(1);
        }
        let zero = self.peek(0) == Some(b'0');
        if self.digits()? > 1 && zero {
            return Err(Fault::NotJson);
        }
        if self.peek(0) == Some(b'.') {
            self.step(1);
            self.digits()?;
        }
        if matches!(self.peek(0), Some(b'e' | b'E')) {
            self.step(1);
            if matches!(self.peek(0), Some(b'+' | b'-')) {
                self.step(1);
            }
            self.digits()?;
        }
        let bytes = self.bytes.get(from..self.at).unwrap_or_default();
        let value = match place {
            Place::Item => "=number".to_owned(),
            Place::Top | Place::Inner | Place::Member | Place::Elsewhere => {
                if bytes.len() <= LONGEST_NUMBER {
                    format!("={}", String::from_utf8_lossy(bytes))
                } else {
                    "=*".to_owned()
                }
            }
        };
        self.need = Need::CommaOrEnd;
        self.value(place, &value);
        Ok(())
    }

    fn word(&mut self, sign: u8, place: Place) -> Result<()> {
        let (word, value) = match sign {
            b't' => ("true", "=true"),
            b'f' => ("false", "=false"),
            b'n' => ("null", "=null"),
            _ => return Err(Fault::NotJson),
        };
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        if !rest.starts_with(word.as_bytes()) {
            return Err(Fault::NotJson);
        }
        self.step(word.len());
        self.need = Need::CommaOrEnd;
        self.value(place, value);
        Ok(())
    }

    /// The text at hand, to behind its closing quote.
    fn quoted(&mut self) -> Result<Quoted> {
        self.step(1);
        let from = self.at;
        let (mut plain, mut escaped) = (true, false);
        loop {
            match self.peek(0) {
                None | Some(0..=31) => return Err(Fault::NotJson),
                Some(b'"') => break,
                Some(b'\\') => {
                    (plain, escaped) = (false, true);
                    self.escape()?;
                }
                Some(128..) => {
                    plain = false;
                    self.beyond_ascii()?;
                }
                Some(byte) => {
                    plain = plain && is_plain(byte);
                    self.step(1);
                }
            }
        }
        let size = self.at.saturating_sub(from);
        self.step(1);
        Ok(Quoted {
            from,
            size,
            plain,
            escaped,
        })
    }

    fn escape(&mut self) -> Result<()> {
        let length = match self.peek(1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => 2,
            Some(b'u') if (2..6).all(|at| self.peek(at).is_some_and(|b| b.is_ascii_hexdigit())) => {
                6
            }
            Some(_) | None => return Err(Fault::NotJson),
        };
        self.step(length);
        Ok(())
    }

    /// One sign of two to four bytes of UTF-8 (RFC 3629, section 4).
    fn beyond_ascii(&mut self) -> Result<()> {
        let length = match (self.peek(0), self.peek(1)) {
            (Some(0xC2..=0xDF), Some(0x80..=0xBF)) => 2,
            (Some(0xE0), Some(0xA0..=0xBF))
            | (Some(0xE1..=0xEC | 0xEE | 0xEF), Some(0x80..=0xBF))
            | (Some(0xED), Some(0x80..=0x9F)) => 3,
            (Some(0xF0), Some(0x90..=0xBF))
            | (Some(0xF1..=0xF3), Some(0x80..=0xBF))
            | (Some(0xF4), Some(0x80..=0x8F)) => 4,
            _ => return Err(Fault::NotJson),
        };
        if !(2..length).all(|at| matches!(self.peek(at), Some(0x80..=0xBF))) {
            return Err(Fault::NotJson);
        }
        self.step(length);
        Ok(())
    }
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}
