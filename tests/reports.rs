//! Reports over HTTP: what they count, for whom, compared with what, and in which form.
mod documents;

use crate::support::{Answer, TestApp, each_database, people};
use crate::sync::{COUNTY, HOME, NEIGHBOUR, phone_of, unit, verdicts};
use hazard_ledger::domain::outcome::Verdict;
use hazard_ledger::domain::{Instant, OrganisationId, RecordId};
use hazard_ledger::phone::{Draft, Phone};
use serde_json::{Value, json};

const CITY: &str = "360700000000";

fn at(day: &str) -> Instant {
    format!("{day}T10:00:00+08:00").parse().unwrap()
}

/// Two mills with three hazards of the spring of 2020, and one of the spring before; the neighbouring unit
/// has one of 2020. One of the first three was closed on the spot in April.
struct Town {
    county: people::Phone,
    textile: OrganisationId,
    bakery: OrganisationId,
}

struct Pen<'a>(&'a mut Phone);

impl Pen<'_> {
    fn make(&mut self, kind: &str, act: &str, ledger: &str, day: &str, body: Value) -> RecordId {
        let record = RecordId::new();
        let ledger = unit(ledger);
        self.0.act(at(day), Draft { kind, act, record, ledger: Some(&ledger), base: None, body }).unwrap();
        record
    }
    fn mill(&mut self, ledger: &str, sector: &str) -> OrganisationId {
        let body = json!({"name": "厂", "uscc_is_missing": true, "sector": sector});
        self.make("enterprise", "register", ledger, "2018-01-01", body).cast()
    }
    fn hazard(&mut self, ledger: &str, mill: OrganisationId, day: &str) -> RecordId {
        let body = json!({
            "category": ["P2"], "description": "线路老化", "found_at": at(day), "source": "daily", "enterprise": mill,
        });
        self.make("hazard", "report", ledger, day, body)
    }
    fn fix(&mut self, hazard: RecordId, day: &str) {
        let photo = |role: &str| {
            json!({
                "id": RecordId::new(), "sha256": "0".repeat(64), "size": 9, "media_type": "image/jpeg", "role": role,
            })
        };
        let body = json!({
            "fixer": "李四", "measures": "换线", "opinion": "合格", "photos": [photo("before"), photo("after")],
        });
        let base = self.0.base(hazard);
        let draft = Draft { kind: "hazard", act: "fix_on_spot", record: hazard, ledger: None, base, body };
        self.0.act(at(day), draft).unwrap();
    }
}

impl Town {
    fn set(app: &TestApp) -> Self {
        let county = app.officer_of(COUNTY);
        let mut phone = phone_of(app, &county);
        let mut pen = Pen(&mut phone);
        let (textile, bakery) = (pen.mill(HOME, "fire"), pen.mill(HOME, "commerce"));
        let far = pen.mill(NEIGHBOUR, "fire");
        let first = pen.hazard(HOME, textile, "2020-03-02");
        pen.hazard(HOME, textile, "2020-05-02");
        pen.hazard(HOME, bakery, "2020-06-30");
        pen.hazard(HOME, bakery, "2019-06-30");
        pen.hazard(NEIGHBOUR, far, "2020-01-01");
        pen.fix(first, "2020-04-07");
        assert!(verdicts(&phone.push().unwrap()).iter().all(|verdict| *verdict == Verdict::Applied));
        Self { county, textile, bakery }
    }
}

fn ask(app: &TestApp, who: &people::Phone, query: &str) -> Answer {
    app.get(&format!("/v1/reports/{query}"), &who.token)
}

fn figure<'a>(report: &'a Value, code: &str) -> &'a Value {
    let sections = report["sections"].as_array().unwrap();
    let mut figures = sections.iter().flat_map(|section| section["figures"].as_array().unwrap());
    figures.find(|figure| figure["code"] == code).unwrap_or_else(|| panic!("no {code}: {report}"))
}

fn value(report: &Value, code: &str) -> i64 {
    figure(report, code)["value"].as_i64().unwrap()
}

/// What the records behind a figure come to.
fn followed(app: &TestApp, who: &people::Phone, links: &Value) -> i64 {
    let count = |link: &Value| {
        let page = app.get(link["href"].as_str().unwrap(), &who.token).expect(200).json;
        let count = page[link["counts"].as_str().unwrap()].as_i64().unwrap();
        if link["less"] == true { -count } else { count }
    };
    links.as_array().unwrap().iter().map(count).sum()
}

