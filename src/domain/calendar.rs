//! China's working days: weekends, statutory holidays and the make-up days between them.
mod notices;

use super::Day;
use notices::{FIRST_YEAR, HOLIDAYS, LAST_NOTICED_YEAR, LAST_YEAR, MAKE_UP_DAYS};

/// How far a year's working days are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coverage {
    /// The State Council has published its notice: holidays, bridges and make-up days.
    Noticed,
    /// No notice yet: the days fixed by law and the weekends. What is made up is not known.
    StatutoryOnly,
    /// Outside of the data: weekends alone.
    WeekendsOnly,
}

/// How far the working days of a year are known.
pub fn coverage(year: i64) -> Coverage {
    match year {
        FIRST_YEAR..=LAST_NOTICED_YEAR => Coverage::Noticed,
        LAST_YEAR => Coverage::StatutoryOnly,
        _ => Coverage::WeekendsOnly,
    }
}

/// Whether the working days up to a day are known, at least those of the law. Later ones are counted
/// without holidays: whoever tells of them says so.
pub fn is_known_until(day: Day) -> bool {
    coverage(day.year()) != Coverage::WeekendsOnly
}

/// (year, month, day) as the tables write it: 20261001.
fn written(day: Day) -> u32 {
    let (year, month, day) = day.parts();
    u32::from(year.unsigned_abs()) * 10_000 + u32::from(month) * 100 + u32::from(day)
}

/// Whether offices work on this day.
pub fn is_working_day(day: Day) -> bool {
    let written = written(day);
    if MAKE_UP_DAYS.contains(&written) {
        return true;
    }
    let is_holiday = HOLIDAYS.iter().any(|(first, last)| (first..=last).contains(&&written));
    !is_holiday && !day.is_weekend()
}

/// The `n`-th working day after a day; the day itself for 0, whatever it is.
pub fn plus_working_days(day: Day, n: u32) -> Day {
    walk(day, n, 1)
}

/// The `n`-th working day before a day; the day itself for 0, whatever it is.
pub fn minus_working_days(day: Day, n: u32) -> Day {
    walk(day, n, -1)
}

fn walk(from: Day, n: u32, step: i64) -> Day {
    let mut day = from;
    let mut left = n;
    while left > 0 && day.plus_days(step) != day {
        day = day.plus_days(step);
        left -= u32::from(is_working_day(day));
    }
    day
}

