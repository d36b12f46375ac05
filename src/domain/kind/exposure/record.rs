//! What an exposure is: its items, what was corrected or taken back, and where it was published.
use super::super::{Mark, Opinion};
use super::{Channel, ExposureState};
use crate::domain::entry::Actor;
use crate::domain::{Day, ExposureItemId, Line, OrganisationId, Passage, RecordId, RegionId, Sector};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What was said of an enterprise before it was corrected, and why it was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ItemCorrection {
    #[serde(flatten)]
    pub mark: Mark,
    pub reason: Passage,
    pub name: Line,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<Sector>,
    pub violation: Passage,
    pub legal_ground: Passage,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<Line>,
}

/// An enterprise, and what it is exposed for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ExposureItem {
    pub id: ExposureItemId,
    #[serde(flatten)]
    pub mark: Mark,
    pub enterprise: OrganisationId,
    pub name: Line,
    /// The unit in whose register the enterprise stood.
    pub unit: RegionId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<Sector>,
    pub violation: Passage,
    pub legal_ground: Passage,
    /// The inspection or hazard that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refers_to: Option<RecordId>,
    /// What was decided against the enterprise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<Line>,
    /// What stood there before, the first one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<ItemCorrection>,
    /// It was wrong to expose it. The item stays, as one that was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retracted: Option<Opinion>,
}

/// Where a list was made public.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PublicPlace {
    pub channel: Channel,
    /// Which newspaper, website, account.
    pub name: Line,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Line>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_number: Option<Line>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ExposurePublished {
    #[serde(flatten)]
    pub mark: Mark,
    pub published_on: Day,
    pub channels: Vec<PublicPlace>,
}

/// An exposure as its entries have left it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Exposure {
    pub state: ExposureState,
    pub title: Line,
    /// The days that the list is about.
    pub from_on: Day,
    pub to_on: Day,
    /// Of a list of one sector: that sector's departments see the draft.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<Sector>,
    pub drafted: Mark,
    /// Everybody who ever wrote in the draft: none of them publishes it.
    pub writers: Vec<Actor>,
    pub items: Vec<ExposureItem>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<ExposurePublished>,
    /// `{region}-{year}-BG{serial}`, allotted with the publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Opinion>,
}

impl Exposure {
    /// Items that were not taken back.
    pub fn standing(&self) -> impl Iterator<Item = &ExposureItem> {
        self.items.iter().filter(|item| item.retracted.is_none())
    }
    pub fn item(&self, id: ExposureItemId) -> Option<&ExposureItem> {
        self.items.iter().find(|item| item.id == id)
    }
}
