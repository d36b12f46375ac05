//! Indicators: formulas that the ledgers can count, targets and readings in their regions.
use super::*;
use crate::domain::RegionId;

pub const INDICATOR: u128 = 301;

pub fn term(measure: &str, aggregate: &str) -> Value {
    json!({"measure": measure, "aggregate": aggregate})
}
pub fn indicator(n: u128, unit: &str, formula: Value) -> Value {
    let body = json!({
        "id": id::<()>(n), "title": "完成率", "definition": "完成数比总数", "unit": unit, "tier": "township",
        "aim": "at_least",
    });
    if formula.is_null() { body } else { with(body, json!({"formula": formula})) }
}
fn ratio() -> Value {
    json!({
        "numerator": term("program.tasks_done", "sum"), "denominator": term("program.tasks", "sum"),
        "period": "to_date",
    })
}
fn with_indicator() -> Desk {
    let mut desk = adopted();
    desk.does(&second(), "add_indicator", indicator(INDICATOR, "percent", ratio())).unwrap();
    desk
}
fn reading(value: i64, on: &str) -> Value {
    json!({"indicator": id::<()>(INDICATOR), "value": value, "on": on, "source": "月报"})
}
fn target(value: i64, by_on: &str) -> Value {
    json!({"indicator": id::<()>(INDICATOR), "region": "360702101000", "value": value, "by_on": by_on})
}

#[test]
fn a_formula_names_measures_that_kinds_declare_and_a_unit_that_fits() {
    let add = |unit: &str, formula: Value| adopted().does(&second(), "add_indicator", indicator(1, unit, formula));
    assert!(add("percent", ratio()).is_ok() && add("number", Value::Null).is_ok());
    let unheard = with(ratio(), json!({"numerator": term("unicorn.horns", "sum")}));
    assert_eq!(why(add("percent", unheard)), invalid("formula/numerator/measure"));
    let below = with(ratio(), json!({"denominator": term("program.unicorns", "count")}));
    assert_eq!(why(add("percent", below)), invalid("formula/denominator/measure"));
    assert_eq!(why(add("number", ratio())), invalid("unit"));
    let alone = json!({"numerator": term("program.plans", "distinct_subjects"), "period": "to_date"});
    assert!(add("number", alone.clone()).is_ok());
    assert_eq!(why(add("percent", alone.clone())), invalid("unit"));
    assert_eq!(why(add("fen", alone.clone())), invalid("unit"), "plans are no money");
    assert_eq!(why(add("number", with(alone, json!({"period": "fortnight"})))), invalid("formula/period"));
    let sql = with(ratio(), json!({"numerator": with(term("program.tasks", "sum"), json!({"sql": "1"}))}));
    assert_eq!(why(add("percent", sql)), invalid("formula/numerator/sql"));
    let mut desk = with_indicator();
    assert_eq!(why(desk.does(&second(), "add_indicator", indicator(INDICATOR, "number", Value::Null))), invalid("id"));
}

#[test]
fn targets_and_readings_lie_in_the_programme_s_days_and_regions() {
    let mut desk = with_indicator();
    let foreign = with(target(900, "2026-12-31"), json!({"region": "110101001000"}));
    assert_eq!(why(desk.does(&second(), "set_target", foreign)), invalid("region"));
    assert_eq!(why(desk.does(&second(), "set_target", target(1, "2029-01-01"))), invalid("by_on"));
    assert_eq!(why(desk.does(&second(), "read_indicator", reading(1, "2026-11-24"))), invalid("on"));
    assert_eq!(why(desk.does(&second(), "read_indicator", reading(1, "2025-12-31"))), invalid("on"));
    let unknown = with(reading(1, TODAY), json!({"indicator": id::<()>(77)}));
    assert_eq!(why(desk.does(&second(), "read_indicator", unknown)), invalid("indicator"));
    desk.does(&second(), "withdraw_indicator", json!({"indicator": id::<()>(INDICATOR), "reason": "重复"})).unwrap();
    assert_eq!(why(desk.does(&second(), "read_indicator", reading(1, TODAY))), refused_as(Code::IllegalState));
}

