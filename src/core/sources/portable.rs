//! Names of files that every system can check out. What Windows refuses stops `git checkout` of the whole repository there.
//!
//! Source: Microsoft Learn, Naming Files, Paths, and Namespaces (read 2026-11-30).

/// Names that Windows keeps for devices, whatever end follows.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul", "conin$", "conout$"];
/// Devices that are numbered.
const NUMBERED: &[&str] = &["com", "lpt"];
/// Signs that no name on Windows has, control characters aside.
const REFUSED: &[char] = &['<', '>', ':', '"', '|', '?', '*', '\\'];

/// Whether a name stands for a device on Windows.
pub fn is_device(name: &str) -> bool {
    let name = name
        .split('.')
        .next()
        .unwrap_or(name)
        .trim_end()
        .to_lowercase();
    let numbered = |kind: &&str| {
        let mut rest = name.strip_prefix(*kind).unwrap_or_default().chars();
        let digit = |c: char| c.is_ascii_digit() || matches!(c, '\u{b9}' | '\u{b2}' | '\u{b3}');
        rest.next().is_some_and(digit) && rest.next().is_none()
    };
    DEVICES.contains(&name.as_str()) || NUMBERED.iter().any(numbered)
}

/// Why Windows refuses a name; nothing if it takes it.
pub fn refused(name: &str) -> Option<&'static str> {
    if is_device(name) {
        Some("Windows keeps this name for a device")
    } else if name.ends_with(['.', ' ']) {
        Some("Windows refuses a name that ends with a dot or a space")
    } else if name.contains(|c: char| c.is_control() || REFUSED.contains(&c)) {
        Some("Windows refuses a sign in this name")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_dots_spaces_and_signs_are_refused() {
        for name in [
            "con",
            "NUL.yaml",
            "com1",
            "lpt9.tar.gz",
            "aux .x",
            "COM\u{b9}",
            "a.",
            "a ",
            "a:b",
            "a\tb",
            "*",
        ] {
            assert!(refused(name).is_some(), "{name:?}");
        }
        for name in [
            "console",
            "com",
            "com10",
            "nulls.yaml",
            "a.con",
            "lpt",
            "größte modelle.yaml",
            ".gitkeep",
        ] {
            assert_eq!(refused(name), None, "{name:?}");
        }
    }
}
