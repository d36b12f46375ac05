//! The fold: an assignment after each of its acts.
use super::super::life::out_of_order;
use super::super::{Mark, Opinion};
use super::{Act, Amend, Assign, Assignment, AssignmentState, HandOver, LeaderVisit, Tenure};
use crate::domain::canonical::BadJson;
use crate::domain::entry::{Decided, Stamp};

pub fn fold(before: Option<Assignment>, act: Act, stamp: &Stamp, decided: &Decided) -> Result<Assignment, BadJson> {
    match (before, act) {
        (None, Act::Assign(body)) => assigned(body, stamp, decided),
        (Some(assignment), act) => after(assignment, act, stamp, decided),
        (None, _) => Err(out_of_order()),
    }
}

fn assigned(body: Assign, stamp: &Stamp, decided: &Decided) -> Result<Assignment, BadJson> {
    let Assign { leader, tier, target, sector, from_on, to_on } = body;
    let visit_months = decided.get("visit_months").ok_or_else(out_of_order)?;
    Ok(Assignment {
        state: AssignmentState::Active,
        assigned: Mark::of(stamp),
        leader,
        tier,
        target,
        sector: sector.or_else(|| decided.get("sector")),
        from_on,
        to_on,
        visit_months,
        visit_due_on: from_on.plus_months(i64::from(visit_months)),
        last_visited_on: None,
        visits: Vec::new(),
        earlier: Vec::new(),
        ended: None,
    })
}

fn after(mut now: Assignment, act: Act, stamp: &Stamp, decided: &Decided) -> Result<Assignment, BadJson> {
    let mark = Mark::of(stamp);
    match act {
        Act::Assign(_) => return Err(out_of_order()),
        Act::Amend(Amend { target, sector, to_on }) => {
            now.target = target.unwrap_or(now.target);
            (now.sector, now.to_on) = (sector.or(now.sector), to_on.or(now.to_on));
        }
        Act::HandOver(body) => hand_over(&mut now, body, mark, decided)?,
        Act::AddVisit(body) => {
            let visited_on = decided.get("visited_on").ok_or_else(out_of_order)?;
            now.visits.push(LeaderVisit { mark, inspection: body.inspection, visited_on, device: stamp.device });
            now.last_visited_on = now.last_visited_on.max(Some(visited_on));
            now.visit_months = decided.get("visit_months").unwrap_or(now.visit_months);
            let next = now.last_visited_on.unwrap_or(visited_on).plus_months(i64::from(now.visit_months));
            now.visit_due_on = now.visit_due_on.max(next);
        }
        Act::End(body) => {
            (now.state, now.to_on) = (AssignmentState::Ended, Some(body.to_on));
            now.ended = Some(Opinion { mark, opinion: body.reason });
        }
    }
    Ok(now)
}

fn hand_over(now: &mut Assignment, body: HandOver, mark: Mark, decided: &Decided) -> Result<(), BadJson> {
    let HandOver { leader, tier, from_on } = body;
    let earlier = std::mem::replace(&mut now.leader, leader);
    let to_on = Some(from_on.plus_days(-1));
    now.earlier.push(Tenure { mark, leader: earlier, from_on: now.from_on, to_on });
    now.visit_months = decided.get("visit_months").ok_or_else(out_of_order)?;
    (now.tier, now.from_on) = (tier, from_on);
    // A new leader has not visited yet.
    now.visit_due_on = from_on.plus_months(i64::from(now.visit_months));
    Ok(())
}
