//! What clients get to see.

use super::*;

tests![
    a_granted_model_is_called_at_its_backend,
    a_model_that_is_not_granted_is_refused_whether_it_exists_or_not,
    a_body_that_readers_could_understand_differently_is_refused,
    what_a_request_says_about_itself_changes_nothing,
    a_body_that_policies_cannot_read_is_refused_however_it_is_sent,
    an_alias_is_granted_with_its_model_and_replaced_in_place,
    members_and_headers_pass_by_a_list_and_are_refused_by_name,
    what_a_grant_allows_passes_for_its_team_only,
    every_team_lists_its_own_models,
    foundry_connections_find_their_deployments,
    a_suspended_team_is_refused,
    a_model_is_called_only_for_what_it_can_do,
    a_pool_carries_every_operation_and_spills_over,
    stored_responses_of_an_account_are_not_open_to_other_teams,
    an_upstream_that_fails_is_reported_from_the_gateway,
];

const FAKE_IDENTITY: &str = "fake-managed-identity";

fn a_granted_model_is_called_at_its_backend() {
    let requests = [
        chat("alpha", "gpt-4.1"),
        chat("beta", "Mistral-Large"),
        chat("beta", "phi-4-mini-instruct"),
    ];
    let answers = run(&demo(), &requests);
    let urls = [
        "https://af-hai-iwjf.openai.azure.com/openai/v1/chat/completions",
        "https://af-hai-iwjf-westus3.openai.azure.com/openai/v1/chat/completions",
        "http://phi-4-mini-instruct.kaito.internal/v1/chat/completions",
    ];
    for ((answer, request), url) in answers.iter().zip(&requests).zip(urls) {
        assert_eq!((answer.status(), answer.url()), (200, url));
        assert_eq!(answer.call()["body"], request["body"]);
    }
    assert!(answers[0].sent("Authorization").ends_with(FAKE_IDENTITY));
    assert_eq!(
        answers[2].sent("Authorization"),
        "",
        "models on the cluster get no credential"
    );
}

fn a_model_that_is_not_granted_is_refused_whether_it_exists_or_not() {
    let models = [
        "gpt-5.2",
        "no-such-model",
        "GPT-4.1",
        "gpt-4.1 ",
        "",
        "gpt-4.1'",
        "__proto__",
        "../gpt-4.1",
        "a|b;c",
    ];
    let requests: Vec<Value> = models.iter().map(|model| chat("alpha", model)).collect();
    let answers = run(&demo(), &requests);
    for (answer, model) in answers.iter().zip(models) {
        let expected = if model.is_empty() {
            (400, "invalid_body")
        } else {
            (403, "model_not_allowed")
        };
        assert_eq!(
            (answer.refusal(), answer.calls().len()),
            (expected, 0),
            "{model}"
        );
    }
    assert_eq!(
        answers[0].body(),
        answers[1].body(),
        "an answer must not reveal which models exist"
    );
    assert!(
        answers[0].body()["error"]["message"].is_string()
            && answers[0].body()["error"]["type"].is_string()
    );
}

