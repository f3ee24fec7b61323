//! Teams whose clients prove themselves by an Entra token besides the key.
//!
//! The tokens were signed once with a key that was then thrown away; only its public half is here. Both name the tenant of
//! the demo's Entra team and expire in 2100; they differ in the client application.

use super::*;

tests![entra_teams_need_a_token_of_a_named_client_besides_the_key,];

/// The public key, as a tenant publishes it.
pub(crate) const MODULUS: &str = concat!(
    "5yqp-NDOb5SPtYxakUpeQrJHmizy2aoCl0EZ7Hkr8fCqeTi2R1LbSfaDiwShNhDhVQRLtV1V3cOkmwTdnuca4u",
    "fcX8VjkCvi3Ywi8MslCQGh2UKGI3ORWeBQC3k7rCb5Ys9692I7z3QnvtRQQH01EkEj0kuIxjzDakndGRb8sms",
);
const HEADER: &str = "eyJhbGciOiJSUzI1NiIsImtpZCI6ImsxIn0";
const ISSUER: &str = "eyJpc3MiOiJodHRwczovL3N0cy53aW5kb3dzLm5ldC8xMTExMTExMS0yMjIyLTMzMzMtNDQ0NC01NTU1NTU1NTU1NTUvIiwi";
/// Client 66666666-7777-8888-9999-000000000000, which the team names.
pub(crate) const NAMED_CLIENT: [&str; 2] = [
    "YXBwaWQiOiI2NjY2NjY2Ni03Nzc3LTg4ODgtOTk5OS0wMDAwMDAwMDAwMDAiLCJleHAiOjQxMDI0NDQ4MDB9",
    "qH59lKKM5eRQPHUpCi2Q_-EPXvYCsHOGRsjXnd6ysJJSBVr9wt1SzapxuJUWy-UH8EdF1JSdrYuiTJP2RKkz6FnJWU3IRXrQg4n6bAuq_oBm7yFHqxcRcs2jZj4c8YhKuaoHsZvnwVMWLzto8s7fBBeg5-hsPfPxv027-bJVqic",
];
/// Client 00000000-7777-8888-9999-000000000000, which it does not.
pub(crate) const OTHER_CLIENT: [&str; 2] = [
    "YXBwaWQiOiIwMDAwMDAwMC03Nzc3LTg4ODgtOTk5OS0wMDAwMDAwMDAwMDAiLCJleHAiOjQxMDI0NDQ4MDB9",
    "m6nFhfY4pK8UKkdXHL6qNrzof8Jic-2thrczwm2Lgc2eHUKpidPhtR7OP3MwrbHdpfZLyYh6UBa-Wmd2AfUH6grvcYRDJp0wKwd7b4o3HgfNM9J9DnHbt3ZL2NEkjlBByTzftDg4QH7ai3sCS4HU_AaTALDy5_ikJQ4ACE1DFjk",
];
const KEYS: &str = "https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0/.well-known/openid-configuration";

/// The header's value of a token.
pub(crate) fn bearer([claims, signature]: [&str; 2]) -> String {
    format!("Bearer {HEADER}.{ISSUER}{claims}.{signature}")
}

fn signed(client: [&str; 2]) -> Value {
    json!({"api-key": "entra", "Authorization": bearer(client)})
}

fn entra_teams_need_a_token_of_a_named_client_besides_the_key() {
    let key = json!({"kid": "k1", "n": MODULUS, "e": "AQAB"});
    let describe =
        |described: &mut Value| described["openIdConfigs"] = json!({KEYS: {"keys": [key]}});
    let forged = json!({"api-key": "entra", "Authorization": "Bearer eyJhbGciOiJub25lIn0.e30."});
    let mut without_key = signed(NAMED_CLIENT);
    without_key.as_object_mut().unwrap().remove("api-key");
    let asked = |headers: Value| with(chat("entra", "gpt-4.1"), "headers", headers);
    let requests = [
        asked(signed(NAMED_CLIENT)),
        chat("entra", "gpt-4.1"),
        get("entra", "/models"),
        asked(forged),
        asked(signed(OTHER_CLIENT)),
        asked(without_key),
    ];
    let answers = run_described(&demo(), &requests, describe);
    assert_eq!(answers[0].status(), 200);
    assert!(
        !answers[0].sent("Authorization").contains(ISSUER),
        "the client's token goes no further"
    );
    for answer in &answers[1..] {
        assert_eq!((answer.status(), answer.calls().len()), (401, 0));
    }
}
