//! Lists in sentences, which a reader takes in only while they are short.

/// The first `most` parts, and how many more there are: `a, b and 3 more`.
pub fn join_truncated(parts: impl ExactSizeIterator<Item = String>, most: usize) -> String {
    let rest = parts.len().saturating_sub(most);
    let shown: Vec<String> = parts.take(most).collect();
    match rest {
        0 => shown.join(", "),
        rest => format!("{} and {rest} more", shown.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_counted() {
        let of = |count: usize| join_truncated((0..count).map(|at| at.to_string()), 3);
        assert_eq!(of(0), "");
        assert_eq!(of(1), "0");
        assert_eq!(of(3), "0, 1, 2");
        assert_eq!(of(4), "0, 1, 2 and 1 more");
        assert_eq!(of(9), "0, 1, 2 and 6 more");
    }
}
