//! Teams whose clients prove themselves by an Entra token besides the key.
//!
//! The tokens were signed once with a key that was then thrown away; only its public half is here. They name the tenant of
//! the demo's Entra team and expire in 2100; they differ in the client application and the audience.

use super::*;

tests![entra_teams_need_a_token_of_a_named_client_besides_the_key,];

/// The public key, as a tenant publishes it.
pub(crate) const MODULUS: &str = concat!(
    "wQhSJJYfDVjlNme0u_45VPeMMZphnbmgTFr0FMQpQ_IPeMI2ex5NWnSJjyfnym9VUWbSWpHRGZsUu4BseP0Y14",
    "m08LX6n27CtD2eynzFpgNUNTQIe4m_6TF2Wohhq-qbEkMZnDY7qfySHaX0cNdy9ZrHH7XoDo7x_1feEYck1Xk",
);
const HEADER: &str = "eyJhbGciOiJSUzI1NiIsImtpZCI6ImsxIn0";
const ISSUER: &str = "eyJpc3MiOiJodHRwczovL3N0cy53aW5kb3dzLm5ldC8xMTExMTExMS0yMjIyLTMzMzMtNDQ0NC01NTU1NTU1NTU1NTUvIiwi";
/// Client 66666666-7777-8888-9999-000000000000, which the team names, for its audience, `api://gateway`.
pub(crate) const NAMED_CLIENT: [&str; 2] = [
    "YXBwaWQiOiI2NjY2NjY2Ni03Nzc3LTg4ODgtOTk5OS0wMDAwMDAwMDAwMDAiLCJhdWQiOiJhcGk6Ly9nYXRld2F5IiwiZXhwIjo0MTAyNDQ0ODAwfQ",
    "noyZ988KuBUWzpt9Lba5EEB0lmfyi8TA6lr0a-HxPGEmn6fPadwmCC8XUd-VHLZcAfjSogZKe3DTv0jBRKFkv_NIHNY858ReO8-rL2VvNRzvF7yBcRoRHsGn-4jxN3ENsQGdtLJIsY-jBX_aW2kJ7uvqkhDgqborXRF8zHoXniM",
];
/// Client 00000000-7777-8888-9999-000000000000, which it does not name.
pub(crate) const OTHER_CLIENT: [&str; 2] = [
    "YXBwaWQiOiIwMDAwMDAwMC03Nzc3LTg4ODgtOTk5OS0wMDAwMDAwMDAwMDAiLCJhdWQiOiJhcGk6Ly9nYXRld2F5IiwiZXhwIjo0MTAyNDQ0ODAwfQ",
    "kfM7K1q-T15HITuiiG5T6AYuZE580-ONZo89X-uDU26x9FchYItbjMwRFVr2x3ChuW7d8eU7MSynjTytNPeDERSWTdfgXHsf9Dd0n5mD94XzGWpS4m0x4ZEP3TvNavW0CkYH4_CJs1pmgzZHHYq0nppZcnMrTlEpLocQqVDYlFU",
];
/// The named client, for the audience `api://other`.
pub(crate) const OTHER_AUDIENCE: [&str; 2] = [
    "YXBwaWQiOiI2NjY2NjY2Ni03Nzc3LTg4ODgtOTk5OS0wMDAwMDAwMDAwMDAiLCJhdWQiOiJhcGk6Ly9vdGhlciIsImV4cCI6NDEwMjQ0NDgwMH0",
    "BLFcvbUvtgVY6e-TrwX12Mb327xKY-xWTKNexvr6ITmhJP4FKqTfjccCWuvc4r5XrgNedaE7ydrIscqOdm6PJyrhdJuvwmf9p9HXITHT_c8wQ8JxQaxFGeA9yXxf57N-d66QDsbmHwlHdWewOEpRcKjfdhh4AGZfBy1qlde-Pbc",
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
        asked(signed(OTHER_AUDIENCE)),
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
