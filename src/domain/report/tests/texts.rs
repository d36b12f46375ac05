//! The briefing's text and the forms' tables.
use super::*;
use crate::domain::Tier;

fn words() -> Words {
    Words {
        region: "赣州市".into(),
        tier: Tier::City,
        campaign: Some("夏季攻势".into()),
        is_complete: false,
        supervised_on: ["2020-04-05", "2020-05-14", "2020-05-16"].map(day).to_vec(),
        remarks: vec![("program".into(), "成立了三年行动工作推进组、工作专班。".into())],
        printed_on: day("2020-10-12"),
    }
}
/// The paragraphs of a section, by its place.
fn said(document: &Document, place: usize) -> Vec<String> {
    document.sections[place].blocks.iter().map(Block::said).collect()
}

#[test]
fn the_briefing_says_what_the_document_says() {
    let document = briefing(&readings(), &ganzhou(), &words());
    assert_eq!(document.title, "赣州市安全生产情况简报");
    assert_eq!(document.subtitle, "2020年1-9月　2020年10月12日");
    let headings: Vec<_> = document.sections.iter().filter_map(|section| section.heading.as_deref()).collect();
    assert_eq!(headings[..2], ["推进“三年行动”，抓全盘", "开展“夏季攻势”，除隐患"]);
    assert_eq!(headings.len(), 6);
    assert_eq!(said(&document, 0), ["2020年1-9月，全市发生安全生产事故102起、死亡79人，同比分别下降50.2%、51.8%。"]);
    assert_eq!(
        said(&document, 1),
        [
            "成立了三年行动工作推进组、工作专班。",
            "印发三年行动实施方案和2个专题、11个专项方案，制定10项工作制度。“三年行动”开展以来，全市辨识管控风险点23104处（其中重大风险隐患点733处），执法检查10298次、\
             涉及企业8640家，实施经济处罚810.13万元，责令停产整顿企业200家，关闭企业14家。",
        ]
    );
    assert_eq!(
        said(&document, 2),
        ["据不完全统计，夏季攻势排查整治隐患4.6万条（46000条），其中整改销号约4.6万条（45987条），\
          督办重大隐患30条，集中曝光违法违规企业339家。"]
    );
    assert_eq!(
        said(&document, 3),
        ["2020年上半年，对8个县（市、区）、129个乡镇（街办）、260个行业主管部门、537家生产经营单位授予“流动红旗”，\
          对94家单位挂“流动黄旗”。"]
    );
    assert_eq!(
        said(&document, 4),
        ["2020年1-9月，对2起较大事故开展落实防范措施和责任追究情况评估，对“4·5”“5·14”“5·16”等3起生产安全事故\
          （共造成6人死亡）进行挂牌督办。"]
    );
    assert_eq!(
        said(&document, 5),
        ["截至2020年9月30日，3位市领导挂点6个尾矿库（水库），20个县（市、区）的220名县处级领导挂点663个不放心企业\
          （项目、路段、场所）、62座尾矿库、53座大中型水库，19个市直单位83名县处级领导挂点126个不放心企业\
          （项目、路段、场所）。"]
    );
}

#[test]
fn every_number_in_the_text_leads_to_its_figure_and_no_hole_is_left() {
    let document = briefing(&readings(), &ganzhou(), &words());
    let blocks = document.sections.iter().flat_map(|section| &section.blocks);
    let pieces: Vec<_> = blocks
        .flat_map(|block| match block {
            Block::Paragraph(pieces) => pieces.clone(),
            Block::Table { .. } => Vec::new(),
        })
        .collect();
    assert!(pieces.iter().all(|piece| !piece.text.contains(['{', '}'])));
    for figure in BRIEFING.figures().filter(|figure| !read(figure.code).is_zero()) {
        // What is compared stands in the comparison, and the year before with it.
        let is_told = figure.code.ends_with("_change") || figure.code.ends_with("_before");
        assert!(is_told || pieces.iter().any(|piece| piece.figure == Some(figure.code)), "{}", figure.code);
    }
}

#[test]
fn the_comparison_says_up_down_level_or_that_there_is_none() {
    let compared = |now: (i64, i64), before: (i64, i64)| {
        let number = |term: &Term, over: Period| {
            let (accidents, deaths) = if over == ganzhou().period { now } else { before };
            match term.measure {
                "accident.count" => accidents,
                "accident.deaths" => deaths,
                _ => 0,
            }
        };
        let document = briefing(&evaluate(&BRIEFING, &ganzhou(), number), &ganzhou(), &words());
        let text = said(&document, 0).concat();
        text.split_once('人').unwrap().1.trim_start_matches('，').to_owned()
    };
    assert_eq!(compared((3, 3), (2, 2)), "同比分别上升50.0%、50.0%。");
    assert_eq!(compared((1, 3), (2, 2)), "同比分别下降50.0%、上升50.0%。");
    assert_eq!(compared((2, 2), (2, 2)), "同比均持平。");
    assert_eq!(compared((2, 0), (2, 0)), "同比分别持平、无可比基数。");
    assert_eq!(compared((2, 2), (0, 0)), "同比均无可比基数。");
}

#[test]
fn what_did_not_happen_is_left_out_and_sentences_still_end() {
    let words = Words { is_complete: true, campaign: None, tier: Tier::County, ..words() };
    let asked = Asked::about(period("2026-09"));
    let document = briefing(&evaluate(&BRIEFING, &asked, |_, _| 0), &asked, &words);
    assert_eq!(document.sections[2].heading.as_deref(), Some("开展“集中攻势”，除隐患"));
    for section in &document.sections {
        let text = section.blocks.last().unwrap().said();
        assert!(text.ends_with('。') && !text.contains("，，") && !text.contains("，、"), "{text}");
    }
    assert!(said(&document, 2)[0].starts_with("2026年9月排查整治隐患0条"), "statistics are complete");
    assert!(said(&document, 5)[0].starts_with("截至2026年9月30日，0个县"), "no leader of the city");
}

#[test]
fn a_form_has_a_row_for_each_region_and_a_cell_for_each_column() {
    let asked = Asked::about(period("2026-09"));
    let rows: Vec<_> =
        ["章贡区", "南康区"].map(|name| (name.to_owned(), evaluate(&MONTHLY, &asked, |_, _| 1))).to_vec();
    let document = form(&MONTHLY, asked.period, &rows);
    assert_eq!((document.title.as_str(), document.subtitle.as_str()), (MONTHLY.title.0, "2026年9月"));
    let [Block::Table { groups, columns, rows }] = &document.sections[0].blocks[..] else { panic!("no table") };
    assert_eq!(groups.iter().map(|(_, width)| width).sum::<usize>(), columns.len());
    assert!(rows.len() == 2 && rows.iter().all(|(_, cells)| cells.len() == columns.len()));
    assert_eq!(columns[0], "应检查单位（家）");
    assert_eq!(form(&QUARTERLY, asked.period, &[]).signatures[0], "主要负责人（签字）：");
}