fn a_body_that_readers_could_understand_differently_is_refused() {
    let deep = |levels: usize| {
        let (open, close) = ("[".repeat(levels), "]".repeat(levels));
        json!(format!("{{\"model\":\"gpt-4.1\",\"stop\":{open}{close}}}"))
    };
    let no_json = (400, "invalid_json");
    let no_model = (400, "invalid_body");
    let all = [
        (json!("x"), no_json),
        (json!(""), no_json),
        (json!("{\"model\":"), no_json),
        (json!([1, 2]), no_json),
        (json!("null"), no_json),
        (json!("\"gpt-4.1\""), no_json),
        (json!("{'model':'gpt-4.1'}"), no_json),
        (json!("{\"model\":\"gpt-4.1\"} ."), no_json),
        (json!("/**/{\"model\":\"gpt-4.1\"}"), no_json),
        (json!("{\"model\":\"gpt-4.1\",\"n\":NaN}"), no_json),
        (json!("{\"model\":\"gpt-4.1\",}"), no_json),
        (json!("\u{feff}{\"model\":\"gpt-4.1\"}"), no_json),
        (deep(63), (200, "")),
        (deep(64), no_json),
        (deep(2_000), no_json),
        (json!({}), no_model),
        (json!({"model": null}), no_model),
        (json!({"model": 4.1}), no_model),
        (json!({"model": ["gpt-4.1"]}), no_model),
        (json!({"model": {"name": "gpt-4.1"}}), no_model),
        (json!({"Model": "gpt-4.1"}), no_model),
        (json!("{\"model\":\"gpt\\u002d4.1\"}"), no_model),
        (
            json!("{\"model\":\"gpt-5.2\",\"model\":\"gpt-4.1\"}"),
            (400, "duplicate_parameter"),
        ),
        (
            json!("{\"model\":\"gpt-4.1\",\"mod\\u0065l\":\"gpt-5.2\"}"),
            (400, "parameter_not_allowed"),
        ),
        (
            json!("{\"model\":\"gpt-4.1\",\"model\\u0000\":\"gpt-5.2\"}"),
            (400, "parameter_not_allowed"),
        ),
        (
            json!({"model": "gpt-4.1", "\u{ff4d}odel": "gpt-5.2"}),
            (400, "parameter_not_allowed"),
        ),
        (
            json!({"model": "gpt-4.1", "Model": "gpt-5.2"}),
            (400, "parameter_not_allowed"),
        ),
        (
            json!({"model": "gpt-4.1", "stream": 1}),
            (400, "parameter_not_allowed"),
        ),
        (
            json!(
                "{\"tools\":[{\"type\":\"function\",\"function\":{\"model\":1}}],\"model\":\"gpt-4.1\"}"
            ),
            (200, ""),
        ),
        (
            json!("{\"tools\":[{\"type\":\"function\",\"type\":\"mcp\"}],\"model\":\"gpt-4.1\"}"),
            (400, "duplicate_parameter"),
        ),
    ];
    let requests: Vec<Value> = all
        .iter()
        .map(|(body, _)| with(chat("alpha", "gpt-4.1"), "body", body.clone()))
        .collect();
    let answers = run(&demo(), &requests);
    for ((answer, request), (_, expected)) in answers.iter().zip(&requests).zip(&all) {
        assert_eq!(answer.refusal(), *expected, "{request}");
        assert_eq!(answer.calls().len(), usize::from(answer.status() == 200));
    }
}

fn what_a_request_says_about_itself_changes_nothing() {
    let headers = |kind: &str| json!({"api-key": "alpha", "Content-Type": kind, "Accept-Encoding": "gzip", "Content-Encoding": "gzip"});
    let kinds = [
        "application/json; charset=utf-7",
        "text/plain; charset=utf-16",
        "multipart/form-data; boundary=x",
        "",
    ];
    let requests = kinds.map(|kind| with(chat("alpha", "gpt-4.1"), "headers", headers(kind)));
    let answers = run(&demo(), &requests);
    for answer in &answers {
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.sent("Content-Type"), "application/json");
        assert_eq!(
            answer.sent("Accept-Encoding"),
            "",
            "nothing counts a compressed answer"
        );
        assert_eq!(answer.sent("Content-Encoding"), "");
    }
}

