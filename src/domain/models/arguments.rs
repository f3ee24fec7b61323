//! What is known about arguments of vLLM.

/// Arguments without a value that do not say so by how they start (vLLM 0.9 to 0.20, `vllm serve --help`).
const FLAGS: &[&str] = &[
    "async-scheduling",
    "calculate-kv-scales",
    "enforce-eager",
    "fully-sharded-loras",
    "headless",
    "multi-step-stream-outputs",
    "return-tokens-as-token-ids",
    "skip-mm-profiling",
    "skip-tokenizer-init",
    "trust-remote-code",
    "use-tqdm-on-load",
];

/// Whether an argument takes no value.
pub(crate) fn is_flag(argument: &str) -> bool {
    FLAGS.contains(&argument)
        || ["enable-", "disable-", "no-"]
            .iter()
            .any(|start| argument.starts_with(start))
}
