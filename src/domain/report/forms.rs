//! The forms: the statutory monthly form, the enforcement form, the quarterly table.
use super::briefing::ENFORCING;
use super::figure::Formula::{Counted, Percent, Without};
use super::figure::Printed::{self, Money, Number};
use super::figure::Span::Asked;
use super::figure::{Figure, Formula, Section, Table, Term, figure};

const ITEMS: Printed = Number("项", "hazards");
const ENTERPRISES: Printed = Number("家", "enterprises");
const CASES: Printed = Number("起", "cases");

const FOUND: Term = Term::flow("hazard.found");
const FOUND_MAJOR: Term = Term::flow("hazard.found_major");
const RECTIFIED: Term = Term::flow("hazard.rectified");
const RECTIFIED_MAJOR: Term = Term::flow("hazard.rectified_major");

const RATE: (&str, &str) = (
    "期内整改÷期内排查，整改的可为以前排查的，故可超过100%",
    "Rectified / found in the period; may exceed 100 % by earlier ones",
);

const fn flow(term: Term) -> Formula {
    Counted(term, Asked)
}

#[rustfmt::skip]
const GENERAL: &[Figure] = &[
    figure("general_found", ("一般隐患排查", "General hazards found"),
        ("期内发现、未作废的一般隐患，含尚未定级的", "Found in the period, not voided; those not graded yet included"),
        ITEMS, Without(FOUND, FOUND_MAJOR, Asked)),
    figure("general_rectified", ("一般隐患整改", "General hazards rectified"),
        ("期内销号且未重新开启的一般隐患", "Closed in the period and not opened again"),
        ITEMS, Without(RECTIFIED, RECTIFIED_MAJOR, Asked)),
    figure("general_rate", ("一般隐患整改率", "Rate"), RATE, Printed::Percent, Percent("general_rectified", "general_found")),
];

#[rustfmt::skip]
const MAJOR: &[Figure] = &[
    figure("major_found", ("重大隐患排查", "Major hazards found"),
        ("期内发现、未作废的重大隐患", "Found in the period, not voided"), ITEMS, flow(FOUND_MAJOR)),
    figure("major_rectified", ("重大隐患整改", "Major hazards rectified"),
        ("期内销号且未重新开启的重大隐患", "Closed in the period and not opened again"), ITEMS, flow(RECTIFIED_MAJOR)),
    figure("major_rate", ("重大隐患整改率", "Rate"), RATE, Printed::Percent, Percent("major_rectified", "major_found")),
];

#[rustfmt::skip]
const INSPECTED: &[Figure] = &[
    figure("to_inspect", ("应检查单位", "Units to inspect"),
        ("期末在册的应检查企业（场所）", "Enterprises and sites that are to be inspected, on the last day"),
        ENTERPRISES, Counted(Term::stock("enterprise.covered"), Asked)),
    figure("inspected", ("已检查单位", "Units inspected"),
        ("期内受检企业（场所），每家计一次", "Enterprises and sites visited in the period, each once"),
        ENTERPRISES, flow(Term::flow("inspection.visits").enterprises())),
    figure("coverage", ("检查覆盖率", "Coverage"),
        ("已检查单位÷应检查单位", "Inspected / to inspect"), Printed::Percent, Percent("inspected", "to_inspect")),
];

#[rustfmt::skip]
const PLANNED: &[Figure] = &[
    figure("major_planned", ("列入治理计划", "In plan"),
        ("期末未销号、治理方案已批准的重大隐患", "Open on the last day, with an approved plan"),
        ITEMS, Counted(Term::stock("hazard.open_planned"), Asked)),
    figure("major_five", ("“五落实”", "With five commitments"),
        ("期末未销号、责任措施资金时限预案均落实的重大隐患", "Open on the last day, ordered with responsibility, measures, funds, deadline and emergency plan"),
        ITEMS, Counted(Term::stock("hazard.open_five_commitments"), Asked)),
];

#[rustfmt::skip]
const LISTED: &[Figure] = &[
    figure("listed_province", ("省级挂牌督办", "Listed by the province"),
        ("期内省级及以上的挂牌督办", "Supervision orders of the province or above"),
        ITEMS, flow(Term::flow("hazard.listed").of(&["province", "nation"]))),
    figure("listed_city", ("市级挂牌督办", "Listed by the prefecture"),
        ("期内市级的挂牌督办", "Supervision orders of the prefecture"), ITEMS, flow(Term::flow("hazard.listed").of(&["city"]))),
    figure("listed_other", ("其他挂牌督办", "Listed by others"),
        ("期内县级的挂牌督办", "Supervision orders of counties"), ITEMS, flow(Term::flow("hazard.listed").of(&["county", "township"]))),
];

#[rustfmt::skip]
const FUNDS: &[Figure] = &[
    figure("funds", ("落实治理资金", "Funds committed"),
        ("期内整改指令落实的资金", "Funds that orders of the period name"), Money, flow(Term::flow("hazard.funds_fen"))),
];

