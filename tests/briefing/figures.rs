//! The published figures of the briefing of October 2020, and what a tenth of them is.
use std::collections::BTreeMap;

/// How large the generated prefecture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    Full,
    Tenth,
}

impl Size {
    /// `SIZE=full` makes the whole of it.
    pub fn wanted() -> Self {
        if std::env::var("SIZE").as_deref() == Ok("full") { Self::Full } else { Self::Tenth }
    }
}

/// A figure of the report by its code, as it was published, and what it is at a tenth of the size: rounded
/// down, save for what cannot be less without becoming something else.
#[rustfmt::skip]
pub const PUBLISHED: &[(&str, i64, i64)] = &[
    ("accidents",                    102,         10),
    ("accidents_before",             205,         20),
    ("deaths",                        79,          7),
    ("deaths_before",                164,         16),
    // The programme has as many plans at any size.
    ("plans_topic",                    2,          2),
    ("plans_special",                 11,         11),
    ("work_systems",                  10,         10),
    ("risk_points",               23_104,      2_310),
    ("risk_points_major",            733,         73),
    ("enforcement_visits",        10_298,      1_029),
    ("fines",                810_130_000, 81_013_000),
    ("halted_enterprises",           200,         20),
    ("closed_enterprises",            14,          1),
    ("campaign_hazards",          46_000,      4_600),
    ("campaign_supervised",           30,          3),
    // Each was exposed where it was inspected, and stands on a published list.
    ("exposed_enterprises",          339,         33),
    ("listed_exposures",             339,         33),
    // Of 20 counties, 12 had accidents; at a tenth one of them has all, and 19 have none.
    ("red_counties",                   8,         19),
    ("red_townships",                129,         12),
    ("red_parks",                      0,          0),
    ("red_departments",              260,         26),
    ("red_enterprises",              537,         53),
    ("yellow",                        94,          9),
    // They are known by their days, and each had two deaths.
    ("accidents_listed",               3,          3),
    ("accidents_listed_deaths",        6,          6),
    // There are three of them, and six dams, at any size.
    ("city_leaders",                   3,          3),
    ("city_dams",                      6,          6),
    ("city_targets",                   0,          0),
    // Every county takes part at any size.
    ("county_bodies",                 20,         20),
    ("county_leaders",               220,         22),
    ("county_targets",               663,         66),
    ("county_tailings_ponds",         62,          6),
    ("county_reservoirs",             53,          5),
    ("department_bodies",             19,          1),
    ("department_leaders",            83,          8),
    ("department_targets",           126,         12),
];

/// The figures of a size, by their codes.
pub fn published(size: Size) -> BTreeMap<&'static str, i64> {
    let of = |(code, full, tenth): &(&'static str, i64, i64)| (*code, if size == Size::Full { *full } else { *tenth });
    PUBLISHED.iter().map(of).collect()
}

/// What the briefing says, as it was printed (Jiangxi's bulletin 82 of 2020, on Ganzhou).
pub const PRINTED: &[(&str, &str)] = &[
    ("", "2020 年 1-9 月，全市发生安全生产事故 102 起、死亡 79 人，同比分别下降 50.2%、51.8%。"),
    (
        "推进“三年行动”，抓全盘",
        "在全省率先印发了《赣州市安全生产专项整治三年行动实施方案》和2个专题、11个专项方案，制定了十项工作制度。\
         “三年行动”开展以来，全市辨识管控风险点23104处（其中重大风险隐患点733处），执法检查企业10298家（次），\
         实施经济处罚810.13万元，责令停产整顿企业200家，关闭企业14家。",
    ),
    (
        "开展“夏季攻势”，除隐患",
        "据不完全统计，夏季攻势排查整治隐患4.6万条，督办重大隐患30条，集中曝光违法违规企业339家。",
    ),
    (
        "授予“流动红旗”，严奖惩",
        "2020年上半年，对8个县（区）、129个乡镇（街办）、260个市县行业主管部门、537家生产经营单位授予“流动红旗”，\
         对94家单位挂“流动黄旗”。",
    ),
    ("严肃“事故查处”，推工作", "及时对“4·5”“5·14”“5·16”等三起造成2人死亡的生产安全事故进行挂牌督办。"),
    (
        "建立“挂点责任制”，压责任",
        "截至目前，3位市领导挂点6个重点尾矿库（水库），20个县（市、区）的220名县处级领导挂点663个不放心企业\
         （项目、路段、场所）、62座尾矿库、53座大中型水库，19个市直单位83名县处级领导挂点126个不放心企业\
         （项目、路段、场所）。",
    ),
];
