//! The figures of the briefing, in its order (DOMAIN.md, section 6).
use super::figure::Formula::{Change, Counted, Percent};
use super::figure::Printed::{self, Money, Number, TenThousands};
use super::figure::Span::{Asked, Campaign, HalfYear, Program, YearBefore};
use super::figure::{Figure, Section, Table, Term, figure};

const ACCIDENTS: Printed = Number("起", "accidents");
const PERSONS: Printed = Number("人", "persons");
const ENTERPRISES: Printed = Number("家", "enterprises");
const PLACES: Printed = Number("处", "points");
const TARGETS: Printed = Number("个", "targets");
const UNITS: Printed = Number("个", "bodies");
const LEADERS: Printed = Number("名", "leaders");
const DAMS: Printed = Number("座", "dams");

/// Enforcement is what departments and territorial bodies inspect: neither leaders' visits nor experts'.
pub const ENFORCING: &[&str] = &["enforcement", "township", "special"];
/// The five preventions (五防) and the one governance (一治理).
const FIVE_AND_ONE: &[&str] = &["P1", "P2", "P3", "P4", "P5", "G1"];

pub const BRIEFING: Table = Table {
    code: "briefing",
    title: ("安全生产情况简报", "Work safety briefing"),
    sections: &[
        Section { code: "opening", title: ("总体情况", "Overall"), figures: OPENING },
        Section {
            code: "program", title: ("推进“三年行动”，抓全盘", "The three-year action"), figures: PROGRAM
        },
        Section {
            code: "campaign", title: ("开展“夏季攻势”，除隐患", "The campaign"), figures: CAMPAIGN
        },
        Section { code: "flags", title: ("授予“流动红旗”，严奖惩", "Flags"), figures: FLAGS },
        Section {
            code: "accidents", title: ("严肃“事故查处”，推工作", "Accidents"), figures: SUPERVISED
        },
        Section {
            code: "assignments", title: ("建立“挂点责任制”，压责任", "Leaders' assignments"), figures: ASSIGNED
        },
        Section { code: "coverage", title: ("开展“挂图作战”，消盲区", "Coverage"), figures: COVERAGE },
    ],
    signed_by: &[],
};

#[rustfmt::skip]
const OPENING: &[Figure] = &[
    figure("accidents", ("安全生产事故", "Accidents"),
        ("期内发生、未作废的生产安全事故起数", "Accidents that occurred in the period and were not voided"),
        ACCIDENTS, Counted(Term::flow("accident.count"), Asked)),
    figure("accidents_before", ("上年同期事故", "Accidents a year before"),
        ("上年同期事故起数", "Accidents of the same period of the year before"),
        ACCIDENTS, Counted(Term::flow("accident.count"), YearBefore)),
    figure("accidents_change", ("事故起数同比", "Accidents, year on year"),
        ("（本期－上年同期）÷上年同期；上年同期为零时无可比基数", "(now - before) / before; not comparable where that was zero"),
        Printed::Percent, Change("accidents", "accidents_before")),
    figure("deaths", ("死亡人数", "Deaths"),
        ("期内事故的死亡人数，含按第493号令第十三条补报的", "Deaths of the period's accidents, later ones by order 493, article 13, included"),
        PERSONS, Counted(Term::flow("accident.deaths"), Asked)),
    figure("deaths_before", ("上年同期死亡人数", "Deaths a year before"),
        ("上年同期事故的死亡人数", "Deaths of the same period of the year before"),
        PERSONS, Counted(Term::flow("accident.deaths"), YearBefore)),
    figure("deaths_change", ("死亡人数同比", "Deaths, year on year"),
        ("（本期－上年同期）÷上年同期；上年同期为零时无可比基数", "(now - before) / before; not comparable where that was zero"),
        Printed::Percent, Change("deaths", "deaths_before")),
];