#[test]
fn what_is_asked_wrongly_is_told_by_its_place() {
    each_database(|app| {
        let (town, stranger) = (Town::set(app), app.officer_of("360703000000"));
        let asked = |query: &str| ask(app, &town.county, query);
        asked(&format!("yearly?region={COUNTY}&period=2020")).expect(404);
        asked(&format!("monthly?region={COUNTY}&period=2020-03")).expect(200);
        ask(app, &stranger, &format!("monthly?region={COUNTY}&period=2020-03")).expect(404);
        asked("monthly?region=999999000000&period=2020-03").expect(404);
        let wrong = [
            ("period=2020-13", "period"),
            ("", "period"),
            ("period=2020&from=2020-01-01&to=2020-02-01", "period"),
            ("from=2020-02-01", "period"),
            ("from=2020-02-01&to=2020-01-01", "to"),
            ("period=2020&as_of=2999-01-01T00:00:00Z", "as_of"),
            ("period=2020&as_of_clock=claimed", "as_of_clock"),
            ("period=2020&format=csv", "format"),
            ("period=2020&format=pdf", "format"),
        ];
        for (query, place) in wrong {
            let refused = asked(&format!("briefing?region={COUNTY}&{query}")).expect(400).json;
            let pointer = refused["pointer"].as_str().unwrap_or_default();
            assert!(pointer.trim_start_matches('/').ends_with(place), "{query}: {refused}");
        }
        let nobody = RecordId::new();
        asked(&format!("briefing?region={COUNTY}&period=2020&campaign={nobody}")).expect(404);
    });
}

#[test]
fn everybody_reads_the_figures_of_what_it_sees() {
    each_database(|app| {
        let town = Town::set(app);
        let query = format!("quarterly?region={HOME}&period=2020H1");
        let found = |who: &people::Phone| value(&ask(app, who, &query).expect(200).json, "general_found");
        assert_eq!(found(&town.county), 3);
        assert_eq!(found(&app.officer_of(HOME)), 3);
        assert_eq!(found(&app.fire_department_of(COUNTY)), 2);
        assert_eq!(found(&app.department_of(COUNTY, &["mine"])), 0);
        assert_eq!(found(&app.safety_officer_of(town.bakery, HOME)), 1);
        assert_eq!(found(&app.safety_officer_of(town.textile, HOME)), 2);
        ask(app, &app.officer_of(NEIGHBOUR), &query).expect(404);
        assert_eq!(found(&app.auditor_of(COUNTY)), 3);
    });
}

#[test]
fn a_figure_has_the_year_before_and_the_way_to_its_records() {
    each_database(|app| {
        let Town { county, .. } = Town::set(app);
        let report = ask(app, &county, &format!("quarterly?region={HOME}&period=2020H1")).expect(200).json;
        assert_eq!((&report["period"], &report["year_before"]), (&json!("2020H1"), &json!("2019H1")));
        let found = figure(&report, "general_found");
        assert_eq!(found["year_before"], json!({"period": "2019H1", "value": 1, "change_percent": 200.0}));
        let rectified = &figure(&report, "general_rectified")["year_before"];
        assert_eq!(rectified["value"], 0);
        assert_eq!(rectified["change_percent"], Value::Null, "there is nothing to compare with");
        assert_eq!(figure(&report, "general_rate")["value"], 33.3);
        for code in ["general_found", "general_rectified", "general_open", "major_found", "major_open"] {
            assert_eq!(followed(app, &county, &figure(&report, code)["links"]), value(&report, code), "{code}");
        }
        assert_eq!(value(&report, "general_open"), 3, "one of the year before");
        assert_eq!(figure(&report, "general_rate")["links"], json!([]));
    });
}

#[test]
fn a_report_as_of_a_day_knows_no_more_than_that_day() {
    each_database(|app| {
        let Town { county, .. } = Town::set(app);
        let open = |more: &str| {
            let query = format!("quarterly?region={HOME}&period=2020H1{more}");
            let report = ask(app, &county, &query).expect(200).json;
            let links = &figure(&report, "general_open")["links"];
            assert_eq!(followed(app, &county, links), value(&report, "general_open"), "{more}");
            (value(&report, "general_found"), value(&report, "general_rectified"), value(&report, "general_open"))
        };
        assert_eq!(open(""), (3, 1, 3));
        assert_eq!(open("&as_of=2020-04-01T00:00:00%2B08:00&as_of_clock=claimed"), (1, 0, 2), "before it was closed");
        assert_eq!(open("&as_of=2020-04-30T00:00:00%2B08:00&as_of_clock=claimed"), (1, 1, 1));
        assert_eq!(open("&as_of=2020-04-30T00:00:00%2B08:00"), (0, 0, 0), "nothing had been received");
    });
}

