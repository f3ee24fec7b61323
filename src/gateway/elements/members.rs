//! Which members of a request pass to a model, and with which values: an allow-list for each operation. A fact about the
//! body ([`super::body`]) that no rule allows refuses the request, by the member's name.
//!
//! A rule is a fact (`store=false`), or a member alone (`messages`), which then has any value. `a?rule` holds only where the
//! grant has the switch `a`, `a!rule` only where it has not; a switch `.n` allows a member by its name; `stream=true+stream_options.include_usage=true` demands the
//! second fact where the first stands, `+store` the member always.

use std::collections::BTreeSet;

use super::body::Request;
use crate::domain::models::model::Capability;
use crate::gateway::Operation;

/// What passes unless a rule with a switch says more, by operation: `OpenAI`'s API reference, and Azure `OpenAI`'s for `/openai/v1`, of
/// 2026, without what another account's users could read, what is answered outside of this request, what calls others with the
/// gateway's identity, and what costs more than the tokens that are counted.
pub fn rules(operation: Operation) -> Vec<&'static str> {
    let own: &[&[&str]] = match operation.capability() {
        Some(Capability::Chat) => &[SAMPLING, STREAMS, CHAT, TOOLS],
        Some(Capability::Completions) => &[SAMPLING, STREAMS, COMPLETIONS],
        Some(Capability::Embeddings) => &[EMBEDDINGS],
        Some(Capability::Responses) => &[TOOLS, RESPONSES],
        None => &[],
    };
    own.iter().flat_map(|part| part.iter().copied()).collect()
}

const SAMPLING: &[&str] = &[
    "model",
    "frequency_penalty",
    "logit_bias",
    "logprobs",
    "max_tokens",
    ".n?n",
    "n=null",
    "n=1",
    "n=2",
    "n=3",
    "n=4",
    "presence_penalty",
    "seed",
    "stop",
    "temperature",
    "top_p",
    "user",
    "vllm?ignore_eos",
    "vllm?include_stop_str_in_output",
    "vllm?length_penalty",
    "vllm?min_p",
    "vllm?min_tokens",
    "vllm?repetition_penalty",
    "vllm?skip_special_tokens",
    "vllm?spaces_between_special_tokens",
    "vllm?stop_token_ids",
    "vllm?structured_outputs",
    "vllm?top_k",
    "vllm?truncate_prompt_tokens",
];

const STREAMS: &[&str] = &[
    "stream=true",
    "stream=false",
    "stream=null",
    "stream_options=object",
    "stream_options=null",
    "stream_options.include_usage=true",
    "stream_options.include_obfuscation",
    "unreported-streams?stream_options.include_usage",
    "unreported-streams!stream=true+stream_options.include_usage=true",
];

const CHAT: &[&str] = &[
    "function_call",
    "functions",
    "max_completion_tokens",
    "messages",
    "metadata",
    "parallel_tool_calls",
    "prediction",
    ".audio?audio",
    ".modalities?modalities",
    ".service_tier?service_tier",
    "prompt_cache_key",
    "reasoning_effort",
    "response_format",
    "safety_identifier",
    "service_tier:auto",
    "service_tier:default",
    "service_tier=null",
    "store=false",
    "store=null",
    "store?store=true",
    "top_logprobs",
    "user_security_context",
    "verbosity",
    "data-sources?data_sources",
    "web_search?web_search_options",
    "vllm?chat_template_kwargs",
];

const COMPLETIONS: &[&str] = &[
    ".best_of?best_of",
    "best_of=null",
    "best_of=1",
    "echo",
    "prompt",
    "suffix",
];

const EMBEDDINGS: &[&str] = &[
    "model",
    "dimensions",
    "encoding_format",
    "input",
    "input[]",
    "user",
    "vllm?truncate_prompt_tokens",
];

const TOOLS: &[&str] = &[
    "tool_choice",
    "tools=array",
    "tools=null",
    "no-function!tools[]:function",
    "no-custom!tools[]:custom",
    "web_search?tools[]:web_search",
    "web_search?tools[]:web_search_preview",
    "code_interpreter?tools[]:code_interpreter",
    "mcp?tools[]:mcp",
];