fn a_body_that_policies_cannot_read_is_refused_however_it_is_sent() {
    let largest = 2 * 1024 * 1024;
    let body = |size: usize| {
        let around = "{\"model\":\"gpt-4.1\",\"user\":\"\"}".len();
        json!(format!(
            "{{\"model\":\"gpt-4.1\",\"user\":\"{}\"}}",
            "x".repeat(size - around)
        ))
    };
    let claims = |length: &str| json!({"api-key": "alpha", "Content-Length": length});
    let requests = [
        with(chat("alpha", "gpt-4.1"), "body", body(largest)),
        with(chat("alpha", "gpt-4.1"), "body", body(largest + 1)),
        with(
            chat("alpha", "gpt-4.1"),
            "headers",
            claims("9999999999999999999999"),
        ),
    ];
    let answers = run(&demo(), &requests);
    let refusals: Vec<_> = answers.iter().map(Answer::refusal).collect();
    assert_eq!(
        refusals,
        [(200, ""), (413, "body_too_large"), (200, "")],
        "bytes are counted, not claims"
    );
}

fn an_alias_is_granted_with_its_model_and_replaced_in_place() {
    let requests = [chat("alpha", "gpt-4"), chat("empty", "gpt-4")];
    let answers = run(&demo(), &requests);
    assert_eq!(answers[0].call()["body"]["model"], "gpt-4.1");
    assert_eq!(answers[1].refusal(), (403, "model_not_allowed"));
}

/// Cases 05, 07 and 09, C1, C2, R10: what would have somebody else's deployment, account or store do something.
fn members_and_headers_pass_by_a_list_and_are_refused_by_name() {
    let chat_with = |more: Value| {
        let mut body = json!({"model": "gpt-4.1", "messages": []});
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        post("alpha", Operation::ChatCompletions, &body)
    };
    let respond = |more: Value| {
        let mut body = json!({"model": "gpt-4.1", "input": "x", "store": false});
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        post("alpha", Operation::Responses, &body)
    };
    let header = |name: &str| {
        let headers = json!({"api-key": "alpha", name: "gpt-image-1"});
        with(chat("alpha", "gpt-4.1"), "headers", headers)
    };
    let requests = [
        (chat_with(json!({"data_sources": []})), "data_sources"),
        (chat_with(json!({"n": 5})), "n"),
        (chat_with(json!({"store": true})), "store"),
        (chat_with(json!({"tools": [{"type": "mcp"}]})), "tools[]"),
        (
            chat_with(
                json!({"messages": [{"role": "user", "content": [{"type": "file", "file": {"file_id": "f"}}]}]}),
            ),
            "messages[].file_id",
        ),
        (respond(json!({"background": true})), "background"),
        (respond(json!({"store": true})), "store"),
        (respond(json!({"prompt": {"id": "pmpt_1"}})), "prompt"),
        (
            respond(
                json!({"tools": [{"type": "function", "name": "f"}, {"type": "image_generation"}]}),
            ),
            "tools[]",
        ),
        (
            respond(json!({"tools": [{"type": "file_search", "vector_store_ids": ["vs_1"]}]})),
            "tools[]",
        ),
        (
            respond(json!({"input": [{"type": "reasoning", "id": "rs_1", "summary": []}]})),
            "input[]",
        ),
        (
            header("x-ms-oai-image-generation-deployment"),
            "x-ms-oai-image-generation-deployment",
        ),
        (header("X-Policy-Id"), "x-policy-id"),
    ];
    let sent: Vec<Value> = requests
        .iter()
        .map(|(request, _)| request.clone())
        .collect();
    let answers = run(&demo(), &sent);
    for (answer, (request, param)) in answers.iter().zip(&requests) {
        assert_eq!(
            (answer.status(), answer.calls().len()),
            (400, 0),
            "{request}"
        );
        assert_eq!(answer.body()["error"]["param"], *param, "{request}");
    }
}

