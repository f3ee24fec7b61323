//! `platgen simulate` as a person uses it: what is reported of one request, of many in time, and of ones that cannot be sent.

#![cfg(test)]

use std::fmt::Write as _;

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::{Value, json};

use crate::support::{copy_inputs, platgen, repository, scratch, texts};

mod faults;
mod limits;
mod pains;
mod rules;

/// A platform of two models, one of them granted to team beta by its file, in a folder of its own.
fn one_team(name: &str) -> Utf8PathBuf {
    let root = scratch(name);
    copy_inputs(&repository().join("tests/cases/one-team"), &root);
    root
}

/// Runs `platgen simulate`: exit code, standard output, standard error.
fn simulate(root: &Utf8Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = platgen(root, &[&["simulate"], arguments].concat());
    let (stdout, stderr) = texts(&output);
    (output.status.code(), stdout, stderr)
}

/// The same for one request, reported as JSON.
fn reported(root: &Utf8Path, arguments: &[&str]) -> Value {
    let (code, stdout, stderr) = simulate(root, &[arguments, &["--format", "json"]].concat());
    let reported: Value =
        serde_json::from_str(&stdout).unwrap_or_else(|_| panic!("{stdout}{stderr}"));
    let wanted = i32::from(reported["decision"] != "allowed");
    assert_eq!(code, Some(wanted), "{stdout}{stderr}");
    reported
}

/// The same for lines of requests; none of them is broken.
fn all(root: &Utf8Path, requests: &[Value]) -> Vec<Value> {
    let mut lines = String::new();
    for request in requests {
        writeln!(lines, "{request}").unwrap();
    }
    let name = root.file_name().unwrap();
    let file = scratch(&format!("{name}-requests")).join("requests.jsonl");
    std::fs::write(&file, lines).unwrap();
    let (code, stdout, stderr) = simulate(root, &["--requests", file.as_str()]);
    assert_eq!(code, Some(0), "{stdout}{stderr}");
    let outcomes: Vec<Value> = stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(outcomes.len(), requests.len());
    outcomes
}

/// What stands in an input at a place `path:line:column`.
#[track_caller]
fn written(root: &Utf8Path, place: &Value) -> String {
    let place = place.as_str().unwrap();
    let mut parts = place.rsplitn(3, ':');
    let (column, line) = (parts.next().unwrap(), parts.next().unwrap());
    let text = std::fs::read_to_string(root.join(parts.next().unwrap())).unwrap();
    let (line, column): (usize, usize) = (line.parse().unwrap(), column.parse().unwrap());
    text.lines().nth(line - 1).unwrap()[column - 1..].to_owned()
}

/// What stands in an output at a place `path:line`.
#[track_caller]
fn printed(root: &Utf8Path, place: &Value) -> String {
    let (path, line) = place.as_str().unwrap().rsplit_once(':').unwrap();
    let text = std::fs::read_to_string(root.join(path)).unwrap();
    let line: usize = line.parse().unwrap();
    text.lines().nth(line - 1).unwrap().trim().to_owned()
}

fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(repository().join("tests/it/simulate"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(format!("simulate__{name}"), text));
}

#[test]
fn people_read_the_decision_first() {
    let root = one_team("simulate-human");
    for (name, code, arguments) in [
        ("allowed", 0, &["--team", "beta", "--model", "gpt-4.1"][..]),
        ("refused", 1, &["--team", "beta", "--model", "gpt-5.2"]),
        (
            "no-key",
            1,
            &["--team", "beta", "--model", "gpt-4.1", "--key", "none"],
        ),
        ("listing", 0, &["--team", "beta", "--path", "/models"]),
    ] {
        let (found, stdout, stderr) = simulate(&root, arguments);
        assert_eq!(found, Some(code), "{stdout}{stderr}");
        snapshot(name, &format!("{stderr}{stdout}"));
    }
}

