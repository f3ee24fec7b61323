//! A text to a [`Tree`], token by token, with the states of Newtonsoft's reader.

use super::super::text::{is_letter_or_digit, is_white};
use super::{Id, Kind, Tree, dates, numbers};

/// A text that the gateway's reader refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::simulate) struct Unreadable;

type Result<T> = std::result::Result<T, Unreadable>;

/// `JObject.Parse`: the object that the text is, comments before it aside; nothing may follow except one comment (and what
/// follows that is not looked at).
pub(in crate::simulate) fn only_object(text: &[u16]) -> Result<Tree> {
    let mut reader = Reader::new(text);
    let tree = reader.object()?;
    reader.skip_white();
    match reader.peek(0) {
        None => Ok(tree),
        Some(SLASH) => reader.comment().map(|_| tree),
        Some(_) => Err(Unreadable),
    }
}

const SLASH: u16 = b'/' as u16;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// A value must follow: at the start, after a key.
    Value,
    /// In an array or constructor: a value or its end.
    Item,
    /// In an object: a key or its end.
    Key,
    /// After a value: a comma or an end.
    Behind,
    /// The end.
    Finished,
}

enum Token {
    Open(Kind),
    Close,
    Key(Vec<u16>),
    Value(Kind),
    Comment(Vec<u16>),
}

