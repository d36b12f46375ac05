//! A hazard's deadlines on a day: computed from what stands in the record, never stored.
use super::super::{Matter, Warning};
use super::{Hazard, HazardState};
use crate::domain::Day;
use crate::domain::calendar::plus_working_days;
use crate::domain::policy::Policy;

impl Hazard {
    /// The day on which the deadline was last set: what was suspended before is in it already.
    fn deadline_set_on(&self) -> Option<Day> {
        let ordered = self.order.as_ref().map(|order| order.mark.at);
        let rejected = self.rejection.as_ref().map(|rejection| rejection.mark.at);
        let deferred = self.deferrals.iter().filter(|deferral| deferral.until.is_some());
        let deferred = deferred.map(|deferral| deferral.decided.mark.at).max();
        [ordered, rejected, deferred].into_iter().flatten().max().map(|at| at.day())
    }

    /// Days until a day on which an ordered suspension stood.
    fn days_suspended(&self, until: Day) -> i64 {
        let ended = self.lifted_suspensions.iter().map(|ended| (ended.suspension.from_on, ended.lifted.mark.at.day()));
        let standing = self.suspension.iter().map(|suspension| (suspension.from_on, until));
        // Two suspensions never stand at once: their days add up.
        let since = self.deadline_set_on();
        let within = ended.chain(standing).map(|(from, to)| {
            let from = since.map_or(from, |since| from.max(since));
            from.days_until(to.min(until)).max(0)
        });
        within.sum()
    }

    /// Whether it was rectified after its last day. Days of suspension are given, as policies do that do
    /// not say otherwise.
    pub(super) fn was_late(&self) -> bool {
        let done = self.rectification.as_ref().map(|rectification| rectification.mark.at.day());
        let late = |(deadline, done): (Day, Day)| deadline.plus_days(self.days_suspended(done)) < done;
        self.deadline.zip(done).is_some_and(late)
    }

    /// The last day to rectify, as it stands on a day: the deadline, which deferrals have moved
    /// already, and the days of suspension.
    pub fn due_on(&self, policy: &Policy, day: Day) -> Option<Day> {
        let waits = matches!(self.state, HazardState::Rectifying);
        let deadline = self.deadline.filter(|_| waits)?;
        let suspended = if policy.suspension_stops_the_clock { self.days_suspended(day) } else { 0 };
        Some(deadline.plus_days(suspended))
    }

    /// Whether it should have been rectified before this day.
    pub fn is_overdue(&self, policy: &Policy, day: Day) -> bool {
        self.due_on(policy, day).is_some_and(|due_on| due_on < day)
    }

    /// All that is due soon or overdue on a day, and who has to do it.
    pub fn due(&self, policy: &Policy, day: Day) -> Vec<Warning> {
        let issuer = self.order.as_ref().map(|order| order.mark.by.organisation);
        let taker = self.transfer.as_ref().map(|transfer| transfer.to);
        let dues = [
            (Matter::Rectification, self.due_on(policy, day), self.owner),
            (Matter::Progress, self.progress_due_on(policy), self.owner),
            (Matter::DeferralDecision, self.deferral_decision_due_on(policy), issuer),
            (Matter::Acceptance, self.acceptance_due_on(policy), issuer),
            (Matter::Transfer, self.transfer_due_on(policy), taker),
        ];
        let is_over = matches!(self.state, HazardState::Closed | HazardState::Voided);
        let dues = dues.into_iter().filter(|_| !is_over);
        dues.filter_map(|(matter, due_on, body)| Warning::on(day, matter, due_on, body, policy)).collect()
    }

    /// The day by which the enterprise of a major hazard reports progress again.
    pub fn progress_due_on(&self, policy: &Policy) -> Option<Day> {
        if !self.is_major() || self.state != HazardState::Rectifying {
            return None;
        }
        let ordered = self.order.as_ref()?.mark.at;
        let last = self.progress.iter().map(|note| note.mark.at).max().map_or(ordered, |note| note.max(ordered));
        Some(last.day().plus_months(i64::from(policy.major_progress_months)))
    }

    /// The day by which the deferral that was asked for is decided.
    pub fn deferral_decision_due_on(&self, policy: &Policy) -> Option<Day> {
        let request = self.deferral_request.as_ref()?;
        Some(plus_working_days(request.mark.at.day(), policy.deferral_decision_working_days))
    }

    /// The day by which the rectification is accepted or rejected.
    pub fn acceptance_due_on(&self, policy: &Policy) -> Option<Day> {
        let submitted = self.rectification.as_ref().filter(|_| self.state == HazardState::PendingAcceptance)?;
        Some(plus_working_days(submitted.mark.at.day(), policy.acceptance_working_days))
    }

    /// The day by which the transfer is accepted or returned.
    pub fn transfer_due_on(&self, policy: &Policy) -> Option<Day> {
        let transfer = self.transfer.as_ref()?;
        Some(plus_working_days(transfer.mark.at.day(), policy.transfer_working_days))
    }
}