const RESPONSES: &[&str] = &[
    "model",
    "background=false",
    "background=null",
    "conversation=null",
    "include",
    "input",
    "input[]=role",
    "input[]:message",
    "input[]:function_call",
    "input[]:function_call_output",
    "input[]:custom_tool_call",
    "input[]:custom_tool_call_output",
    "input[]:reasoning",
    "web_search?input[]:web_search_call",
    "code_interpreter?input[]:code_interpreter_call",
    "mcp?input[]:mcp_list_tools",
    "mcp?input[]:mcp_call",
    "mcp?input[]:mcp_approval_request",
    "mcp?input[]:mcp_approval_response",
    "instructions",
    "max_output_tokens",
    "max_tool_calls",
    "metadata",
    "parallel_tool_calls",
    "previous_response_id=null",
    "prompt=null",
    "prompt_cache_key",
    "reasoning",
    "safety_identifier",
    ".service_tier?service_tier",
    "service_tier:auto",
    "service_tier:default",
    "service_tier=null",
    "store=false",
    "store?store",
    "store!+store",
    "stream=true",
    "stream=false",
    "stream=null",
    "stream_options=object",
    "stream_options=null",
    "stream_options.include_obfuscation",
    "temperature",
    "text",
    "top_logprobs",
    "top_p",
    "truncation",
    "user",
];

/// The member that an operation does not let pass, or that is missing; empty when all is well. `allowed` are the switches of
/// the grant, with `;` between them.
pub fn evaluate(request: &Request, rules: &str, allowed: &str) -> String {
    let allowed: BTreeSet<&str> = allowed.split(';').collect();
    let facts = || request.facts.iter().map(String::as_str);
    let given: BTreeSet<&str> = facts().chain(facts().map(member)).collect();
    let mut pass = BTreeSet::new();
    let mut missing = "";
    for rule in rules.split(';') {
        let rule = match rule.split_once(['?', '!']) {
            None => rule,
            Some((switch, rest)) => {
                if allowed.contains(switch) != rule.contains('?') {
                    continue;
                }
                rest
            }
        };
        match rule.split_once('+') {
            None => {
                pass.insert(rule);
            }
            Some((premise, wanted)) => {
                let due = premise.is_empty() || given.contains(premise);
                if missing.is_empty() && due && !given.contains(wanted) {
                    missing = member(wanted);
                }
            }
        }
    }
    let mut refused = facts().filter(|fact| !pass.contains(fact) && !pass.contains(member(fact)));
    refused.next().map_or(missing, member).to_owned()
}

/// The member that a fact is about.
fn member(fact: &str) -> &str {
    fact.split([':', '=']).next().unwrap_or(fact)
}

/// The statements that return what [`evaluate`] does; `request`, `rules` and `allowed` are expressions of texts.
pub fn csharp(request: &str, rules: &str, allowed: &str) -> String {
    super::one_line(CHECK)
        .replace("REQUEST", request)
        .replace("RULES", rules)
        .replace("ALLOWED", allowed)
}

const CHECK: &str = r#"
var facts = (REQUEST ?? "").Split('|')[0].Split(';'); var given = new HashSet<string>(facts);
foreach (var fact in facts) { given.Add(fact.Split(':', '=')[0]); }
var allowed = new HashSet<string>((ALLOWED ?? "").Split(';')); var pass = new HashSet<string>(); var missing = "";
foreach (var one in (RULES ?? "").Split(';')) {
 var rule = one; var at = rule.IndexOfAny(new[] { '?', '!' });
 if (at >= 0) {
  if (allowed.Contains(rule.Substring(0, at)) != (rule[at] == '?')) { continue; }
  rule = rule.Substring(at + 1);
 }
 at = rule.IndexOf('+');
 if (at < 0) { pass.Add(rule); }
 else if (missing == "" && (at == 0 || given.Contains(rule.Substring(0, at))) && !given.Contains(rule.Substring(at + 1))) { missing = rule.Substring(at + 1).Split(':', '=')[0]; }
}
foreach (var fact in facts) { var member = fact.Split(':', '=')[0]; if (!pass.Contains(fact) && !pass.Contains(member)) { return member; } }
return missing;
"#;

