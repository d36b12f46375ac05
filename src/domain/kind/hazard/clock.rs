//! A hazard's deadlines on a day: computed from what stands in the record, never stored.
use super::{Hazard, HazardState};
use crate::domain::calendar::{minus_working_days, plus_working_days, working_days_between};
use crate::domain::policy::Policy;
use crate::domain::{Day, Tier};

/// A deadline that is near or past, and the tier that answers for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Warning {
    /// The deadline is near: the owner is reminded.
    Near { due_on: Day },
    /// The deadline is past: the warning has climbed to this tier.
    Overdue { due_on: Day, days: i64, tier: Tier },
}

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

    /// Who is to be warned on a day, up the chain the longer it lasts.
    pub fn warning(&self, policy: &Policy, day: Day) -> Option<Warning> {
        let due_on = self.due_on(policy, day)?;
        if due_on < day {
            let late = u32::try_from(working_days_between(due_on, day)).unwrap_or(0);
            let tier = policy.warned_tier(late);
            return Some(Warning::Overdue { due_on, days: due_on.days_until(day), tier });
        }
        let is_near = minus_working_days(due_on, policy.reminder_working_days) <= day;
        is_near.then_some(Warning::Near { due_on })
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
