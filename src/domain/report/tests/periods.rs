//! Periods: how they are written, said, and moved by a year.
use super::*;
use proptest::prelude::*;

#[test]
fn a_period_is_written_as_short_as_it_can_be() {
    for text in ["2026-09", "2026Q3", "2026H1", "2026H2", "2026", "2020-01-01..2020-09-30", "2026-02-03..2026-02-03"] {
        assert_eq!(period(text).to_string(), text);
    }
    assert_eq!(period("2026-01-01..2026-12-31").to_string(), "2026");
    assert_eq!(period("2026-10-01..2026-12-31"), period("2026Q4"));
    for wrong in
        ["", "26", "2026Q5", "2026Q0", "2026H3", "2026-13", "2026-1", "2026-00", "+026", "2026-02-02..2026-02-01"]
    {
        assert!(wrong.parse::<Period>().is_err(), "{wrong}");
    }
}

#[test]
fn a_period_ends_with_the_last_day_of_shanghai() {
    let february = period("2024-02");
    assert_eq!((february.first_on(), february.last_on()), (day("2024-02-01"), day("2024-02-29")));
    assert!(february.contains(day("2024-02-29")) && !february.contains(day("2024-03-01")));
}

#[test]
fn the_same_months_a_year_before_are_whole_months_too() {
    for (now, before) in [
        ("2020-01-01..2020-09-30", "2019-01-01..2019-09-30"),
        ("2024-02", "2023-02"),
        ("2025-02", "2024-02"),
        ("2026Q1", "2025Q1"),
        ("2026-03-05..2026-03-20", "2025-03-05..2025-03-20"),
    ] {
        assert_eq!(period(now).year_before(), period(before), "{now}");
    }
}

#[test]
fn the_last_half_year_is_over() {
    for (asked, half) in [
        ("2020-01-01..2020-09-30", "2020H1"),
        ("2020H1", "2020H1"),
        ("2020", "2020H2"),
        ("2020-01-01..2020-12-30", "2020H1"),
        ("2020-06-01..2020-06-29", "2019H2"),
    ] {
        assert_eq!(period(asked).last_half_year(), period(half), "{asked}");
    }
}

#[test]
fn a_period_is_said_as_documents_say_it() {
    for (text, said) in [
        ("2020-01-01..2020-09-30", "2020年1-9月"),
        ("2020H1", "2020年上半年"),
        ("2020Q3", "2020年第三季度"),
        ("2020-09", "2020年9月"),
        ("2020", "2020年"),
        ("2020-01-05..2020-09-30", "2020年1月5日至2020年9月30日"),
        ("2019-12-01..2020-01-31", "2019年12月1日至2020年1月31日"),
    ] {
        assert_eq!(period(text).in_chinese(), said);
    }
}

proptest! {
    #[test]
    fn every_period_is_read_back(from in 0_i64..40_000, days in 0_i64..1_000) {
        let first_on = day("1990-01-01").plus_days(from);
        let one = Period::new(first_on, first_on.plus_days(days)).unwrap();
        prop_assert_eq!(one.to_string().parse::<Period>(), Ok(one));
        prop_assert!(one.year_before().first_on() <= one.year_before().last_on());
        prop_assert!(one.last_half_year().last_on() <= one.last_on());
    }
}
