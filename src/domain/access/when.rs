//! The conditions of the table of access, and what is said when one does not hold.
use crate::domain::outcome::{Refusal, RefusalCode};

/// A condition of a row, judged by the kind from the record and the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// The hazard is a general one.
    IsGeneral,
    /// Separation of duty 2: the enterprise found it itself; no government body reported,
    /// registered or ordered it.
    IsInternal,
    /// No enterprise rectifies it: this body is its owner.
    IsOwner,
    /// Before registration, and this person's enterprise reported it.
    IsOwnUnregisteredReport,
    /// Separation of duty 1: who rectified does not accept.
    DidNotRectify,
    /// Separation of duty 3: a reporter does not void its own report once it is registered.
    DidNotReportWhatIsRegistered,
    /// The layer that ordered the rectification; of what an enterprise ordered, government too.
    IsOfIssuersLayer,
    /// A second acceptor is another person than the first.
    HasNotAccepted,
    /// Separation of duty 4: the second voice on voiding a major hazard is of another tier.
    IsOfAnotherTierThanTheFirstVoice,
    /// Separation of duty 13: who acts for the enterprise does not supervise it.
    IsNotOfTheEnterprise,
    /// The other township lies within this person's duties as well.
    SeesDestination,
}

impl When {
    /// What is said when the condition does not hold.
    pub fn refusal(self) -> Refusal {
        let (code, detail) = match self {
            Self::IsGeneral => (RefusalCode::Forbidden, "only for a general hazard"),
            Self::IsInternal => (RefusalCode::SeparationOfDuty, "an enterprise decides only on what it found itself"),
            Self::IsOwner => (RefusalCode::Forbidden, "the owner rectifies its own hazard"),
            Self::IsOwnUnregisteredReport => {
                (RefusalCode::Forbidden, "an enterprise amends only its own report, before registration")
            }
            Self::DidNotRectify => {
                (RefusalCode::SeparationOfDuty, "who rectified a hazard does not accept its rectification")
            }
            Self::DidNotReportWhatIsRegistered => {
                (RefusalCode::SeparationOfDuty, "a reporter does not void its own report after registration")
            }
            Self::IsOfIssuersLayer => {
                (RefusalCode::Forbidden, "the layer that ordered the rectification decides on it")
            }
            Self::HasNotAccepted => (RefusalCode::SeparationOfDuty, "a major hazard is accepted by two persons"),
            Self::IsOfAnotherTierThanTheFirstVoice => {
                (RefusalCode::SeparationOfDuty, "a major hazard is voided by two persons of different tiers")
            }
            Self::IsNotOfTheEnterprise => {
                (RefusalCode::SeparationOfDuty, "who acts for the enterprise does not supervise it")
            }
            Self::SeesDestination => (RefusalCode::OutsideDuties, "the other township lies outside of your duties"),
        };
        Refusal::new(code, detail)
    }
}
