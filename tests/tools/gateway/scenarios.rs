//! What clients get to see.

use super::*;

tests![
    a_granted_model_is_called_at_its_backend,
    a_model_that_is_not_granted_is_refused_whether_it_exists_or_not,
    a_body_without_a_text_model_is_refused,
    a_body_that_says_it_is_too_large_is_not_read,
    an_alias_is_granted_with_its_model_and_replaced_in_place,
    what_the_upstream_reads_is_what_was_judged,
    every_team_lists_its_own_models,
    foundry_connections_find_their_deployments,
    a_suspended_team_is_refused,
    a_model_is_called_only_for_what_it_can_do,
    a_pool_is_called_by_deployment_and_spills_over,
    stored_responses_of_an_account_are_not_open_to_other_teams,
    an_upstream_that_fails_is_told_from_the_gateway,
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
        "gpt-4.1\"",
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
        "an answer must not tell which models exist"
    );
    assert!(
        answers[0].body()["error"]["message"].is_string()
            && answers[0].body()["error"]["type"].is_string()
    );
}

fn a_body_without_a_text_model_is_refused() {
    let bodies = [
        json!("x"),
        json!(""),
        json!("{\"model\":"),
        json!([1, 2]),
        json!("null"),
        json!("\"gpt-4.1\""),
        json!({}),
        json!({"model": null}),
        json!({"model": 4.1}),
        json!({"model": ["gpt-4.1"]}),
        json!({"model": {"name": "gpt-4.1"}}),
        json!({"Model": "gpt-4.1"}),
        json!(format!("{}1{}", "[".repeat(2_000), "]".repeat(2_000))),
    ];
    let mut requests: Vec<Value> = bodies
        .iter()
        .map(|body| with(chat("alpha", "gpt-4.1"), "body", body.clone()))
        .collect();
    requests.push(with(chat("alpha", "gpt-4.1"), "body", Value::Null));
    let multipart = json!({"api-key": "alpha", "Content-Type": "Multipart/form-data; boundary=x"});
    requests.push(with(chat("alpha", "gpt-4.1"), "headers", multipart));
    let answers = run(&demo(), &requests);
    for (answer, request) in answers.iter().zip(&requests) {
        assert_eq!(
            (answer.refusal(), answer.calls().len()),
            ((400, "invalid_body"), 0),
            "{request}"
        );
    }
}

fn a_body_that_says_it_is_too_large_is_not_read() {
    let claims = |length: &str| json!({"api-key": "alpha", "Content-Length": length});
    let requests: Vec<Value> = ["50000000", "50000001", "9999999999999999999999", "-1", "x"]
        .iter()
        .map(|length| with(chat("alpha", "gpt-4.1"), "headers", claims(length)))
        .collect();
    let answers = run(&demo(), &requests);
    assert_eq!(
        answers.iter().map(Answer::status).collect::<Vec<_>>(),
        [200, 413, 200, 200, 200]
    );
}

fn an_alias_is_granted_with_its_model_and_replaced_in_place() {
    // The text behind the object makes the judge show the body as it is: read as JSON, the date would look different.
    let spaced = "{ \"at\": \"2024-05-01T10:00:00+02:00\",\n \"model\" : \"smart\" , \"n\":1.0 } .";
    let requests = [
        chat("alpha", "gpt-4"),
        with(chat("alpha", "x"), "body", json!(spaced)),
        chat("empty", "gpt-4"),
    ];
    let answers = run(&demo(), &requests);
    assert_eq!(answers[0].call()["body"]["model"], "gpt-4.1");
    assert_eq!(
        answers[1].call()["body"],
        "{ \"at\": \"2024-05-01T10:00:00+02:00\",\n \"model\":\"gpt-4.1\" , \"n\":1.0 } ."
    );
    assert_eq!(answers[2].refusal(), (403, "model_not_allowed"));
}

fn what_the_upstream_reads_is_what_was_judged() {
    // The last of equal keys counts here; a reader that takes the first would see a model that is not granted. The text
    // behind the object makes the judge show a body that was passed on as it came, which would be none with a model.
    let bodies = [
        "{\"model\":\"gpt-5.2\",\"model\":\"gpt-4.1\"} .",
        "{\"model\":\"gpt-5.2\",\"mod\\u0065l\":\"gpt-4.1\"} .",
        "{\"mod\\u0065l\":\"gpt-5.2\",\"model\":\"gpt-4.1\"} .",
        "{'model':'gpt-4.1'} .",
        "{\"tools\":[{\"model\":\"gpt-5.2\"}],\"model\":\"smart\"} .",
    ];
    let requests: Vec<Value> = bodies
        .iter()
        .map(|body| with(chat("alpha", "x"), "body", json!(body)))
        .collect();
    let answers = run(&demo(), &requests);
    for answer in &answers {
        assert_eq!(answer.call()["body"]["model"], "gpt-4.1");
    }
    let reverse = with(
        chat("alpha", "x"),
        "body",
        json!("{\"model\":\"gpt-4.1\",\"model\":\"gpt-5.2\"}"),
    );
    let answers = run(&demo(), &[reverse]);
    assert_eq!(answers[0].refusal(), (403, "model_not_allowed"));
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
            &json!({"model": model, "input": "x"}),
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
        "what a model can do is told to its teams only"
    );
}

fn a_pool_is_called_by_deployment_and_spills_over() {
    let failing = json!([{"status": 429, "headers": {"Retry-After": "9"}}, {"body": {}}]);
    let requests = [
        chat("beta", "gpt-5.2"),
        post(
            "beta",
            Operation::Responses,
            &json!({"model": "gpt-5.2", "input": "x"}),
        ),
        with(chat("beta", "gpt-5.2"), "upstream", failing),
    ];
    let answers = run(&demo(), &requests);
    assert_eq!(
        answers[0].url(),
        "https://af-hai-iwjf.openai.azure.com/openai/deployments/gpt-5.2-ptu/chat/completions?api-version=2024-10-21"
    );
    assert!(answers[0].sent("Authorization").ends_with(FAKE_IDENTITY));
    assert_eq!(
        answers[1].url(),
        "https://af-hai-iwjf.openai.azure.com/openai/v1/responses"
    );
    assert_eq!(answers[1].call()["body"]["model"], "gpt-5.2-ptu");
    assert_eq!((answers[2].status(), answers[2].calls().len()), (200, 2));
    let second = answers[2].calls()[1]["url"].as_str().unwrap();
    assert!(second.starts_with(
        "https://af-hai-iwjf-westus3.openai.azure.com/openai/deployments/gpt-5.2-west/"
    ));
    assert_eq!(answers[2].calls()[1]["body"], requests[2]["body"]);
}

fn stored_responses_of_an_account_are_not_open_to_other_teams() {
    let respond = |more: Value| {
        let mut body = json!({"model": "gpt-4.1", "input": "x"});
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

fn an_upstream_that_fails_is_told_from_the_gateway() {
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
