//! How much a register may be, and what is no register at all.
use super::files::{MEDIA, Xlsx, text};
use super::{CSV, held, import};
use crate::support::{TestApp, each_database};
use crate::sync::HOME;
use std::fmt::Write;

fn rows(many: usize) -> String {
    (0..many).fold("name\n".to_owned(), |mut file, n| {
        let _ = writeln!(file, "第{n}厂");
        file
    })
}

#[test]
fn hundreds_of_rows_are_registered_and_ten_thousand_refused() {
    each_database(|app| {
        let officer = app.officer_of(HOME);
        let many = rows(10_000);
        let refused = import(app, &officer, HOME, CSV, many.as_bytes()).expect(413).json;
        assert_eq!(refused["detail"], "a register has at most 5000 rows");
        assert!(held(app, &officer).is_empty());
        import(app, &officer, &format!("{HOME}&dry_run=true"), CSV, rows(5001).as_bytes()).expect(413);
        let report = import(app, &officer, HOME, CSV, rows(450).as_bytes()).expect(200).json;
        assert_eq!((&report["new"], held(app, &officer).len()), (&450.into(), 450));
        let again = import(app, &officer, HOME, CSV, rows(450).as_bytes()).expect(200).json;
        assert_eq!((&again["duplicates"], held(app, &officer).len()), (&450.into(), 450));
    });
}

#[test]
fn a_workbook_is_bounded_whatever_it_unpacks_to_or_claims_to_be() {
    let app = TestApp::on_sqlite();
    let officer = app.officer_of(HOME);
    let cells: Vec<Vec<_>> = rows(10_000).lines().map(|name| vec![text(name)]).collect();
    import(&app, &officer, HOME, MEDIA, &Xlsx::of(&cells).bytes()).expect(413);
    let bomb = Xlsx::of(&[vec![text("name")]]).and(&" ".repeat(64 << 20)).bytes();
    assert!(bomb.len() < 1 << 20, "{} bytes", bomb.len());
    let refused = import(&app, &officer, HOME, MEDIA, &bomb).expect(413).json;
    assert_eq!(refused["detail"], "the file unpacks to more than a register can hold");
    let far = r#"<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>甲厂</t></is></c><c r="XFD1048576"><v>1</v></c></row>"#;
    let wide = Xlsx::of(&[vec![text("name")]]).and(far).bytes();
    let report = import(&app, &officer, HOME, MEDIA, &wide).expect(200).json;
    assert_eq!((&report["new"], &report["rows"][0]["row"]), (&1.into(), &1_048_576.into()), "{report}");
}

#[test]
fn what_is_no_spreadsheet_is_refused() {
    let app = TestApp::on_sqlite();
    let officer = app.officer_of(HOME);
    import(&app, &officer, HOME, "application/json", b"{}").expect(415);
    import(&app, &officer, HOME, "", b"name\n").expect(415);
    import(&app, &officer, HOME, MEDIA, b"name\n").expect(400);
    import(&app, &officer, HOME, CSV, &Xlsx::of(&[vec![text("name")]]).bytes()).expect(400);
    import(&app, &officer, HOME, CSV, &vec![b'a'; (4 << 20) + 1]).expect(413);
    let nothing = import(&app, &officer, HOME, CSV, b"name\n").expect(200).json;
    assert_eq!(nothing["rows"], serde_json::json!([]));
}
