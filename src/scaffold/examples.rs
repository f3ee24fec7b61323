//! Whole repositories to begin with, by name: fixed files out of `templates/examples`.

/// One example.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// By which it is asked for.
    pub name: &'static str,
    /// Its files: path in the repository, and text.
    pub files: &'static [(&'static str, &'static str)],
}

macro_rules! example {
    ($name:literal: $($path:literal)*) => {
        Example {
            name: $name,
            files: &[$(($path, include_str!(concat!("../../templates/examples/", $name, "/", $path))),)*],
        }
    };
}

/// Every example.
pub const EXAMPLES: &[Example] = &[example! { "chat":
    "catalog/environments/dev.yaml"
    "catalog/environments/prod.yaml"
    "catalog/environments/sit.yaml"
    "catalog/environments/uat.yaml"
    "catalog/models.yaml"
    "catalog/platform.yaml"
    "teams/beta/access.yaml"
    "teams/beta/apps/chat/app.yaml"
    "teams/beta/apps/chat/dev.yaml"
    "teams/beta/apps/chat/prod.yaml"
    "teams/beta/apps/chat/sit.yaml"
    "teams/beta/apps/chat/uat.yaml"
}];

/// The example of a name.
pub fn example(name: &str) -> Option<&'static Example> {
    EXAMPLES.iter().find(|example| example.name == name)
}
