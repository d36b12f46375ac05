//! The conditions of the table of access, asked of a hazard.
use super::super::{Hazard, HazardState};
use crate::domain::access::{Hand, When};
use crate::domain::kind::{Facts, Mark};
use crate::domain::{Layer, Level};

/// Whether a condition of the access table holds for this hazard and this hand.
pub fn holds(when: When, before: Option<&Hazard>, hand: &Hand, facts: &Facts) -> bool {
    let Some(hazard) = before else {
        return false;
    };
    match when {
        When::IsGeneral => hazard.level == Some(Level::General),
        When::IsInternal => hazard.is_internal(),
        When::IsOwner => hazard.owner == Some(hand.duty.organisation),
        When::IsOwnUnregisteredReport => {
            hazard.state == HazardState::Reported && hazard.reported.by.organisation == hand.duty.organisation
        }
        When::DidNotRectify => !rectified(hazard, hand),
        When::DidNotReportWhatIsRegistered => {
            hazard.state == HazardState::Reported || hazard.reported.by.person != hand.person
        }
        When::IsOfIssuersLayer => hazard.order.as_ref().is_some_and(|order| {
            let issuer = order.mark.by.layer;
            // Government may step in for an enterprise: the only officer of a small one has rectified.
            issuer == hand.duty.layer || (issuer == Layer::Enterprise && hand.duty.layer != Layer::Enterprise)
        }),
        When::HasNotAccepted => hazard.acceptances.iter().all(|opinion| opinion.mark.by.person != hand.person),
        When::IsOfAnotherTierThanTheFirstVoice => hazard
            .void_voices
            .iter()
            .all(|voice| voice.mark.by.person != hand.person && voice.mark.by.tier != hand.duty.tier),
        When::IsNotOfTheEnterprise => hazard.enterprise.is_none_or(|id| !facts.own_enterprises.contains(&id)),
        When::SeesDestination => hand.sees_destination,
        When::DidNotSubmitThePlan => hazard.plan.as_ref().is_none_or(|plan| is_another(&plan.submitted, hand)),
        When::DidNotAskForTheDeferral => {
            hazard.deferral_request.as_ref().is_none_or(|request| is_another(&request.mark, hand))
        }
        When::GradesInTurn => grades_in_turn(hazard, hand),
        When::LeadsIt => hazard.lead_department.is_none_or(|lead| lead == hand.duty.organisation),
        When::IsOfferedTheTransfer => {
            hazard.transfer.as_ref().is_some_and(|transfer| transfer.to == hand.duty.organisation)
        }
        When::IsTheCommonParent => {
            hazard.escalation.as_ref().is_some_and(|quarrel| quarrel.decided_by_tier <= hand.duty.tier)
        }
        When::IsTheLister => {
            hazard.supervision.as_ref().is_some_and(|listed| listed.mark.by.organisation == hand.duty.organisation)
        }
        When::IsOfSuspendersLayer => {
            hazard.suspension.as_ref().is_some_and(|suspension| suspension.mark.by.layer == hand.duty.layer)
        }
        // Conditions of other kinds: no row of the hazard's asks for them.
        When::IsOfTheTeam
        | When::DidNotIssueTheFine
        | When::CarriesADevice
        | When::InvestigatesThisLevel
        | When::DidNotComputeTheRound
        | When::IsTheAssignedLeader
        | When::IsOfTheAssigningBody
        | When::AnswersForTheFinding
        | When::DidNotAnswerTheFinding
        | When::IsOfTheAdoptingBody
        | When::HasAPartInTheProgram
        | When::IsOfTheLedgersRegion
        | When::IsOfTheCampaignsBody
        | When::AnswersForAMeasure
        | When::DidNotWriteTheList
        | When::IsOfTheExposingBody => false,
    }
}

/// An enterprise parts its people; a government body that rectified leaves acceptance to another.
fn rectified(hazard: &Hazard, hand: &Hand) -> bool {
    hazard.rectifiers.iter().any(|by| {
        let same_body = by.organisation == hand.duty.organisation && hand.duty.layer != Layer::Enterprise;
        by.person == hand.person || same_body
    })
}

/// Another person, of another body.
fn is_another(mark: &Mark, hand: &Hand) -> bool {
    mark.by.person != hand.person && mark.by.organisation != hand.duty.organisation
}

/// Separation of duty 4: up by any government body; down by a department first, and then by
/// another person one tier above it.
fn grades_in_turn(hazard: &Hazard, hand: &Hand) -> bool {
    match hazard.regrade_voices.first() {
        _ if !hazard.is_major() => true,
        None => hand.duty.layer == Layer::Department,
        Some(first) => first.mark.by.person != hand.person && first.mark.by.tier.above() == hand.duty.tier,
    }
}
