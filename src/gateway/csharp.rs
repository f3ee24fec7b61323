//! Expressions to the text of policy expressions: one line, ASCII only, in the C# that Mono's compiler takes as well.
//!
//! Every text gets into C# through [`literal`], and into a place for plain text through [`plain_or_expression`]: the only two
//! escapes there are. The rules of policy expressions (control flow in braces, allowed types) are those of the page "API
//! Management policy expressions" of Microsoft's documentation.

use std::fmt::Write as _;

use super::elements::{body, headers, members, output};
use super::expr::{
    FACTS, Fact, Flag, HEADERS, LISTING, Literal, REQUEST, RETRY_AFTER, Read, StatusTest, Text,
    TextVar,
};
use super::nonempty::NonEmpty;
use super::policy::ResponseBody;

/// A text that stands in the JSON of an answer in the place of one that is only known when it is given.
const PLACEHOLDER: &str = "\u{1}";

/// [`super::policy::CAP`] as JSON writes it.
const CAP_IN_JSON: &str = "\\u0002";

/// A C# string literal: printable ASCII, everything else as `\uXXXX`. `{{` is broken up, since the service replaces
/// `{{name}}` by a named value before anything else, inside of expressions too.
pub fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len().saturating_add(2));
    out.push('"');
    let mut before = '\0';
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '{' if before == '{' => out.push_str("\\u007b"),
            ' '..='~' => out.push(c),
            _ => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    // Writing to a String cannot fail.
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
        }
        before = c;
    }
    out.push('"');
    out
}

/// A text where the service takes plain text or an expression: as it is if nothing in it could mean anything else, or else
/// as an expression that holds it as a literal.
pub fn plain_or_expression(text: &str) -> String {
    let printable = text.chars().all(|c| matches!(c, ' '..='~'));
    let inert = !text.contains("{{") && !text.contains("@(") && !text.contains("@{");
    if !text.is_empty() && text.trim() == text && printable && inert {
        text.to_owned()
    } else {
        format!("@({})", literal(text))
    }
}

/// The value of an attribute or element that takes text.
pub fn value(text: &Text) -> String {
    match text {
        Text::Literal(constant) => plain_or_expression(&constant.text),
        Text::Variable(_) | Text::OperationId | Text::PathParameter(_) | Text::RetryAfterOr(_) => {
            format!("@({})", of_text(text))
        }
    }
}

/// The value of a `condition`.
pub fn condition(flag: &Flag) -> String {
    format!("@({})", of_flag(flag))
}

fn variable(name: &str) -> String {
    format!(
        "context.Variables.GetValueOrDefault<string>({})",
        literal(name)
    )
}

fn variable_or_empty(name: &str) -> String {
    format!(
        "context.Variables.GetValueOrDefault<string>({}, \"\")",
        literal(name)
    )
}

fn of_text(text: &Text) -> String {
    match text {
        Text::Literal(constant) => literal(&constant.text),
        Text::Variable(name) => variable(name.name()),
        Text::OperationId => "context.Operation.Id".to_owned(),
        Text::PathParameter(name) => {
            format!("context.Request.MatchedParameters[{}]", literal(name))
        }
        // The service does not say of which type the variable is.
        Text::RetryAfterOr(seconds) => format!(
            "Convert.ToString(context.Variables.GetValueOrDefault<object>({}, {}))",
            literal(RETRY_AFTER),
            literal(&seconds.to_string())
        ),
    }
}