#[rustfmt::skip]
const PROGRAM: &[Figure] = &[
    figure("plans_topic", ("专题方案", "Topics"),
        ("期末在行的三年行动专题方案", "Topics of three-year programmes that stand on the last day"),
        Number("个", "topics"), Counted(Term::stock("program.plans").of(&["topic"]), Asked)),
    figure("plans_special", ("专项方案", "Special plans"),
        ("期末在行的三年行动专项方案", "Special plans that stand on the last day"),
        Number("个", "plans"), Counted(Term::stock("program.plans").of(&["special"]), Asked)),
    figure("work_systems", ("工作制度", "Work systems"),
        ("期末在行的三年行动工作制度", "Work systems that stand on the last day"),
        Number("项", "systems"), Counted(Term::stock("program.work_systems"), Asked)),
    figure("risk_points", ("辨识管控风险点", "Risk points"),
        ("期末在管的风险点", "Risk points on the register on the last day"),
        PLACES, Counted(Term::stock("risk_point.identified"), Asked)),
    figure("risk_points_major", ("重大风险点", "Major risk points"),
        ("期末在管的红色风险点", "Red risk points on the last day"),
        PLACES, Counted(Term::stock("risk_point.major"), Asked)),
    figure("enforcement_visits", ("执法检查（次）", "Enforcement visits"),
        ("部门和属地的检查次数，不含领导挂点检查和专家检查", "Visits of departments and territorial bodies, without leaders' and experts'"),
        Number("次", "visits"), Counted(Term::flow("inspection.visits").of(ENFORCING), Program)),
    figure("enforcement_enterprises", ("执法检查企业（家）", "Enterprises inspected"),
        ("上述检查涉及的企业，每家计一次", "The enterprises of these visits, each once"),
        ENTERPRISES, Counted(Term::flow("inspection.visits").of(ENFORCING).enterprises(), Program)),
    figure("fines", ("经济处罚", "Fines"),
        ("期内开具的罚款；被免除的部分不计", "Fines issued in the period, without what was waived"),
        Money, Counted(Term::flow("inspection.fine_fen"), Program)),
    figure("halted_enterprises", ("责令停产整顿企业", "Enterprises halted"),
        ("期内被责令停产停业的企业，每家计一次", "Enterprises halted in the period, each once"),
        ENTERPRISES, Counted(Term::flow("inspection.halted").enterprises(), Program)),
    figure("closed_enterprises", ("关闭企业", "Enterprises closed down"),
        ("期内被关闭取缔的企业，每家计一次", "Enterprises closed down in the period, each once"),
        ENTERPRISES, Counted(Term::flow("inspection.closed").enterprises(), Program)),
];

#[rustfmt::skip]
const CAMPAIGN: &[Figure] = &[
    figure("campaign_hazards", ("攻势排查整治隐患", "Hazards of the campaign"),
        ("攻势期间排查的“五防一治理”隐患", "Hazards of the five preventions and the one governance found in its window"),
        TenThousands("条", "hazards"), Counted(Term::flow("hazard.found").of(FIVE_AND_ONE), Campaign)),
    figure("campaign_rectified", ("攻势期间整改销号隐患", "Hazards rectified"),
        ("攻势期间销号的“五防一治理”隐患", "Those categories' hazards closed in its window"),
        TenThousands("条", "hazards"), Counted(Term::flow("hazard.rectified").of(FIVE_AND_ONE), Campaign)),
    figure("campaign_supervised", ("督办重大隐患", "Hazards under supervision"),
        ("攻势期间挂牌督办的隐患", "Supervision orders on hazards in its window"),
        Number("条", "hazards"), Counted(Term::flow("hazard.listed"), Campaign)),
    figure("exposed_enterprises", ("集中曝光企业", "Enterprises exposed"),
        ("攻势期间检查中作出曝光决定的企业，每家计一次", "Enterprises that inspections exposed in its window, each once"),
        ENTERPRISES, Counted(Term::flow("inspection.exposed").enterprises(), Campaign)),
    figure("listed_exposures", ("曝光名单企业", "Enterprises on published lists"),
        ("攻势期间公布的曝光名单上的企业，每家计一次；撤回的不计", "Enterprises on lists published in its window, each once; retracted ones do not count"),
        ENTERPRISES, Counted(Term::flow("exposure.exposed").enterprises(), Campaign)),
];