#[test]
fn every_place_is_where_it_says() {
    let root = one_team("simulate-places");
    assert_eq!(platgen(&root, &["build"]).status.code(), Some(0));
    let reported = reported(&root, &["--team", "beta", "--model", "gpt-4.1"]);
    let [rate, quota] = &reported["counters"].as_array().unwrap()[..] else {
        panic!("{reported:#}");
    };
    assert_eq!(rate["tokens"], 10_000);
    assert!(written(&root, &rate["inputs"][1]).starts_with("10000"));
    assert!(written(&root, &quota["inputs"][1]).starts_with("500000"));
    assert!(printed(&root, &rate["policy"]).starts_with("<llm-token-limit"));
    assert!(printed(&root, &reported["calls"][0]["policy"]).starts_with("<forward-request"));
    let steps = reported["steps"].as_array().unwrap();
    let backend = steps.iter().find(|step| {
        let did = step["did"].as_str().unwrap();
        did.starts_with("backend ")
    });
    assert!(printed(&root, &backend.unwrap()["policy"]).starts_with("<set-backend-service"));
    for step in steps {
        assert!(printed(&root, &step["policy"]).starts_with('<'), "{step}");
        for input in step["inputs"].as_array().unwrap() {
            let input_is_default = input.as_str().unwrap().starts_with("default of ");
            assert!(input_is_default || !written(&root, input).is_empty());
        }
    }
}

#[test]
fn what_is_given_is_sent() {
    let root = one_team("simulate-given");
    std::fs::write(
        root.join("body.json"),
        "{\"model\": \"gpt-4.1\",  \"input\": \"x\", \"top_p\": 1e0, \"store\": false}",
    )
    .unwrap();
    let reported = reported(
        &root,
        &[
            "--env",
            "demo",
            "--team",
            "beta",
            "--model",
            "gpt-4.1",
            "--path",
            "/responses",
            "--method",
            "POST",
            "--header",
            "X-Request-ID: a:b",
            "--header",
            "api-version: x",
            "--body-file",
            "body.json",
            "--at",
            "2026-03-01T12:00:00Z",
        ],
    );
    assert_eq!(reported["at"], "2026-03-01T12:00:00Z");
    assert_eq!(reported["operation"], "responses");
    assert_eq!(reported["counters"][1]["until"], "2026-03-02T00:00:00Z");
    let call = &reported["calls"][0];
    assert_eq!(call["headers"]["X-Request-ID"], "a:b");
    assert_eq!(
        call["body"],
        "{\"model\": \"gpt-4.1\",  \"input\": \"x\", \"top_p\": 1e0, \"store\": false}"
    );
    let secrets = call["headers"].as_object().unwrap();
    assert!(
        !secrets
            .keys()
            .any(|name| name.eq_ignore_ascii_case("api-key"))
    );
    assert_eq!(reported["notes"], json!([]));
}

