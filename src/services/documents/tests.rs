//! What is written is opened again: the very texts and cells are there, whatever they are made of.
use super::Form;
use crate::domain::report::page::*;
use calamine::{Data, Reader as _, Xlsx};
use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::io::{Cursor, Read};
use zip::ZipArchive;

const HOSTILE: &str = "</w:t><script>alert('1')</script>&amp;\u{1}𠮷\"";
/// A character that markup cannot hold is replaced by the sign for it.
const KEPT: &str = "</w:t><script>alert('1')</script>&amp;\u{fffd}𠮷\"";

fn briefing() -> Page {
    let table = Table {
        caption: "隐患[清单]".into(),
        header: vec!["编号".into(), HOSTILE.into(), "罚款（万元）".into(), "同比".into()],
        rows: vec![
            vec![
                Cell::Text("360702100000".into()),
                Cell::Text(HOSTILE.into()),
                Cell::Number(Decimal::new(81_013, 2)),
                Cell::Percent(Decimal::new(-502, 1)),
            ],
            vec![Cell::Text("=1+1".into())],
        ],
    };
    let blocks = vec![Block::Paragraph("第一行\n第二行".into()), Block::Table(table.clone()), Block::Table(table)];
    let section = Section { heading: Some("一、总体情况".into()), blocks };
    Page { title: HOSTILE.into(), issue: Some("第 82 期".into()), sections: vec![section] }
}

