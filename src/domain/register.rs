//! Registers of enterprises as spreadsheets: their columns, and what becomes of a row.
use super::spelled::{Spelled, spelled};

spelled! {
    /// A column of a register, by the name of the act's field; any of its two labels heads it as well.
    Column {
        Name = "name" ("企业名称", "Name"),
        Uscc = "uscc" ("统一社会信用代码", "Unified social credit code"),
        Sector = "sector" ("行业领域", "Sector"),
        Department = "department" ("监管部门", "Department"),
        Address = "address" ("地址", "Address"),
        Lon = "lon" ("经度", "Longitude"),
        Lat = "lat" ("纬度", "Latitude"),
        CoordSys = "coord_sys" ("坐标系", "Datum"),
        KeyTarget = "key_target" ("重点对象", "Key target"),
    }
}

/// What else such columns are headed with.
const OTHER_HEADINGS: &[(Column, &[&str])] = &[
    (Column::Name, &["单位名称", "名称", "场所名称", "企业名"]),
    (Column::Uscc, &["社会信用代码", "信用代码", "统一信用代码", "USCC"]),
    (Column::Sector, &["行业", "监管领域", "所属行业", "所属领域", "行业类别"]),
    (Column::Department, &["行业主管部门", "主管部门", "监管单位"]),
    (Column::Address, &["企业地址", "单位地址", "详细地址", "注册地址", "经营地址"]),
    (Column::KeyTarget, &["重点对象类型", "挂点对象"]),
];

impl Column {
    pub fn headed(heading: &str) -> Option<Self> {
        let is_other = |(_, others): &&(Self, &[&str])| others.contains(&heading);
        let other = || OTHER_HEADINGS.iter().find(is_other).map(|(column, _)| *column);
        value_of(heading).or_else(other)
    }
    /// The column in which a field of the act stands.
    pub fn of_field(field: &str) -> Option<Self> {
        if field == "location" { Some(Self::Lon) } else { field.parse().ok() }
    }
}

/// The value of a code list that a person has written: its code, or one of its labels.
pub fn value_of<T: Spelled>(text: &str) -> Option<T> {
    let is_meant = |value: &&T| {
        let (chinese, english) = value.labels().unwrap_or_default();
        text == value.text() || text == chinese || (!english.is_empty() && text.eq_ignore_ascii_case(english))
    };
    T::VALUES.iter().find(is_meant).copied()
}

spelled! {
    /// What becomes of a row.
    RowResult {
        /// Is registered; in a dry run, would be.
        New = "new" ("新增", "New"),
        /// Is there already, in the unit or higher up in the file.
        Duplicate = "duplicate" ("重复", "Duplicate"),
        /// Cannot be registered; `problems` say why.
        Faulty = "faulty" ("有误", "Faulty"),
    }
}

/// Whether a text would be read as a formula by the spreadsheet that it is exported to.
pub fn begins_a_formula(text: &str) -> bool {
    // `-1层` is a basement, `-1+cmd|…` is none.
    let computes = || text.contains(['+', '*', '/', '=', '|', '(', '!', '@', '"']);
    match text.chars().next() {
        Some('=' | '+' | '@' | '\t' | '\r') => true,
        Some('-') => computes(),
        _ => false,
    }
}

/// Whether a text is what a spreadsheet makes of an 18-digit code: `9.13601E+17`, or 15 digits and zeros.
pub fn is_destroyed_code(text: &str) -> bool {
    let mantissa = text.to_ascii_uppercase();
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let is_scientific = mantissa.split_once("E+").is_some_and(|(number, power)| is_number(number) && is_number(power));
    is_scientific || (text.len() == 18 && text.ends_with("000") && text.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_found_by_code_label_or_another_heading() {
        assert_eq!(Column::headed("企业名称"), Some(Column::Name));
        assert_eq!(Column::headed("name"), Some(Column::Name));
        assert_eq!(Column::headed("Unified Social Credit Code"), Some(Column::Uscc));
        assert_eq!(Column::headed("行业主管部门"), Some(Column::Department));
        assert_eq!(Column::headed("序号"), None);
        assert_eq!(Column::of_field("location"), Some(Column::Lon));
        let headings = OTHER_HEADINGS.iter().flat_map(|(_, others)| others.iter());
        assert!(headings.clone().all(|heading| value_of::<Column>(heading).is_none()), "a heading stands twice");
    }

    #[test]
    fn a_formula_is_told_from_a_basement() {
        for formula in ["=1+1", "+86", "@SUM(A1)", "-1+cmd|' /C calc'!A0", "\t=1"] {
            assert!(begins_a_formula(formula), "{formula}");
        }
        for text in ["-1层商铺", "-", "赣州=宾馆", "3号", ""] {
            assert!(!begins_a_formula(text), "{text}");
        }
    }

    #[test]
    fn a_code_that_a_spreadsheet_made_a_number_is_recognised() {
        for code in ["9.13601E+17", "9.1360100123456E+17", "9e+17", "913601001234567000"] {
            assert!(is_destroyed_code(code), "{code}");
        }
        for code in ["91350100M000100Y43", "91440300708461136T", "E+17", "HELLO", ""] {
            assert!(!is_destroyed_code(code), "{code}");
        }
    }
}