pub const MONTHLY: Table = Table {
    code: "monthly",
    title: ("安全生产隐患排查治理情况月报表", "Monthly form of hazard identification and control"),
    sections: &[
        Section { code: "inspected", title: ("检查单位", "Units"), figures: INSPECTED },
        Section { code: "general", title: ("一般隐患", "General hazards"), figures: GENERAL },
        Section { code: "major", title: ("重大隐患", "Major hazards"), figures: MAJOR },
        Section { code: "planned", title: ("未销号重大隐患", "Open major hazards"), figures: PLANNED },
        Section { code: "listed", title: ("挂牌督办", "Supervision orders"), figures: LISTED },
        Section { code: "funds", title: ("资金", "Funds"), figures: FUNDS },
    ],
    signed_by: &["单位负责人", "统计负责人", "填表人"],
};

const VISITS: Term = Term::flow("inspection.visits").of(ENFORCING);

#[rustfmt::skip]
const ENFORCED: &[Figure] = &[
    figure("visits", ("执法检查（次）", "Visits"),
        ("部门和属地的检查次数", "Visits of departments and territorial bodies"), Number("次", "visits"), flow(VISITS)),
    figure("enterprises", ("检查企业（家）", "Enterprises"),
        ("受检企业，每家计一次", "Enterprises visited, each once"), ENTERPRISES, flow(VISITS.enterprises())),
    figure("orders", ("责令限期整改", "Orders"),
        ("责令限期整改文书", "Orders to rectify"), Number("份", "orders"), flow(Term::flow("inspection.orders"))),
    figure("fined", ("行政处罚", "Fines"),
        ("开具的罚款，不含全部免除的", "Fines issued, without those waived in full"), CASES, flow(Term::flow("inspection.fines"))),
    figure("fines", ("罚款金额", "Amount"),
        ("开具的罚款金额；被免除的部分不计", "Amount of the fines, without what was waived"), Money, flow(Term::flow("inspection.fine_fen"))),
    figure("paid", ("已缴罚款", "Paid"),
        ("期内缴纳的罚款", "Paid in the period"), Money, flow(Term::flow("inspection.paid_fen"))),
    figure("halted", ("责令停产停业整顿", "Halts"),
        ("被责令停产停业的企业，每家计一次", "Enterprises halted, each once"), ENTERPRISES, flow(Term::flow("inspection.halted").enterprises())),
    figure("closed", ("关闭取缔", "Closures"),
        ("被关闭取缔的企业，每家计一次", "Enterprises closed down, each once"), ENTERPRISES, flow(Term::flow("inspection.closed").enterprises())),
    figure("detained", ("行政拘留", "Detentions"),
        ("行政拘留决定", "Detentions ordered"), CASES, flow(Term::flow("inspection.detained"))),
    figure("transferred", ("移送司法", "Transfers to the judiciary"),
        ("移送司法机关的案件", "Cases handed to the judiciary"), CASES, flow(Term::flow("inspection.transferred"))),
    figure("exposed", ("曝光企业", "Exposed"),
        ("被曝光的企业，每家计一次", "Enterprises exposed, each once"), ENTERPRISES, flow(Term::flow("inspection.exposed").enterprises())),
];

pub const ENFORCEMENT: Table = Table {
    code: "enforcement",
    title: ("安全生产执法情况统计表", "Enforcement form"),
    sections: &[Section { code: "enforced", title: ("执法情况", "Enforcement"), figures: ENFORCED }],
    signed_by: &["单位负责人", "填表人"],
};

#[rustfmt::skip]
const GENERAL_OPEN: &[Figure] = &[
    GENERAL[0], GENERAL[1], GENERAL[2],
    figure("general_open", ("一般隐患未整改", "General hazards open"),
        ("期末未销号的一般隐患", "Open on the last day"),
        ITEMS, Without(Term::stock("hazard.open"), Term::stock("hazard.open_major"), Asked)),
];

#[rustfmt::skip]
const MAJOR_OPEN: &[Figure] = &[
    MAJOR[0], MAJOR[1], MAJOR[2],
    figure("major_open", ("重大隐患未整改", "Major hazards open"),
        ("期末未销号的重大隐患", "Open on the last day"), ITEMS, Counted(Term::stock("hazard.open_major"), Asked)),
    PLANNED[1],
];

/// What enterprises count each quarter, and their principal signs (order 16 of 2007, article 14).
pub const QUARTERLY: Table = Table {
    code: "quarterly",
    title: ("事故隐患排查治理情况季度统计分析表", "Quarterly table of hazards"),
    sections: &[
        Section { code: "general", title: ("一般隐患", "General hazards"), figures: GENERAL_OPEN },
        Section { code: "major", title: ("重大隐患", "Major hazards"), figures: MAJOR_OPEN },
    ],
    signed_by: &["主要负责人", "填表人"],
};
