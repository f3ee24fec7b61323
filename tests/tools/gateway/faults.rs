//! Each fault of the system that platgen replaces is absent, as far as policies decide it. Names are those of the list of
//! faults; what Terraform or the reading of inputs decides is tested there.

use super::*;

tests![
    fault_h1_a_product_without_its_policy_grants_nothing,
    fault_h2_get_models_is_answered,
    fault_h3_a_missing_or_broken_body_is_a_400_for_every_key,
    fault_h4_keys_of_an_api_or_of_all_apis_are_refused,
    fault_h5_a_second_key_or_subscription_brings_no_second_allowance,
    fault_h7_only_models_that_are_deployed_are_routed,
    fault_h8_texts_of_inputs_stay_texts,
    fault_m9_the_upstream_is_given_the_name_that_it_serves,
    fault_m10_the_paths_of_a_foundry_connection_exist,
    fault_m12_no_client_credential_reaches_an_upstream,
    fault_m14_streams_are_not_held_back_and_tokens_are_measured,
    fault_m16_a_team_without_models_is_refused_by_a_policy_that_is_accepted,
    fault_m17_limits_are_printed_as_written,
    fault_l23_responses_exist_embeddings_reach_the_cluster_and_cost_centres_are_used,
];

fn fault_h1_a_product_without_its_policy_grants_nothing() {
    let without = |described: &mut Value| {
        for product in described["products"].as_array_mut().unwrap() {
            product.as_object_mut().unwrap().remove("policy");
        }
    };
    let requests = [
        chat("alpha", "gpt-4.1"),
        get("alpha", "/models"),
        get("alpha", "/deployments/gpt-4.1"),
    ];
    let answers = run_described(&demo(), &requests, without);
    for answer in answers {
        assert_eq!(
            (answer.refusal(), answer.calls().len()),
            ((403, "no_decision"), 0)
        );
    }
}

fn fault_h2_get_models_is_answered() {
    let answers = run(&demo(), &[get("alpha", "/models")]);
    assert_eq!(
        (answers[0].status(), &answers[0].body()["data"][0]["id"]),
        (200, &json!("gpt-4.1"))
    );
}

fn fault_h3_a_missing_or_broken_body_is_a_400_for_every_key() {
    let mut requests = Vec::new();
    for key in ["alpha", "beta", "empty", "entra"] {
        requests.push(with(chat(key, "x"), "body", Value::Null));
        requests.push(with(chat(key, "x"), "body", json!("x")));
    }
    let answers = run(&demo(), &requests);
    assert!(
        answers
            .iter()
            .all(|answer| answer.refusal() == (400, "invalid_json"))
    );
}

fn fault_h4_keys_of_an_api_or_of_all_apis_are_refused() {
    for key in ["all-apis", "one-api"] {
        let requests = [
            chat(key, "gpt-4.1"),
            get(key, "/models"),
            with(chat(key, "x"), "body", json!("x")),
        ];
        let answers = run(&demo(), &requests);
        assert!(
            answers
                .iter()
                .all(|answer| answer.refusal() == (403, "no_product") && answer.calls().is_empty())
        );
    }
}

fn fault_h5_a_second_key_or_subscription_brings_no_second_allowance() {
    let second = |described: &mut Value| {
        let more = json!({"id": "sub-alpha-more", "scope": "/products/product-alpha", "primaryKey": "alpha-more"});
        described["subscriptions"]
            .as_array_mut()
            .unwrap()
            .push(more);
    };
    let spend = with(chat("alpha", "gpt-4.1"), "upstream", used(1_500));
    let requests = [
        spend,
        chat("alpha-2", "gpt-4.1"),
        chat("alpha-more", "gpt-4.1"),
        chat("beta", "gpt-4.1"),
    ];
    let answers = run_described(&demo(), &requests, second);
    assert_eq!(answers[1].refusal(), (429, "rate_limit_exceeded"));
    assert_eq!(answers[2].refusal(), (429, "rate_limit_exceeded"));
    assert_eq!(answers[3].status(), 200, "another team has its own counter");
}

