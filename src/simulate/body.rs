//! What policies read out of a request's body, and how they change it: each reading has the meaning that its node in
//! [`crate::gateway::expr`] states, with the gateway's own reader ([`super::json`]).

use super::json::{Id, Kind, Tree, read, write};
use super::pairs::Pairs;
use super::text;
use crate::gateway::{BodyEdit, Read};

/// A request's body as policies see it. It is read when first asked for, and again after a change.
#[derive(Debug)]
pub(super) struct Body {
    bytes: Vec<u8>,
    text: Option<Vec<u16>>,
    tree: Option<Result<Tree, read::Unreadable>>,
}

impl Body {
    /// A body as it was sent.
    pub(super) fn new(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            text: None,
            tree: None,
        }
    }

    /// As it would be sent on.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn text(&mut self) -> &[u16] {
        let bytes = &self.bytes;
        self.text.get_or_insert_with(|| text::decode(bytes))
    }

    fn tree(&mut self) -> Option<&Tree> {
        if self.tree.is_none() {
            self.tree = Some(read::object(self.text()));
        }
        self.tree.as_ref()?.as_ref().ok()
    }

    fn replace(&mut self, text: &[u16]) {
        self.bytes = text::encode(text);
        self.text = None;
        self.tree = None;
    }
}

/// The member `model`, empty if it is no text: [`Read::AskedModel`].
pub(super) fn asked_model(body: Option<&mut Body>, headers: &Pairs) -> String {
    let kind = headers.joined("Content-Type").unwrap_or_default();
    let multipart = kind.get(.."multipart/".len());
    let multipart = multipart.is_some_and(|start| start.eq_ignore_ascii_case("multipart/"));
    let Some(body) = body.filter(|_| !multipart) else {
        return String::new();
    };
    let Some(tree) = body.tree() else {
        return String::new();
    };
    match tree
        .member(Tree::ROOT, "model")
        .and_then(|id| tree.kind(id))
    {
        Some(Kind::Text(model)) => text::to_string(model),
        Some(_) | None => String::new(),
    }
}

/// A reading that is true or false.
pub(super) fn flag(which: Read, body: Option<&mut Body>, headers: &Pairs) -> bool {
    match which {
        Read::AskedModel => false,
        Read::LongerThan(bytes) => {
            let length = headers.joined("Content-Length").unwrap_or_default();
            i64::try_from(bytes)
                .is_ok_and(|bytes| number(&length).is_some_and(|length| length > bytes))
        }
        Read::ModelSpelledOddly => body.is_none_or(|body| spelled_oddly(body.text())),
        Read::StreamsWithoutOptions => body.and_then(Body::tree).is_some_and(|tree| {
            is_true(tree, "stream") && tree.member(Tree::ROOT, "stream_options").is_none()
        }),
        Read::RefersToStoredResponses => body.and_then(Body::tree).is_none_or(refers_to_stored),
    }
}

/// What `long.TryParse` takes: white space and a sign around digits.
fn number(text: &str) -> Option<i64> {
    text.trim_matches(|c| matches!(c, '\t'..='\r' | ' '))
        .parse()
        .ok()
}

/// Whether a member is `true`.
pub(super) fn is_true(tree: &Tree, key: &str) -> bool {
    let member = tree.member(Tree::ROOT, key).and_then(|id| tree.kind(id));
    member == Some(&Kind::Flag(true))
}

/// Places right behind each `"model"` that a colon follows, the colon included.
fn model_keys(text: &[u16]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text::find(text, "\"model\"", from) {
        let behind = start.saturating_add(7);
        let colon = past_white(text, behind);
        if text.get(colon) == Some(&u16::from(b':')) {
            found.push((start, colon.saturating_add(1)));
            from = colon.saturating_add(1);
        } else {
            from = start.saturating_add(1);
        }
    }
    found
}

fn past_white(text: &[u16], from: usize) -> usize {
    let white = text.get(from..).unwrap_or_default().iter();
    from.saturating_add(white.take_while(|unit| text::is_white(**unit)).count())
}

fn spelled_oddly(text: &[u16]) -> bool {
    text::find(text, "\\u006", 0).is_some() || model_keys(text).len() != 1
}

