//! What a campaign is: its window and rule, the list of measures, and what was said of it.
use super::super::{Mark, Matter, Measure, Opinion, Warning};
use super::CampaignState;
use crate::domain::policy::Policy;
use crate::domain::spelled::spelled;
use crate::domain::{Category, Day, Line, MeasureId, OrganisationId, Passage, RegionCode, Sector};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

spelled! {
    /// Where a campaign's measure stands on a day.
    MeasureState {
        Open = "open" ("未到期", "Open"),
        Overdue = "overdue" ("逾期未落实", "Overdue"),
        Done = "done" ("已落实", "Done"),
        Withdrawn = "withdrawn" ("已撤销", "Withdrawn"),
    }
}

/// A measure that was carried out, and what proves it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MeasureDone {
    #[serde(flatten)]
    pub mark: Mark,
    pub done_on: Day,
    pub evidence: Passage,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_number: Option<Line>,
}

/// A measure against a class of problems (制度措施清单).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CampaignMeasure {
    pub measure: MeasureId,
    pub category: Category,
    pub content: Passage,
    pub accountable: OrganisationId,
    pub due_on: Day,
    pub added: Mark,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<MeasureDone>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Opinion>,
}

impl CampaignMeasure {
    /// Neither carried out nor withdrawn.
    pub fn is_open(&self) -> bool {
        self.done.is_none() && self.withdrawn.is_none()
    }
    pub fn state(&self, day: Day) -> MeasureState {
        match (&self.done, &self.withdrawn) {
            (Some(_), _) => MeasureState::Done,
            (_, Some(_)) => MeasureState::Withdrawn,
            _ if self.due_on < day => MeasureState::Overdue,
            _ => MeasureState::Open,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CampaignLaunched {
    #[serde(flatten)]
    pub mark: Mark,
    pub document_number: Line,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CampaignSummary {
    #[serde(flatten)]
    pub mark: Mark,
    pub summary: Passage,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_number: Option<Line>,
}

/// A campaign as its entries have left it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Campaign {
    pub state: CampaignState,
    pub name: Line,
    pub aim: Passage,
    pub planned: Mark,
    pub from_on: Day,
    pub to_on: Day,
    pub categories: Vec<Category>,
    /// Empty: every sector.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sectors: Vec<Sector>,
    /// Empty: every region below.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<RegionCode>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub launched: Option<CampaignLaunched>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<CampaignMeasure>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub summaries: Vec<CampaignSummary>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<CampaignSummary>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled: Option<Opinion>,
}

impl Campaign {
    pub fn measure(&self, id: MeasureId) -> Option<&CampaignMeasure> {
        self.measures.iter().find(|measure| measure.measure == id)
    }

    /// What it contributes to reports. A campaign is underway within its window once it was launched, and
    /// not after it was closed; one that was called off never was.
    pub(super) fn contributed(&self) -> Vec<Measure> {
        if self.state == CampaignState::Cancelled {
            return Vec::new();
        }
        let mut all = Vec::new();
        if let Some(launched) = &self.launched {
            let begins = self.from_on.max(launched.mark.at.day());
            let closed = self.closed.as_ref().map(|closed| closed.mark.at.day());
            let ends = closed.map_or(self.to_on, |closed| closed.min(self.to_on)).max(begins.plus_days(-1));
            all.push(Measure::new("campaign.underway", 1, begins));
            all.push(Measure::new("campaign.underway", -1, ends.plus_days(1)));
        }
        for measure in self.measures.iter().filter(|measure| measure.withdrawn.is_none()) {
            let against = Some(measure.category.as_str().to_owned());
            let one = |name, on| Measure { category: against.clone(), ..Measure::one(name, on) };
            all.push(one("campaign.measures", measure.added.at.day()));
            all.extend(measure.done.as_ref().map(|done| one("campaign.measures_done", done.done_on)));
        }
        all
    }

    /// The measures that are due soon or overdue, and who carries them out.
    pub(super) fn due(&self, policy: &Policy, day: Day) -> Vec<Warning> {
        let open = self.measures.iter().filter(|measure| measure.is_open());
        let open = open.filter(|_| self.state == CampaignState::Underway);
        let due = |one: &CampaignMeasure| {
            Warning::on(day, Matter::CampaignMeasure, Some(one.due_on), Some(one.accountable), policy)
        };
        open.filter_map(due).collect()
    }
}