const fn red(class: &'static [&'static str]) -> super::figure::Formula {
    Counted(Term::flow("flag_round.red").of(class).subjects(), HalfYear)
}

#[rustfmt::skip]
const FLAGS: &[Figure] = &[
    figure("red_counties", ("流动红旗：县（市、区）", "Red flags: counties"),
        ("已公布且未收回的红旗，每个单位计一次", "Published red flags that were not withdrawn, each subject once"), UNITS, red(&["county"])),
    figure("red_townships", ("流动红旗：乡镇（街道）", "Red flags: townships"),
        ("已公布且未收回的红旗，每个单位计一次", "Published red flags that were not withdrawn, each subject once"), UNITS, red(&["township"])),
    figure("red_parks", ("流动红旗：园区", "Red flags: parks"),
        ("已公布且未收回的红旗，每个单位计一次", "Published red flags that were not withdrawn, each subject once"), UNITS, red(&["park"])),
    figure("red_departments", ("流动红旗：行业主管部门", "Red flags: departments"),
        ("已公布且未收回的红旗，每个单位计一次", "Published red flags that were not withdrawn, each subject once"), UNITS, red(&["department"])),
    figure("red_enterprises", ("流动红旗：生产经营单位", "Red flags: enterprises"),
        ("已公布且未收回的红旗，每个单位计一次", "Published red flags that were not withdrawn, each subject once"), ENTERPRISES, red(&["enterprise"])),
    figure("yellow", ("流动黄旗", "Yellow flags"),
        ("已公布的黄旗，每个单位计一次", "Published yellow flags, each subject once"),
        ENTERPRISES, Counted(Term::flow("flag_round.yellow").subjects(), HalfYear)),
];

#[rustfmt::skip]
const SUPERVISED: &[Figure] = &[
    figure("accidents_evaluated", ("较大事故评估", "Larger accidents evaluated"),
        ("期内首次开展落实情况评估的较大事故", "Larger accidents evaluated for the first time in the period"),
        ACCIDENTS, Counted(Term::flow("accident.evaluated").of(&["larger"]), Asked)),
    figure("accidents_looked_back", ("事故“回头看”", "Accidents looked back at"),
        ("期内首次开展“回头看”的事故", "Accidents looked back at for the first time in the period"),
        ACCIDENTS, Counted(Term::flow("accident.looked_back"), Asked)),
    figure("accidents_listed", ("挂牌督办事故", "Accidents under supervision"),
        ("期内首次挂牌督办的事故", "Accidents put under supervision in the period"),
        ACCIDENTS, Counted(Term::flow("accident.listed"), Asked)),
    figure("accidents_listed_deaths", ("挂牌督办事故死亡人数", "Deaths of accidents under supervision"),
        ("上述事故的死亡人数", "Deaths of these accidents"),
        PERSONS, Counted(Term::flow("accident.listed_deaths"), Asked)),
];

const TARGET: Term = Term::stock("assignment.target");
const BODY: Term = Term::stock("assignment.body");

