//! Keys and tokens in inputs. They are found and masked where texts enter, so that nothing can show them.

crate::domain::rule::rules! { Secrets:
    "no-issued-tokens" SecretInInput Error Stage("sources") "No input holds a token in the form that its issuer gives it: GitHub, GitLab, Slack, npm, Hugging Face, OpenAI, AWS, Google, Databricks, Entra ID, JSON web tokens";
    "no-azure-keys" SecretInInput Error Stage("sources") "No input holds a key of an Azure service, a connection string with one, or a shared access signature";
    "no-private-keys" SecretInInput Error Stage("sources") "No input holds a private key";
    "no-passwords" SecretInInput Error Stage("sources") "No input holds a value whose key calls it a password, secret, token or key, or an address with a password";
    "nothing-random" SecretInInput Error Stage("sources") "No input holds a long text that looks as if dice had made it";
}
