//! Registers of enterprises from spreadsheets: row by row, as often as one likes.
mod files;
mod limits;

use crate::support::people::{Phone, organisation};
use crate::support::{Answer, TestApp, each_database};
use crate::sync::{COUNTY, HOME, NEIGHBOUR, phone_of};
use encoding_rs::GB18030;
use files::{Xlsx, number, text};
use serde_json::{Value, json};

const CSV: &str = "text/csv";
const REGISTER: &str = "\
企业名称,统一社会信用代码,行业领域,地址,序号
赣南纺织厂,91350100M000100Y43,manufacturing,沙石镇1号,1
𠮷安小店,,,,2
";

pub fn import(app: &TestApp, by: &Phone, query: &str, media: &str, file: &[u8]) -> Answer {
    let headers = [("Content-Type", media), ("Accept-Language", "en")];
    app.send_file(&format!("/v1/imports/enterprises?ledger={query}"), &by.token, &headers, file)
}

fn imported(app: &TestApp, by: &Phone, file: &str) -> Value {
    import(app, by, HOME, CSV, file.as_bytes()).expect(200).json
}

/// (new, duplicates, faulty)
fn counts(report: &Value) -> [u64; 3] {
    ["new", "duplicates", "faulty"].map(|name| report[name].as_u64().unwrap())
}

/// The enterprises that a person sees.
pub fn held(app: &TestApp, by: &Phone) -> Vec<Value> {
    let mut phone = phone_of(app, by);
    phone.pull(500).unwrap();
    let mut held: Vec<_> = phone.held.into_values().map(|held| held.document).collect();
    held.sort_by_key(|document| document["name"].to_string());
    held
}

/// The only problem of the only faulty row: column, field, detail.
fn problem(report: &Value) -> [&str; 3] {
    assert_eq!(report["faulty"], 1, "{report}");
    let row = report["rows"].as_array().unwrap().iter().find(|row| row["result"] == "faulty").unwrap();
    assert_eq!(row["problems"].as_array().unwrap().len(), 1, "{row}");
    ["column", "field", "detail"].map(|name| row["problems"][0][name].as_str().unwrap())
}

#[test]
fn a_dry_run_tells_of_each_row_and_writes_nothing() {
    each_database(|app| {
        let officer = app.officer_of(HOME);
        let query = format!("{HOME}&dry_run=true");
        let report = import(app, &officer, &query, CSV, REGISTER.as_bytes()).expect(200).json;
        assert_eq!((counts(&report), &report["is_dry_run"]), ([2, 0, 0], &json!(true)), "{report}");
        assert_eq!(report["ignored_columns"], json!(["序号"]));
        let rows = json!([
            {"row": 2, "result": "new", "name": "赣南纺织厂", "uscc_is_missing": false},
            {"row": 3, "result": "new", "name": "𠮷安小店", "uscc_is_missing": true},
        ]);
        assert_eq!(report["rows"], rows);
        assert!(held(app, &officer).is_empty());
    });
}

#[test]
fn the_same_file_twice_adds_nothing() {
    each_database(|app| {
        let officer = app.officer_of(HOME);
        let first = imported(app, &officer, REGISTER);
        assert_eq!(counts(&first), [2, 0, 0], "{first}");
        let records = held(app, &officer);
        assert_eq!(records.len(), 2);
        assert_eq!(
            (&records[0]["uscc"], &records[0]["sector"]),
            (&json!("91350100M000100Y43"), &json!("manufacturing"))
        );
        assert_eq!((&records[1]["name"], &records[1]["uscc_is_missing"]), (&json!("𠮷安小店"), &json!(true)));
        let again = imported(app, &officer, REGISTER);
        assert_eq!(counts(&again), [0, 2, 0], "{again}");
        for row in 0..2 {
            assert_eq!(again["rows"][row]["record"], first["rows"][row]["record"], "the one that is there");
        }
        assert_eq!(held(app, &officer), records);
        let elsewhere = app.officer_of(NEIGHBOUR);
        let report = import(app, &elsewhere, NEIGHBOUR, CSV, REGISTER.as_bytes()).expect(200).json;
        assert_eq!(counts(&report), [2, 0, 0], "another unit's register is another one");
    });
}

#[test]
fn a_row_that_repeats_another_of_its_file_is_told_and_not_registered() {
    each_database(|app| {
        let officer = app.officer_of(HOME);
        let file = "name,uscc\n甲厂,91350100M000100Y43\n甲厂(分号),91350100M000100Y43\n乙店,\n乙店,无\n";
        let report = imported(app, &officer, file);
        assert_eq!(counts(&report), [2, 2, 0], "{report}");
        assert_eq!((&report["rows"][1]["same_as_row"], &report["rows"][3]["same_as_row"]), (&json!(2), &json!(4)));
        assert_eq!(held(app, &officer).len(), 2);
    });
}

