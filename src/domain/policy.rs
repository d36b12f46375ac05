//! Policy profiles: the limits that differ from region to region, inherited down the tree.
mod named;
#[cfg(test)]
mod tests;

use super::{Day, Level, Tier};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Everything that a rule may ask for; each value comes from the nearest region that names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Policy {
    /// The most working days that an order may give for a general hazard; none: no limit.
    pub general_deadline_working_days: Option<u32>,
    /// The most calendar days that an order may give for a major hazard; none: no limit.
    pub major_deadline_days: Option<u32>,
    /// A deferral is asked for at least so many working days before the deadline.
    pub deferral_notice_working_days: u32,
    /// A deferral is decided within so many working days of the request.
    pub deferral_decision_working_days: u32,
    /// All deferrals of one cycle together are at most so many calendar days.
    pub deferral_total_days: u32,
    /// The enterprise of a major hazard reports progress at least every so many months.
    pub major_progress_months: u32,
    /// The author's claim of when a deferral was asked for is believed if it lies at most so many
    /// calendar days before its receipt; an earlier one counts as so many days before.
    pub offline_claim_days: u32,
    /// A submitted rectification is decided within so many working days.
    pub acceptance_working_days: u32,
    /// A transfer is accepted or returned within so many working days.
    pub transfer_working_days: u32,
    /// Working days before the deadline on which the owner is reminded.
    pub reminder_working_days: u32,
    /// An overdue hazard is brought before the next tier every so many working days.
    pub escalation_working_days: u32,
    /// Days of an ordered suspension do not count towards the deadline.
    pub suspension_stops_the_clock: bool,
    /// An enterprise's own general hazard is registered with its report.
    pub registers_own_general_hazards: bool,
    /// Photos that an act must carry, by `kind.act`; 0 where not named.
    pub required_photos: BTreeMap<String, u32>,
    /// A key target is visited by its leader at least every so many months.
    pub leader_visit_months: u32,
    /// An enterprise is inspected at least every so many months.
    pub inspection_months: u32,
    /// A risk point is assessed anew at least every so many months.
    pub assessment_months: u32,
}

/// What holds where no region says otherwise.
pub static STANDARD: Policy = Policy {
    general_deadline_working_days: None,
    major_deadline_days: None,
    deferral_notice_working_days: 3,
    deferral_decision_working_days: 5,
    deferral_total_days: 90,
    // Nineteen of twenty offline gaps are shorter.
    offline_claim_days: 3,
    major_progress_months: 3,
    acceptance_working_days: 10,
    transfer_working_days: 5,
    reminder_working_days: 3,
    escalation_working_days: 5,
    suspension_stops_the_clock: true,
    registers_own_general_hazards: true,
    required_photos: BTreeMap::new(),
    leader_visit_months: 3,
    inspection_months: 12,
    assessment_months: 12,
};

impl Default for Policy {
    fn default() -> Self {
        STANDARD.clone()
    }
}