#[test]
fn a_body_in_a_file_of_requests_is_sent_byte_for_byte() {
    let root = one_team("simulate-as-written");
    let body = r#"{ "seed": 12345678901234567890123,"model":"gpt-4.1" , "temperature":1.50,"messages":[{"role":"user","content":"\u00e9"}]}"#;
    let line =
        format!(r#" {{ "team":"beta","path":"/chat/completions", "bo\u0064y" : {body} ,"at":1}}"#);
    std::fs::write(root.join("requests.jsonl"), line).unwrap();
    let (code, stdout, stderr) = simulate(&root, &["--requests", "requests.jsonl"]);
    assert_eq!(code, Some(0), "{stderr}");
    let sent: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(sent["calls"][0]["body"], body, "{stdout}");
}

#[test]
fn a_body_that_asks_for_another_model_is_noted() {
    let root = one_team("simulate-other-model");
    std::fs::write(
        root.join("body.json"),
        "{\"model\":\"mistral-7b-instruct\"}",
    )
    .unwrap();
    let arguments = [
        "--team",
        "beta",
        "--model",
        "gpt-4.1",
        "--body-file",
        "body.json",
    ];
    let reported = reported(&root, &arguments);
    assert_eq!(reported["model"], "mistral-7b-instruct");
    let note = reported["notes"][0].as_str().unwrap();
    assert!(note.contains("asks for `mistral-7b-instruct`"), "{note}");
}

#[test]
fn a_minute_s_tokens_run_out_and_come_back() {
    let root = one_team("simulate-rate");
    let ask = |at: u64, tokens: u64| json!({"team": "beta", "model": "gpt-4.1", "at": at, "upstream": {"tokens": tokens}});
    let outcomes = all(&root, &[ask(0, 12_000), ask(1, 10), ask(30, 10)]);
    let decisions: Vec<&Value> = outcomes.iter().map(|one| &one["decision"]).collect();
    assert_eq!(decisions, ["allowed", "refused", "allowed"]);
    let refused = &outcomes[1];
    assert_eq!(
        (&refused["status"], &refused["code"]),
        (&json!(429), &json!("rate_limit_exceeded"))
    );
    assert_eq!(refused["rule"]["about"], "beta/gpt-4.1");
    assert_eq!(refused["counters"][0]["refused"], true);
    assert_eq!(refused["counters"][0]["before"], 11_833.333);
    assert_eq!(refused["calls"], json!([]));
    assert!(
        refused["answer"]["headers"]["Retry-After"].is_string(),
        "{refused:#}"
    );
    assert_eq!(outcomes[2]["counters"][0]["before"], 7_000.0);
    assert_eq!(outcomes[2]["line"], 3);
}

#[test]
fn a_day_s_quota_ends_at_midnight() {
    let root = one_team("simulate-quota");
    let ask = |at: &str| json!({"team": "beta", "model": "gpt-4.1", "at": at, "upstream": [{"tokens": 600_000}]});
    let outcomes = all(
        &root,
        &[
            ask("2026-01-01T08:00:00Z"),
            ask("2026-01-01T23:59:59.999Z"),
            ask("2026-01-02T00:00:00Z"),
        ],
    );
    let decisions: Vec<&Value> = outcomes.iter().map(|one| &one["decision"]).collect();
    assert_eq!(decisions, ["allowed", "refused", "allowed"]);
    let refused = &outcomes[1];
    assert_eq!(
        (&refused["status"], &refused["code"]),
        (&json!(403), &json!("token_quota_exceeded"))
    );
    assert_eq!(refused["rule"]["name"], "token-quota");
    assert_eq!(refused["counters"][1]["until"], "2026-01-02T00:00:00Z");
}

#[test]
fn breakers_open_and_close_again() {
    let root = repository();
    let mut requests =
        vec![json!({"team": "alpha", "model": "gpt-6-astra", "upstream": {"status": 429}}); 3];
    requests.push(json!({"team": "alpha", "model": "gpt-6-astra", "at": 3600}));
    let file = scratch("simulate-breakers").join("requests.jsonl");
    let lines: Vec<String> = requests.iter().map(Value::to_string).collect();
    std::fs::write(&file, lines.join("\n")).unwrap();
    let (_, stdout, stderr) = simulate(&root, &["--env", "demo", "--requests", file.as_str()]);
    let outcomes: Vec<Value> = stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(outcomes.len(), 4, "{stderr}");
    // The first member is asked until its breaker opens; the last one is asked on, and its own answer passed on.
    let members = |outcome: &Value| -> Vec<String> {
        let calls = outcome["calls"].as_array().unwrap().iter();
        calls
            .map(|call| call["member"].as_str().unwrap().to_owned())
            .collect()
    };
    let mut both = members(&outcomes[0]);
    both.dedup();
    let [first, last] = &both[..] else {
        panic!("{both:?}")
    };
    assert_ne!(first, last);
    for busy in &outcomes[1..3] {
        assert_eq!(busy["status"], 429);
        assert!(members(busy).iter().all(|member| member == last));
    }
    assert_eq!(members(&outcomes[3]), std::slice::from_ref(first));
    assert_eq!(outcomes[3]["decision"], "allowed");
    assert_eq!(outcomes[3]["calls"].as_array().unwrap().len(), 1);
}
