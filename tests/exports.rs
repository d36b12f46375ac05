//! Exports over HTTP: what lists show, whole, in each format, to whom it may be shown.
use crate::records::{at, hazard, ids, plant};
use crate::support::{Answer, TestApp, each_database, people};
use crate::sync::{COUNTY, HOME, NEIGHBOUR};
use calamine::{Data, Reader, Xlsx};
use hazard_ledger::domain::{Level, OrganisationId};
use hazard_ledger::store::record::RecordRow;
use serde_json::{Value, json};
use std::io::Cursor;

const HOSTILE: &str = "=cmd|' /C calc'!A0\r\n\"𠮷\",<b>";

fn row(n: usize, ledger: &str) -> RecordRow {
    let row = hazard(ledger);
    let document = json!({
        "id": row.id, "kind": "hazard", "ledger": ledger, "description": format!("隐患{n}"), "deadline": "2026-12-01",
    });
    RecordRow { created_at: at("2026-11-01T00:00:00Z").plus_millis(n as i64), document: document.to_string(), ..row }
}

fn export(app: &TestApp, who: &people::Phone, query: &str) -> Answer {
    app.get(&format!("/v1/exports/records?{query}"), &who.token).expect(200)
}

fn csv_rows(answer: &Answer) -> Vec<Vec<String>> {
    let text = answer.bytes.strip_prefix(b"\xEF\xBB\xBF").expect("a byte order mark");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// The cells below a heading.
fn column(rows: &[Vec<String>], heading: &str) -> Vec<String> {
    let place = rows[0].iter().position(|cell| cell == heading).unwrap_or_else(|| panic!("no {heading}"));
    rows[1..].iter().map(|row| row[place].clone()).collect()
}

fn documents(answer: &Answer) -> Vec<Value> {
    let text = String::from_utf8(answer.bytes.clone()).unwrap();
    assert!(text.is_empty() || text.ends_with('\n'));
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn workbook(answer: &Answer) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&answer.bytes)).unwrap();
    let name = book.sheet_names()[0].clone();
    book.worksheet_range(&name).unwrap().rows().map(<[Data]>::to_vec).collect()
}

#[test]
fn every_format_holds_every_record_once_in_the_order_of_creation() {
    each_database(|app| {
        let rows = plant(app, (0..2300).map(|n| row(n, if n % 2 == 0 { HOME } else { NEIGHBOUR })).collect());
        let county = app.officer_of(COUNTY);
        let expected: Vec<_> = rows.iter().map(|row| row.id.to_string()).collect();
        let csv = csv_rows(&export(app, &county, "format=csv"));
        assert_eq!(column(&csv, "记录标识"), expected);
        let told: Vec<_> = rows.iter().map(|row| row.document.clone()).collect();
        let lines = export(app, &county, "format=ndjson").bytes;
        assert_eq!(String::from_utf8(lines).unwrap().lines().collect::<Vec<_>>(), told, "as stored");
        let xlsx = workbook(&export(app, &county, "format=xlsx"));
        let first: Vec<_> = xlsx[1..].iter().map(|row| row[0].to_string()).collect();
        assert_eq!(first, expected);
        assert!(csv_rows(&export(app, &county, "format=csv&kind=accident")).len() == 1, "a header alone");
    });
}

#[test]
fn cells_are_what_they_are_and_none_is_computed() {
    each_database(|app| {
        let document = json!({ "description": HOSTILE, "deadline": "2026-12-01", "cycle": 2, "photos": [1] });
        let enterprise = OrganisationId::new();
        let planted = RecordRow {
            document: document.to_string(),
            level: Some(Level::Major),
            number: Some("360702100000-2026-000001".into()),
            enterprise: Some(enterprise),
            due_on: Some("2026-12-31".parse().unwrap()),
            ..hazard(HOME)
        };
        plant(app, vec![planted]);
        let officer = app.officer_of(HOME);
        let csv = export(app, &officer, "format=csv&kind=hazard");
        assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
        assert!(csv.header("content-disposition").ends_with(".csv\""));
        let rows = csv_rows(&csv);
        for (heading, cell) in [
            ("台账（区划代码）", HOME),
            ("编号", "360702100000-2026-000001"),
            ("级别", "major"),
            ("企业", &enterprise.to_string()),
            ("到期日", "2026-12-31"),
            ("整改期限", "2026-12-01"),
            ("整改轮次", "2"),
            ("已作废", "false"),
            ("建立时间", "2026-11-23T01:00:00.000Z"),
            ("描述", &format!("'{HOSTILE}")),
        ] {
            assert_eq!(column(&rows, heading), [cell], "{heading}");
        }
        let path = "/v1/exports/records?format=xlsx&kind=hazard";
        let xlsx = app.send_with("GET", path, &officer.token, &[("Accept-Language", "en")], None).expect(200);
        assert_eq!(xlsx.header("content-language"), "en");
        let rows = workbook(&xlsx);
        let cell = |heading: &str| {
            let place = rows[0].iter().position(|cell| cell == &Data::String(heading.into())).expect(heading);
            rows[1][place].clone()
        };
        let date = |heading: &str| match cell(heading) {
            Data::DateTime(moment) => moment.to_ymd_hms_milli(),
            other => panic!("{heading} is {other:?}"),
        };
        assert_eq!((cell("Ledger"), cell("Description")), (Data::String(HOME.into()), Data::String(HOSTILE.into())));
        assert_eq!((date("Due on"), date("Created at")), ((2026, 12, 31, 0, 0, 0, 0), (2026, 11, 23, 9, 0, 0, 0)));
        assert_eq!((cell("Cycle"), cell("Is voided")), (Data::Float(2.0), Data::Bool(false)));
    });
}

