//! Moments and the calendar periods that quotas are counted in, all in UTC.

use crate::domain::consumers::model::Period;

/// A moment, in milliseconds since 1970.
pub type Moment = i64;

const DAY: i64 = 86_400_000;

/// The first moment of the period that a moment lies in, and of the next one.
pub fn window(period: Period, now: Moment) -> (Moment, Moment) {
    let day = now.div_euclid(DAY);
    let (year, month) = year_and_month(day);
    match period {
        Period::Hourly => {
            let start = now.div_euclid(3_600_000) * 3_600_000;
            (start, start + 3_600_000)
        }
        Period::Daily => (day * DAY, (day + 1) * DAY),
        // 1970 began on a Thursday; weeks begin on Monday.
        Period::Weekly => {
            let monday = day - (day + 3).rem_euclid(7);
            (monday * DAY, (monday + 7) * DAY)
        }
        Period::Monthly => {
            let (next_year, next) = if month == 12 {
                (year + 1, 1)
            } else {
                (year, month + 1)
            };
            (
                first_day(year, month) * DAY,
                first_day(next_year, next) * DAY,
            )
        }
        Period::Yearly => (first_day(year, 1) * DAY, first_day(year + 1, 1) * DAY),
    }
}

/// Days from 1970 to the first of a month (after Howard Hinnant, "chrono-compatible low-level date algorithms").
fn first_day(year: i64, month: i64) -> i64 {
    date_to_day(year, month, 1)
}

/// Days from 1970 to a date of the Gregorian calendar.
pub fn date_to_day(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let from_march = (month + 9) % 12;
    let day_of_year = (153 * from_march + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The year and month of a day counted from 1970.
fn year_and_month(day: i64) -> (i64, i64) {
    let (year, month, _) = day_to_date(day);
    (year, month)
}

/// The date of a day counted from 1970.
pub fn day_to_date(day: i64) -> (i64, i64, i64) {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let month = if from_march < 10 {
        from_march + 3
    } else {
        from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day_of_year - (153 * from_march + 2) / 5 + 1)
}
