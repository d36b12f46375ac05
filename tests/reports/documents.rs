//! Reports in words: titles in two languages, pages, documents and sheets.
use super::{Town, ask, figure};
use crate::support::{Answer, each_database};
use crate::sync::{COUNTY, HOME};
use calamine::Reader;
use std::io::{Cursor, Read};

#[test]
fn titles_are_told_in_both_languages() {
    each_database(|app| {
        let Town { county, .. } = Town::set(app);
        let told = |language: &str| {
            let path = format!("/v1/reports/monthly?region={HOME}&period=2020H1");
            let answer = app.send_with("GET", &path, &county.token, &[("Accept-Language", language)], None).expect(200);
            let found = figure(&answer.json, "general_found");
            let words = [&answer.json["title"], &found["title"], &found["unit"]];
            (words.map(|word| word.as_str().unwrap().to_owned()), answer.header("content-language").to_owned())
        };
        let (zh, language) = told("zh-CN");
        assert_eq!(zh, ["安全生产隐患排查治理情况月报表", "一般隐患排查", "项"]);
        assert!(language.starts_with("zh"));
        let (en, language) = told("en");
        assert_eq!(en, ["Monthly form of hazard identification and control", "General hazards found", "hazards"]);
        assert_eq!(language, "en");
    });
}

#[test]
fn a_report_can_be_had_as_a_document() {
    each_database(|app| {
        let Town { county, .. } = Town::set(app);
        let file = |report: &str, format: &str| {
            let query = format!("{report}?region={COUNTY}&period=2020H1&format={format}");
            ask(app, &county, &query).expect(200)
        };
        let text = |answer: &Answer| String::from_utf8(answer.bytes.clone()).unwrap();
        let html = file("quarterly", "html");
        assert!(html.header("content-type").starts_with("text/html"));
        assert!(text(&html).contains("沙石镇") && text(&html).contains("75.0") || text(&html).contains("25.0"));
        let briefing = file("briefing", "html");
        assert!(text(&briefing).contains("2020年上半年") && text(&briefing).contains("排查整治隐患4条"));
        for report in ["briefing", "quarterly"] {
            let docx = file(report, "docx");
            assert!(docx.header("content-disposition").contains(&format!("{report}.docx")));
            let mut archive = zip::ZipArchive::new(Cursor::new(&docx.bytes)).unwrap();
            let mut document = String::new();
            archive.by_name("word/document.xml").unwrap().read_to_string(&mut document).unwrap();
            assert!(document.contains("章贡区"), "{report}");
        }
        let csv = text(&file("quarterly", "csv"));
        let home = csv.lines().find(|line| line.contains("沙石镇")).unwrap();
        assert!(home.contains(",3,1,33.3"), "{home}");
        let xlsx = file("quarterly", "xlsx");
        let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&xlsx.bytes)).unwrap();
        let name = book.sheet_names()[0].clone();
        let sheet = book.worksheet_range(&name).unwrap();
        let home = sheet.rows().find(|row| row.iter().any(|cell| *cell == "沙石镇")).unwrap();
        assert_eq!(home[1].to_string(), "3");
    });
}