fn fault_h7_only_models_that_are_deployed_are_routed() {
    let mut off = foundry_model("gpt-9");
    off.enabled = written(false);
    let platform = builder()
        .foundry(off)
        .foundry(foundry_model("gpt-4.1"))
        .team("alpha", &["gpt-9", "gpt-4.1"])
        .build();
    let answers = run(
        &platform,
        &[chat("alpha", "gpt-9"), chat("alpha", "gpt-4.1")],
    );
    assert_eq!((answers[0].status(), answers[0].calls().len()), (403, 0));
    assert_eq!(answers[1].status(), 200);
}

fn fault_h8_texts_of_inputs_stay_texts() {
    let hostile = "x\" || true || \" </value><base/> {{secret}} @(1) \u{7} \u{1f600} <!-- -->";
    let mut model = foundry_model("gpt-4.1");
    model.model_name = text(hostile);
    model.version = text("|;%7C");
    model.format = text("{{named}}");
    let platform = builder()
        .foundry(model)
        .team_with("alpha", &["gpt-4.1"], |team| {
            team.cost_center = text(hostile);
        })
        .build();
    let complaints = complaints(&platform);
    assert_eq!(complaints, "");
    let requests = [
        chat("alpha", "gpt-4.1"),
        get("alpha", "/deployments/gpt-4.1"),
        chat("alpha", "x' || true || '"),
    ];
    let answers = run(&platform, &requests);
    assert_eq!(
        answers[0].0["metrics"][0]["dimensions"]["cost-center"],
        hostile
    );
    let reported = &answers[1].body()["properties"]["model"];
    assert_eq!(
        reported,
        &json!({"format": "{{named}}", "name": hostile, "version": "|;%7C"})
    );
    assert_eq!(answers[2].refusal(), (403, "model_not_allowed"));
}

fn fault_m9_the_upstream_is_given_the_name_that_it_serves() {
    let requests = [chat("beta", "smart"), chat("beta", "phi-4-mini-instruct")];
    let answers = run(&demo(), &requests);
    assert_eq!(
        answers[0].call()["body"]["model"],
        "gpt-4.1",
        "the deployment's name"
    );
    assert_eq!(
        answers[1].call()["body"]["model"],
        "phi-4-mini-instruct",
        "vLLM's served name is the catalog's"
    );
}

fn fault_m10_the_paths_of_a_foundry_connection_exist() {
    let requests = [
        get("beta", "/deployments"),
        get("beta", "/deployments/phi-4-mini-instruct"),
        chat("beta", "gpt-4.1"),
    ];
    let answers = run(&demo(), &requests);
    assert!(answers.iter().all(|answer| answer.status() == 200));
}

fn fault_m12_no_client_credential_reaches_an_upstream() {
    let headers = json!({"API-Key": "beta", "authorization": "Bearer mine", "Ocp-Apim-Subscription-Key": "k", "x-api-key": "k",
        "Cookie": "k=v", "Proxy-Authorization": "k", "x-harmless": "1"});
    let request = |model: &str| {
        let path = "/openai/v1/chat/completions?api-key=beta&subscription-key=k&code=k&api-version=2024-10-21";
        with(
            with(chat("beta", model), "headers", headers.clone()),
            "path",
            json!(path),
        )
    };
    let answers = run(
        &demo(),
        &[
            request("phi-4-mini-instruct"),
            request("gpt-4.1"),
            request("gpt-5.2"),
        ],
    );
    for answer in &answers {
        for name in [
            "api-key",
            "Ocp-Apim-Subscription-Key",
            "x-api-key",
            "Cookie",
            "Proxy-Authorization",
        ] {
            assert_eq!(answer.sent(name), "", "{name}");
        }
        assert!(
            !answer.url().contains("key") && !answer.url().contains("code"),
            "{}",
            answer.url()
        );
        assert_eq!(
            answer.sent("x-harmless"),
            "",
            "what is not known does not pass"
        );
        assert!(!answer.sent("Authorization").contains("mine"));
    }
    assert_eq!(
        (
            answers[0].sent("Authorization"),
            answers[0].url().contains('?')
        ),
        ("", false)
    );
}