#[test]
fn everybody_exports_what_the_same_list_shows() {
    each_database(|app| {
        let mill = OrganisationId::new();
        let sectors = ["fire", "mine", ""];
        let rows = (0..24).map(|n| RecordRow {
            sector: sectors[n % 3].into(),
            enterprise: (n % 2 == 0).then_some(mill),
            is_voided: n % 5 == 0,
            state: if n % 4 == 0 { "registered" } else { "reported" }.into(),
            ..row(n, if n < 12 { HOME } else { NEIGHBOUR })
        });
        plant(app, rows.collect());
        let everybody = [
            app.officer_of(HOME),
            app.officer_of(COUNTY),
            app.officer_of("360704000000"),
            app.fire_department_of(COUNTY),
            app.safety_officer_of(mill, HOME),
            app.auditor_of(COUNTY),
            app.administrator_of(COUNTY),
        ];
        for (n, who) in everybody.iter().enumerate() {
            for filter in ["", "&state=registered", "&sector=fire,mine", &format!("&region={HOME}"), "&is_voided=true"]
            {
                let list =
                    app.get(&format!("/v1/records?sort=created_at&order=asc{filter}"), &who.token).expect(200).json;
                let listed: Vec<_> = ids(&list).iter().map(|id| json!(id)).collect();
                let exported = documents(&export(app, who, &format!("format=ndjson{filter}")));
                let exported: Vec<_> = exported.into_iter().map(|document| document["id"].clone()).collect();
                assert_eq!(exported, listed, "person {n}, {filter}");
                let csv = csv_rows(&export(app, who, &format!("format=csv{filter}")));
                assert_eq!(json!(column(&csv, "记录标识")), json!(listed), "person {n}, {filter}");
            }
        }
    });
}

#[test]
fn a_person_makes_one_export_at_a_time() {
    each_database(|app| {
        let (officer, other) = (app.officer_of(HOME), app.officer_of(HOME));
        let turn = app.shared.exports.take(officer.person).unwrap();
        let refused = app.get("/v1/exports/records?format=csv", &officer.token).expect(429);
        assert_eq!(refused.json["code"], "too-many-requests");
        assert!(!refused.header("retry-after").is_empty());
        export(app, &other, "format=csv");
        drop(turn);
        for format in ["csv", "xlsx", "ndjson"] {
            export(app, &officer, &format!("format={format}"));
            assert!(app.shared.exports.take(officer.person).is_ok(), "{format} gave its turn back");
        }
        app.get("/v1/exports/records?format=csv&region=999999000000", &officer.token).expect(400);
        assert!(app.shared.exports.take(officer.person).is_ok(), "one that failed did, too");
    });
}

#[test]
fn what_is_wrong_with_an_export_is_told_by_its_name() {
    each_database(|app| {
        let officer = app.officer_of(HOME);
        let cases = [
            ("format=pdf", "format"),
            ("format=csv&bbox=1", "bbox"),
            ("format=csv&limit=7", "limit"),
            ("format=csv&kind=nothing", "kind"),
            ("format=csv&due_from=2026-12-02&due_to=2026-12-01", "due_to"),
        ];
        for (query, pointer) in cases {
            let answer = app.get(&format!("/v1/exports/records?{query}"), &officer.token).expect(400);
            assert_eq!(answer.json["pointer"], pointer, "{query}");
        }
        app.get("/v1/exports/records", &officer.token).expect(400);
    });
}