impl Policy {
    /// What holds where these profiles stand one below the other: nation first, the region itself
    /// last. A profile overrides only what it names.
    pub fn merge<'a>(profiles: impl IntoIterator<Item = &'a Profile>) -> Self {
        profiles.into_iter().fold(Self::default(), Self::overridden_by)
    }

    fn overridden_by(self, profile: &Profile) -> Self {
        let Profile { limits, required_photos, .. } = profile;
        let mut photos = self.required_photos;
        photos.extend(required_photos.clone());
        // Every value is named, so that one that is forgotten does not compile.
        let Limits {
            general_deadline_working_days: general,
            major_deadline_days: major,
            deferral_notice_working_days: notice,
            deferral_decision_working_days: decision,
            deferral_total_days: total,
            offline_claim_days: claim,
            major_progress_months: progress,
            acceptance_working_days: acceptance,
            transfer_working_days: transfer,
            reminder_working_days: reminder,
            escalation_working_days: escalation,
            suspension_stops_the_clock: stops,
            registers_own_general_hazards: registers,
            leader_visit_months: visit,
            inspection_months: inspection,
            assessment_months: assessment,
        } = limits;
        Self {
            general_deadline_working_days: general.unwrap_or(self.general_deadline_working_days),
            major_deadline_days: major.unwrap_or(self.major_deadline_days),
            deferral_notice_working_days: notice.unwrap_or(self.deferral_notice_working_days),
            deferral_decision_working_days: decision.unwrap_or(self.deferral_decision_working_days),
            deferral_total_days: total.unwrap_or(self.deferral_total_days),
            offline_claim_days: claim.unwrap_or(self.offline_claim_days),
            major_progress_months: progress.unwrap_or(self.major_progress_months),
            acceptance_working_days: acceptance.unwrap_or(self.acceptance_working_days),
            transfer_working_days: transfer.unwrap_or(self.transfer_working_days),
            reminder_working_days: reminder.unwrap_or(self.reminder_working_days),
            escalation_working_days: escalation.unwrap_or(self.escalation_working_days),
            suspension_stops_the_clock: stops.unwrap_or(self.suspension_stops_the_clock),
            registers_own_general_hazards: registers.unwrap_or(self.registers_own_general_hazards),
            required_photos: photos,
            leader_visit_months: visit.unwrap_or(self.leader_visit_months),
            inspection_months: inspection.unwrap_or(self.inspection_months),
            assessment_months: assessment.unwrap_or(self.assessment_months),
        }
    }

    /// How many photos an act must carry.
    pub fn photos_required(&self, kind: &str, act: &str) -> usize {
        let count = self.required_photos.get(&format!("{kind}.{act}")).copied().unwrap_or(0);
        usize::try_from(count).unwrap_or(usize::MAX)
    }

    /// The last day that an order made on a day may set as its deadline.
    pub fn latest_deadline(&self, level: Level, from: Day) -> Option<Day> {
        match level {
            Level::General => {
                self.general_deadline_working_days.map(|days| super::calendar::plus_working_days(from, days))
            }
            Level::Major => self.major_deadline_days.map(|days| from.plus_days(i64::from(days))),
        }
    }

    /// The tier that answers for a hazard so many working days after its deadline.
    pub fn warned_tier(&self, working_days_overdue: u32) -> Tier {
        let steps = working_days_overdue / self.escalation_working_days.max(1);
        match steps {
            0 => Tier::Township,
            1 => Tier::County,
            2 => Tier::City,
            _ => Tier::Province,
        }
    }
}

/// One region's own profile: a version that holds from a day on, and what it changes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// 1, 2, 3 ... for the region.
    #[schema(minimum = 1)]
    pub version: u32,
    /// The first day on which this version holds; none: it always did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_on: Option<Day>,
    #[serde(default)]
    pub limits: Limits,
    /// Photos that an act must carry, by `kind.act`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub required_photos: BTreeMap<String, u32>,
}

impl Profile {
    /// The version that holds on a day: of those begun by then, the highest.
    pub fn in_force(versions: &[Self], day: Day) -> Option<&Self> {
        let begun = versions.iter().filter(|profile| profile.from_on.is_none_or(|from| from <= day));
        begun.max_by_key(|profile| profile.version)
    }
}

/// The values of a policy that a region names; what it leaves out is its parent's.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Working days, at most, for a general hazard; null: no limit here, whatever the parent's is.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "named::or_no_limit")]
    #[schema(value_type = Option<u32>)]
    pub general_deadline_working_days: Option<Option<u32>>,
    /// Calendar days, at most, for a major hazard; null: no limit here, whatever the parent's is.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "named::or_no_limit")]
    #[schema(value_type = Option<u32>)]
    pub major_deadline_days: Option<Option<u32>>,
    /// Working days before the deadline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deferral_notice_working_days: Option<u32>,
    /// Working days after the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deferral_decision_working_days: Option<u32>,
    /// Calendar days, all deferrals of a cycle together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deferral_total_days: Option<u32>,
    /// Months between two notes of progress.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub major_progress_months: Option<u32>,
    /// Calendar days before the receipt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offline_claim_days: Option<u32>,
    /// Working days after the submission.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acceptance_working_days: Option<u32>,
    /// Working days after the transfer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transfer_working_days: Option<u32>,
    /// Working days before the deadline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reminder_working_days: Option<u32>,
    /// Working days from tier to tier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub escalation_working_days: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suspension_stops_the_clock: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registers_own_general_hazards: Option<bool>,
    /// Months between two visits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leader_visit_months: Option<u32>,
    /// Months between two inspections.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inspection_months: Option<u32>,
    /// Months between two assessments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assessment_months: Option<u32>,
}
