//! Who a person is to the ledger: duties, and the view of each ledger that they give.
use super::{Day, DeviceId, DutyId, Instant, Layer, OrganisationId, PersonId, RegionId, Role, Sector, SessionId, Tier};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// A role in an organisation, over a region and maybe some sectors, from a day to a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    pub id: DutyId,
    pub organisation: OrganisationId,
    pub organisation_name: String,
    pub role: Role,
    pub layer: Layer,
    /// The organisation's tier.
    pub tier: Tier,
    pub region: RegionId,
    /// Of a department: the sectors it answers for.
    pub sectors: Vec<Sector>,
    /// Of an enterprise: itself and every organisation below it.
    pub enterprises: Vec<OrganisationId>,
    pub from_on: Day,
    pub to_on: Option<Day>,
    pub ended_at: Option<Instant>,
}

impl Duty {
    /// In force at this moment: begun, not past its last day, not ended by hand.
    pub fn is_in_force(&self, now: Instant) -> bool {
        let today = now.day();
        self.from_on <= today
            && self.to_on.is_none_or(|last| today <= last)
            && self.ended_at.is_none_or(|ended| now < ended)
    }

    /// What this duty lets a person see in a ledger that its region `covers` (or does not).
    pub fn view(&self, covers: bool) -> View {
        let mut view = View::default();
        match self.layer {
            Layer::Territorial | Layer::Leader => view.all = covers,
            Layer::Auditor => (view.all, view.audits) = (covers, covers),
            Layer::Department if covers => view.sectors.extend(&self.sectors),
            Layer::Enterprise => view.enterprises.extend(&self.enterprises),
            Layer::Department | Layer::Administrator => {}
        }
        view
    }
}

/// The person behind a request, with the duties in force.
#[derive(Debug, Clone)]
pub struct Subject {
    pub person: PersonId,
    pub name: String,
    pub login: String,
    pub session: SessionId,
    pub device: Option<DeviceId>,
    pub scope_version: i64,
    pub duties: Vec<Duty>,
}

/// Which regions among those of a subject's duties cover each ledger.
pub type Coverage = BTreeMap<RegionId, BTreeSet<RegionId>>;

impl Subject {
    /// The regions that the duties name: the question "which ledgers lie below them" starts here.
    pub fn regions(&self) -> Vec<RegionId> {
        let regions: BTreeSet<_> = self.duties.iter().map(|duty| duty.region).collect();
        regions.into_iter().collect()
    }
    /// The enterprises that the duties name; they are seen wherever their records lie.
    pub fn enterprises(&self) -> Vec<OrganisationId> {
        let all: BTreeSet<_> = self.duties.iter().flat_map(|duty| duty.enterprises.iter().copied()).collect();
        all.into_iter().collect()
    }
    /// The union of what all duties show of one ledger.
    pub fn view(&self, covering: Option<&BTreeSet<RegionId>>) -> View {
        self.duties.iter().fold(View::default(), |view, duty| {
            view.or(duty.view(covering.is_some_and(|regions| regions.contains(&duty.region))))
        })
    }
}

/// A view of one ledger: the one predicate over records that sync, lists and exports share.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct View {
    /// Every sector and enterprise.
    pub all: bool,
    /// Voided records too.
    pub audits: bool,
    pub sectors: BTreeSet<Sector>,
    pub enterprises: BTreeSet<OrganisationId>,
}

/// What a view asks of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    pub sector: Option<Sector>,
    pub enterprise: Option<OrganisationId>,
    pub is_voided: bool,
    /// Only a closed row is left here: the record lies in another ledger now.
    pub has_moved: bool,
}

impl View {
    pub fn is_empty(&self) -> bool {
        !self.all && self.sectors.is_empty() && self.enterprises.is_empty()
    }
    fn or(mut self, other: View) -> View {
        self.all |= other.all;
        self.audits |= other.audits;
        self.sectors.extend(other.sectors);
        self.enterprises.extend(other.enterprises);
        self
    }
    /// The predicate. `store::record` says the same in SQL; a test compares the two.
    pub fn shows(&self, place: &Place) -> bool {
        let within = self.all
            || place.sector.is_some_and(|sector| self.sectors.contains(&sector))
            || place.enterprise.is_some_and(|enterprise| self.enterprises.contains(&enterprise));
        within && !place.has_moved && (!place.is_voided || self.audits)
    }

    /// Changes whenever what the view shows may change without a new entry: then the ledger
    /// is sent anew. `kinds` is what the device asked for, `epoch` the ledger's.
    pub fn fingerprint(&self, epoch: i64, kinds: Option<&BTreeSet<String>>) -> Fingerprint {
        #[derive(Serialize)]
        struct Seen<'a> {
            epoch: i64,
            all: bool,
            audits: bool,
            sectors: &'a BTreeSet<Sector>,
            enterprises: &'a BTreeSet<OrganisationId>,
            kinds: Option<&'a BTreeSet<String>>,
        }
        let Self { all, audits, sectors, enterprises } = self;
        let seen = Seen { epoch, all: *all, audits: *audits, sectors, enterprises, kinds };
        let hash = Sha256::digest(super::canonical::text_of(&seen));
        Fingerprint(u64::from_be_bytes(*hash.first_chunk().unwrap_or(&[0; 8])))
    }
}

/// 64 bits of what a device may see of a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint(pub u64);

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> Place {
        Place { sector: Some(Sector::Fire), enterprise: None, is_voided: false, has_moved: false }
    }

    #[test]
    fn a_view_shows_what_any_of_its_parts_shows() {
        let mut view = View::default();
        assert!(!view.shows(&place()) && view.is_empty());
        view.sectors.insert(Sector::Fire);
        assert!(view.shows(&place()));
        assert!(!view.shows(&Place { sector: None, ..place() }));
        let enterprise = OrganisationId::new();
        view.enterprises.insert(enterprise);
        assert!(view.shows(&Place { sector: None, enterprise: Some(enterprise), ..place() }));
    }

    #[test]
    fn only_an_auditor_sees_what_is_voided_and_nobody_what_moved_away() {
        let mut view = View { all: true, ..View::default() };
        let voided = Place { is_voided: true, ..place() };
        assert!(!view.shows(&voided));
        view.audits = true;
        assert!(view.shows(&voided));
        assert!(!view.shows(&Place { has_moved: true, ..place() }));
    }

    #[test]
    fn a_fingerprint_tells_every_part_of_a_view() {
        let all = View { all: true, ..View::default() };
        let auditor = View { audits: true, ..all.clone() };
        let fire = View { sectors: [Sector::Fire].into(), ..View::default() };
        let own = View { enterprises: [OrganisationId::new()].into(), ..View::default() };
        let kinds = BTreeSet::from(["hazard".to_owned()]);
        let prints = [
            all.fingerprint(1, None),
            all.fingerprint(2, None),
            all.fingerprint(1, Some(&kinds)),
            auditor.fingerprint(1, None),
            fire.fingerprint(1, None),
            own.fingerprint(1, None),
        ];
        for (n, print) in prints.iter().enumerate() {
            assert!(!prints[..n].contains(print), "view {n} looks like an earlier one");
        }
    }
}
