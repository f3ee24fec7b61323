//! Models that Foundry serves: their versions, where each stands in its life, when it ends, and how a model is called.

use serde::Deserialize;

use super::{Day, model_version_file};

/// Where a version stands in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub enum Stage {
    /// No source says.
    #[default]
    Unknown,
    /// Not finished; may end at short notice.
    Preview,
    /// In general use.
    #[serde(rename = "GA")]
    Current,
    /// Followed by a better one.
    Legacy,
    /// Closed to new deployments.
    Deprecated,
    /// Answers errors only.
    Retired,
}

impl Stage {
    /// Its word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unknown => "",
            Self::Preview => "Preview",
            Self::Current => "GA",
            Self::Legacy => "Legacy",
            Self::Deprecated => "Deprecated",
            Self::Retired => "Retired",
        }
    }
}

/// One version of a model.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ModelVersion {
    /// The publisher's name of the model.
    pub name: String,
    /// The version; none where no source names one, and then this is about every version that has no line of its own.
    #[serde(default)]
    pub version: Option<String>,
    /// The publisher, as a deployment names it.
    #[serde(default = "openai")]
    pub format: String,
    /// Where it stands.
    #[serde(default)]
    pub stage: Stage,
    /// The day on which it ends, where one is set.
    #[serde(default)]
    pub retires: Option<Day>,
    /// The model that Microsoft names in its place.
    #[serde(default)]
    pub replacement: Option<String>,
    /// What it can be called for, where a repository says so; else its family does.
    #[serde(default)]
    pub capabilities: Option<Vec<Capability>>,
}

fn openai() -> String {
    "OpenAI".to_owned()
}

impl ModelVersion {
    /// Whether it has ended by a day. The day of a preview is often moved, or another stage follows, so it has ended only
    /// where the schedule says so.
    pub fn has_ended_by(&self, today: Day) -> bool {
        let passed = self.retires.is_some_and(|day| day <= today);
        self.stage == Stage::Retired || passed && self.stage != Stage::Preview
    }
}

/// What a model can be called for. Only the first four pass the gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Capability {
    /// Chat Completions.
    Chat,
    /// Completions of a plain text.
    Completions,
    /// Embeddings.
    Embeddings,
    /// The Responses API.
    Responses,
    /// Speech to text, text to speech, audio chat.
    Audio,
    /// Making images.
    Images,
    /// Anthropic's Messages API.
    Messages,
    /// Reading documents.
    Ocr,
    /// Sessions over web sockets.
    Realtime,
    /// Ordering texts by a question.
    Rerank,
    /// Making videos.
    Video,
}

impl Capability {
    /// What it is for, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Chat => "chat completions",
            Self::Completions => "completions of a plain text",
            Self::Embeddings => "embeddings",
            Self::Responses => "responses",
            Self::Audio => "speech and transcriptions",
            Self::Images => "images",
            Self::Messages => "Anthropic's Messages API",
            Self::Ocr => "reading documents",
            Self::Realtime => "realtime sessions",
            Self::Rerank => "ranking texts",
            Self::Video => "videos",
        }
    }
}

/// Models that are called alike.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// Names, in which `*` stands for any characters.
    names: String,
    /// The publisher, if only its models are meant.
    #[serde(default)]
    format: Option<String>,
    /// What they can be called for; none if only a service of their own calls them.
    capabilities: Vec<Capability>,
}

/// What the family of a model can be called for, known or not: the families end with one that fits every name.
pub fn capabilities_of_family(name: &str, format: &str) -> &'static [Capability] {
    family(name, format).map_or(&[], |family| &family.capabilities)
}

/// Whether there is a family of such names, and not only the one that fits every name.
pub fn has_family(name: &str, format: &str) -> bool {
    family(name, format).is_some_and(|family| family.names != "*")
}

fn family(name: &str, format: &str) -> Option<&'static Family> {
    let name = name.to_ascii_lowercase();
    let families = model_version_file().families.iter();
    let mut of_format =
        families.filter(|family| family.format.as_deref().is_none_or(|of| of == format));
    of_format.find(|family| fits(&family.names, &name))
}

/// Whether a name fits a pattern with stars.
fn fits(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((head, rest)) => name.strip_prefix(head).is_some_and(|name| {
            let mut ends = name.char_indices().map(|(at, _)| at).chain([name.len()]);
            ends.any(|at| name.get(at..).is_some_and(|name| fits(rest, name)))
        }),
    }
}

/// When and where this was read.
pub fn about() -> &'static super::About {
    &model_version_file().about
}

#[cfg(test)]
mod tests {
    use super::super::Facts;
    use super::*;

    #[test]
    fn models_are_called_as_their_family_is() {
        use Capability::{Audio, Chat, Embeddings, Images, Realtime, Rerank, Responses, Video};
        for (name, format, expected) in [
            ("gpt-5.2", "OpenAI", &[Chat, Responses][..]),
            ("gpt-9", "OpenAI", &[Chat, Responses]),
            ("o3-pro", "OpenAI", &[Responses]),
            ("gpt-5-Codex", "OpenAI", &[Responses]),
            ("gpt-5.4-pro", "OpenAI", &[Responses]),
            ("o3-deep-research", "OpenAI", &[]),
            ("text-embedding-3-large", "OpenAI", &[Embeddings]),
            ("DeepSeek-V4-Pro", "DeepSeek", &[Chat]),
            ("whisper", "OpenAI", &[Audio]),
            ("gpt-4o-transcribe", "OpenAI", &[Audio]),
            ("gpt-audio-mini", "OpenAI", &[Chat, Audio]),
            ("o1-pro", "OpenAI", &[Responses]),
            ("codex-mini", "OpenAI", &[Responses]),
            ("tts-hd", "OpenAI", &[Audio]),
            ("gpt-image-1.5", "OpenAI", &[Images]),
            ("sora-2", "OpenAI", &[Video]),
            ("Cohere-rerank-v4.0-pro", "Cohere", &[Rerank]),
            ("gpt-live-transcribe", "OpenAI", &[Realtime]),
            ("gpt-realtime", "OpenAI", &[Realtime]),
            ("dall-e-3", "OpenAI", &[Images]),
            ("sora", "OpenAI", &[Video]),
        ] {
            assert_eq!(capabilities_of_family(name, format), expected, "{name}");
        }
    }

    #[test]
    fn the_day_of_a_preview_is_not_its_end() {
        let day = "2027-06-30".parse().unwrap();
        let facts = Facts::embedded();
        let preview = facts.model("gpt-realtime-2.1", "2026-07-07").unwrap();
        assert!(preview.retires.unwrap() < day && !preview.has_ended_by(day));
        assert!(
            facts
                .model("gpt-4.1", "2025-04-14")
                .unwrap()
                .has_ended_by(day)
        );
    }

    #[test]
    fn stars_stand_for_any_characters() {
        for (pattern, name, expected) in [
            ("o*-pro", "o3-pro", true),
            ("o*-pro", "o3-pro-x", false),
            ("*embed*", "text-embedding-3", true),
            ("*", "", true),
            ("a*b*c", "aXbYbc", true),
            ("o1", "o1-pro", false),
        ] {
            assert_eq!(fits(pattern, name), expected, "{pattern} {name}");
        }
    }
}