fn what_a_grant_allows_passes_for_its_team_only() {
    let allowed = |team: &mut Team| {
        let allow = &mut team.grants[0].allow;
        allow.tools = written(vec!["web_search".to_owned()]);
        allow.store = written(true);
        allow.unreported_streams = written(true);
        allow.members = written(vec!["service_tier".to_owned()]);
    };
    let platform = builder()
        .foundry(foundry_model("gpt-4.1"))
        .team_with("alpha", &["gpt-4.1"], allowed)
        .team("gamma", &["gpt-4.1"])
        .build();
    let respond = |key: &str, more: Value| {
        let mut body = json!({"model": "gpt-4.1", "input": "x"});
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        post(key, Operation::Responses, &body)
    };
    let stream = |key: &str| {
        let body = json!({"model": "gpt-4.1", "messages": [], "stream": true});
        post(key, Operation::ChatCompletions, &body)
    };
    let both = |key: &str| {
        [
            respond(
                key,
                json!({"tools": [{"type": "web_search"}], "store": true}),
            ),
            respond(key, json!({"store": false, "service_tier": "priority"})),
            respond(
                key,
                json!({"store": false, "tools": [{"type": "function"}]}),
            ),
            stream(key),
        ]
    };
    let requests: Vec<Value> = ["alpha", "gamma"].into_iter().flat_map(both).collect();
    let answers = run(&platform, &requests);
    let statuses: Vec<_> = answers.iter().map(Answer::status).collect();
    assert_eq!(statuses, [200, 200, 400, 200, 400, 400, 200, 400]);
}