#[test]
fn every_encoding_and_format_gives_the_same_register() {
    each_database(|app| {
        let officer = app.officer_of(HOME);
        let gb18030 = GB18030.encode(REGISTER).0.into_owned();
        let marked = format!("\u{feff}{REGISTER}").into_bytes();
        let cells = REGISTER.lines().map(|line| line.split(',').map(text).collect()).collect::<Vec<Vec<_>>>();
        let (workbook, xlsx) = (Xlsx::of(&cells).bytes(), files::MEDIA);
        let plain = imported(app, &officer, REGISTER);
        assert_eq!(counts(&plain), [2, 0, 0]);
        for (media, file) in [("text/csv; charset=gb18030", gb18030), (CSV, marked), (xlsx, workbook)] {
            let report = import(app, &officer, HOME, media, &file).expect(200).json;
            assert_eq!(counts(&report), [0, 2, 0], "{media}: {report}");
            assert_eq!(report["ignored_columns"], json!(["序号"]));
        }
    });
}

#[test]
fn a_file_without_the_columns_of_a_register_is_refused_whole() {
    each_database(|app| {
        let officer = app.officer_of(HOME);
        let refused = |file: &str| {
            let answer = import(app, &officer, HOME, CSV, file.as_bytes()).expect(422).json;
            answer["detail"].as_str().unwrap().to_owned()
        };
        assert!(refused("地址,电话\n沙石镇,0797\n").contains("企业名称"));
        assert!(refused("").contains("企业名称"));
        assert_eq!(refused("企业名称,单位名称\n甲,乙\n"), "two columns say the same: 单位名称");
        let titled = "沙石镇企业名册,,\n\n* 企业名称 ,备注\n甲厂,x\n";
        let report = imported(app, &officer, titled);
        assert_eq!((counts(&report), &report["rows"][0]["row"]), ([1, 0, 0], &json!(4)), "{report}");
    });
}

#[test]
fn a_code_that_the_spreadsheet_destroyed_is_told_from_a_wrong_one() {
    each_database(|app| {
        let officer = app.officer_of(HOME);
        let lost = "the spreadsheet made a number of the code and lost its last digits: format the column as text";
        for code in ["9.13601E+17", "913601001234567000"] {
            let report = imported(app, &officer, &format!("名称,信用代码\n甲厂,{code}\n"));
            assert_eq!(problem(&report), ["信用代码", "uscc", lost], "{code}");
        }
        let workbook =
            Xlsx::of(&[vec![text("名称"), text("信用代码")], vec![text("甲厂"), number("913601001234567891")]]);
        let report = import(app, &officer, HOME, files::MEDIA, &workbook.bytes()).expect(200).json;
        assert_eq!(problem(&report), ["信用代码", "uscc", lost]);
        let wrong = imported(app, &officer, "名称,信用代码\n甲厂,91350100M000100Y44\n");
        assert_eq!(problem(&wrong), ["信用代码", "uscc", "the last character is a wrong check digit: expected 3"]);
        assert!(held(app, &officer).is_empty());
        for kept in ["'91350100M000100Y43", "=\"91350100M000100Y43\"", "91350100m000100y43"] {
            let report = imported(app, &officer, &format!("名称,信用代码\n甲厂,{kept}\n"));
            assert_eq!(counts(&report)[2], 0, "{kept}: {report}");
        }
        assert_eq!(held(app, &officer).len(), 1);
    });
}

#[test]
fn what_would_be_a_formula_elsewhere_is_not_let_in() {
    each_database(|app| {
        let officer = app.officer_of(HOME);
        for name in ["=1+1", "+8613800000000", "@SUM(A1)", "\"-2+3+cmd|' /C calc'!A0\""] {
            let report = imported(app, &officer, &format!("name\n{name}\n"));
            assert_eq!(problem(&report), ["name", "name", "begins like a formula"], "{name}");
        }
        let report = imported(app, &officer, "name,address\n甲厂,=HYPERLINK(A1)\n");
        assert_eq!(problem(&report)[1], "address");
        let report = imported(app, &officer, "name,address\n甲厂,-1层\n");
        assert_eq!(counts(&report), [1, 0, 0], "a basement is no formula");
    });
}