#[cfg(test)]
mod tests {
    use super::super::body::{self, Scan};
    use super::*;

    fn refused(operation: Operation, body: &str, allowed: &str) -> String {
        let Scan::Read(request) = body::evaluate(Some(body.as_bytes()), 1 << 20) else {
            panic!("{body} is not read");
        };
        evaluate(&request, &rules(operation).join(";"), allowed)
    }

    #[test]
    fn what_no_rule_allows_is_refused_by_its_name() {
        let all = "";
        for (body, allowed, name) in [
            (r#"{"model":"m","messages":[]}"#, all, ""),
            (r#"{"model":"m","messages":[],"Model":"n"}"#, all, "Model"),
            (
                r#"{"model":"m","stream":true}"#,
                all,
                "stream_options.include_usage",
            ),
            (r#"{"model":"m","stream":true}"#, "unreported-streams", ""),
            (
                r#"{"model":"m","stream":true,"stream_options":{"include_usage":true}}"#,
                all,
                "",
            ),
            (
                r#"{"model":"m","stream_options":{"include_usage":false}}"#,
                all,
                "stream_options.include_usage",
            ),
            (r#"{"model":"m","stream":1}"#, all, "stream"),
            (r#"{"model":"m","n":5}"#, all, "n"),
            (r#"{"model":"m","tools":[{"type":"function"}]}"#, all, ""),
            (
                r#"{"model":"m","tools":[{"type":"function"},{"type":"mcp"}]}"#,
                all,
                "tools[]",
            ),
            (
                r#"{"model":"m","tools":[{"type":"mcp"}]}"#,
                "no-function;mcp",
                "",
            ),
            (
                r#"{"model":"m","tools":[{"type":"function"}]}"#,
                "no-function;mcp",
                "tools[]",
            ),
            (r#"{"model":"m","data_sources":[]}"#, all, "data_sources"),
            (r#"{"model":"m","data_sources":[]}"#, "data-sources", ""),
            (
                r#"{"model":"m","messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"f"}}]}]}"#,
                all,
                "messages[].file_id",
            ),
        ] {
            assert_eq!(
                refused(Operation::ChatCompletions, body, allowed),
                name,
                "{body} {allowed}"
            );
        }
    }

    #[test]
    fn responses_store_and_continue_nothing() {
        for (body, allowed, name) in [
            (r#"{"model":"m","input":"x"}"#, "", "store"),
            (r#"{"model":"m","input":"x","store":null}"#, "", "store"),
            (r#"{"model":"m","input":"x","store":false}"#, "", ""),
            (r#"{"model":"m","input":"x"}"#, "store", ""),
            (
                r#"{"model":"m","store":false,"background":true}"#,
                "",
                "background",
            ),
            (
                r#"{"model":"m","store":false,"previous_response_id":"r"}"#,
                "store",
                "previous_response_id",
            ),
            (
                r#"{"model":"m","store":false,"input":[{"id":"x"}]}"#,
                "",
                "input[]",
            ),
            (
                r#"{"model":"m","store":false,"input":[{"type":"item_reference","role":"user"}]}"#,
                "",
                "input[]",
            ),
            (
                r#"{"model":"m","store":false,"input":[{"type":"reasoning","id":"rs_1"}]}"#,
                "",
                "input[]",
            ),
            (
                r#"{"model":"m","store":false,"input":[{"type":"reasoning","encrypted_content":"x"},{"role":"user"}]}"#,
                "",
                "",
            ),
        ] {
            assert_eq!(
                refused(Operation::Responses, body, allowed),
                name,
                "{body} {allowed}"
            );
        }
    }

    #[test]
    fn without_rules_nothing_passes() {
        let Scan::Read(request) = body::evaluate(Some(b"{\"model\":\"m\"}"), 99) else {
            panic!("not read");
        };
        assert_eq!(evaluate(&request, "", ""), "model");
    }
}
