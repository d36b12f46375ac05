//! Headings: what the fields of records are called above a column.
use super::Language;

/// (field, Chinese), in the order in which columns stand. In English the field's name tells enough.
#[rustfmt::skip]
const HEADINGS: &[(&str, &str)] = &[
    // Of every record
    ("id", "记录标识"), ("kind", "类型"), ("ledger", "台账（区划代码）"), ("number", "编号"), ("state", "状态"),
    ("level", "级别"), ("category", "类别"), ("sector", "行业领域"), ("enterprise", "企业"), ("owner", "整改责任单位"),
    ("due_on", "到期日"), ("occurred_on", "发现（发生）日期"), ("lon", "经度（1e-7 度）"), ("lat", "纬度（1e-7 度）"),
    ("is_voided", "已作废"), ("rev", "版本"), ("created_at", "建立时间"), ("updated_at", "更新时间"),
    // Of some kinds
    ("name", "名称"), ("title", "标题"), ("uscc", "统一社会信用代码"), ("uscc_is_missing", "无统一社会信用代码"),
    ("industry", "国民经济行业"), ("department", "监管部门"), ("address", "地址"), ("place", "地点"),
    ("key_target", "重点对象"), ("employees", "从业人数"), ("is_covered", "已全覆盖"), ("operating", "经营状态"),
    ("description", "描述"), ("found_at", "发现时间"), ("source", "来源"), ("inspection", "检查"),
    ("risk_point", "风险点"), ("lead_department", "牵头部门"), ("deadline", "整改期限"), ("closed_at", "销号时间"),
    ("cycle", "整改轮次"), ("inspection_type", "检查类型"), ("subject", "检查对象"), ("planned_on", "计划日期"),
    ("occurred_at", "发生时间"), ("accident_type", "事故类型"), ("summary", "概况"), ("half_year", "半年度"),
    ("tier", "层级"), ("from_on", "起始日期"), ("to_on", "截止日期"), ("visit_months", "走访间隔（月）"),
    ("visit_due_on", "应走访日期"), ("last_visited_on", "上次走访日期"), ("about", "所涉记录"),
    ("about_kind", "所涉记录类型"), ("gravity", "严重程度"), ("detail", "详情"), ("ground", "依据"),
    ("responsible", "责任单位"), ("aim", "目标"), ("document_number", "文号"),
];

/// Where a field's column stands; fields that are not known here come last.
pub fn place_of(field: &str) -> usize {
    HEADINGS.iter().position(|(name, _)| *name == field).unwrap_or(HEADINGS.len())
}

pub fn heading(field: &str, language: Language) -> String {
    let chinese = HEADINGS.iter().find(|(name, _)| *name == field).map(|(_, chinese)| (*chinese).to_owned());
    match language {
        Language::Chinese => chinese.unwrap_or_else(|| field.to_owned()),
        Language::English => in_words(field),
    }
}

/// `found_at` is "Found at".
fn in_words(field: &str) -> String {
    let mut words = field.replace('_', " ");
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_headed_in_both_languages_and_stands_once() {
        assert_eq!(heading("found_at", Language::Chinese), "发现时间");
        assert_eq!(heading("found_at", Language::English), "Found at");
        assert_eq!(
            (heading("new_field", Language::Chinese), place_of("new_field")),
            ("new_field".into(), HEADINGS.len())
        );
        for (place, (field, chinese)) in HEADINGS.iter().enumerate() {
            assert_eq!(place_of(field), place, "{field} stands twice");
            assert!(!chinese.is_ascii(), "{field}");
        }
    }
}
