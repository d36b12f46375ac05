//! How complete what is known of a campaign is: what each unit has reported, and which have not.
use super::field::{self, Wanted, several};
use super::seen;
use crate::domain::kind::hazard::SUPERVISED;
use crate::domain::scope::Subject;
use crate::domain::search::{Filter, Token};
use crate::domain::{Day, Instant, Level, RecordId, Region, RegionCode, RegionId};
use crate::services::Outcome;
use crate::services::index::Index;
use crate::store::Conn;
use serde::Serialize;
use std::ops::AddAssign;
use utoipa::ToSchema;

/// What was reported, as far as the person sees it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct CampaignTotals {
    /// Hazards of the campaign.
    pub problems: usize,
    /// Those of them that are closed.
    pub rectified: usize,
    /// The major ones that are or were under a supervision order.
    pub supervised: usize,
    /// Inspections within the window, of the campaign's sectors.
    pub inspections: usize,
}

impl AddAssign for CampaignTotals {
    fn add_assign(&mut self, more: Self) {
        let Self { problems, rectified, supervised, inspections } = more;
        self.problems += problems;
        self.rectified += rectified;
        self.supervised += supervised;
        self.inspections += inspections;
    }
}

impl CampaignTotals {
    /// The numbers in the order in which they were asked for; of a unit without a ledger there are none.
    fn of(numbers: &[usize]) -> Self {
        match *numbers {
            [problems, rectified, supervised, inspections] => Self { problems, rectified, supervised, inspections },
            _ => Self::default(),
        }
    }
    /// A unit that looked and found nothing has reported.
    fn has_reported(&self) -> bool {
        self.problems > 0 || self.inspections > 0
    }
}

/// A township-level unit of the campaign's region.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignUnit {
    pub region: RegionId,
    pub code: RegionCode,
    pub name: String,
    /// It must take part; what others tagged counts all the same.
    pub takes_part: bool,
    pub has_reported: bool,
    #[serde(flatten)]
    pub totals: CampaignTotals,
}

/// A campaign's numbers, and who is missing in them: "by incomplete statistics" (据不完全统计) is said
/// with names.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignCompleteness {
    pub campaign: RecordId,
    pub as_of: Instant,
    pub from_on: Day,
    pub to_on: Day,
    /// Every unit that must take part has reported something.
    pub is_complete: bool,
    /// The person sees every sector of every unit; where not, other people's numbers are larger.
    pub sees_everything: bool,
    pub totals: CampaignTotals,
    /// The units that must take part and have not reported anything, by name.
    pub missing: Vec<String>,
    /// Codes of the campaign's `regions` that name nothing below its region.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unknown_regions: Vec<RegionCode>,
    pub units: Vec<CampaignUnit>,
}

pub fn completeness(
    conn: &mut Conn,
    index: &Index,
    subject: &Subject,
    id: RecordId,
    as_of: Instant,
) -> Outcome<CampaignCompleteness> {
    let campaign = seen(conn, subject, id)?;
    let field = field::of(conn, subject, &campaign)?;
    let all = Wanted::problems(id, &campaign.state);
    let closed = all.and(|all| Filter { state: several(&["closed"]), ..all });
    let supervised =
        all.and(|all| Filter { level: Some(vec![Level::Major].into()), tag: Some(Token::of(SUPERVISED)), ..all });
    let counted = field.count(conn, index, &[all, closed, supervised, Wanted::inspections(&campaign.state)])?;
    let unit = |unit: &Region| {
        let totals = counted.get(&unit.id).map(|numbers| CampaignTotals::of(numbers)).unwrap_or_default();
        let (region, code, name) = (unit.id, unit.code.clone(), unit.name.clone());
        let (takes_part, has_reported) = (field.takes_part(unit.id), totals.has_reported());
        // One that was merged into another reports no more, but what it reported counts.
        let is_listed = has_reported || (takes_part && unit.is_open());
        is_listed.then_some(CampaignUnit { region, code, name, takes_part, has_reported, totals })
    };
    let units: Vec<_> = field.units.iter().filter_map(unit).collect();
    let mut totals = CampaignTotals::default();
    units.iter().for_each(|unit| totals += unit.totals);
    let missing: Vec<_> = units.iter().filter(|unit| !unit.has_reported).map(|unit| unit.name.clone()).collect();
    Ok(CampaignCompleteness {
        campaign: id,
        as_of,
        from_on: campaign.state.from_on,
        to_on: campaign.state.to_on,
        is_complete: missing.is_empty() && field.unknown.is_empty(),
        sees_everything: field.sight.iter().all(|(_, view)| view.all),
        totals,
        missing,
        unknown_regions: field.unknown,
        units,
    })
}