fn fault_m14_streams_are_not_held_back_and_tokens_are_measured() {
    let policies = policies(&demo());
    let api = &policies
        .iter()
        .find(|(path, _)| path == "api.xml")
        .unwrap()
        .1;
    let calls = api.matches("<forward-request ").count();
    // With retries and without, and both again where calls at the same time are limited.
    assert_eq!(calls, 4);
    assert_eq!(api.matches("buffer-response=\"false\"").count(), calls);
    assert_eq!(api.matches("timeout=\"240\"").count(), calls);
    for (path, text) in &policies {
        assert!(
            !text.contains("Response.Body") && !text.contains("Response?.Body"),
            "{path} reads answers"
        );
        let measures = text.matches("<llm-emit-token-metric ").count();
        let granting = path.starts_with("products/") && path != "products/off.xml";
        assert_eq!(measures, usize::from(granting), "{path}");
    }
}

fn fault_m16_a_team_without_models_is_refused_by_a_policy_that_is_accepted() {
    for platform in [demo(), builder().team("empty", &[]).build()] {
        let complaints = complaints(&platform);
        assert_eq!(complaints, "");
        let answers = run(
            &platform,
            &[chat("empty", "gpt-4.1"), get("empty", "/models")],
        );
        assert_eq!(answers[0].refusal(), (403, "model_not_allowed"));
        assert_eq!(answers[1].body(), &json!({"object": "list", "data": []}));
    }
}

fn fault_m17_limits_are_printed_as_written() {
    let platform = builder()
        .foundry(foundry_model("gpt-4.1"))
        .team_with("alpha", &["gpt-4.1"], |team| {
            team.grants[0].tokens_per_minute = written(1_500_000);
            team.grants[0].quota = Some(quota(30_000_000, Period::Monthly));
        })
        .team_with("free", &["gpt-4.1"], |team| team.grants[0].quota = None)
        .build();
    let policies = policies(&platform);
    let of = |team: &str| {
        &policies
            .iter()
            .find(|(path, _)| path.ends_with(&format!("/{team}.xml")))
            .unwrap()
            .1
    };
    let expected =
        "tokens-per-minute=\"1500000\" token-quota=\"30000000\" token-quota-period=\"Monthly\"";
    assert!(of("alpha").contains(expected));
    assert!(
        !of("free").contains("token-quota"),
        "`tokenQuota: none` is no hidden default"
    );
}

fn fault_l23_responses_exist_embeddings_reach_the_cluster_and_cost_centres_are_used() {
    let mut embedding = kaito_model("phi-4-embed");
    embedding.capabilities = written(vec![Capability::Embeddings]);
    let platform = builder()
        .foundry(foundry_model("gpt-4.1"))
        .kaito(embedding)
        .team("alpha", &["gpt-4.1", "phi-4-embed"])
        .build();
    let requests = [
        post(
            "alpha",
            Operation::Responses,
            &json!({"model": "gpt-4.1", "input": "x", "store": false}),
        ),
        post(
            "alpha",
            Operation::Embeddings,
            &json!({"model": "phi-4-embed", "input": "x"}),
        ),
    ];
    let answers = run(&platform, &requests);
    assert!(answers[0].url().ends_with("/openai/v1/responses"));
    assert_eq!(
        answers[1].url(),
        "http://phi-4-embed.kaito.internal/v1/embeddings"
    );
    assert_eq!(
        answers[0].0["metrics"][0]["dimensions"]["cost-center"],
        "CC-1"
    );
}