fn of_flag(flag: &Flag) -> String {
    match flag {
        Flag::NoProduct => "context.Product == null".to_owned(),
        Flag::Equal(a, b) => format!("{} == {}", of_text(a), of_text(b)),
        Flag::In(text, all) => format!("{}.Contains({})", array(all), of_text(text)),
        Flag::Empty(text) => format!("string.IsNullOrEmpty({})", of_text(text)),
        Flag::BodyFault(kind) => format!(
            "{}.StartsWith({}, StringComparison.Ordinal)",
            variable_or_empty(REQUEST),
            literal(kind.prefix())
        ),
        Flag::BodyNamesModel => {
            let facts = format!("(\";\" + {}.Split('|')[0])", variable_or_empty(REQUEST));
            format!("({facts}.Contains(\";model:\") || {facts}.Contains(\";model=\"))")
        }
        Flag::UnknownHeaders => format!("{}.Length > 1", variable_or_empty(HEADERS)),
        Flag::HasListing => format!("context.Variables.ContainsKey({})", literal(LISTING)),
        Flag::Lists(name) => {
            format!(
                "{}.Any(name => Uri.UnescapeDataString(name) == {})",
                members(LISTING),
                of_text(name)
            )
        }
        Flag::Status(StatusTest::Is(status)) => format!("context.Response?.StatusCode == {status}"),
        Flag::Status(StatusTest::AtLeast(status)) => {
            format!("context.Response?.StatusCode >= {status}")
        }
        Flag::FailedInBackend => "context.LastError?.Section == \"backend\"".to_owned(),
        Flag::FailedBy(kind) => {
            format!("context.LastError?.Source == {}", literal(kind.element()))
        }
        Flag::TimedOut => "context.LastError?.Reason == \"Timeout\"".to_owned(),
        Flag::And(all) => joined(all, " && "),
        Flag::Or(all) => joined(all, " || "),
        Flag::Not(inner) => match inner.as_ref() {
            Flag::Equal(a, b) => format!("{} != {}", of_text(a), of_text(b)),
            Flag::In(..)
            | Flag::Empty(_)
            | Flag::BodyFault(_)
            | Flag::BodyNamesModel
            | Flag::HasListing
            | Flag::Lists(_) => format!("!{}", of_flag(inner)),
            Flag::NoProduct
            | Flag::UnknownHeaders
            | Flag::Status(_)
            | Flag::FailedInBackend
            | Flag::FailedBy(_)
            | Flag::TimedOut
            | Flag::And(_)
            | Flag::Or(_)
            | Flag::Not(_) => format!("!({})", of_flag(inner)),
        },
    }
}

fn joined(all: &NonEmpty<Flag>, with: &str) -> String {
    let part = |flag: &Flag| match flag {
        Flag::And(_) | Flag::Or(_) => format!("({})", of_flag(flag)),
        Flag::NoProduct
        | Flag::Equal(..)
        | Flag::In(..)
        | Flag::Empty(_)
        | Flag::BodyFault(_)
        | Flag::BodyNamesModel
        | Flag::UnknownHeaders
        | Flag::HasListing
        | Flag::Lists(_)
        | Flag::Status(_)
        | Flag::FailedInBackend
        | Flag::FailedBy(_)
        | Flag::TimedOut
        | Flag::Not(_) => of_flag(flag),
    };
    all.iter().map(part).collect::<Vec<_>>().join(with)
}

fn array(all: &NonEmpty<Literal>) -> String {
    let items: Vec<String> = all.iter().map(|one| literal(&one.text)).collect();
    format!("new[] {{ {} }}", items.join(", "))
}

/// The value of a `set-variable` that takes statements.
pub fn read(read: Read) -> String {
    let block = match read {
        Read::BodyModel => format!("return {}.Split(new[] {{ '|' }}, 4)[3];", variable(REQUEST)),
        Read::FaultName => format!(
            "var fault = {}; return fault.Substring(fault.IndexOf(':') + 1);",
            variable(REQUEST)
        ),
        Read::RefusedMember => members::csharp(
            &variable(REQUEST),
            &variable(TextVar::Rules.name()),
            &variable(TextVar::Allowed.name()),
        ),
        Read::RefusedHeader => headers::csharp_refused(&variable(HEADERS)),
        Read::LongOutput => {
            output::csharp(&variable(REQUEST), &variable(TextVar::OutputCap.name()))
        }
    };
    format!("@{{ {block} }}")
}

/// The value of the variable that holds what the body says.
pub fn body(largest: usize) -> String {
    format!("@{{ {} }}", body::csharp(largest))
}

/// The value of the variable that holds names of headers.
pub fn unknown_headers() -> String {
    format!(
        "@({})",
        headers::csharp_unknown(&variable(TextVar::Allowed.name()))
    )
}

/// The name of the header in a slot.
pub fn header_in_slot(slot: u8) -> String {
    format!("@({})", headers::csharp_in_slot(&variable(HEADERS), slot))
}