fn every_team_lists_its_own_models() {
    let requests = [
        get("alpha", "/models"),
        get("beta", "/models"),
        get("empty", "/models"),
        get("off", "/models"),
    ];
    let answers = run(&demo(), &requests);
    let ids = |body: &Value| -> Vec<String> {
        body["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        answers[0].body(),
        &json!({"object": "list", "data": [{"id": "gpt-4.1", "object": "model", "created": 0, "owned_by": "platform"}]})
    );
    assert_eq!(
        ids(answers[1].body()),
        [
            "gpt-4.1",
            "text-embedding-3-small",
            "Mistral-Large",
            "gpt-5.2",
            "phi-4-mini-instruct"
        ]
    );
    assert_eq!(ids(answers[2].body()), Vec::<String>::new());
    assert_eq!(answers[3].refusal(), (403, "team_suspended"));
    assert!(answers.iter().all(|answer| answer.calls().is_empty()));
}

fn foundry_connections_find_their_deployments() {
    let requests = [
        get("beta", "/deployments"),
        get("beta", "/deployments/Mistral-Large"),
        get("alpha", "/deployments/Mistral-Large"),
        get("alpha", "/deployments/no%7Csuch;name"),
        get("empty", "/deployments"),
    ];
    let answers = run(&demo(), &requests);
    let mistral = json!({"name": "Mistral-Large", "properties": {"model":
        {"format": "Mistral AI", "name": "Mistral-Large", "version": "2025-04-14"}}});
    let all = answers[0].body()["value"].as_array().unwrap();
    assert_eq!((all.len(), &all[2]), (5, &mistral));
    assert_eq!(answers[1].body(), &mistral);
    assert_eq!(answers[2].refusal(), (404, "deployment_not_found"));
    assert_eq!(answers[3].refusal(), (404, "deployment_not_found"));
    assert_eq!(answers[4].body(), &json!({"value": []}));
}

fn a_suspended_team_is_refused() {
    let answers = run(&demo(), &[chat("off", "gpt-4.1"), chat("off", "nope")]);
    assert!(
        answers
            .iter()
            .all(|answer| answer.refusal() == (403, "team_suspended"))
    );
}

fn a_model_is_called_only_for_what_it_can_do() {
    let embed = |key: &str, model: &str| {
        post(
            key,
            Operation::Embeddings,
            &json!({"model": model, "input": "x"}),
        )
    };
    let respond = |model: &str| {
        post(
            "beta",
            Operation::Responses,
            &json!({"model": model, "input": "x", "store": false}),
        )
    };
    let complete = |model: &str| {
        post(
            "beta",
            Operation::Completions,
            &json!({"model": model, "prompt": "x"}),
        )
    };
    let requests = [
        embed("beta", "text-embedding-3-small"),
        respond("gpt-4.1"),
        complete("phi-4-mini-instruct"),
        embed("beta", "gpt-4.1"),
        chat("beta", "text-embedding-3-small"),
        respond("Mistral-Large"),
        complete("gpt-4.1"),
        embed("alpha", "text-embedding-3-small"),
    ];
    let answers = run(&demo(), &requests);
    assert!(answers[0].url().ends_with("/openai/v1/embeddings"));
    assert!(answers[1].url().ends_with("/openai/v1/responses"));
    assert!(answers[2].url().ends_with("/v1/completions"));
    for answer in &answers[3..7] {
        assert_eq!(answer.refusal(), (400, "operation_not_supported"));
    }
    assert_eq!(
        answers[7].refusal(),
        (403, "model_not_allowed"),
        "what a model can do is reported to its teams only"
    );
}

fn a_pool_carries_every_operation_and_spills_over() {
    let failing = json!([{"status": 429, "headers": {"Retry-After": "9"}}, {"body": {}}]);
    let respond = || {
        let body = json!({"model": "gpt-5.2", "input": "x", "store": false});
        post("beta", Operation::Responses, &body)
    };
    let requests = [
        chat("beta", "gpt-5.2"),
        respond(),
        with(respond(), "upstream", failing),
    ];
    let answers = run(&demo(), &requests);
    assert_eq!(
        answers[0].url(),
        "https://af-hai-iwjf.openai.azure.com/openai/v1/chat/completions"
    );
    assert!(answers[0].sent("Authorization").ends_with(FAKE_IDENTITY));
    assert_eq!(
        answers[1].url(),
        "https://af-hai-iwjf.openai.azure.com/openai/v1/responses"
    );
    assert_eq!(answers[1].call()["body"]["model"], "gpt-5.2");
    assert_eq!((answers[2].status(), answers[2].calls().len()), (200, 2));
    let second = answers[2].calls()[1]["url"].as_str().unwrap();
    assert!(second.starts_with("https://af-hai-iwjf-westus3.openai.azure.com/openai/v1/"));
    assert_eq!(answers[2].calls()[1]["body"], requests[2]["body"]);
}

fn stored_responses_of_an_account_are_not_open_to_other_teams() {
    let respond = |more: Value| {
        let mut body = json!({"model": "gpt-4.1", "input": "x", "store": false});
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        post("alpha", Operation::Responses, &body)
    };
    let requests = [
        respond(json!({"previous_response_id": "resp_1"})),
        respond(json!({"conversation": {"id": "conv_1"}})),
        respond(json!({"input": [{"type": "item_reference", "id": "msg_1"}]})),
        respond(json!({"input": [{"id": "msg_1"}]})),
        respond(
            json!({"previous_response_id": null, "input": [{"role": "user", "content": "x"}, {"type": "function_call_output", "output": "y"}]}),
        ),
    ];
    let answers = run(&demo(), &requests);
    for answer in &answers[..4] {
        assert_eq!(answer.refusal(), (400, "stored_responses_not_supported"));
    }
    assert_eq!(answers[4].status(), 200);
}

fn an_upstream_that_fails_is_reported_from_the_gateway() {
    let requests = [
        with(
            chat("alpha", "gpt-4.1"),
            "upstream",
            json!({"status": 429, "headers": {"Retry-After": "7"}}),
        ),
        with(
            chat("alpha", "gpt-4.1"),
            "upstream",
            json!({"fail": "Timeout"}),
        ),
        with(
            chat("alpha", "gpt-4.1"),
            "upstream",
            json!({"fail": "BackendConnectionFailure"}),
        ),
    ];
    let answers = run(&demo(), &requests);
    assert_eq!(
        (answers[0].status(), answers[0].header("Retry-After")),
        (429, "7")
    );
    assert_eq!(
        (answers[0].code(), answers[0].header("x-error-source")),
        ("", "upstream")
    );
    assert_eq!(answers[1].refusal(), (504, "upstream_timeout"));
    assert_eq!(answers[2].refusal(), (502, "upstream_unreachable"));
}
