//! Which hazards belong to a campaign: found within its window and of its categories, or tagged with it.
use super::Campaign;
use crate::domain::RecordId;
use crate::domain::kind::Hazard;
use crate::domain::kind::hazard::HazardState;

/// By what a hazard belongs to a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Belongs {
    pub by_rule: bool,
    pub by_tag: bool,
}

impl Campaign {
    /// By what a hazard belongs, if it does. `takes_part`: the hazard's unit is one of the campaign's.
    /// The lists say the same to the index; a test compares the two.
    pub fn claims(&self, id: RecordId, hazard: &Hazard, takes_part: bool) -> Option<Belongs> {
        let belongs = Belongs { by_rule: takes_part && self.covers(hazard), by_tag: hazard.is_tagged(id) };
        let is_any = hazard.state != HazardState::Voided && (belongs.by_rule || belongs.by_tag);
        is_any.then_some(belongs)
    }

    fn covers(&self, hazard: &Hazard) -> bool {
        let is_in_time = (self.from_on..=self.to_on).contains(&hazard.found_at.day());
        let is_of_class = hazard.category.iter().any(|category| self.categories.contains(category));
        let is_of_sector =
            self.sectors.is_empty() || hazard.sector.is_some_and(|sector| self.sectors.contains(&sector));
        is_in_time && is_of_class && is_of_sector
    }
}
