//! Figures in words, the same in all forms: `1,234,567`, `4.1 KiB`, `1.25×`.

use super::view::{Grant, Quota};
use crate::domain::consumers::model::Period;

/// A whole number with its thousands apart.
pub(super) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Bytes in KiB, to a tenth, rounded up so that nothing looks like it fits which does not.
pub(super) fn kib(bytes: u64) -> String {
    let tenths = (u128::from(bytes) * 10).div_ceil(1024);
    if tenths.is_multiple_of(10) {
        format!("{} KiB", tenths / 10)
    } else {
        format!("{}.{} KiB", tenths / 10, tenths % 10)
    }
}

/// A part of a whole, in hundredths, rounded half up; whole numbers only, so that it is the same everywhere.
pub(super) fn hundredths(part: u64, whole: u64) -> u128 {
    let whole = u128::from(whole.max(1));
    (u128::from(part) * 100 + whole / 2) / whole
}

/// A part of a whole as a factor: `1.25×`.
pub(super) fn times(part: u64, whole: u64) -> String {
    let hundredths = hundredths(part, whole);
    format!("{}.{:02}\u{d7}", hundredths / 100, hundredths % 100)
}

/// A quota: `500,000 per day`.
pub(super) fn quota(quota: Option<Quota>) -> String {
    quota.map_or_else(
        || "no quota".to_owned(),
        |quota| format!("{} per {}", thousands(quota.tokens), unit(quota.period)),
    )
}

/// What limits a grant besides tokens per minute and a quota, as the end of a sentence: `, 60 calls per minute`.
pub(super) fn more_limits(grant: &Grant) -> String {
    let number = |number: Option<u64>, behind: &str| {
        number.map(|number| format!(", {} {behind}", thousands(number)))
    };
    let parts = [
        number(grant.calls_per_minute, "calls per minute"),
        number(grant.concurrency, "at the same time"),
        number(grant.max_output_tokens, "tokens of output"),
        (!grant.estimate_prompts).then(|| ", prompts not estimated".to_owned()),
    ];
    parts.into_iter().flatten().collect()
}

/// Every period, in the order of its length.
pub(super) const PERIODS: [Period; 5] = [
    Period::Hourly,
    Period::Daily,
    Period::Weekly,
    Period::Monthly,
    Period::Yearly,
];

/// What a period is one of.
pub(super) fn unit(period: &str) -> &'static str {
    match PERIODS.into_iter().find(|known| known.name() == period) {
        Some(Period::Hourly) => "hour",
        Some(Period::Weekly) => "week",
        Some(Period::Monthly) => "month",
        Some(Period::Yearly) => "year",
        Some(Period::Daily) | None => "day",
    }
}

/// An amount of money, to whole units: estimates are no bills.
pub(super) fn money(amount: f64) -> String {
    let whole = format!("{:.0}", amount.max(0.0));
    whole.parse().map_or(whole, thousands)
}

/// A number for arithmetic whose result is rounded.
#[expect(
    clippy::cast_precision_loss,
    reason = "what comes of it is rounded to far fewer digits than are lost"
)]
pub(super) fn as_f64(number: u128) -> f64 {
    number as f64
}

/// Rounded to hundredths.
pub(super) fn rounded(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

/// A count in another width. Nothing that is counted here comes near the bounds of either.
pub(super) fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_read_well() {
        let all = [0, 999, 1_000, 12_345, 1_234_567, u64::MAX].map(thousands);
        assert_eq!(
            all,
            [
                "0",
                "999",
                "1,000",
                "12,345",
                "1,234,567",
                "18,446,744,073,709,551,615"
            ]
        );
        assert_eq!(
            [0, 1, 1024, 4_300, 262_144].map(kib),
            ["0 KiB", "0.1 KiB", "1 KiB", "4.2 KiB", "256 KiB"]
        );
        assert_eq!(
            [(0, 0), (5, 4), (1, 3), (u64::MAX, 1)].map(|(part, whole)| times(part, whole)),
            [
                "0.00\u{d7}",
                "1.25\u{d7}",
                "0.33\u{d7}",
                "18446744073709551615.00\u{d7}"
            ]
        );
        let monthly = Quota {
            tokens: 30_000_000,
            period: Period::Monthly.name(),
        };
        assert_eq!(quota(Some(monthly)), "30,000,000 per month");
        assert_eq!(quota(None), "no quota");
    }
}
