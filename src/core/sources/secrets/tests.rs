//! Tests of finding and masking. The secrets here are made up, and put together so that no scanner takes them for real ones.

use super::*;

fn looks(text: &str) -> Vec<&'static str> {
    find(text)
        .into_iter()
        .map(|secret| secret.looks_like)
        .collect()
}

/// Letters and digits of so many characters, as if dice had made them.
fn dice(length: usize) -> String {
    "q7Rt2Wz9Kp4Lm8Xc3Vb6Nj1Hg5Fd0Sa"
        .chars()
        .cycle()
        .take(length)
        .collect()
}

#[test]
fn forms_of_issuers_are_known() {
    let hex = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
    for (text, looked) in [
        (format!("x: {}{}", "ghp_", dice(36)), "a GitHub token"),
        (
            format!("x: {}{}", "github_pat_", dice(60)),
            "a GitHub token",
        ),
        (format!("x: {}{}", "glpat-", dice(20)), "a GitLab token"),
        (
            format!("modelAccessSecret: {}{}", "hf_", dice(34)),
            "a Hugging Face token",
        ),
        (
            format!("x: {}{}", "hf_", "aBcDeFgHiJ".repeat(4)),
            "a Hugging Face token",
        ),
        (
            format!("x: {}{}", "sk-", dice(48)),
            "a key of OpenAI's form",
        ),
        (
            format!("x: {}{}", "sk-proj-", dice(60)),
            "a key of OpenAI's form",
        ),
        (format!("x: {}{}", "xoxb-", dice(30)), "a Slack token"),
        (
            format!("x: {}{}", "AKIA", "Q7RT2WZ9KP4LM8XC"),
            "an AWS access key",
        ),
        (format!("x: {}{}", "AIza", dice(35)), "a Google API key"),
        (
            format!("x: abc8Q~{}", dice(34)),
            "a client secret of Entra ID",
        ),
        (
            format!("x: eyJ{0}.eyJ{0}.{0}", dice(20)),
            "a JSON web token",
        ),
        (
            format!("x: {hex}"),
            "a key of API Management or Azure OpenAI (32 hexadecimal digits)",
        ),
        (
            format!("x: {}==", dice(86)),
            "a key of an Azure service (base64)",
        ),
        (format!("x: {}", dice(84)), "a key: it is long and random"),
        (
            format!("# see {}", dice(40)),
            "a key: it is long and random",
        ),
        (
            format!(
                "AccountName=a;AccountKey={}==;EndpointSuffix=core.windows.net",
                dice(86)
            ),
            "a password or key, by its name",
        ),
        (
            format!("https://a.blob.core.windows.net/c?sv=1&sig={}%3D", dice(40)),
            "a shared access signature",
        ),
        (
            "postgres://user:hunter2@db/x".to_owned(),
            "a password in an address",
        ),
        (
            "tags: {password: hunter22}".to_owned(),
            "a password or key, by its name",
        ),
        (
            "{\"api-key\": 'abcdef'}".to_owned(),
            "a password or key, by its name",
        ),
        (
            format!("Authorization: Bearer {}", "a".repeat(24)),
            "a bearer token",
        ),
    ] {
        assert_eq!(looks(&text), [looked], "{text}");
    }
}

#[test]
fn private_keys_are_hidden_whole() {
    let text = format!(
        "description: |\n  -----BEGIN {0} KEY-----\n  {1}\n  {1}\n  -----END {0} KEY-----\nname: x\n",
        "RSA PRIVATE",
        dice(64)
    );
    assert_eq!(looks(&text), ["a private key"]);
    let (_, hidden) = masked(text.clone());
    assert!(!hidden.contains(&dice(12)), "{hidden}");
    assert!(hidden.ends_with("KEY-----\nname: x\n"), "{hidden}");
    let open = text.split("  -----END").next().unwrap();
    assert_eq!(looks(open), ["a private key"]);
    assert!(looks("-----BEGIN CERTIFICATE-----\n").is_empty());
}

#[test]
fn ordinary_inputs_hold_no_secret() {
    for text in [
        "# yaml-language-server: $schema=../../schemas/team.schema.json",
        "instanceType: Standard_NC144lds_xl_RTXPRO6000BSE_v6",
        "preset: mistralai/Mistral-Small-4-119B-2603-NVFP4",
        "preset: nvidia/NVIDIA-Nemotron-3-Super-120B-A12B-BF16",
        "clientIds: [b1c2d3e4-f5a6-4b7c-8d9e-0f1a2b3c4d5e]",
        "vllm: {revision: 0123456789abcdef0123456789abcdef01234567}",
        "digest: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "modelAccessSecret: hf-token",
        "modelAccessSecret: huggingface-access-token-for-llama-3",
        "description: the API key: see the wiki; a token: a piece of a word; the password: renewed monthly",
        "dailyTokenQuota: 5000000",
        "tokensPerMinute: 10000",
        "name: sk-learn-tuned-for-classification-of-mails",
        "owner: somebody.with.a.rather.long.name@mail.contoso.com",
        "displayName: ThisIsALongCamelCaseNameOfATeamInDivision7OfContoso",
        "url: https://learn.microsoft.com/azure/api-management/v2-service-tiers-overview",
        "secret: short",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    ] {
        assert_eq!(looks(text), [] as [&str; 0], "{text}");
    }
}

#[test]
fn a_mask_keeps_place_and_length() {
    let token = format!("{}{}", "hf_", dice(34));
    let text = format!("ä: {token}\nb: {token}\n");
    let (found, hidden) = masked(text.clone());
    assert_eq!(hidden.len(), text.len());
    assert_eq!(hidden, format!("ä: hf_q{0}\nb: hf_q{0}\n", "x".repeat(33)));
    assert_eq!(found.len(), 2);
    let sources = Sources::from_texts([("catalog/models.yaml".into(), text)]);
    let reported = crate::core::files::secrets::find(&sources).sorted();
    let places: Vec<String> = reported
        .iter()
        .map(|finding| sources.position(finding.labels[0].span).to_string())
        .collect();
    assert_eq!(
        places,
        ["catalog/models.yaml:1:4", "catalog/models.yaml:2:4"]
    );
    assert!(
        sources
            .iter()
            .all(|(_, file)| !file.text().contains(&token))
    );
}

#[test]
fn long_lines_take_linear_time() {
    for (piece, secrets) in [
        ("password:", 0),
        ("-----BEGIN ", 0),
        ("token:  ", 1),
        ("a:b@", 0),
        ("\"secret\":'", 0),
        ("====", 0),
        ("-----BEGIN PRIVATE KEY-----\n", 1),
    ] {
        let text = piece.repeat(1024 * 1024 / piece.len());
        assert_eq!(looks(&text).len(), secrets, "{piece}");
    }
}
