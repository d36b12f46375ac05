//! Who resolves what stands in the inbox: its author, and who supervises the place that it is about.
use crate::domain::scope::{Duty, Place, Subject};
use crate::domain::{Layer, OrganisationId, PersonId, RegionId, Role, Sector};
use std::collections::BTreeSet;

/// Proof that a person may resolve an item of the inbox. Only `resolve` makes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResolveGrant {
    person: PersonId,
    organisation: Option<OrganisationId>,
}

impl ResolveGrant {
    pub fn person(&self) -> PersonId {
        self.person
    }
    /// For which organisation; nothing for an author without a duty.
    pub fn organisation(&self) -> Option<OrganisationId> {
        self.organisation
    }
}

/// What an item is about: where its record lies now, or the unit that it was meant for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    pub ledger: RegionId,
    /// Of the record, where there is one that has one.
    pub sector: Option<Sector>,
}

/// (layer, role) of those who supervise: managers of the government's two layers, at any tier. An
/// inspector's own acts wait there, an auditor changes nothing, an enterprise does not judge government.
const SUPERVISORS: &[(Layer, Role)] = &[(Layer::Territorial, Role::Manager), (Layer::Department, Role::Manager)];

/// The duties under which a person supervises anything.
pub fn supervising(subject: &Subject) -> impl Iterator<Item = &Duty> {
    subject.duties.iter().filter(|duty| SUPERVISORS.contains(&(duty.layer, duty.role)))
}

/// The duty under which a person supervises what an item is about: one that would see the record were it
/// not voided. `covering` are the regions of the person's duties that cover the ledger.
pub fn supervises<'a>(subject: &'a Subject, about: &About, covering: &BTreeSet<RegionId>) -> Option<&'a Duty> {
    let place = Place { sector: about.sector, enterprise: None, is_voided: false, has_moved: false };
    supervising(subject).find(|duty| duty.view(covering.contains(&duty.region)).shows(&place))
}

/// An author resolves its own items, whatever its duties are now; a supervisor those of its scope.
pub fn resolve(
    subject: &Subject,
    author: PersonId,
    about: Option<&About>,
    covering: &BTreeSet<RegionId>,
) -> Option<ResolveGrant> {
    let supervisor = about.and_then(|about| supervises(subject, about, covering));
    let own = (subject.person == author).then(|| subject.duties.first().map(|duty| duty.organisation));
    let organisation = supervisor.map(|duty| Some(duty.organisation)).or(own)?;
    Some(ResolveGrant { person: subject.person, organisation })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::kind::trial;

    const HERE: RegionId = RegionId(360_702_100_000);

    fn subject(layer: Layer, role: Role, sectors: &[Sector]) -> Subject {
        let mut duty = trial::officer().duties.remove(0);
        (duty.layer, duty.role, duty.sectors, duty.region) = (layer, role, sectors.to_vec(), HERE);
        with(vec![duty])
    }

    fn with(duties: Vec<Duty>) -> Subject {
        Subject {
            person: PersonId::new(),
            name: String::new(),
            login: String::new(),
            session: Default::default(),
            device: None,
            scope_version: 1,
            duties,
        }
    }

    fn may(subject: &Subject, sector: Option<Sector>, covering: &[RegionId]) -> bool {
        let covering = covering.iter().copied().collect();
        supervises(subject, &About { ledger: HERE, sector }, &covering).is_some()
    }

    #[test]
    fn managers_of_government_supervise_and_nobody_else() {
        for &layer in Layer::ALL {
            for &role in Role::ALL {
                let subject = subject(layer, role, &[Sector::Fire]);
                let expected = matches!(layer, Layer::Territorial | Layer::Department) && role == Role::Manager;
                assert_eq!(may(&subject, Some(Sector::Fire), &[HERE]), expected, "{layer:?} {role:?}");
            }
        }
    }

    #[test]
    fn a_supervisor_reaches_its_region_and_a_department_its_sectors() {
        let territorial = subject(Layer::Territorial, Role::Manager, &[]);
        let fire = subject(Layer::Department, Role::Manager, &[Sector::Fire]);
        assert!(may(&territorial, None, &[HERE]) && may(&territorial, Some(Sector::Mine), &[HERE]));
        assert!(!may(&fire, None, &[HERE]) && !may(&fire, Some(Sector::Mine), &[HERE]));
        assert!(!may(&territorial, None, &[]) && !may(&fire, Some(Sector::Fire), &[]));
    }

    #[test]
    fn an_author_resolves_its_own_without_any_duty() {
        let author = with(Vec::new());
        let nowhere = BTreeSet::new();
        let own = resolve(&author, author.person, None, &nowhere).unwrap();
        assert_eq!((own.person(), own.organisation()), (author.person, None));
        assert_eq!(resolve(&author, PersonId::NIL, None, &nowhere), None);
    }
}
