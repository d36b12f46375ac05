//! Why an act on a programme was refused.
use super::Sentence;

#[rustfmt::skip]
pub const SENTENCES: &[Sentence] = &[
    ("an act that programmes do not have", "三年行动没有此项操作"),
    ("the body that adopted the programme, or the one above it, decides", "由制定三年行动方案的单位或其上级决定"),
    ("your body has no part in this programme", "您的单位不承担此三年行动的任务"),
    ("outside of the programme's days", "不在三年行动的起止日期内"),
    ("after the day of the act", "晚于办理日期"),
    ("at most {} of them", "最多 {} 项"),
    ("a task, a target or a reading lies before", "已有任务、目标或填报早于此日期"),
    ("a plan, a task, a target or a reading lies after", "已有方案、任务、目标或填报晚于此日期"),
    ("no plan of the programme that stands", "不是此三年行动的有效方案"),
    ("no work system that stands", "不是此三年行动的有效工作制度"),
    ("a completion waits for its confirmation", "尚有任务等待确认完成"),
    ("a head of the task force", "请填写专班组长"),
    ("what stays undone, and why", "请说明未完成的任务及原因"),
    ("after the task itself is due", "晚于任务的完成期限"),
    ("no task of the programme that is in work", "不是此三年行动中正在推进的任务"),
    ("another body is accountable for the task", "该任务由其他单位负责"),
    ("from 0 to 100", "应为 0 到 100"),
    ("no milestone of the task", "不是该任务的节点"),
    ("another completion waits", "等待确认的不是这一次完成"),
    ("who called a task complete does not judge its completion", "报告任务完成的人不得审定其完成情况"),
    ("no kind of record declares this measure", "没有任何记录种类提供此统计量"),
    ("a ratio is told in percent or hundredths, one number as a number or in fen", "比值用百分比或小数表示，单个数值用个数或分表示"),
    ("fen is told in fen, and nothing else is", "金额以分表示，其他数值不以分表示"),
    ("no indicator of the programme that stands", "不是此三年行动的有效指标"),
    ("no region within that of the programme", "不是此三年行动所在区域内的行政区域"),
    ("another body leads the indicator's plan", "该指标所属方案由其他单位牵头"),
    ("program", "三年行动"),
];