#[test]
fn a_report_names_the_units_that_are_silent() {
    each_database(|app| {
        let Town { county, .. } = Town::set(app);
        let silent = |period: &str| {
            let report = ask(app, &county, &format!("quarterly?region={COUNTY}&period={period}")).expect(200).json;
            let told = report["completeness"].as_array().unwrap().iter().find(|told| told["kind"] == "hazard");
            told.unwrap().clone()
        };
        let units = app.units_of(COUNTY);
        let told = silent("2019-01");
        assert_eq!((&told["units"], &told["reported"]), (&json!(units.len()), &json!(0)));
        assert_eq!(told["silent"].as_array().unwrap().len(), units.len());
        let told = silent("2020H1");
        assert_eq!(told["reported"], 2);
        let named = told["silent"].as_array().unwrap();
        assert!(named.len() == units.len() - 2 && !named.contains(&json!(HOME)) && !named.contains(&json!(NEIGHBOUR)));
    });
}

#[test]
fn the_rows_of_a_form_add_up_to_its_own_figures() {
    each_database(|app| {
        let Town { county, .. } = Town::set(app);
        let city = app.officer_of(CITY);
        for (who, region, children) in [(&county, COUNTY, app.units_of(COUNTY).len()), (&city, CITY, 18)] {
            for form in ["monthly", "enforcement", "quarterly"] {
                let report = ask(app, who, &format!("{form}?region={region}&period=2020H1")).expect(200).json;
                let rows = report["rows"].as_array().unwrap();
                assert_eq!(rows.len(), children, "{form}");
                adds_up(&report, rows, form);
            }
        }
        let briefing = ask(app, &city, &format!("briefing?region={CITY}&period=2020H1")).expect(200).json;
        assert_eq!(briefing["rows"], Value::Null);
        let report = ask(app, &county, &format!("quarterly?region={COUNTY}&period=2020H1")).expect(200).json;
        let row = report["rows"].as_array().unwrap().iter().find(|row| row["region"]["code"] == HOME).unwrap();
        let cell = row["figures"].as_array().unwrap().iter().find(|cell| cell["code"] == "general_found").unwrap();
        assert_eq!((&cell["value"], followed(app, &county, &cell["links"])), (&json!(3), 3));
    });
}

/// Rates are no sums; all else here is.
fn adds_up(report: &Value, rows: &[Value], form: &str) {
    let sections = report["sections"].as_array().unwrap();
    for whole in sections.iter().flat_map(|section| section["figures"].as_array().unwrap()) {
        let cells = rows.iter().flat_map(|row| row["figures"].as_array().unwrap());
        let parts: i64 =
            cells.filter(|cell| cell["code"] == whole["code"]).filter_map(|cell| cell["value"].as_i64()).sum();
        assert_eq!(Some(parts), whole["value"].as_i64().or(Some(parts)), "{form} {}", whole["code"]);
    }
    assert!(
        form == "enforcement"
            || rows.iter().any(|row| row["figures"].to_string().contains("\"value\":3")
                || row["figures"].to_string().contains("\"value\":4")),
        "{form}"
    );
}

#[test]
fn rankings_tell_where_it_takes_longest_and_what_comes_again() {
    each_database(|app| {
        let Town { county, textile, .. } = Town::set(app);
        let ranked = |by: &str, more: &str| {
            let path = format!("/v1/reports/rankings?by={by}&region={COUNTY}&period=2020H1{more}");
            app.get(&path, &county.token).expect(200).json
        };
        let again = ranked("recurrence", "");
        let items = again["lists"][0]["items"].as_array().unwrap();
        assert_eq!(items.len(), 1, "twice or more");
        assert_eq!((&items[0]["enterprise"], &items[0]["category"]), (&json!(textile), &json!("P2")));
        assert_eq!(
            (&items[0]["place"], &items[0]["sum"], &again["lists"][0]["count"]),
            (&json!(1), &json!(2), &json!(4))
        );
        let dwell = ranked("dwell", "");
        let territorial = &dwell["lists"][2];
        assert_eq!(territorial["measure"], "hazard.dwell_territorial_days");
        assert_eq!((&territorial["items"][0]["unit"], &territorial["items"][0]["sum"]), (&json!(HOME), &json!(36)));
        assert_eq!(ranked("dwell", "&as_of=2020-04-01T00:00:00Z&as_of_clock=claimed")["lists"][2]["count"], 0);
        assert_eq!(ranked("returned_transfers", "")["lists"][0]["items"], json!([]));
        let wrong = format!("/v1/reports/rankings?by=size&region={COUNTY}&period=2020");
        app.get(&wrong, &county.token).expect(400);
        let stranger = app.officer_of("360703000000");
        app.get(&format!("/v1/reports/rankings?by=dwell&region={COUNTY}&period=2020"), &stranger.token).expect(404);
    });
}