#[rustfmt::skip]
const ASSIGNED: &[Figure] = &[
    figure("city_leaders", ("挂点市领导", "City leaders"),
        ("期末有挂点对象的市领导，每人计一次", "City leaders with a target on the last day, each once"),
        Number("位", "leaders"), Counted(TARGET.of(&["city_leader"]).subjects(), Asked)),
    figure("city_dams", ("市领导挂点尾矿库（水库）", "Tailings ponds and reservoirs of city leaders"),
        ("期末市领导挂点的尾矿库、水库", "Tailings ponds and reservoirs on the last day"),
        TARGETS, Counted(TARGET.of(&["city_leader,tailings_pond", "city_leader,reservoir"]), Asked)),
    figure("city_targets", ("市领导挂点企业（项目、路段、场所）", "Other targets of city leaders"),
        ("期末市领导挂点的企业、项目、路段、场所", "Enterprises, projects, road sections and places on the last day"),
        TARGETS, Counted(TARGET.of(&["city_leader,enterprise", "city_leader,project", "city_leader,road_section", "city_leader,place"]), Asked)),
    figure("county_bodies", ("县级挂点单位", "Counties with leaders assigned"),
        ("期末有县级领导挂点的县（市、区）", "Counties whose leaders have targets on the last day"),
        UNITS, Counted(BODY.of(&["county_leader"]).subjects(), Asked)),
    figure("county_leaders", ("挂点县级领导", "County leaders"),
        ("期末有挂点对象的县级领导，每人计一次", "County leaders with a target on the last day, each once"),
        LEADERS, Counted(TARGET.of(&["county_leader"]).subjects(), Asked)),
    figure("county_targets", ("县级领导挂点企业（项目、路段、场所）", "Targets of county leaders"),
        ("期末县级领导挂点的企业、项目、路段、场所", "Enterprises, projects, road sections and places on the last day"),
        TARGETS, Counted(TARGET.of(&["county_leader,enterprise", "county_leader,project", "county_leader,road_section", "county_leader,place"]), Asked)),
    figure("county_tailings_ponds", ("县级领导挂点尾矿库", "Tailings ponds of county leaders"),
        ("期末县级领导挂点的尾矿库", "Tailings ponds on the last day"),
        DAMS, Counted(TARGET.of(&["county_leader,tailings_pond"]), Asked)),
    figure("county_reservoirs", ("县级领导挂点水库", "Reservoirs of county leaders"),
        ("期末县级领导挂点的水库", "Reservoirs on the last day"),
        DAMS, Counted(TARGET.of(&["county_leader,reservoir"]), Asked)),
    figure("department_bodies", ("市直挂点单位", "City departments with leaders assigned"),
        ("期末由本部门领导挂点的市直单位", "City departments whose leaders have targets on the last day"),
        UNITS, Counted(BODY.of(&["city_department"]).subjects(), Asked)),
    figure("department_leaders", ("挂点市直单位领导", "Leaders of city departments"),
        ("期末有挂点对象的市直单位领导，每人计一次", "Leaders of city departments with a target on the last day, each once"),
        LEADERS, Counted(TARGET.of(&["city_department"]).subjects(), Asked)),
    figure("department_targets", ("市直单位领导挂点对象", "Targets of city departments"),
        ("期末市直单位领导的挂点对象", "Targets of these leaders on the last day"),
        TARGETS, Counted(TARGET.of(&["city_department"]), Asked)),
];

#[rustfmt::skip]
const COVERAGE: &[Figure] = &[
    figure("enterprises", ("在册企业（场所）", "Enterprises on the register"),
        ("期末在册的企业和场所", "Enterprises and sites on the register on the last day"),
        ENTERPRISES, Counted(Term::stock("enterprise.registered"), Asked)),
    figure("enterprises_covered", ("应检查企业", "Enterprises to inspect"),
        ("期末在册的应检查企业", "Those of them that are to be inspected"),
        ENTERPRISES, Counted(Term::stock("enterprise.covered"), Asked)),
    figure("enterprises_inspected", ("已检查企业", "Enterprises inspected"),
        ("期内受检企业，每家计一次", "Enterprises visited in the period, each once"),
        ENTERPRISES, Counted(Term::flow("inspection.visits").enterprises(), Asked)),
    figure("coverage", ("检查覆盖率", "Coverage"),
        ("已检查企业÷应检查企业；检查了名册外企业时可超过100%", "Inspected / to inspect; above 100 % where others were inspected as well"),
        Printed::Percent, Percent("enterprises_inspected", "enterprises_covered")),
    figure("without_department", ("未明确主管部门企业", "Enterprises without a department"),
        ("期末在册、未明确行业主管部门的企业", "On the register on the last day, without a department"),
        ENTERPRISES, Counted(Term::stock("enterprise.without_department"), Asked)),
    figure("without_location", ("未采集位置企业", "Enterprises without a location"),
        ("期末在册、未采集位置的企业", "On the register on the last day, without a location"),
        ENTERPRISES, Counted(Term::stock("enterprise.without_location"), Asked)),
];
