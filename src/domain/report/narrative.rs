//! The briefing's text: its own sentences, with the numbers of the ledger in them.
use super::briefing::BRIEFING;
use super::evaluation::{Asked, Reading, Value};
use super::figure::Span;
use super::period::day_in_chinese;
use super::text::{Block, Document, Passages, Piece};
use crate::domain::rounding::decimal;
use crate::domain::{Day, Tier};

/// What the text needs besides the figures.
#[derive(Debug, Clone)]
pub struct Words {
    /// 赣州市.
    pub region: String,
    pub tier: Tier,
    /// The campaign's name; 夏季攻势.
    pub campaign: Option<String>,
    /// Every unit has reported: without that, the statistics say that they are incomplete.
    pub is_complete: bool,
    /// The days of the accidents under supervision: they are known by them.
    pub supervised_on: Vec<Day>,
    /// What the editors say themselves: the code of a section, and a paragraph that goes before its figures.
    pub remarks: Vec<(String, String)>,
    pub printed_on: Day,
}

/// (section, clause, the figure without which it is left out). `{...}` stands for a figure or a word.
/// What begins and what ends a sentence is always there.
#[rustfmt::skip]
const CLAUSES: &[(&str, &str, Option<&str>)] = &[
    ("opening", "{period}，{area}发生安全生产事故{accidents}、死亡{deaths}，{year_on_year}。", None),
    ("program", "印发三年行动实施方案和{plans_topic}专题、{plans_special}专项方案，制定{work_systems}工作制度。", Some("plans_special")),
    ("program", "{since}，{area}辨识管控风险点{risk_points}（其中重大风险隐患点{risk_points_major}），", None),
    ("program", "执法检查{enforcement_visits}、涉及企业{enforcement_enterprises}，实施经济处罚{fines}，", None),
    ("program", "责令停产整顿企业{halted_enterprises}，关闭企业{closed_enterprises}。", None),
    ("campaign", "{statistics}{campaign}排查整治隐患{campaign_hazards}，其中整改销号{campaign_rectified}，", None),
    ("campaign", "督办重大隐患{campaign_supervised}，集中曝光违法违规企业{exposed_enterprises}", None),
    ("campaign", "，公布曝光名单涉及企业{listed_exposures}", Some("listed_exposures")),
    ("campaign", "。", None),
    ("flags", "{half_year}，对{red_counties}县（市、区）、{red_townships}乡镇（街办）、", None),
    ("flags", "{red_parks}园区、", Some("red_parks")),
    ("flags", "{red_departments}行业主管部门、{red_enterprises}生产经营单位授予“流动红旗”，对{yellow}单位挂“流动黄旗”。", None),
    ("accidents", "{period}，", None),
    ("accidents", "对{accidents_evaluated}较大事故开展落实防范措施和责任追究情况评估，", Some("accidents_evaluated")),
    ("accidents", "对{accidents_looked_back}事故处理情况开展“回头看”，", Some("accidents_looked_back")),
    ("accidents", "对{supervised}{accidents_listed}生产安全事故（共造成{accidents_listed_deaths}死亡）进行挂牌督办。", None),
    ("assignments", "截至{last_day}，", None),
    ("assignments", "{city_leaders}市领导挂点{city_dams}尾矿库（水库）", Some("city_leaders")),
    ("assignments", "、{city_targets}企业（项目、路段、场所）", Some("city_targets")),
    ("assignments", "{then}{county_bodies}县（市、区）的{county_leaders}县处级领导挂点{county_targets}不放心企业（项目、路段、场所）、{county_tailings_ponds}尾矿库、{county_reservoirs}大中型水库", None),
    ("assignments", "，{department_bodies}市直单位{department_leaders}县处级领导挂点{department_targets}不放心企业（项目、路段、场所）", Some("department_leaders")),
    ("assignments", "。", None),
    ("coverage", "截至{last_day}，{area}在册企业（场所）{enterprises}，应检查{enterprises_covered}，{period}已检查{enterprises_inspected}，检查覆盖率{coverage}；", None),
    ("coverage", "未明确主管部门的企业{without_department}，未采集位置的企业{without_location}。", None),
];

/// The briefing as its readers know it: title, sections in order, each with its sentence.
pub fn briefing(readings: &[Reading], asked: &Asked, words: &Words) -> Document {
    let sections = BRIEFING.sections.iter().map(|section| Passages {
        heading: Some(heading(section.title.0, words)).filter(|_| section.code != "opening"),
        blocks: blocks(section.code, readings, asked, words),
    });
    Document {
        title: format!("{}{}", words.region, BRIEFING.title.0),
        subtitle: format!("{}　{}", asked.period.in_chinese(), day_in_chinese(words.printed_on)),
        sections: sections.collect(),
        signatures: Vec::new(),
    }
}