/// Working days after `from`, up to and including `to`; negative where `to` lies before `from`.
pub fn working_days_between(from: Day, to: Day) -> i64 {
    if to < from {
        return -working_days_between(to, from);
    }
    let days = (1..=from.days_until(to)).filter(|n| is_working_day(from.plus_days(*n)));
    i64::try_from(days.count()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }
    fn rests(days: &[&str]) -> bool {
        days.iter().all(|text| !is_working_day(day(text)))
    }
    fn works(days: &[&str]) -> bool {
        days.iter().all(|text| is_working_day(day(text)))
    }

    #[test]
    fn national_day_and_mid_autumn_2020_are_eight_days_and_two_are_made_up() {
        assert!((1..=8).all(|n| rests(&[&format!("2020-10-{n:02}")])));
        assert!(works(&["2020-09-27", "2020-09-30", "2020-10-09", "2020-10-10"]));
        assert!(rests(&["2020-10-11"]));
    }

    #[test]
    fn spring_festival_2020_was_lengthened_by_the_epidemic() {
        assert!(rests(&["2020-01-24", "2020-01-30", "2020-01-31", "2020-02-01", "2020-02-02"]));
        assert!(works(&["2020-01-19", "2020-02-03"]), "1 February was no make-up day any more");
    }

    #[test]
    fn spring_festivals() {
        assert!(rests(&["2021-02-11", "2021-02-17", "2022-01-31", "2022-02-06", "2023-01-21", "2023-01-27"]));
        assert!(works(&["2021-02-07", "2021-02-20", "2022-01-29", "2022-01-30", "2023-01-28", "2023-01-29"]));
        assert!(rests(&["2024-02-10", "2024-02-17", "2025-01-28", "2025-02-04", "2026-02-15", "2026-02-23"]));
        assert!(works(&["2024-02-04", "2024-02-09", "2024-02-18", "2025-01-26", "2025-02-08", "2026-02-14"]));
        assert!(works(&["2026-02-28", "2026-02-24"]));
    }

    #[test]
    fn new_year_qingming_dragon_boat_and_mid_autumn() {
        assert!(rests(&["2022-12-31", "2023-01-02", "2024-01-01", "2025-01-01", "2026-01-02", "2026-01-03"]));
        assert!(rests(&["2022-04-05", "2023-04-05", "2024-04-06", "2023-06-22", "2024-06-10", "2025-06-02"]));
        assert!(rests(&["2021-09-21", "2024-09-17", "2026-09-25", "2023-09-29"]));
        assert!(works(&["2026-01-04", "2022-04-02", "2024-04-07", "2020-06-28", "2023-06-25", "2021-09-18"]));
        assert!(works(&["2024-09-14", "2026-09-20", "2023-04-04", "2023-04-06"]));
    }

    #[test]
    fn labour_days() {
        assert!(rests(&["2020-05-05", "2021-05-05", "2022-04-30", "2022-05-04", "2023-05-03", "2026-05-05"]));
        assert!(works(&["2020-04-26", "2020-05-09", "2021-04-25", "2021-05-08", "2022-04-24", "2022-05-07"]));
        assert!(works(&["2023-04-23", "2023-05-06", "2024-04-28", "2024-05-11", "2025-04-27", "2026-05-09"]));
    }

    #[test]
    fn a_year_without_notice_rests_on_the_days_of_the_law_and_makes_none_up() {
        assert!(rests(&["2027-01-01", "2027-02-05", "2027-02-08", "2027-04-05", "2027-06-09", "2027-09-15"]));
        assert!(works(&["2027-02-09", "2027-10-04"]), "bridges come with the notice");
        assert_eq!(coverage(2027), Coverage::StatutoryOnly);
        assert_eq!((coverage(2020), coverage(2026)), (Coverage::Noticed, Coverage::Noticed));
        assert_eq!((coverage(2019), coverage(2028)), (Coverage::WeekendsOnly, Coverage::WeekendsOnly));
    }

    #[test]
    fn the_tables_are_in_order_and_every_make_up_day_is_a_weekend_outside_of_the_holidays() {
        assert!(HOLIDAYS.iter().all(|(first, last)| first <= last));
        assert!(HOLIDAYS.windows(2).all(|pair| pair[0].1 < pair[1].0));
        assert!(MAKE_UP_DAYS.windows(2).all(|pair| pair[0] < pair[1]));
        for made_up in MAKE_UP_DAYS {
            let text = format!("{}-{:02}-{:02}", made_up / 10_000, made_up / 100 % 100, made_up % 100);
            assert!(day(&text).is_weekend(), "{text} is no weekend");
            assert!(!HOLIDAYS.iter().any(|(first, last)| (first..=last).contains(&made_up)), "{text} is a holiday");
        }
    }

    #[test]
    fn each_year_has_as_many_working_days_as_the_law_leaves() {
        let within =
            |year: i64| working_days_between(day(&format!("{}-12-31", year - 1)), day(&format!("{year}-12-31")));
        // Weekdays of the year less the days of the law: 11 until 2024, 13 since 2025. In 2020 two
        // more days of an epidemic; in 2021 to 2024 the notices moved days, but gave none.
        let known = [(2020, 249), (2021, 250), (2022, 249), (2023, 249), (2024, 251), (2025, 248), (2026, 248)];
        for (year, days) in known {
            assert_eq!(within(year), days, "{year}");
        }
    }

    #[test]
    fn working_days_are_counted_over_holidays() {
        assert_eq!(plus_working_days(day("2020-09-30"), 1), day("2020-10-09"));
        assert_eq!(plus_working_days(day("2020-09-30"), 2), day("2020-10-10"));
        assert_eq!(minus_working_days(day("2020-10-09"), 1), day("2020-09-30"));
        assert_eq!(minus_working_days(day("2026-02-24"), 3), day("2026-02-12"));
        assert_eq!(working_days_between(day("2020-09-30"), day("2020-10-10")), 2);
        assert_eq!(working_days_between(day("2020-10-10"), day("2020-09-30")), -2);
        assert_eq!(plus_working_days(day("2020-10-01"), 0), day("2020-10-01"));
    }

    proptest! {
        #[test]
        fn adding_and_counting_agree(start in 0i64..2900, n in 0u32..60) {
            let from = day("2020-01-01").plus_days(start);
            let to = plus_working_days(from, n);
            prop_assert_eq!(working_days_between(from, to), i64::from(n));
            prop_assert!(n == 0 || is_working_day(to));
            prop_assert!(n == 0 || minus_working_days(to, n) <= from || !is_working_day(from));
        }
    }
}
