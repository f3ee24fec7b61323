//! Models that the path names: in Azure `OpenAI`'s form, and one of `OpenAI`'s list.

use super::*;

tests![
    a_model_in_the_path_is_checked_as_one_in_the_body_is,
    a_body_without_a_model_gets_the_one_of_the_path,
    the_path_and_the_body_may_not_name_different_models,
    calls_by_the_path_are_counted_as_any_other,
    a_team_gets_single_models_of_its_list,
];

/// A POST in Azure's form with a team's key.
fn azure(key: &str, model: &str, below: &str, body: &str) -> Value {
    json!({
        "method": "POST", "path": format!("/openai/deployments/{model}/{below}?api-version=2024-10-21"),
        "headers": {"api-key": key, "Content-Type": "application/json"}, "body": body,
    })
}

/// The text of the body that reached the one upstream.
fn arrived(answer: &Answer) -> String {
    let bytes = answer.call()["bytes"].as_str().unwrap();
    let bytes = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn a_model_in_the_path_is_checked_as_one_in_the_body_is() {
    let body = |model: &str| json!({"model": model, "messages": []}).to_string();
    let chat = "chat/completions";
    let answers = run(
        &demo(),
        &[
            azure("alpha", "gpt-4.1", chat, &body("gpt-4.1")),
            azure("alpha", "smart", chat, &body("smart")),
            azure("alpha", "gpt-5.2", chat, &body("gpt-5.2")),
            azure("alpha", "gpt-none", chat, &body("gpt-none")),
            azure("alpha", "gpt-4.1", "embeddings", "{\"input\":\"hi\"}"),
            azure(
                "alpha",
                "gpt-4.1",
                "images/generations",
                "{\"prompt\":\"hi\"}",
            ),
            azure("off", "gpt-4.1", chat, &body("gpt-4.1")),
        ],
    );
    for granted in &answers[..2] {
        assert_eq!(
            granted.url(),
            "https://af-hai-iwjf.openai.azure.com/openai/v1/chat/completions"
        );
        assert_eq!(arrived(granted), body("gpt-4.1"));
    }
    let refused: Vec<_> = answers[2..6].iter().map(Answer::refusal).collect();
    assert_eq!(refused[0], (403, "model_not_allowed"));
    assert_eq!(refused[1], (403, "model_not_allowed"));
    assert_eq!(refused[2], (400, "operation_not_supported"));
    assert_eq!(answers[5].status(), 404);
    assert_eq!(answers[6].refusal(), (403, "team_suspended"));
}

fn a_body_without_a_model_gets_the_one_of_the_path() {
    let chat = "chat/completions";
    let sent = [
        (
            "{\"messages\": [], \"seed\": 12345678901234567890123}",
            "{\"model\":\"gpt-4.1\",\"messages\": [], \"seed\": 12345678901234567890123}",
        ),
        (
            "\n {\t\"messages\":[{\"role\":\"user\",\"content\":\"{\"}]}",
            "\n {\"model\":\"gpt-4.1\",\t\"messages\":[{\"role\":\"user\",\"content\":\"{\"}]}",
        ),
        ("{}", "{\"model\":\"gpt-4.1\"}"),
    ];
    let requests = sent.map(|(body, _)| azure("alpha", "gpt-4.1", chat, body));
    let answers = run(&demo(), &requests);
    for (answer, (_, wanted)) in answers.iter().zip(sent) {
        assert_eq!(arrived(answer), wanted);
    }
}

fn the_path_and_the_body_may_not_name_different_models() {
    let chat = "chat/completions";
    let bodies = [
        "{\"model\":\"gpt-5.2\",\"messages\":[]}",
        "{\"model\":\"smart\",\"messages\":[]}",
        "{\"model\":\"gpt-4\\u002e1\",\"messages\":[]}",
        "{\"model\":null,\"messages\":[]}",
        "{\"model\":{},\"messages\":[]}",
        "{\"model\":\"\",\"messages\":[]}",
    ];
    let requests = bodies.map(|body| azure("beta", "gpt-4.1", chat, body));
    for (answer, body) in run(&demo(), &requests).iter().zip(bodies) {
        assert_eq!(answer.refusal(), (400, "model_mismatch"), "{body}");
        assert!(answer.calls().is_empty(), "{body}");
    }
    let twice = "{\"model\":\"gpt-4.1\",\"model\":\"gpt-5.2\",\"messages\":[]}";
    let answers = run(&demo(), &[azure("beta", "gpt-4.1", chat, twice)]);
    assert_eq!(answers[0].refusal(), (400, "duplicate_parameter"));
}

fn calls_by_the_path_are_counted_as_any_other() {
    let platform = builder()
        .foundry(foundry_model("gpt-4.1"))
        .team_with("alpha", &["gpt-4.1"], |team| {
            team.grants[0].tokens_per_minute = written(1_000);
        })
        .build();
    let body = "{\"messages\":[]}";
    let by_path = azure("alpha", "gpt-4.1", "chat/completions", body);
    let answers = run(
        &platform,
        &[
            with(by_path.clone(), "upstream", used(2_000)),
            by_path,
            chat("alpha", "gpt-4.1"),
        ],
    );
    assert_eq!(answers[0].status(), 200);
    assert_eq!(answers[1].refusal(), (429, "rate_limit_exceeded"));
    assert_eq!(answers[2].refusal(), (429, "rate_limit_exceeded"));
}

fn a_team_gets_single_models_of_its_list() {
    let answers = run(
        &demo(),
        &[
            get("alpha", "/models/gpt-4.1"),
            get("alpha", "/models/gpt-5.2"),
            get("alpha", "/models/gpt-none"),
            get("empty", "/models/gpt-4.1"),
            get("off", "/models/gpt-4.1"),
        ],
    );
    assert_eq!(
        answers[0].body(),
        &json!({"id": "gpt-4.1", "object": "model", "created": 0, "owned_by": "platform"})
    );
    for answer in &answers[1..4] {
        assert_eq!(answer.refusal(), (404, "model_not_found"));
    }
    assert_eq!(answers[4].refusal(), (403, "team_suspended"));
}