fn part(docx: &[u8], name: &str) -> String {
    let mut package = ZipArchive::new(Cursor::new(docx)).unwrap();
    let mut text = String::new();
    package.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The texts of each paragraph, read by an XML parser; a line break is one.
fn paragraphs(xml: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    let (mut found, mut is_text) = (Vec::<String>::new(), false);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) if tag.name().0 == "w:p" => found.push(String::new()),
            Event::Start(tag) if tag.name().0 == "w:t" => is_text = true,
            Event::End(tag) if tag.name().0 == "w:t" => is_text = false,
            Event::Empty(tag) if tag.name().0 == "w:br" => found.last_mut().unwrap().push('\n'),
            Event::Text(text) if is_text => found.last_mut().unwrap().push_str(&text),
            Event::GeneralRef(name) if is_text => {
                let reference = format!("&{};", &*name);
                found.last_mut().unwrap().push_str(&quick_xml::escape::unescape(&reference).unwrap());
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

#[test]
fn a_document_holds_the_very_texts_and_cells() {
    let docx = Form::Docx.write(&briefing()).unwrap();
    let xml = part(&docx, "word/document.xml");
    let table = ["隐患[清单]", "编号", KEPT, "罚款（万元）", "同比", "360702100000", KEPT, "810.13", "-50.2%", "=1+1"];
    let mut expected = vec![KEPT, "第 82 期", "一、总体情况", "第一行\n第二行"];
    for _ in 0..2 {
        expected.extend(table);
        expected.extend(["", "", "", ""]);
    }
    assert_eq!(paragraphs(&xml), expected);
    assert_eq!(
        (xml.matches("<w:tbl>").count(), xml.matches("<w:tr>").count(), xml.matches("<w:tc>").count()),
        (2, 6, 24)
    );
    assert!(xml.contains(r#"<w:pgSz w:w="11906" w:h="16838"/>"#) && xml.contains("<w:tblHeader/>"));
}

/// Every relation leads to a part, every part has a type, every style and font that is used is declared.
#[test]
fn the_parts_of_a_document_fit_together() {
    let docx = Form::Docx.write(&briefing()).unwrap();
    let names: Vec<_> =
        ZipArchive::new(Cursor::new(&docx)).unwrap().file_names().map(|name| name.unwrap().into_owned()).collect();
    let attributes = |text: &str, name: &str| -> Vec<String> {
        let begin = format!("{name}=\"");
        let pieces = text.split(&begin).skip(1);
        pieces.map(|piece| piece.split('"').next().unwrap().to_owned()).collect()
    };
    for name in &names {
        let xml = part(&docx, name);
        let mut reader = Reader::from_str(&xml);
        while reader.read_event().unwrap() != Event::Eof {}
    }
    for target in attributes(&part(&docx, "word/_rels/document.xml.rels"), "Target") {
        assert!(names.contains(&format!("word/{target}")), "{target}");
    }
    for typed in attributes(&part(&docx, "[Content_Types].xml"), "PartName") {
        assert!(names.contains(&typed[1..].to_owned()), "{typed}");
    }
    let styles = part(&docx, "word/styles.xml");
    let declared = attributes(&styles, "w:styleId");
    let used = part(&docx, "word/document.xml") + &part(&docx, "word/footer1.xml");
    assert!(attributes(&used, "w:pStyle w:val").iter().all(|style| declared.contains(style)));
    let fonts = attributes(&part(&docx, "word/fontTable.xml"), "w:name");
    assert!(attributes(&styles, "w:eastAsia").iter().all(|font| font == "zh-CN" || fonts.contains(font)));
    assert!(part(&docx, "word/footer1.xml").contains(" PAGE "));
}

#[test]
fn a_page_in_html_holds_the_same_and_runs_nothing() {
    let html = String::from_utf8(Form::Html.write(&briefing()).unwrap()).unwrap();
    let safe = "&lt;/w:t&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;\u{fffd}𠮷&quot;";
    assert_eq!(html.matches(safe).count(), 2 + 2 * 2);
    assert!(!html.contains("<script") && !html.contains("http") && !html.contains('\u{1}'));
    for cell in ["<td>360702100000</td>", "<td class=\"number\">810.13</td>", "<td class=\"number\">-50.2%</td>"] {
        assert!(html.contains(cell), "{cell}");
    }
    assert!(html.contains("第一行<br>第二行") && html.contains("@page { size: A4;"));
}

#[test]
fn the_tables_are_sheets() {
    let csv = String::from_utf8(Form::Csv.write(&briefing()).unwrap()).unwrap();
    let csv = csv.strip_prefix('\u{feff}').unwrap();
    assert!(
        csv.starts_with("隐患[清单]\r\n编号,") && csv.contains("360702100000,") && csv.contains(",810.13,-50.2%\r\n")
    );
    assert!(csv.contains("\r\n'=1+1\r\n\"\"\r\n隐患[清单]"));
    let xlsx = Form::Xlsx.write(&briefing()).unwrap();
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(xlsx)).unwrap();
    assert_eq!(book.sheet_names(), ["隐患 清单", "隐患 清单 (2)"]);
    let sheet = book.worksheet_range("隐患 清单").unwrap();
    let row: Vec<_> = sheet.rows().nth(1).unwrap().to_vec();
    assert_eq!((&row[0], &row[2]), (&Data::String("360702100000".into()), &Data::Float(810.13)));
    assert_eq!(sheet.rows().nth(2).unwrap()[0], Data::String("=1+1".into()));
}

#[test]
fn an_empty_page_can_be_opened() {
    for form in Form::ALL {
        assert!(!form.write(&Page::default()).unwrap().is_empty());
    }
    let table = Block::Table(Table::default());
    let page = Page { sections: vec![Section { heading: None, blocks: vec![table] }], ..Page::default() };
    let docx = Form::Docx.write(&page).unwrap();
    assert_eq!(paragraphs(&part(&docx, "word/document.xml")), ["", ""]);
}

proptest! {
    #[test]
    fn any_text_leaves_the_markup_whole(text in "(?s).*") {
        let page = Page { title: text.clone(), ..Page::default() };
        let docx = Form::Docx.write(&page).unwrap();
        let read = paragraphs(&part(&docx, "word/document.xml"));
        prop_assert_eq!(read.len(), 1);
        prop_assert_eq!(read[0].chars().filter(|c| *c == '𠮷').count(), text.chars().filter(|c| *c == '𠮷').count());
        let plain: String = text.chars().filter(|c| *c != '\r').collect();
        prop_assert_eq!(read[0].chars().count(), plain.chars().count());
    }
}
