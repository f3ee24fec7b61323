//! Tokens: what answers say was used, and what streamed requests are estimated at before they are sent.
//!
//! The service's own estimate is not documented. What stands here is that of the gateway that checks the policies: a token
//! for four bytes, three for a message, 1200 for an image.

use super::json::{Id, Kind, Tree, read};
use super::text;

/// What an answer says about its usage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Usage {
    prompt: u64,
    completion: u64,
    total: u64,
}

/// Tokens that an answer of JSON says were used.
pub(super) fn of_json(body: &[u8]) -> Option<u64> {
    let tree = read::only_object(&text::decode(body)).ok()?;
    usage(&tree, tree.member(Tree::ROOT, "usage")?).map(|usage| usage.total)
}

/// Tokens that a stream of events was charged: the last usage that one of them reports, else the prompt's estimate and what
/// was generated.
pub(super) fn of_events(body: &[u8], prompt: u64) -> u64 {
    let mut last: Option<Usage> = None;
    let mut generated = 0_usize;
    for line in body.split(|byte| *byte == b'\n') {
        let line = text::to_string(&text::decode(line));
        let Some(data) = line.strip_prefix("data:").map(str::trim) else {
            continue;
        };
        if !data.starts_with('{') {
            continue;
        }
        let Ok(tree) = read::only_object(&data.encode_utf16().collect::<Vec<u16>>()) else {
            continue;
        };
        if let Some(mut usage) = event_usage(&tree) {
            if let Some(before) = last {
                usage.prompt = usage.prompt.max(before.prompt);
                usage.total = usage
                    .total
                    .max(usage.prompt.saturating_add(usage.completion));
            }
            last = Some(usage);
        }
        generated = generated.saturating_add(generated_bytes(&tree));
    }
    match last {
        Some(usage) => usage.total,
        None => prompt.saturating_add(estimate(generated)),
    }
}

fn event_usage(tree: &Tree) -> Option<Usage> {
    let direct = tree
        .member(Tree::ROOT, "usage")
        .and_then(|id| usage(tree, id));
    direct.or_else(|| {
        let object = |key| {
            let id = tree.member(Tree::ROOT, key)?;
            (tree.kind(id) == Some(&Kind::Object)).then_some(id)
        };
        let inner = object("response").or_else(|| object("message"))?;
        usage(tree, tree.member(inner, "usage")?)
    })
}

fn generated_bytes(tree: &Tree) -> usize {
    let bytes = |id: Option<Id>| match id.and_then(|id| tree.kind(id)) {
        Some(Kind::Text(text)) => text::to_string(text).len(),
        Some(_) | None => 0,
    };
    let choices = tree.member(Tree::ROOT, "choices");
    let choices = choices.filter(|id| tree.kind(*id) == Some(&Kind::Array));
    let choices = choices.map_or(&[][..], |id| tree.children(id));
    let of_choice = |choice: &Id| {
        let delta = tree.member(*choice, "delta");
        match delta.filter(|id| tree.kind(*id) == Some(&Kind::Object)) {
            Some(delta) => bytes(tree.member(delta, "content")),
            None => bytes(tree.member(*choice, "text")),
        }
    };
    let reported: usize = choices.iter().map(of_choice).sum();
    reported.saturating_add(bytes(tree.member(Tree::ROOT, "delta")))
}

fn usage(tree: &Tree, id: Id) -> Option<Usage> {
    let number = |key| match tree.member(id, key).and_then(|id| tree.kind(id)) {
        Some(Kind::Integer(number)) => Some(u64::try_from(*number).unwrap_or(0)),
        Some(_) | None => None,
    };
    let prompt = number("prompt_tokens").or_else(|| number("input_tokens"));
    let completion = number("completion_tokens").or_else(|| number("output_tokens"));
    let total = number("total_tokens");
    prompt.or(completion).or(total)?;
    let (prompt, completion) = (prompt.unwrap_or(0), completion.unwrap_or(0));
    Some(Usage {
        prompt,
        completion,
        total: total.unwrap_or(prompt.saturating_add(completion)),
    })
}

fn estimate(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX).div_ceil(4)
}

/// Whether a request asks for a stream, and the tokens of its prompt.
pub(super) fn of_prompt(body: &[u8]) -> (bool, u64) {
    let Ok(tree) = read::only_object(&text::decode(body)) else {
        return (false, 0);
    };
    let member = |key| tree.member(Tree::ROOT, key);
    let mut total = 0_u64;
    if let Some(messages) = member("messages").filter(|id| tree.kind(*id) == Some(&Kind::Array)) {
        for message in tree.children(messages) {
            let reported = tree
                .member(*message, "content")
                .map_or(0, |id| content(&tree, id));
            total = total.saturating_add(reported).saturating_add(3);
        }
    }
    for key in ["prompt", "input", "instructions", "system"] {
        total = total.saturating_add(member(key).map_or(0, |id| content(&tree, id)));
    }
    let stream = member("stream").and_then(|id| tree.kind(id));
    (stream == Some(&Kind::Flag(true)), total)
}

/// Tokens of a text, of a list, or of a part of a message. What is nested is counted without recursion.
fn content(tree: &Tree, id: Id) -> u64 {
    const IMAGE: u64 = 1200;
    let mut total = 0_u64;
    let mut rest = vec![id];
    while let Some(id) = rest.pop() {
        let tokens = match tree.kind(id) {
            Some(Kind::Text(text)) => estimate(text::to_string(text).len()),
            Some(Kind::Integer(_)) => 1,
            Some(Kind::Array) => {
                rest.extend(tree.children(id));
                0
            }
            Some(Kind::Object) => {
                let kind = tree.member(id, "type").and_then(|id| tree.kind(id));
                if matches!(kind, Some(Kind::Text(text)) if text::to_string(text).contains("image"))
                {
                    IMAGE
                } else {
                    rest.extend(
                        ["text", "content"]
                            .iter()
                            .filter_map(|key| tree.member(id, key)),
                    );
                    0
                }
            }
            Some(_) | None => 0,
        };
        total = total.saturating_add(tokens);
    }
    total
}