/// The campaign of this briefing, not that of 2020.
fn heading(title: &str, words: &Words) -> String {
    title.replace("夏季攻势", words.campaign.as_deref().unwrap_or("集中攻势"))
}

fn blocks(section: &str, readings: &[Reading], asked: &Asked, words: &Words) -> Vec<Block> {
    let remarks = words.remarks.iter().filter(|(code, _)| code == section);
    let remarks = remarks.map(|(_, remark)| Block::Paragraph(vec![Piece::words(remark)]));
    let is_told = |needs: &Option<&str>| {
        needs.is_none_or(|code| !readings.iter().any(|reading| reading.figure.code == code && reading.is_zero()))
    };
    let clauses = CLAUSES.iter().filter(|(of, _, needs)| *of == section && is_told(needs));
    let pieces = clauses.flat_map(|(_, clause, _)| filled(clause, readings, asked, words));
    remarks.chain([Block::Paragraph(pieces.collect())]).collect()
}

/// The clause with its holes filled. A number keeps the code of its figure.
fn filled(clause: &str, readings: &[Reading], asked: &Asked, words: &Words) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = clause;
    while let Some((before, after)) = rest.split_once('{') {
        let (hole, after) = after.split_once('}').unwrap_or((after, ""));
        let figure = readings.iter().find(|reading| reading.figure.code == hole);
        let filling =
            figure.map(|reading| Piece { figure: Some(reading.figure.code), ..Piece::words(reading.in_chinese()) });
        pieces.push(Piece::words(before));
        pieces.push(filling.unwrap_or_else(|| Piece::words(word(hole, readings, asked, words))));
        rest = after;
    }
    pieces.push(Piece::words(rest));
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

fn word(hole: &str, readings: &[Reading], asked: &Asked, words: &Words) -> String {
    match hole {
        "period" => asked.period.in_chinese(),
        "half_year" => asked.over(Span::HalfYear).in_chinese(),
        "last_day" => day_in_chinese(asked.period.last_on()),
        "area" => area(words.tier).to_owned(),
        "campaign" => words.campaign.clone().unwrap_or_else(|| asked.over(Span::Campaign).in_chinese()),
        "statistics" if words.is_complete => String::new(),
        "statistics" => "据不完全统计，".to_owned(),
        "since" if asked.program.is_some() => "“三年行动”开展以来".to_owned(),
        "since" => asked.period.in_chinese(),
        "supervised" => supervised(&words.supervised_on),
        "then" => then(readings),
        "year_on_year" => year_on_year(readings),
        _ => String::new(),
    }
}

/// The government's own word for all of its territory.
pub fn area(tier: Tier) -> &'static str {
    match tier {
        Tier::Nation => "全国",
        Tier::Province => "全省",
        Tier::City => "全市",
        Tier::County => "全县（市、区）",
        Tier::Township => "全辖区",
    }
}

/// “4·5”“5·14”“5·16”等
fn supervised(days: &[Day]) -> String {
    let named = days.iter().map(|day| {
        let (_, month, day) = day.parts();
        format!("“{month}·{day}”")
    });
    let named: String = named.collect();
    if named.is_empty() { named } else { named + "等" }
}

/// The sentence goes on after the city's leaders, or begins with the counties'.
fn then(readings: &[Reading]) -> String {
    let has_city = readings.iter().any(|reading| reading.figure.code == "city_leaders" && !reading.is_zero());
    if has_city { "，" } else { "" }.to_owned()
}

/// 同比分别下降50.2%、51.8%.
fn year_on_year(readings: &[Reading]) -> String {
    let of = |code: &str| readings.iter().find(|reading| reading.figure.code == code).map(|reading| reading.value);
    let both = of("accidents_change").map(moved).zip(of("deaths_change").map(moved));
    both.map_or_else(String::new, |((one, by), (other, more))| match one == other {
        true if by.is_empty() => format!("同比均{one}"),
        true => format!("同比分别{one}{by}、{more}"),
        false => format!("同比分别{one}{by}、{other}{more}"),
    })
}

fn moved(change: Value) -> (&'static str, String) {
    let percent = |tenths: i64| format!("{}%", decimal(tenths.saturating_abs(), 1));
    match change {
        Value::Tenths(tenths) if tenths < 0 => ("下降", percent(tenths)),
        Value::Tenths(tenths) if tenths > 0 => ("上升", percent(tenths)),
        Value::Tenths(_) | Value::Whole(_) => ("持平", String::new()),
        Value::NotComparable => ("无可比基数", String::new()),
    }
}
