//! In whose court a hazard is: who has to act next.
use super::{Hazard, HazardState};
use crate::domain::spelled::spelled;
use crate::domain::{Layer, OrganisationId};

spelled! {
    /// The layer that has to act next.
    Court {
        Enterprise = "enterprise" ("企业主体责任", "The enterprise"),
        Department = "department" ("部门监管责任", "The department"),
        Territorial = "territorial" ("属地管理责任", "The territory"),
    }
}

/// Who has to act next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextToAct {
    Layer(Court),
    /// This body, of whichever layer it is.
    Body(OrganisationId),
}

impl Hazard {
    /// Nobody, once it is closed or voided.
    pub fn next_to_act(&self) -> Option<NextToAct> {
        let is_over = matches!(self.state, HazardState::Closed | HazardState::Voided);
        match (&self.transfer, &self.escalation) {
            _ if is_over => None,
            (Some(transfer), _) => Some(NextToAct::Body(transfer.to)),
            (None, Some(_)) => Some(NextToAct::Layer(Court::Territorial)),
            (None, None) => self.next_in_state(),
        }
    }

    fn next_in_state(&self) -> Option<NextToAct> {
        let government = if self.lead_department.is_some() { Court::Department } else { Court::Territorial };
        match self.state {
            HazardState::Reported => Some(NextToAct::Layer(Court::Territorial)),
            // What an enterprise found itself, it orders itself.
            HazardState::Registered if self.is_internal() && !self.is_major() => {
                Some(NextToAct::Layer(Court::Enterprise))
            }
            HazardState::Registered => Some(NextToAct::Layer(government)),
            HazardState::Rectifying if self.deferral_request.is_some() => Some(NextToAct::Layer(self.issuer())),
            HazardState::Rectifying if self.plan_waits() => Some(NextToAct::Layer(government)),
            HazardState::Rectifying => Some(self.rectifier()),
            HazardState::PendingAcceptance => Some(NextToAct::Layer(self.issuer())),
            HazardState::Closed | HazardState::Voided => None,
        }
    }

    fn rectifier(&self) -> NextToAct {
        match self.owner.filter(|owner| Some(*owner) != self.enterprise) {
            Some(body) => NextToAct::Body(body),
            None if self.enterprise.is_some() => NextToAct::Layer(Court::Enterprise),
            None => NextToAct::Layer(Court::Territorial),
        }
    }

    /// The layer that ordered the rectification decides on it.
    fn issuer(&self) -> Court {
        match self.order.as_ref().map(|order| order.mark.by.layer) {
            Some(Layer::Department) => Court::Department,
            Some(Layer::Enterprise) => Court::Enterprise,
            _ => Court::Territorial,
        }
    }

    fn plan_waits(&self) -> bool {
        self.plan.as_ref().is_some_and(|plan| plan.approved.is_none() && plan.returned.is_none())
    }
}
