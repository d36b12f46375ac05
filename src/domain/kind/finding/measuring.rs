//! What an auditor's finding counts in reports. The category is the kind it is about, and its gravity.
use super::super::measure::Unit::Records;
use super::super::{Measure, Measured, measured};
use super::{Finding, FindingState};

#[rustfmt::skip]
pub const MEASURES: &[Measured] = &[
    measured("finding.raised", Records, "提出审计发现", "Findings raised"),
    measured("finding.closed", Records, "关闭审计发现", "Findings closed"),
];

/// The subject is the unit that has to answer. Nothing of a finding that was withdrawn.
pub fn measures(finding: &Finding) -> Vec<Measure> {
    if finding.state == FindingState::Withdrawn {
        return Vec::new();
    }
    let closed = finding.ended.as_ref().filter(|_| finding.state == FindingState::Closed);
    let closed = closed.map(|ended| Measure::one("finding.closed", ended.mark.at.day()));
    let all = std::iter::once(Measure::one("finding.raised", finding.raised.at.day())).chain(closed);
    all.map(|measure| measure.about(finding.responsible)).collect()
}