/// The text of the `set-body` that puts the upstream's name into the body: between the quotes of `model`, wherever they are, or as
/// its first member where the body has none.
pub fn name_model() -> String {
    format!(
        "@{{ var parts = {}.Split(new[] {{ '|' }}, 4); var start = int.Parse(parts[1]); var end = start + int.Parse(parts[2]); \
         var b = context.Request.Body.As<byte[]>(preserveContent: true); var name = JsonConvert.SerializeObject({}); \
         if (start == 0) {{ var open = Array.IndexOf(b, (byte)123) + 1; \
         return Encoding.UTF8.GetString(b, 0, open) + \"\\\"model\\\":\" + name + (parts[0] == \"\" ? \"\" : \",\") + \
         Encoding.UTF8.GetString(b, open, b.Length - open); }} \
         return Encoding.UTF8.GetString(b, 0, start - 1) + name + \
         Encoding.UTF8.GetString(b, end + 1, b.Length - end - 1); }}",
        variable(REQUEST),
        variable(TextVar::UpstreamModel.name())
    )
}

/// The value of the listing's variable: names with `;` between them. Anything that could end a name is percent-encoded.
pub fn listing(names: &[Literal]) -> String {
    let names: Vec<String> = names
        .iter()
        .map(|name| percent_encoded(&name.text))
        .collect();
    plain_or_expression(&names.join(";"))
}

/// The value of the facts' variable: cells `name|format|model|version`, one model after the other, `;` between them.
pub fn facts(models: &[Fact]) -> String {
    let row = |fact: &Fact| {
        let Fact {
            name,
            format,
            model,
            version,
            origins: _,
        } = fact;
        [name, format, model, version]
            .map(|text| percent_encoded(text))
            .join("|")
    };
    plain_or_expression(&models.iter().map(row).collect::<Vec<_>>().join(";"))
}

fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// The members of a variable that is a list.
fn members(name: &str) -> String {
    format!(
        "{}.Split(new[] {{ ';' }}, StringSplitOptions.RemoveEmptyEntries)",
        variable_or_empty(name)
    )
}

fn cell(index: u8) -> String {
    format!("Uri.UnescapeDataString(row.Split('|')[{index}])")
}

fn deployment() -> String {
    format!(
        "new JObject(new JProperty(\"name\", {}), new JProperty(\"properties\", new JObject(new JProperty(\"model\", \
         new JObject(new JProperty(\"format\", {}), new JProperty(\"name\", {}), new JProperty(\"version\", {}))))))",
        cell(0),
        cell(1),
        cell(2),
        cell(3)
    )
}

fn model(id: &str) -> String {
    format!(
        "new JObject(new JProperty(\"id\", {id}), new JProperty(\"object\", \"model\"), \
         new JProperty(\"created\", 0), new JProperty(\"owned_by\", \"platform\"))"
    )
}

/// The text of a `set-body` that answers.
pub fn response_body(body: &ResponseBody) -> String {
    let object = match body {
        ResponseBody::Json(json) => {
            let text = json.to_string();
            return plain_or_expression(&text);
        }
        ResponseBody::About(error) => return about(error),
        ResponseBody::Models => format!(
            "new JObject(new JProperty(\"object\", \"list\"), new JProperty(\"data\", new JArray({}.Select(name => {}))))",
            members(LISTING),
            model("Uri.UnescapeDataString(name)")
        ),
        ResponseBody::Model(name) => model(&of_text(name)),
        ResponseBody::Deployments => format!(
            "new JObject(new JProperty(\"value\", new JArray({}.Where(row => {}.Contains(row.Split('|')[0]))\
             .Select(row => {}))))",
            members(FACTS),
            members(LISTING),
            deployment()
        ),
        ResponseBody::Deployment(name) => format!(
            "{}.Where(row => {} == {}).Select(row => {}).First()",
            members(FACTS),
            cell(0),
            of_text(name),
            deployment()
        ),
    };
    format!("@({object}.ToString(Newtonsoft.Json.Formatting.None))")
}

/// A literal with the variable of the cap, which is a number, wherever its place is.
fn with_cap(text: &str) -> String {
    let cap = format!(" + {} + ", variable(TextVar::OutputCap.name()));
    let parts: Vec<String> = text.split(CAP_IN_JSON).map(literal).collect();
    parts.join(&cap)
}

fn about(error: &serde_json::Value) -> String {
    let mut error = error.clone();
    if let Some(param) = error.pointer_mut("/error/param") {
        *param = PLACEHOLDER.into();
    }
    let text = error.to_string();
    let (before, behind) = text.split_once("\"\\u0001\"").unwrap_or((&text, ""));
    format!(
        "@({} + JsonConvert.SerializeObject({}) + {})",
        with_cap(before),
        variable(TextVar::Param.name()),
        with_cap(behind)
    )
}
