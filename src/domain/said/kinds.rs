//! Why an act on an accident, a flag round, an assignment or a finding was refused.
use super::Sentence;

#[rustfmt::skip]
pub const SENTENCES: &[Sentence] = &[
    // The table of access
    ("an accident of this level is investigated by a higher tier", "此等级的事故由上级调查"),
    ("who computed a flag round does not confirm it", "流动红旗测算人不得确认测算结果"),
    ("the target is assigned to another leader", "该挂点对象由其他领导挂点"),
    ("the body that assigned the leader, or the one above it, decides", "由安排挂点的单位或其上级决定"),
    ("the finding asks another unit", "该审计发现须由其他单位答复"),
    ("who answered a finding does not judge the answer", "答复人不得审定自己的答复"),
    // Accidents
    ("an act that accidents do not have", "事故没有此项操作"),
    ("after the act itself", "晚于办理时间"),
    ("those are its casualties already", "伤亡和损失数据没有变化"),
    ("an error sets no day", "更正误报不填写变化日期"),
    ("the day on which it changed", "请填写伤亡变化的日期"),
    ("casualties count from {} to {}", "伤亡变化只计入 {} 至 {}"),
    ("after {} and not after {}", "须晚于 {}，且不晚于 {}"),
    ("that stands there already", "已有相同内容"),
    ("nothing of this name is open", "没有此项待办内容"),
    ("not before {}", "不得早于 {}"),
    // Flag rounds
    ("an act that flag rounds do not have", "流动红旗评选没有此项操作"),
    ("a half-year, such as 2026H1", "应为半年度，例如 2026H1"),
    (
        "a period, such as 2026-09, 2026Q3, 2026H1, 2026 or 2026-01-01..2026-09-30",
        "应为期间，例如 2026-09、2026Q3、2026H1、2026 或 2026-01-01..2026-09-30",
    ),
    ("a class stands once", "同一类别只能出现一次"),
    ("at most {} enterprises a round", "每轮最多推荐 {} 家企业"),
    ("a candidate stands once", "同一参评对象只能出现一次"),
    ("the half-year is not over", "该半年度尚未结束"),
    ("no subject of this round", "不是本轮的参评对象"),
    ("who objects does not decide on it", "异议提出人不得裁定该异议"),
    ("named where the objection is upheld, and only there", "异议成立时填写改定的旗，不成立时不填写"),
    ("no red flag of this round", "本轮中没有授予该对象的红旗"),
    ("not an accident that takes this flag back", "该事故不构成收回此红旗的理由"),
    ("the server computes this itself: nobody sends it", "此项由服务器测算，不接受提交"),
    ("the round was not computed yet", "本轮尚未测算"),
    // Assignments
    ("an act that assignments do not have", "挂点没有此项操作"),
    ("a leader of a county or above", "挂点领导须为县级及以上"),
    ("the enterprise that the leader answers for", "请填写挂点的企业"),
    ("the leader has it already", "该领导已挂点此对象"),
    ("after {}", "须晚于 {}"),
    ("a visit that was not made", "该检查尚未进行"),
    ("not a leader's visit", "该检查不是领导挂点检查"),
    ("not a visit of this target", "该检查的对象不是此挂点对象"),
    ("outside of the leader's days", "检查日期不在挂点期间内"),
    // Findings
    ("an act that findings do not have", "审计发现没有此项操作"),
    ("before the day of the act", "早于办理日期"),
    ("no such record within your mandate", "审计授权范围内没有这条记录"),
    ("a finding lies in the ledger of its record", "审计发现须记入所涉记录的台账"),
    // Words
    ("accident", "事故"),
    ("flag_round", "流动红旗评选"),
    ("flag round", "流动红旗评选"),
    ("assignment", "挂点"),
    ("finding", "审计发现"),
];
