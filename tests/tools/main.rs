//! Tests that need programs from outside: Terraform, Helm, a browser, an editor's language server, the local cloud and gateway.
//! One binary with a runner of its own, which reports a test whose programs are missing as ignored.
#![expect(
    clippy::disallowed_methods,
    reason = "tests lay out repositories on disk and look at what became of them"
)]
#![expect(clippy::unwrap_used, reason = "helpers of tests fail like tests")]

mod apps;
mod browser;
mod differential;
mod editor;
mod gateway;
mod gitops;
mod harness;
mod helm;
mod hooks;
mod lab;
mod lab_programs;
mod print_hcl;
mod programs;
mod reference;
#[allow(dead_code, reason = "the other binary of tests uses the rest")]
#[cfg(test)]
#[path = "../support/mod.rs"]
mod support;
#[allow(
    dead_code,
    reason = "fuzzers and the other binary of tests use the rest"
)]
#[cfg(test)]
#[path = "../fuzz/targets/mod.rs"]
mod targets;
mod terraform;
mod workflows;

fn main() -> std::process::ExitCode {
    let tests = [
        apps::tests(),
        browser::tests(),
        differential::tests(),
        editor::tests(),
        gateway::tests(),
        gitops::tests(),
        helm::tests(),
        hooks::tests(),
        lab::tests(),
        lab_programs::tests(),
        print_hcl::tests(),
        terraform::tests(),
        workflows::tests(),
    ];
    harness::main(tests.concat())
}