#[test]
fn every_problem_of_a_row_is_told_and_the_other_rows_stand() {
    each_database(|app| {
        let officer = app.officer_of(HOME);
        let file = "name,uscc,sector,key_target,lon,lat,coord_sys\n\
                    甲厂,123,astrology,,114.93,25.83,wgs84\n\
                    乙厂,,fire,reservoir,114.9345678,25.8312345,gcj02\n\
                    丙厂,,,,114.93,,wgs84\n\
                    丁厂,,,,114.93,25.83,\n\
                    ,,fire,,,,\n\
                    戊厂,,,,214,25.83,wgs84\n\
                    己厂,,,,,,,多余\n";
        let report = imported(app, &officer, file);
        assert_eq!(counts(&report), [1, 0, 6], "{report}");
        let fields = |row: usize| {
            let problems = report["rows"][row]["problems"].as_array().unwrap().iter();
            problems.map(|problem| problem["field"].as_str().unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(fields(0), ["uscc", "sector"]);
        assert_eq!((fields(2), fields(3), fields(4)), (vec!["lat"], vec!["coord_sys"], vec!["name"]));
        assert_eq!((fields(5), fields(6)), (vec!["lon"], vec!["name"]));
        let there = &held(app, &officer)[0];
        let point = json!({"lon": 1149345678, "lat": 258312345, "coord_sys": "gcj02"});
        assert_eq!((&there["location"], &there["key_target"]), (&point, &json!("reservoir")));
    });
}

#[test]
fn a_department_is_named_and_gives_its_sector() {
    each_database(|app| {
        let body = |region: &str, name: &str| {
            app.make_organisation(organisation("department", region, json!({"name": name, "sectors": ["fire"]})))
        };
        let fire = body(COUNTY, "章贡区消防救援大队");
        body(HOME, "双胞胎部门");
        body(COUNTY, "双胞胎部门");
        body("360704000000", "别县部门");
        let inspector = app.employ(fire, "inspector", COUNTY, json!({}));
        let file = "名称,主管部门,行业\n甲厂,章贡区消防救援大队,\n乙厂,别县部门,\n丙厂,双胞胎部门,\n丁厂,,mine\n";
        let report = imported(app, &inspector, file);
        assert_eq!(counts(&report), [1, 0, 3], "{report}");
        let detail = |row: usize| report["rows"][row]["problems"][0]["detail"].as_str().unwrap().to_owned();
        assert_eq!(detail(1), "no such department");
        assert_eq!(detail(2), "several departments have this name: give the id");
        assert_eq!(detail(3), "this sector or enterprise lies outside of your duties");
        let there = &held(app, &inspector)[0];
        assert_eq!((&there["department"], &there["sector"]), (&json!(fire), &json!("fire")));
        let officer = app.officer_of(HOME);
        assert_eq!(counts(&imported(app, &officer, "name,sector\n甲矿,mine\n")), [1, 0, 0]);
        let unseen = imported(app, &inspector, "name\n甲矿\n");
        assert_eq!(counts(&unseen), [0, 1, 0], "registered once, whoever sees it");
        assert_eq!(unseen["rows"][0]["record"], Value::Null);
    });
}

#[test]
fn only_who_registers_enterprises_of_the_unit_imports_them() {
    each_database(|app| {
        let refused =
            |by: &Phone, query: &str, status: u16| import(app, by, query, CSV, REGISTER.as_bytes()).expect(status);
        for outside in
            [app.officer_of(NEIGHBOUR), app.administrator_of(COUNTY), app.auditor_of(COUNTY), app.leader_of(HOME)]
        {
            assert_eq!(refused(&outside, HOME, 403).json["code"], "forbidden");
        }
        let officer = app.officer_of(COUNTY);
        for ledger in [COUNTY, "999999000000"] {
            assert_eq!(refused(&officer, ledger, 422).json["pointer"], "ledger");
        }
        refused(&officer, "12", 400);
        refused(&officer, &format!("{HOME}&dry_run=maybe"), 400);
        assert_eq!(counts(&imported(app, &officer, REGISTER)), [2, 0, 0]);
    });
}

#[test]
fn a_report_is_told_in_the_language_of_its_request() {
    each_database(|app| {
        let officer = app.officer_of(HOME);
        let headers = [("Content-Type", CSV), ("Accept-Language", "zh-CN,en;q=0.5")];
        let path = format!("/v1/imports/enterprises?ledger={HOME}");
        let report =
            app.send_file(&path, &officer.token, &headers, "name,sector\n甲,astrology\n".as_bytes()).expect(200);
        assert_eq!(report.header("content-language"), "zh-CN");
        assert_eq!(problem(&report.json)[2], "不在代码表中：astrology");
    });
}
