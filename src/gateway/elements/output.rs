//! Whether a request limits its answer to what a grant allows: the largest of the members that limit answers, times as many
//! answers as it asks for. One that says nothing, or no plain whole number, is refused by the member's name.

use super::body::Request;

/// Members that limit how many tokens an answer has; of reasoning models, reasoning included (`OpenAI`'s API reference, 2026).
const LIMITS: [&str; 3] = ["max_tokens", "max_completion_tokens", "max_output_tokens"];

/// Members that say how many answers are made.
const ANSWERS: [&str; 2] = ["n", "best_of"];

/// Longest number that is read: longer ones are more than any model answers.
const DIGITS: usize = 9;

/// The member that asks for more than the cap, or that is missing; empty when all is well. The cap is a whole number.
pub fn evaluate(request: &Request, cap: &str) -> String {
    let (mut most, mut answers, mut name, mut missing) = (0, 1, "", "max_output_tokens");
    for fact in &request.facts {
        let member = fact.split([':', '=']).next().unwrap_or(fact);
        let value = fact.get(member.len()..).unwrap_or_default();
        // A list of prompts is answered one by one.
        if fact == "prompt=array" {
            return member.to_owned();
        }
        if member == "messages" {
            missing = "max_completion_tokens";
        }
        if member == "prompt" && value.starts_with(':') {
            missing = "max_tokens";
        }
        let limits = LIMITS.contains(&member);
        if value == "=null" || !limits && !ANSWERS.contains(&member) {
            continue;
        }
        let Some(number) = whole(value) else {
            return member.to_owned();
        };
        if !limits {
            answers = number.max(answers);
        } else if name.is_empty() || number > most {
            (most, name) = (number, member);
        }
    }
    if name.is_empty() {
        return missing.to_owned();
    }
    let cap = cap.parse::<u64>().unwrap_or(0);
    if most.saturating_mul(answers) > cap {
        name.to_owned()
    } else {
        String::new()
    }
}

/// The number in `=12`, if there are digits only.
fn whole(value: &str) -> Option<u64> {
    let digits = value.strip_prefix('=')?;
    let plain = (1..=DIGITS).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| digits.parse().ok())?
}

/// The statements that return what [`evaluate`] does; `request` and `cap` are expressions of texts.
pub fn csharp(request: &str, cap: &str) -> String {
    let any = |all: &[&str]| {
        let all = all.iter().map(|one| format!("member == \"{one}\""));
        all.collect::<Vec<_>>().join(" || ")
    };
    super::one_line(CHECK)
        .replace("REQUEST", request)
        .replace("CAP", cap)
        .replace("LIMITS", &any(&LIMITS))
        .replace("ANSWERS", &any(&ANSWERS))
        .replace("DIGITS", &DIGITS.to_string())
}

const CHECK: &str = r#"
var most = 0L; var answers = 1L; var name = ""; var missing = "max_output_tokens";
foreach (var fact in (REQUEST ?? "").Split('|')[0].Split(';')) {
 var member = fact.Split(':', '=')[0]; var value = fact.Substring(member.Length);
 if (fact == "prompt=array") { return member; }
 if (member == "messages") { missing = "max_completion_tokens"; }
 if (member == "prompt" && value[0] == ':') { missing = "max_tokens"; }
 var limits = LIMITS;
 if (value == "=null" || !limits && !(ANSWERS)) { continue; }
 if (value.Length < 2 || value.Length > DIGITS + 1 || value[0] != '=' || !value.Skip(1).All(c => c >= '0' && c <= '9')) { return member; }
 var number = long.Parse(value.Substring(1));
 if (!limits) { answers = Math.Max(number, answers); }
 else if (name == "" || number > most) { most = number; name = member; }
}
if (name == "") { return missing; }
return most * answers > long.Parse(CAP) ? name : "";
"#;

#[cfg(test)]
mod tests {
    use super::super::body::{self, Scan};
    use super::*;

    #[test]
    fn an_answer_is_limited_to_the_cap_or_refused_by_name() {
        for (body, name) in [
            (r#"{"max_tokens":100}"#, ""),
            (r#"{"max_tokens":101}"#, "max_tokens"),
            (r#"{"messages":[]}"#, "max_completion_tokens"),
            (r#"{"prompt":"x"}"#, "max_tokens"),
            (r#"{"input":"x"}"#, "max_output_tokens"),
            (r#"{"max_tokens":null,"max_output_tokens":9}"#, ""),
            (r#"{"max_tokens":null}"#, "max_output_tokens"),
            (
                r#"{"max_tokens":5,"max_completion_tokens":500}"#,
                "max_completion_tokens",
            ),
            (r#"{"max_tokens":50,"n":2}"#, ""),
            (r#"{"max_tokens":50,"n":3}"#, "max_tokens"),
            (r#"{"max_tokens":50,"n":0}"#, ""),
            (r#"{"max_tokens":10,"best_of":20}"#, "max_tokens"),
            (r#"{"max_tokens":1e1}"#, "max_tokens"),
            (r#"{"max_tokens":10.0}"#, "max_tokens"),
            (r#"{"max_tokens":-1}"#, "max_tokens"),
            (r#"{"max_tokens":"10"}"#, "max_tokens"),
            (r#"{"max_tokens":true}"#, "max_tokens"),
            (r#"{"max_tokens":[1]}"#, "max_tokens"),
            (r#"{"max_tokens":1234567890}"#, "max_tokens"),
            (r#"{"max_tokens":10,"n":"2"}"#, "n"),
            (r#"{"max_tokens":10,"prompt":["a","b"]}"#, "prompt"),
            (r#"{"max_tokens":999999999,"n":999999999}"#, "max_tokens"),
        ] {
            let Scan::Read(request) = body::evaluate(Some(body.as_bytes()), 1 << 20) else {
                panic!("{body} is not read");
            };
            assert_eq!(evaluate(&request, "100"), name, "{body}");
        }
    }
}
