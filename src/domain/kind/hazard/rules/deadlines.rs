//! Orders, deadlines and their deferral.
use super::super::super::Facts;
use super::super::{DecideDeferral, Hazard, Order, Progress, RequestDeferral};
use crate::domain::calendar::{is_known_until, minus_working_days};
use crate::domain::entry::Decided;
use crate::domain::outcome::{Refusal, RefusalCode};
use crate::domain::{Day, Layer, Level};

pub fn order(body: &Order, hazard: &Hazard, facts: &Facts) -> Result<Decided, Refusal> {
    let commitments = [
        ("responsibility", body.responsibility.is_some()),
        ("funds_fen", body.funds_fen.is_some()),
        ("emergency_plan", body.emergency_plan.is_some()),
    ];
    match commitments.iter().find(|(_, given)| hazard.is_major() && !given) {
        Some((field, _)) => Err(Refusal::missing(field, "an order on a major hazard names all five commitments")),
        None => within_limits("deadline", body.deadline, hazard.level.unwrap_or(Level::General), facts),
    }
}

/// A deadline lies on or after the day of the act, and not after the last one that the policy allows,
/// counted from that day. An order that was given offline keeps the day on which it was given, as far
/// as that is believed; a phone's clock may be years off.
pub fn within_limits(field: &str, deadline: Day, level: Level, facts: &Facts) -> Result<Decided, Refusal> {
    if deadline < facts.claimed_on() {
        return Err(Refusal::invalid(field, "a deadline before the day of the act"));
    }
    match facts.policy.latest_deadline(level, facts.counted_on()).filter(|latest| *latest < deadline) {
        Some(latest) if is_known_until(latest) || level == Level::Major => {
            Err(Refusal::invalid(field, format!("the latest deadline here is {latest}")))
        }
        Some(latest) => Err(Refusal::invalid(
            field,
            format!("the latest deadline here is {latest}, without the holidays that are not known yet"),
        )),
        None => Ok(Decided::default()),
    }
}

/// Separation of duty 6: who issued the order decides on its deadline. What an enterprise
/// ordered for itself, any government layer may change.
pub fn put_off(deadline: Day, hazard: &Hazard, layer: Layer, facts: &Facts) -> Result<Decided, Refusal> {
    let issuer = hazard.order.as_ref().map(|order| order.mark.by.layer);
    if issuer.is_some_and(|issuer| issuer != Layer::Enterprise && issuer != layer) {
        let detail = "the layer that ordered the rectification decides on its deadline";
        return Err(Refusal::new(RefusalCode::SeparationOfDuty, detail).at("/body/deadline"));
    }
    within_limits("deadline", deadline, hazard.level.unwrap_or(Level::General), facts)
}

pub fn progress(body: &Progress) -> Result<Decided, Refusal> {
    match body.percent.filter(|percent| *percent > 100) {
        Some(_) => Err(Refusal::invalid("percent", "at most 100")),
        None => Ok(Decided::default()),
    }
}

/// A deferral is asked for in good time: so many working days before the deadline. The author's claim
/// of when that was counts within the bounds of the policy: whoever was offline for a few days is
/// believed, and nobody asks after the deadline for a day before it. Both times stand in the record.
pub fn request_deferral(body: &RequestDeferral, hazard: &Hazard, facts: &Facts) -> Result<Decided, Refusal> {
    let Some(deadline) = hazard.deadline else {
        return Ok(Decided::default());
    };
    let notice = facts.policy.deferral_notice_working_days;
    if minus_working_days(deadline, notice) < facts.counted_on() {
        let detail = if is_known_until(deadline) {
            format!("a deferral is asked for at least {notice} working days before the deadline {deadline}")
        } else {
            format!(
                "a deferral is asked for at least {notice} weekdays before the deadline {deadline}; the holidays there \
                 are not known yet"
            )
        };
        return Err(Refusal::new(RefusalCode::TooLate, detail).at("/body/until"));
    }
    deferred_until(body.until, deadline, hazard, facts)
}

pub fn decide_deferral(body: &DecideDeferral, hazard: &Hazard, facts: &Facts) -> Result<Decided, Refusal> {
    let (Some(request), Some(deadline)) = (&hazard.deferral_request, hazard.deadline) else {
        return Ok(Decided::default());
    };
    match (body.is_granted, body.until) {
        (false, Some(_)) => Err(Refusal::invalid("until", "a refused deferral sets no day")),
        (false, None) => Ok(Decided::default()),
        (true, Some(until)) if until > request.until => {
            Err(Refusal::invalid("until", format!("not after the day that was asked for, {}", request.until)))
        }
        (true, until) => deferred_until(until.unwrap_or(request.until), deadline, hazard, facts),
    }
}

/// Later than the deadline, and within the cap on all deferrals together.
fn deferred_until(until: Day, deadline: Day, hazard: &Hazard, facts: &Facts) -> Result<Decided, Refusal> {
    let days = deadline.days_until(until);
    if days <= 0 {
        return Err(Refusal::invalid("until", format!("not after the deadline that stands, {deadline}")));
    }
    let left = i64::from(facts.policy.deferral_total_days) - hazard.days_deferred();
    if days > left {
        return Err(Refusal::invalid("until", format!("{} days of deferral are left", left.max(0))));
    }
    Ok(Decided::default())
}
