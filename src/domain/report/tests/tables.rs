//! The tables, and their values.
use super::*;
use crate::domain::kind;
use std::collections::BTreeSet;

#[test]
fn every_figure_of_the_briefing_has_its_value() {
    let whole = [
        ("accidents", 102),
        ("deaths", 79),
        ("plans_topic", 2),
        ("plans_special", 11),
        ("work_systems", 10),
        ("risk_points", 23_104),
        ("risk_points_major", 733),
        ("enforcement_visits", 10_298),
        ("enforcement_enterprises", 8_640),
        ("fines", 810_130_000),
        ("halted_enterprises", 200),
        ("closed_enterprises", 14),
        ("campaign_hazards", 46_000),
        ("campaign_supervised", 30),
        ("exposed_enterprises", 339),
        ("red_counties", 8),
        ("red_townships", 129),
        ("red_departments", 260),
        ("red_enterprises", 537),
        ("yellow", 94),
        ("accidents_listed", 3),
        ("city_leaders", 3),
        ("city_dams", 6),
        ("county_bodies", 20),
        ("county_leaders", 220),
        ("county_targets", 663),
        ("county_tailings_ponds", 62),
        ("county_reservoirs", 53),
        ("department_bodies", 19),
        ("department_leaders", 83),
        ("department_targets", 126),
    ];
    for (code, value) in whole {
        assert_eq!(read(code).value, Value::Whole(value), "{code}");
    }
    assert_eq!(read("accidents_change").value, Value::Tenths(-502));
    assert_eq!(read("deaths_change").value, Value::Tenths(-518));
    assert_eq!(read("coverage").value, Value::Tenths(126), "12.58 % is 12.6 %");
}

#[test]
fn numbers_are_printed_as_the_document_prints_them() {
    let shown = |code: &str| read(code).in_chinese();
    assert_eq!(shown("fines"), "810.13万元");
    assert_eq!(shown("campaign_hazards"), "4.6万条（46000条）");
    assert_eq!(shown("campaign_rectified"), "约4.6万条（45987条）");
    assert_eq!(shown("risk_points"), "23104处");
    assert_eq!(shown("accidents_change"), "-50.2%");
    assert_eq!((read("fines").number(), read("coverage").number()), ("810.13".into(), "12.6".into()));
    let many = |n: i64| {
        let figure = read("campaign_hazards").figure;
        Reading { figure, value: Value::Whole(n), period: ganzhou().period }.in_chinese()
    };
    assert_eq!([many(9_999), many(10_000), many(10_499)], ["9999条", "1万条（10000条）", "约1万条（10499条）"]);
}

#[test]
fn each_figure_says_which_period_it_speaks_of() {
    for (code, when) in [
        ("accidents", "2020-01-01..2020-09-30"),
        ("accidents_before", "2019-01-01..2019-09-30"),
        ("enforcement_visits", "2020-04-01..2020-09-30"),
        ("campaign_hazards", "2020-06-01..2020-08-31"),
        ("yellow", "2020H1"),
    ] {
        assert_eq!(read(code).period, period(when), "{code}");
    }
    let plain = evaluate(&BRIEFING, &Asked::about(period("2020Q3")), |_, _| 0);
    let over = |code: &str| plain.iter().find(|reading| reading.figure.code == code).unwrap().period;
    assert_eq!([over("enforcement_visits"), over("campaign_hazards")], [period("2020Q3"); 2]);
}

#[test]
fn nothing_is_compared_with_nothing() {
    let empty = evaluate(&BRIEFING, &ganzhou(), |_, _| 0);
    let of = |code: &str| *empty.iter().find(|reading| reading.figure.code == code).unwrap();
    for code in ["accidents_change", "deaths_change", "coverage"] {
        assert_eq!((of(code).value, of(code).number()), (Value::NotComparable, "—".into()), "{code}");
    }
}

#[test]
fn a_general_hazard_is_one_that_is_not_major() {
    let number = |term: &Term, _: Period| match term.measure {
        "hazard.found" => 200,
        "hazard.found_major" => 8,
        "hazard.rectified" => 150,
        "hazard.rectified_major" => 6,
        "hazard.open" => 50,
        "hazard.open_major" => 2,
        _ => 0,
    };
    let quarter = evaluate(&QUARTERLY, &Asked::about(period("2026Q3")), number);
    let told: Vec<_> = quarter.iter().map(Reading::number).collect();
    assert_eq!(told, ["192", "144", "75.0", "48", "8", "6", "75.0", "2", "0"]);
}

#[test]
fn every_term_counts_a_measure_that_some_kind_declares() {
    let declared: Vec<_> = kind::ALL.iter().flat_map(|kind| kind.measured()).map(|measured| measured.name).collect();
    for figure in TABLES.iter().flat_map(|table| table.figures()) {
        for (term, _) in figure.terms() {
            assert!(declared.contains(&term.measure), "{}: {}", figure.code, term.measure);
            assert!(term.nature == Nature::Flow || term.aggregate != Aggregate::Count, "a stock is no count of rows");
        }
    }
}

#[test]
fn derived_figures_name_whole_ones_of_their_own_report_and_codes_are_unique() {
    for table in TABLES {
        assert_eq!(find(table.code), Some(*table));
        let figures: Vec<_> = table.figures().collect();
        let whole = |code: &str| figures.iter().any(|figure| figure.code == code && !figure.terms().is_empty());
        let codes: BTreeSet<_> = figures.iter().map(|figure| figure.code).collect();
        assert_eq!(codes.len(), figures.len(), "{}", table.code);
        for figure in &figures {
            let (Formula::Difference(one, other)
            | Formula::Percent(one, other)
            | Formula::Change(one, other)
            | Formula::Ratio(one, other)) = figure.formula
            else {
                continue;
            };
            assert!(whole(one) && whole(other), "{}: {one}, {other}", figure.code);
        }
        for (zh, en) in figures.iter().flat_map(|figure| [figure.title, figure.definition]) {
            assert!(!zh.is_ascii() && en.is_ascii() && !en.is_empty(), "{zh} {en}");
        }
    }
}

#[test]
fn a_category_is_picked_by_its_words() {
    let any = Term::flow("hazard.found");
    let dams = any.of(&["city_leader,tailings_pond", "city_leader,reservoir"]);
    assert!(any.picks(None) && any.picks(Some("P2")));
    assert!(dams.picks(Some("city_leader,reservoir")) && dams.picks(Some("reservoir,x,city_leader")));
    assert!(!dams.picks(Some("county_leader,reservoir")) && !dams.picks(Some("city_leader")) && !dams.picks(None));
    assert!(any.of(&["P2"]).picks(Some("P1,P2")) && !any.of(&["P2"]).picks(Some("P22")));
}
