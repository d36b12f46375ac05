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
    /// A plan is judged by another body than the one that submitted it.
    DidNotSubmitThePlan,
    /// Separation of duty 6: a deferral is decided by another body than the one that asks for it.
    DidNotAskForTheDeferral,
    /// Separation of duty 4: up by any government body; down by a department first, then by
    /// another person one tier above it.
    GradesInTurn,
    /// No body leads yet, or this one does.
    LeadsIt,
    /// The body that the hazard was handed to.
    IsOfferedTheTransfer,
    /// After the second return: the government above both bodies.
    IsTheCommonParent,
    /// Separation of duty 7: who listed delists.
    IsTheLister,
    /// The layer that ordered the suspension.
    IsOfSuspendersLayer,
    /// The body that opened the inspection.
    IsOfTheTeam,
    /// Separation of duty 5: who issues a fine does not waive it.
    DidNotIssueTheFine,
    /// Separation of duty 14: a leader's visit carries the leader's own device.
    CarriesADevice,
    /// Order 493, article 19: the tier that investigates an accident of this level, or one above it.
    InvestigatesThisLevel,
    /// Separation of duty 10: who computed a flag round does not confirm it.
    DidNotComputeTheRound,
    /// The leader that the target is assigned to.
    IsTheAssignedLeader,
    /// The body that assigned the leader, or the government above it.
    IsOfTheAssigningBody,
    /// The unit that a finding asks.
    AnswersForTheFinding,
    /// Who answered a finding does not judge the answer.
    DidNotAnswerTheFinding,
    /// The body that adopted the programme, or a government above it.
    IsOfTheAdoptingBody,
    /// That body, one that is accountable for a task of the programme, or one that leads a plan of it.
    HasAPartInTheProgram,
    /// The region of the acting duty is the ledger's own.
    IsOfTheLedgersRegion,
    /// The body that planned the campaign, or the government above it.
    IsOfTheCampaignsBody,
    /// An open measure's organisation, or the campaign's body.
    AnswersForAMeasure,
    /// Who wrote in a list of exposed enterprises does not publish it.
    DidNotWriteTheList,
    /// The body that drew the list up, or the government of its tier or above.
    IsOfTheExposingBody,
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
            Self::DidNotSubmitThePlan => (RefusalCode::SeparationOfDuty, "who submitted a plan does not approve it"),
            Self::DidNotAskForTheDeferral => {
                (RefusalCode::SeparationOfDuty, "who asks for a deferral does not decide on it")
            }
            Self::GradesInTurn => (
                RefusalCode::SeparationOfDuty,
                "a major hazard is graded down by a department and a second person one tier above",
            ),
            Self::LeadsIt => (RefusalCode::Forbidden, "the department that leads hands it over"),
            Self::IsOfferedTheTransfer => (RefusalCode::Forbidden, "the hazard was handed to another body"),
            Self::IsTheCommonParent => (RefusalCode::Forbidden, "the government above both bodies decides who leads"),
            Self::IsTheLister => (RefusalCode::SeparationOfDuty, "the committee that listed a hazard delists it"),
            Self::IsOfSuspendersLayer => (RefusalCode::Forbidden, "the layer that ordered the suspension lifts it"),
            Self::IsOfTheTeam => (RefusalCode::Forbidden, "the body that opened an inspection carries it on"),
            Self::DidNotIssueTheFine => (RefusalCode::SeparationOfDuty, "who issues a fine does not waive it"),
            Self::CarriesADevice => (RefusalCode::SeparationOfDuty, "a leader's visit carries the leader's own device"),
            Self::InvestigatesThisLevel => {
                (RefusalCode::Forbidden, "an accident of this level is investigated by a higher tier")
            }
            Self::DidNotComputeTheRound => {
                (RefusalCode::SeparationOfDuty, "who computed a flag round does not confirm it")
            }
            Self::IsTheAssignedLeader => (RefusalCode::Forbidden, "the target is assigned to another leader"),
            Self::IsOfTheAssigningBody => {
                (RefusalCode::Forbidden, "the body that assigned the leader, or the one above it, decides")
            }
            Self::AnswersForTheFinding => (RefusalCode::Forbidden, "the finding asks another unit"),
            Self::DidNotAnswerTheFinding => {
                (RefusalCode::SeparationOfDuty, "who answered a finding does not judge the answer")
            }
            Self::IsOfTheAdoptingBody => {
                (RefusalCode::Forbidden, "the body that adopted the programme, or the one above it, decides")
            }
            Self::HasAPartInTheProgram => (RefusalCode::Forbidden, "your body has no part in this programme"),
            Self::IsOfTheLedgersRegion => {
                (RefusalCode::OutsideDuties, "a body plans campaigns in the ledger of its own region")
            }
            Self::IsOfTheCampaignsBody => {
                (RefusalCode::Forbidden, "the body that planned the campaign, or the government above it, decides")
            }
            Self::AnswersForAMeasure => (
                RefusalCode::Forbidden,
                "a measure is completed by the organisation that is accountable for it, or by the campaign's own body",
            ),
            Self::DidNotWriteTheList => {
                (RefusalCode::SeparationOfDuty, "who wrote in a list of exposed enterprises does not publish it")
            }
            Self::IsOfTheExposingBody => {
                (RefusalCode::Forbidden, "the body that drew the list up, or the government over it, decides")
            }
            Self::SeesDestination => (RefusalCode::OutsideDuties, "the other township lies outside of your duties"),
        };
        Refusal::new(code, detail)
    }
}