/// An answer that only refers to a stored one has no role and no other type. A role or type that is no plain value cannot be
/// read, which counts as a reference.
fn refers_to_stored(tree: &Tree) -> bool {
    let there = |key| {
        let member = tree.member(Tree::ROOT, key).and_then(|id| tree.kind(id));
        member.is_some_and(|kind| *kind != Kind::Null)
    };
    if there("previous_response_id") || there("conversation") {
        return true;
    }
    let Some(input) = tree.member(Tree::ROOT, "input") else {
        return false;
    };
    if tree.kind(input) != Some(&Kind::Array) {
        return false;
    }
    let items = tree.children(input).iter().copied();
    items
        .filter(|item| tree.kind(*item) == Some(&Kind::Object))
        .any(|item| is_reference(tree, item))
}

fn is_reference(tree: &Tree, item: Id) -> bool {
    let plain = |key| tree.member(item, key).and_then(|id| tree.kind(id));
    match plain("role") {
        Some(Kind::Object | Kind::Array | Kind::Constructor(_)) => return true,
        None | Some(Kind::Null | Kind::Undefined) => {}
        Some(
            Kind::Text(_)
            | Kind::Date(_)
            | Kind::Integer(_)
            | Kind::Large(_)
            | Kind::Float(_)
            | Kind::Flag(_)
            | Kind::Comment(_),
        ) => return false,
    }
    match plain("type") {
        None
        | Some(Kind::Object | Kind::Array | Kind::Constructor(_) | Kind::Null | Kind::Undefined) => {
            true
        }
        Some(Kind::Text(text)) => "item_reference".encode_utf16().eq(text.iter().copied()),
        Some(
            Kind::Date(_)
            | Kind::Integer(_)
            | Kind::Large(_)
            | Kind::Float(_)
            | Kind::Flag(_)
            | Kind::Comment(_),
        ) => false,
    }
}

/// A body that cannot be changed as asked: the gateway answers 500.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CannotEdit;

/// Changes a body; `model` is what the upstream is told.
pub(super) fn edit(body: &mut Body, edit: BodyEdit, model: Option<&str>) -> Result<(), CannotEdit> {
    let changed = match edit {
        BodyEdit::ReplaceModel => replace_model(body.text(), model),
        BodyEdit::RebuildWithModel => rebuild(body, model)?,
        BodyEdit::AskForUsage => ask_for_usage(body.text()),
    };
    body.replace(&changed);
    Ok(())
}

/// A text as JSON; `null` for a variable that nobody has set.
fn as_json(model: Option<&str>) -> Vec<u16> {
    let mut out = Vec::new();
    match model {
        Some(model) => write::quoted(&model.encode_utf16().collect::<Vec<u16>>(), &mut out),
        None => out.extend("null".encode_utf16()),
    }
    out
}

fn replace_model(text: &[u16], model: Option<&str>) -> Vec<u16> {
    let quote = u16::from(b'"');
    let mut out = Vec::with_capacity(text.len());
    let mut copied = 0;
    let mut from = 0;
    while let Some(start) = text::find(text, "\"model\"", from) {
        from = start.saturating_add(1);
        let colon = past_white(text, start.saturating_add(7));
        let open = past_white(text, colon.saturating_add(1));
        if text.get(colon) != Some(&u16::from(b':')) || text.get(open) != Some(&quote) {
            continue;
        }
        let value = text.get(open.saturating_add(1)..).unwrap_or_default();
        let Some(length) = value.iter().position(|unit| *unit == quote) else {
            continue;
        };
        out.extend(text.get(copied..start).unwrap_or_default());
        out.extend("\"model\":".encode_utf16());
        out.extend(as_json(model));
        copied = open.saturating_add(length).saturating_add(2);
        from = copied;
    }
    out.extend(text.get(copied..).unwrap_or_default());
    out
}

fn rebuild(body: &mut Body, model: Option<&str>) -> Result<Vec<u16>, CannotEdit> {
    let mut tree = body.tree().ok_or(CannotEdit)?.clone();
    let kind = match model {
        Some(model) => Kind::Text(model.encode_utf16().collect()),
        None => Kind::Null,
    };
    tree.add(Some(Tree::ROOT), "model".encode_utf16().collect(), kind);
    Ok(write::text(&tree, Tree::ROOT))
}

fn ask_for_usage(text: &[u16]) -> Vec<u16> {
    let behind = text::find(text, "{", 0).map_or(0, |at| at.saturating_add(1));
    let mut out = text.get(..behind).unwrap_or_default().to_vec();
    out.extend("\"stream_options\":{\"include_usage\":true},".encode_utf16());
    out.extend(text.get(behind..).unwrap_or_default());
    out
}
