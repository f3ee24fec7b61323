//! A repository with an application for each choice that a template makes, in four environments.

use std::fmt::Write as _;

use camino::Utf8PathBuf;

use crate::support::{files, repository as root};

/// Applications; each is in four environments.
const COUNT: u32 = 104;

/// Inputs: the catalog of the example, and applications that differ in every choice.
pub(super) fn repository() -> Vec<(Utf8PathBuf, String)> {
    let example = files(&root().join("templates/examples/chat")).into_iter();
    let mut texts: Vec<_> = example
        .filter(|(path, _)| !path.as_str().contains("/apps/"))
        .collect();
    for index in 0..COUNT {
        let path = format!("teams/beta/apps/app-{index}/app.yaml");
        texts.push((path.into(), app(index)));
    }
    texts
}

/// Picks one of several texts by some bits of a number, so that neighbours differ and all pairs come up.
fn pick<'t>(index: u32, turn: u32, of: &[&'t str]) -> &'t str {
    let mixed = index
        .wrapping_add(turn)
        .wrapping_mul(2_654_435_761)
        .rotate_left(turn * 3 + 7)
        ^ (index >> (turn % 4));
    let place = usize::try_from(mixed).unwrap() % of.len();
    of[place]
}

fn app(index: u32) -> String {
    let p = |turn, of: &[&'static str]| pick(index, turn, of);
    let mut text =
        format!("app: {{name: app-{index}, displayName: \"App {index}: {{{{ x }}}}\"}}\n");
    text += "registry: contoso.azurecr.io\nkeyVault: {name: kv-apps, resourceGroup: rg-apps}\ncomponents:\n";
    for (number, name) in ["backend", "frontend"].into_iter().enumerate() {
        let turn = u32::try_from(number).unwrap() * 10;
        let image = p(
            turn,
            &[
                "tag: 1.4.0",
                "digest: \"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"",
            ],
        );
        let replicas = p(
            turn + 1,
            &[
                "fixed: 2",
                "min: 2, max: 5",
                "min: 2, max: 9, cpu: 60, memory: 80",
                "min: 2, max: 9, memory: 80",
            ],
        );
        write!(
            text,
            "  {name}:\n    image: {{repository: apps/{name}, {image}}}\n    port: {}\n    replicas: {{{replicas}}}\n",
            8000 + number
        )
        .unwrap();
        text += "    resources: {cpu: 250m, memory: 512Mi, memoryLimit: 1Gi}\n    probes: {live: /healthz, ready: /readyz}\n";
        text += p(
            turn + 2,
            &["", "    env: {LOG_LEVEL: info, \"NO\": \"5000000\"}\n"],
        );
        text += p(
            turn + 3,
            &[
                "",
                "    secrets: {SEARCH: search, ALSO: search, OTHER: other}\n",
            ],
        );
        text += p(turn + 4, &["", "    metrics: /metrics\n"]);
        text += p(
            turn + 5,
            &[
                "",
                "    writable: []\n",
                "    writable: [/tmp, /app/.next/cache]\n",
            ],
        );
        if name == "frontend" {
            text += p(turn + 6, &["", "    calls: [backend]\n"]);
        }
    }
    let tls = p(
        30,
        &[
            "",
            ", tls: {issuer: public}",
            ", tls: {certificate: own-certificate}",
        ],
    );
    let scopes = p(31, &["", ", scopes: [chat.use, chat.read]"]);
    let routes = p(
        32,
        &[
            "{path: /, to: frontend}",
            "{path: /api, to: backend, stream: true, auth: jwt}, {path: /, to: frontend}",
            "{path: /api, to: backend, auth: jwt}, {path: /API, to: backend, auth: none}, {path: /a/b, to: frontend}, {path: /a-b, to: backend}",
        ],
    );
    let ingress = format!(
        "ingress: {{host: app-{index}.contoso.com{tls}, jwt: {{tenant: 11111111-2222-3333-4444-555555555555, audience: \"api://app\"{scopes}}}, routes: [{routes}]}}\n"
    );
    text += pick(index, 33, &["", &ingress, &ingress]);
    text += p(
        34,
        &[
            "",
            "egress: {internet: false}\n",
            "egress: {to: [{name: postgres, cidr: 10.10.3.0/24, port: 5432}]}\n",
        ],
    );
    text += p(
        35,
        &[
            "",
            "migrations: {component: backend, command: [alembic, upgrade, head]}\n",
        ],
    );
    text += p(
        36,
        &[
            "",
            "monitoring: {stack: azure}\n",
            "monitoring: {stack: prometheus, namespace: watch}\n",
        ],
    );
    text
}