struct Reader<'t> {
    text: &'t [u16],
    at: usize,
    state: State,
    // Containers that are open, by their closing sign.
    open: Vec<u8>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t [u16]) -> Self {
        Self {
            text,
            at: 0,
            state: State::Value,
            open: Vec::new(),
        }
    }

    fn peek(&self, ahead: usize) -> Option<u16> {
        self.text.get(self.at.checked_add(ahead)?).copied()
    }

    /// The unit as ASCII; 255 for any other.
    fn sign(&self, ahead: usize) -> Option<u8> {
        let unit = self.peek(ahead)?;
        Some(u8::try_from(unit).ok().filter(u8::is_ascii).unwrap_or(255))
    }

    fn step(&mut self, by: usize) {
        self.at = self.at.saturating_add(by);
    }

    /// A zero is skipped wherever white space is.
    fn skip_white(&mut self) {
        while self.peek(0).is_some_and(|unit| unit == 0 || is_white(unit)) {
            self.step(1);
        }
    }

    fn object(&mut self) -> Result<Tree> {
        let mut tree = Tree::default();
        let mut path: Vec<Id> = Vec::new();
        let mut key = Vec::new();
        loop {
            let Some(token) = self.token()? else {
                return Err(Unreadable);
            };
            match token {
                Token::Comment(text) => {
                    // An object has no key for a comment, and so drops it; arrays and constructors keep it.
                    let parent = path.last().copied();
                    if self.state == State::Item || self.keeps_comments(&key) {
                        tree.add(parent, &[], Kind::Comment(text));
                    }
                }
                Token::Key(name) => key = name,
                Token::Open(kind) => {
                    if path.is_empty() && kind != Kind::Object {
                        return Err(Unreadable);
                    }
                    let id = tree.add(path.last().copied(), &std::mem::take(&mut key), kind);
                    path.push(id);
                }
                Token::Value(kind) => {
                    if path.is_empty() {
                        return Err(Unreadable);
                    }
                    tree.add(path.last().copied(), &std::mem::take(&mut key), kind);
                }
                Token::Close => {
                    path.pop();
                    if path.is_empty() {
                        return Ok(tree);
                    }
                }
            }
        }
    }

    /// After an item of an array or constructor.
    fn keeps_comments(&self, key: &[u16]) -> bool {
        let in_list = self.open.last().is_some_and(|end| *end != b'}');
        key.is_empty() && in_list && self.state == State::Behind
    }

    /// The next token; none at the end of the text.
    fn token(&mut self) -> Result<Option<Token>> {
        loop {
            match self.state {
                State::Value | State::Item => return self.value(),
                State::Key => return self.key_or_end(),
                State::Behind => {
                    if let Some(token) = self.behind()? {
                        return Ok(Some(token));
                    }
                }
                State::Finished => return Ok(None),
            }
        }
    }

    fn behind(&mut self) -> Result<Option<Token>> {
        loop {
            match self.sign(0) {
                None => {
                    self.state = State::Finished;
                    return Ok(None);
                }
                Some(end @ (b'}' | b']' | b')')) => return self.close(end).map(Some),
                Some(b'/') => return self.comment().map(|text| Some(Token::Comment(text))),
                Some(b',') => {
                    self.step(1);
                    self.state = match self.open.last() {
                        Some(b'}') => State::Key,
                        Some(_) => State::Item,
                        None => State::Finished,
                    };
                    return Ok(None);
                }
                Some(_) if self.peek(0).is_some_and(|unit| unit == 0 || is_white(unit)) => {
                    self.step(1);
                }
                Some(_) => return Err(Unreadable),
            }
        }
    }

    fn close(&mut self, end: u8) -> Result<Token> {
        self.step(1);
        if self.open.pop() != Some(end) {
            return Err(Unreadable);
        }
        self.state = if self.open.is_empty() {
            State::Finished
        } else {
            State::Behind
        };
        Ok(Token::Close)
    }

    fn open(&mut self, end: u8, kind: Kind) -> Token {
        self.open.push(end);
        self.state = if end == b'}' { State::Key } else { State::Item };
        Token::Open(kind)
    }

    fn key_or_end(&mut self) -> Result<Option<Token>> {
        self.skip_white();
        let name = match self.sign(0) {
            None => return Ok(None),
            Some(b'}') => return self.close(b'}').map(Some),
            Some(b'/') => return self.comment().map(|text| Some(Token::Comment(text))),
            Some(b'"' | b'\'') => self.quoted()?,
            Some(_) => self.bare_key()?,
        };
        self.skip_white();
        if self.sign(0) != Some(b':') {
            return Err(Unreadable);
        }
        self.step(1);
        self.state = State::Value;
        Ok(Some(Token::Key(name)))
    }

    fn bare_key(&mut self) -> Result<Vec<u16>> {
        let mut name = Vec::new();
        while let Some(unit) = self.peek(0) {
            if is_letter_or_digit(unit) || matches!(self.sign(0), Some(b'_' | b'$')) {
                name.push(unit);
                self.step(1);
            } else if !name.is_empty() && (unit == 0 || unit == u16::from(b':') || is_white(unit)) {
                return Ok(name);
            } else {
                return Err(Unreadable);
            }
        }
        Err(Unreadable)
    }

    fn value(&mut self) -> Result<Option<Token>> {
        self.skip_white();
        let Some(sign) = self.sign(0) else {
            return Ok(None);
        };
        let kind = match sign {
            b'"' | b'\'' => dates::value(self.quoted()?).ok_or(Unreadable)?,
            b'{' | b'[' => {
                self.step(1);
                let (end, kind) = match sign {
                    b'{' => (b'}', Kind::Object),
                    _ => (b']', Kind::Array),
                };
                return Ok(Some(self.open(end, kind)));
            }
            b']' | b')' => return self.close(sign).map(Some),
            b'/' => return self.comment().map(|text| Some(Token::Comment(text))),
            // The comma stays for what comes behind a value.
            b',' => Kind::Undefined,
            b'n' if self.sign(1) == Some(b'e') => return self.constructor().map(Some),
            b'-' if self.sign(1) == Some(b'I') => {
                self.word("-Infinity", Kind::Float(f64::NEG_INFINITY))?
            }
            b'-' | b'.' | b'0'..=b'9' => self.number()?,
            b't' => self.word("true", Kind::Flag(true))?,
            b'f' => self.word("false", Kind::Flag(false))?,
            b'n' => self.word("null", Kind::Null)?,
            b'u' => self.word("undefined", Kind::Undefined)?,
            b'N' => self.word("NaN", Kind::Float(f64::NAN))?,
            b'I' => self.word("Infinity", Kind::Float(f64::INFINITY))?,
            _ => return Err(Unreadable),
        };
        self.valued();
        Ok(Some(Token::Value(kind)))
    }

    fn valued(&mut self) {
        self.state = if self.open.is_empty() {
            State::Finished
        } else {
            State::Behind
        };
    }

    fn word(&mut self, word: &str, kind: Kind) -> Result<Kind> {
        let units = word.len();
        let end = self.at.saturating_add(units);
        let found = self.text.get(self.at..end).ok_or(Unreadable)?;
        if !word.encode_utf16().eq(found.iter().copied()) {
            return Err(Unreadable);
        }
        self.step(units);
        if self.separated() {
            Ok(kind)
        } else {
            Err(Unreadable)
        }
    }

    /// Whether a word ends here.
    fn separated(&self) -> bool {
        match self.sign(0) {
            None | Some(0 | b'}' | b']' | b',') => true,
            Some(b')') => self.state == State::Item && self.open.last() == Some(&b')'),
            Some(b'/') => matches!(self.sign(1), Some(b'*' | b'/')),
            Some(_) => self.peek(0).is_some_and(is_white),
        }
    }

    fn number(&mut self) -> Result<Kind> {
        let start = self.at;
        loop {
            match self.sign(0) {
                Some(
                    b'-' | b'+' | b'.' | b'x' | b'X' | b'0'..=b'9' | b'a'..=b'f' | b'A'..=b'F',
                ) => {
                    self.step(1);
                }
                None | Some(0 | b',' | b'}' | b']' | b')' | b'/') => break,
                Some(_) if self.peek(0).is_some_and(is_white) => break,
                Some(_) => return Err(Unreadable),
            }
        }
        let units = self.text.get(start..self.at).unwrap_or_default();
        let text: String = units
            .iter()
            .filter_map(|unit| char::from_u32(u32::from(*unit)))
            .collect();
        numbers::read(&text).ok_or(Unreadable)
    }

    fn constructor(&mut self) -> Result<Token> {
        self.word("new", Kind::Null)?;
        self.skip_white();
        let start = self.at;
        while self.peek(0).is_some_and(is_letter_or_digit) {
            self.step(1);
        }
        let name = self.text.get(start..self.at).unwrap_or_default().to_vec();
        let ends = self
            .peek(0)
            .is_some_and(|unit| unit == 0 || unit == u16::from(b'(') || is_white(unit));
        if !ends {
            return Err(Unreadable);
        }
        self.skip_white();
        if name.is_empty() || self.sign(0) != Some(b'(') {
            return Err(Unreadable);
        }
        self.step(1);
        Ok(self.open(b')', Kind::Constructor(name)))
    }

    fn comment(&mut self) -> Result<Vec<u16>> {
        self.step(1);
        // Two more units are asked for, even where one would do.
        let line = match (self.sign(0), self.sign(1)) {
            (Some(b'*'), Some(_)) => false,
            (Some(b'/'), Some(_)) => true,
            _ => return Err(Unreadable),
        };
        self.step(1);
        let start = self.at;
        let text = |reader: &Self| {
            reader
                .text
                .get(start..reader.at)
                .unwrap_or_default()
                .to_vec()
        };
        loop {
            match self.sign(0) {
                None | Some(b'\r' | b'\n') if line => return Ok(text(self)),
                None => return Err(Unreadable),
                Some(b'*') if !line && self.sign(1) == Some(b'/') => {
                    let found = text(self);
                    self.step(2);
                    return Ok(found);
                }
                Some(_) => self.step(1),
            }
        }
    }

    fn quoted(&mut self) -> Result<Vec<u16>> {
        let quote = self.peek(0).ok_or(Unreadable)?;
        self.step(1);
        let mut out = Vec::new();
        loop {
            let unit = self.peek(0).ok_or(Unreadable)?;
            self.step(1);
            if unit == quote {
                return Ok(out);
            }
            if unit == u16::from(b'\\') {
                self.escape(&mut out)?;
            } else {
                out.push(unit);
            }
        }
    }

    fn escape(&mut self, out: &mut Vec<u16>) -> Result<()> {
        let sign = self.sign(0).ok_or(Unreadable)?;
        self.step(1);
        out.push(u16::from(match sign {
            b'b' => 8,
            b't' => b'\t',
            b'n' => b'\n',
            b'f' => 12,
            b'r' => b'\r',
            b'\\' | b'"' | b'\'' | b'/' => sign,
            b'u' => return self.unicode_escape(out),
            _ => return Err(Unreadable),
        }));
        Ok(())
    }

    /// Halves of surrogate pairs that stand alone become U+FFFD.
    fn unicode_escape(&mut self, out: &mut Vec<u16>) -> Result<()> {
        const REPLACEMENT: u16 = 0xFFFD;
        let mut unit = self.hex()?;
        if (0xDC00..0xE000).contains(&unit) {
            out.push(REPLACEMENT);
            return Ok(());
        }
        while (0xD800..0xDC00).contains(&unit) {
            if self.sign(0) != Some(b'\\') || self.sign(1) != Some(b'u') {
                unit = REPLACEMENT;
                break;
            }
            self.step(2);
            let next = self.hex()?;
            let pair = (0xDC00..0xE000).contains(&next);
            out.push(if pair { unit } else { REPLACEMENT });
            unit = next;
        }
        out.push(unit);
        Ok(())
    }

    /// Four signs that are a number in hex, white space around it and zeros of C behind it included: .NET reads it so.
    fn hex(&mut self) -> Result<u16> {
        let end = self.at.saturating_add(4);
        let units = self.text.get(self.at..end).ok_or(Unreadable)?;
        self.at = end;
        let text = String::from_utf16(units).map_err(|_| Unreadable)?;
        let white = |c: char| matches!(c, '\t'..='\r' | ' ');
        let digits = text.trim_end_matches('\0').trim_matches(white);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(Unreadable);
        }
        u16::from_str_radix(digits, 16).map_err(|_| Unreadable)
    }
}