#[test]
fn a_target_is_the_next_that_is_due_and_replaced_by_one_of_the_same_day() {
    let mut desk = with_indicator();
    for (value, by_on) in [(1, "2026-12-31"), (3, "2027-12-31"), (2, "2026-12-31")] {
        desk.does(&second(), "set_target", target(value, by_on)).unwrap();
    }
    let program = program(&desk);
    let value = |on: &str| program.target(id(INDICATOR), RegionId(360702101000), day(on)).map(|target| target.value);
    assert_eq!(program.targets.len(), 2);
    assert_eq!([value("2026-06-01"), value("2026-12-31"), value("2027-01-01")], [Some(2), Some(2), Some(3)]);
    assert_eq!(value("2028-12-31"), Some(3), "the last one that was due");
    assert!(program.target(id(INDICATOR), RegionId(360702100000), day(TODAY)).is_none());
}

#[test]
fn of_two_readings_of_a_day_the_later_one_counts_whichever_arrives_first() {
    let mut desk = with_indicator();
    desk.does(&second(), "read_indicator", reading(7, "2026-11-20")).unwrap();
    desk.does(&second(), "read_indicator", reading(9, "2026-11-22")).unwrap();
    desk.at = desk.at.plus_seconds(-3600);
    desk.does(&second(), "read_indicator", reading(8, "2026-11-22")).unwrap();
    let program = program(&desk);
    let value = |on: &str| program.reading(id(INDICATOR), RegionId(360702100000), day(on)).map(|one| one.value);
    assert_eq!([value("2026-11-19"), value("2026-11-21"), value(TODAY)], [None, Some(7), Some(9)]);
}

#[test]
fn who_leads_the_plan_of_an_indicator_reads_it_too() {
    let mut desk = adopted();
    desk.does(&second(), "add_indicator", indicator(302, "number", Value::Null)).unwrap();
    let body = with(indicator(INDICATOR, "number", Value::Null), json!({"plan": id::<()>(TOPIC)}));
    desk.does(&second(), "add_indicator", body).unwrap();
    assert!(desk.does(&fire_department(), "read_indicator", reading(1, TODAY)).is_ok());
    let other = with(reading(1, TODAY), json!({"indicator": id::<()>(302)}));
    assert_eq!(why(desk.does(&fire_department(), "read_indicator", other)), refused_at(Code::Forbidden, "indicator"));
}

#[test]
fn a_value_is_rounded_half_up_and_there_is_none_of_nothing() {
    use IndicatorUnit::*;
    assert_eq!(Number.value(23_104, None), Some(23_104));
    assert_eq!([Percent.value(1, Some(3)), Percent.value(2, Some(3))], [Some(333), Some(667)]);
    assert_eq!([Percent.value(1, Some(16)), Percent.value(-1, Some(16))], [Some(63), Some(-62)], "half-up");
    assert_eq!(Hundredths.value(1, Some(8)), Some(13));
    assert_eq!([Percent.value(1, Some(0)), Percent.value(1, None), Percent.value(1, Some(-1))], [None; 3]);
    assert_eq!(Percent.value(i64::MAX, Some(i64::MAX)), Some(1000));
    assert!(IndicatorAim::AtLeast.is_met(2, 2) && !IndicatorAim::AtLeast.is_met(1, 2));
    assert!(IndicatorAim::AtMost.is_met(2, 2) && !IndicatorAim::AtMost.is_met(3, 2));
}

#[test]
fn a_period_ends_on_the_day_that_is_asked_for() {
    let from =
        |period: FormulaPeriod, on: &str| period.up_to(day(on), day("2026-04-01")).from_on.map(|day| day.to_string());
    assert_eq!(from(FormulaPeriod::ToDate, TODAY), None);
    assert_eq!(from(FormulaPeriod::SinceStart, TODAY).as_deref(), Some("2026-04-01"));
    assert_eq!(from(FormulaPeriod::Month, "2026-03-31").as_deref(), Some("2026-03-01"));
    assert_eq!(from(FormulaPeriod::Quarter, "2026-03-31").as_deref(), Some("2026-01-01"));
    assert_eq!(from(FormulaPeriod::Quarter, "2026-11-30").as_deref(), Some("2026-10-01"));
    assert_eq!(from(FormulaPeriod::Year, "2026-12-31").as_deref(), Some("2026-01-01"));
}
