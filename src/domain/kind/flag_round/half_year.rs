//! Half-years of Asia/Shanghai.
use crate::domain::Day;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A half-year, `2026H1`: January to June, or July to December.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, pattern = "^[0-9]{4}H[12]$", example = "2026H1")]
pub struct HalfYear(Day);

impl HalfYear {
    pub fn first_on(self) -> Day {
        self.0
    }
    pub fn last_on(self) -> Day {
        self.next().first_on().plus_days(-1)
    }
    pub fn next(self) -> Self {
        Self(self.0.plus_months(6))
    }
    pub fn contains(self, day: Day) -> bool {
        (self.first_on()..=self.last_on()).contains(&day)
    }
}

impl std::fmt::Display for HalfYear {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (year, month, _) = self.0.parts();
        write!(f, "{year:04}H{}", if month == 1 { 1 } else { 2 })
    }
}
impl From<HalfYear> for String {
    fn from(half: HalfYear) -> Self {
        half.to_string()
    }
}
impl TryFrom<String> for HalfYear {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let wrong = "a half-year, such as 2026H1";
        let (year, half) = text.split_once('H').ok_or(wrong)?;
        let month = match half {
            "1" => "01",
            "2" => "07",
            _ => return Err(wrong),
        };
        let is_year = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
        let first_on = format!("{year}-{month}-01").parse().ok().filter(|_| is_year);
        first_on.map(Self).ok_or(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn half(text: &str) -> HalfYear {
        HalfYear::try_from(text.to_owned()).unwrap()
    }

    #[test]
    fn a_half_year_begins_in_january_or_july_and_ends_with_its_last_day() {
        for (text, first, last) in [("2026H1", "2026-01-01", "2026-06-30"), ("2026H2", "2026-07-01", "2026-12-31")] {
            assert_eq!(half(text).first_on().to_string(), first);
            assert_eq!(half(text).last_on().to_string(), last);
            assert_eq!(half(text).to_string(), text);
        }
        assert_eq!(half("2026H2").next(), half("2027H1"));
        for wrong in ["2026", "2026H3", "26H1", "2026h1", "+026H1", "2026H1 "] {
            assert!(HalfYear::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
    }
}
