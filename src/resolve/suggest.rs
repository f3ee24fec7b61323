//! Did-you-mean.

/// How many valid names a finding lists.
const SHOWN: usize = 8;

/// The known name most like a given one, if any is much like it.
pub(crate) fn nearest<'a>(
    given: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let lowered = given.to_ascii_lowercase();
    known
        .into_iter()
        .map(|name| {
            (
                strsim::jaro_winkler(&lowered, &name.to_ascii_lowercase()),
                name,
            )
        })
        .filter(|(likeness, _)| *likeness >= 0.86)
        .max_by(|(a, first), (b, second)| a.total_cmp(b).then_with(|| second.cmp(first)))
        .map(|(_, name)| name)
}

/// What to do about an unknown name: the one most like it, else the valid ones as far as they fit.
pub(crate) fn help(given: &str, known: &[&str], kind: &str) -> String {
    match nearest(given, known.iter().copied()) {
        Some(near) => format!("write `{near}` if that is meant"),
        None if known.is_empty() => format!("there is no {kind} yet"),
        None => one_of(known),
    }
}

/// The valid names, as far as they fit.
pub(crate) fn one_of(known: &[&str]) -> String {
    let shown: Vec<&str> = known.iter().take(SHOWN).copied().collect();
    let more = match known.len().saturating_sub(SHOWN) {
        0 => String::new(),
        rest => format!(" and {rest} more"),
    };
    format!("use one of: {}{more}", shown.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_suggested_and_far_ones_listed() {
        assert_eq!(nearest("gpt-41", ["gpt-4.1", "gpt-5.2"]), Some("gpt-4.1"));
        assert_eq!(nearest("zzz", ["gpt-4.1"]), None);
        assert_eq!(help("zzz", &["a", "b"], "model"), "use one of: a, b");
        assert_eq!(help("zzz", &[], "model"), "there is no model yet");
    }
}
