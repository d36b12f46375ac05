//! How long a hazard lay with each layer, as far as its record tells.
use super::super::{Hazard, IssuedOrder, Rectification};
use crate::domain::kind::{Mark, Measure, Opinion};
use crate::domain::{Instant, Layer};

/// A round: when it began, the steps of it that are known, and its end.
struct Round<'a> {
    began: Instant,
    registered: Option<&'a Mark>,
    order: Option<&'a IssuedOrder>,
    rectification: Option<&'a Rectification>,
    acceptances: &'a [Opinion],
    closed_at: Instant,
}

const LAYERS: &[(Layer, &str)] = &[
    (Layer::Enterprise, "hazard.dwell_enterprise_days"),
    (Layer::Department, "hazard.dwell_department_days"),
    (Layer::Territorial, "hazard.dwell_territorial_days"),
];

/// Of closed hazards, on the day of closing. A hazard lies with whoever takes the next step: with who
/// registers it, who orders, who rectifies, who accepts. Of the rectifications of a round the last one
/// is known, so the time of a rejected one is the rectifier's.
pub fn measures(hazard: &Hazard) -> Vec<Measure> {
    let Some(closed_at) = hazard.closed_at else { return Vec::new() };
    let spans: Vec<_> = rounds(hazard, closed_at).iter().flat_map(spans).collect();
    let days = |layer: Layer| spans.iter().filter(|(whose, _)| *whose == layer).map(|(_, days)| days).sum();
    let dwelt = LAYERS.iter().map(|(layer, name)| Measure::new(name, days(*layer), closed_at.day()));
    dwelt.filter(|measure| measure.value > 0).collect()
}

fn rounds(hazard: &Hazard, closed_at: Instant) -> Vec<Round<'_>> {
    let began = hazard.earlier_cycles.iter().map(|ended| ended.reopened.mark.at);
    let began: Vec<_> = std::iter::once(hazard.reported.at).chain(began).collect();
    let registered = hazard.registered.as_ref().map(|registered| &registered.mark);
    let earlier = hazard.earlier_cycles.iter().zip(&began).map(|(ended, began)| Round {
        began: *began,
        registered: None,
        order: ended.order.as_ref(),
        rectification: ended.rectification.as_ref(),
        acceptances: &ended.acceptances,
        closed_at: ended.closed_at.unwrap_or(*began),
    });
    let last = Round {
        began: began.last().copied().unwrap_or(hazard.reported.at),
        registered: None,
        order: hazard.order.as_ref(),
        rectification: hazard.rectification.as_ref(),
        acceptances: &hazard.acceptances,
        closed_at,
    };
    let mut rounds: Vec<_> = earlier.chain([last]).collect();
    if let Some(first) = rounds.first_mut() {
        first.registered = registered;
    }
    rounds
}

fn spans(round: &Round) -> Vec<(Layer, i64)> {
    let order = round.order.map(|order| &order.mark);
    let rectified = round.rectification.map(|rectification| &rectification.mark);
    let accepted = round.acceptances.iter().map(|opinion| &opinion.mark);
    let steps = [round.registered, order, rectified].into_iter().flatten().chain(accepted);
    // A regrading takes the place of the registration, maybe in a later round.
    let within = steps.filter(|step| (round.began..=round.closed_at).contains(&step.at));
    let mut steps: Vec<_> = within.map(|step| (step.at, step.by.layer)).collect();
    steps.sort_unstable();
    let mut since = round.began.day();
    let span = |(at, layer): (Instant, Layer)| (layer, std::mem::replace(&mut since, at.day()).days_until(at.day()));
    steps.into_iter().map(span).collect()
}
