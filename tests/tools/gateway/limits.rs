//! Limits, quotas and what is counted.

use super::*;

tests![
    tokens_per_minute_are_refused_as_429_and_come_back,
    a_quota_is_refused_as_403_with_a_code_of_its_own,
    the_teams_own_limits_are_stacked_on_its_models_limits,
    a_stream_reports_its_usage_or_is_refused,
    token_metrics_name_team_cost_centre_and_granted_model,
];

fn tokens_per_minute_are_refused_as_429_and_come_back() {
    let spend = with(chat("alpha", "gpt-4.1"), "upstream", used(1_500));
    let wait = json!({"clock": {"advance": 61}});
    let answers = run(
        &demo(),
        &[
            spend,
            chat("alpha", "gpt-4"),
            get("alpha", "/models"),
            wait,
            chat("alpha", "gpt-4.1"),
        ],
    );
    assert_eq!(answers[0].header("x-ratelimit-remaining-tokens"), "0");
    assert_eq!(
        answers[1].refusal(),
        (429, "rate_limit_exceeded"),
        "an alias shares its model's counter"
    );
    let seconds: u32 = answers[1].header("Retry-After").parse().unwrap();
    assert!((1..=60).contains(&seconds), "{seconds}");
    assert_eq!(answers[1].header("x-error-source"), "");
    assert_eq!((answers[2].status(), answers[3].status()), (200, 200));
}

fn a_quota_is_refused_as_403_with_a_code_of_its_own() {
    let platform = builder()
        .foundry(foundry_model("gpt-4.1"))
        .team_with("alpha", &["gpt-4.1"], |team| {
            team.grants[0].tokens_per_minute = written(1_000_000);
            team.grants[0].quota = Some(quota(5_000, Period::Daily));
        })
        .build();
    let clock =
        |time: &str| json!({"clock": {"set": format!("2026-03-{time}:00Z"), "still": true}});
    let requests = [
        clock("10T12:00"),
        with(chat("alpha", "gpt-4.1"), "upstream", used(5_000)),
        chat("alpha", "gpt-4.1"),
        clock("10T23:00"),
        chat("alpha", "gpt-4.1"),
        clock("11T00:01"),
        chat("alpha", "gpt-4.1"),
    ];
    let answers = run(&platform, &requests);
    let codes: Vec<_> = answers.iter().map(Answer::refusal).collect();
    let refused = (403, "token_quota_exceeded");
    assert_eq!(codes, [(200, ""), refused, refused, (200, "")]);
    assert_eq!(
        answers[2].header("Retry-After"),
        "3600",
        "until midnight UTC"
    );
}

fn the_teams_own_limits_are_stacked_on_its_models_limits() {
    let models = ["gpt-4.1", "gpt-4.1-mini", "phi-4"];
    let limited = |change: fn(&mut Team)| {
        builder()
            .foundry(foundry_model(models[0]))
            .foundry(foundry_model(models[1]))
            .kaito(kaito_model(models[2]))
            .team_with("alpha", &models, change)
            .build()
    };
    let spend = |model: &str| with(chat("alpha", model), "upstream", used(990));
    // 990 of 1,000 a minute each: no model's limit binds. Twice that is more than the team has: counters are refilled in real
    // time, and one that is only just empty would not stay so on a slow machine.
    let requests = [
        spend(models[0]),
        spend(models[1]),
        spend(models[2]),
        get("alpha", "/models"),
    ];
    let rate = limited(|team| team.limits.tokens_per_minute = Some(written(1_800)));
    let answers = run(&rate, &requests);
    let codes: Vec<_> = answers.iter().map(Answer::refusal).collect();
    assert_eq!(
        codes,
        [
            (200, ""),
            (200, ""),
            (429, "rate_limit_exceeded"),
            (200, "")
        ]
    );

    let monthly = limited(|team| team.limits.quota = Some(quota(1_800, Period::Monthly)));
    let start = json!({"clock": {"set": "2026-03-10T00:00:00Z", "still": true}});
    let requests: Vec<Value> = std::iter::once(start).chain(requests).collect();
    let answers = run(&monthly, &requests);
    let codes: Vec<_> = answers.iter().map(Answer::refusal).collect();
    assert_eq!(
        codes,
        [
            (200, ""),
            (200, ""),
            (403, "token_quota_exceeded"),
            (200, "")
        ]
    );
    assert_eq!(answers[2].header("Retry-After"), (22 * 86_400).to_string());
}

fn a_stream_reports_its_usage_or_is_refused() {
    let streamed = |more: Value| {
        let mut body = json!({"model": "gpt-4.1", "messages": [], "stream": true});
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        post("alpha", Operation::ChatCompletions, &body)
    };
    let usage =
        json!({"usage": {"prompt_tokens": 1, "completion_tokens": 1_999, "total_tokens": 2_000}});
    let events = json!({"events": [{"choices": [{"delta": {"content": "hi"}}]}, usage, "[DONE]"]});
    let reported = json!({"stream_options": {"include_usage": true}});
    let requests = [
        streamed(json!({})),
        streamed(json!({"stream_options": {"include_usage": false}})),
        streamed(json!({"stream_options": {"include_usage": null}})),
        streamed(json!({"stream_options": null})),
        streamed(json!({"stream": false})),
        with(streamed(reported), "upstream", events),
        chat("alpha", "gpt-4.1"),
    ];
    let answers = run(&demo(), &requests);
    for answer in &answers[..4] {
        assert_eq!(answer.refusal(), (400, "usage_must_be_reported"));
        assert_eq!(
            answer.body()["error"]["param"],
            "stream_options.include_usage"
        );
    }
    for at in 4..6 {
        assert_eq!(
            answers[at].call()["body"],
            requests[at]["body"],
            "nothing is added"
        );
    }
    assert_eq!(
        answers[6].refusal(),
        (429, "rate_limit_exceeded"),
        "the stream was counted"
    );
}

fn token_metrics_name_team_cost_centre_and_granted_model() {
    let answers = run(&demo(), &[chat("alpha", "smart")]);
    let metrics = answers[0].0["metrics"].as_array().unwrap();
    let expected = json!({"team": "alpha", "cost-center": "CC-1", "model": "gpt-4.1",
        "Operation ID": "chat-completions", "Backend ID": "foundry-gpt-4-1"});
    assert_eq!(metrics.len(), 3);
    assert!(
        metrics
            .iter()
            .all(|metric| metric["dimensions"] == expected),
        "{metrics:?}"
    );
}
