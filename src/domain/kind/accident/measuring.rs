//! What an accident counts in reports. The category is its type and its level.
use super::super::measure::Unit::{Fen, Persons, Records};
use super::super::{Measure, Measured, measured};
use super::{Accident, AccidentState};

#[rustfmt::skip]
pub const MEASURES: &[Measured] = &[
    measured("accident.count",         Records, "事故起数",               "Accidents"),
    measured("accident.deaths",        Persons, "死亡人数",               "Deaths"),
    measured("accident.injuries",      Persons, "重伤人数",               "Serious injuries"),
    measured("accident.loss_fen",      Fen,     "直接经济损失",           "Direct economic loss"),
    measured("accident.listed",        Records, "挂牌督办事故",           "Accidents put under supervision"),
    measured("accident.listed_deaths", Persons, "挂牌督办事故死亡人数",   "Deaths of accidents put under supervision"),
    measured("accident.investigated",  Records, "立案调查事故",           "Accidents investigated"),
    measured("accident.concluded",     Records, "结案事故",               "Accidents concluded"),
    measured("accident.evaluated",     Records, "开展落实情况评估的事故", "Accidents whose measures were evaluated"),
    measured("accident.looked_back",   Records, "开展“回头看”的事故",     "Accidents looked back at"),
];

pub fn measures(accident: &Accident) -> Vec<Measure> {
    if accident.state == AccidentState::Voided {
        return Vec::new();
    }
    let casualties = occurred(accident).into_iter();
    let all = casualties.chain(listed(accident)).chain(followed(accident));
    all.filter(|measure| measure.value > 0).collect()
}

/// On the day when it occurred, whenever somebody died of it.
fn occurred(accident: &Accident) -> [Measure; 4] {
    let (on, casualties) = (accident.occurred_at.day(), accident.casualties);
    [
        Measure::one("accident.count", on),
        Measure::new("accident.deaths", i64::from(casualties.deaths), on),
        Measure::new("accident.injuries", i64::from(casualties.injuries), on),
        Measure::new("accident.loss_fen", casualties.loss_fen.get(), on),
    ]
}

/// Once, by the first order upon it; the category names the tier of the committee as well.
fn listed(accident: &Accident) -> Vec<Measure> {
    let Some(order) = accident.ended_supervisions.iter().chain(&accident.supervision).next() else {
        return Vec::new();
    };
    let on = order.mark.at.day();
    let category = format!("{},{}", accident.sorted_by(), order.level.as_str());
    let measures = [
        Measure::one("accident.listed", on),
        Measure::new("accident.listed_deaths", i64::from(accident.casualties.deaths), on),
    ];
    measures.into_iter().map(|measure| Measure { category: Some(category.clone()), ..measure }).collect()
}

/// Each once, on the day when it was first done.
fn followed(accident: &Accident) -> impl Iterator<Item = Measure> {
    let investigation = accident.earlier_investigations.iter().chain(&accident.investigation).next();
    let days = [
        ("accident.investigated", investigation.map(|investigation| investigation.mark.at.day())),
        ("accident.concluded", accident.conclusion.as_ref().map(|conclusion| conclusion.concluded_on)),
        ("accident.evaluated", accident.evaluations.iter().map(|evaluation| evaluation.evaluated_on).min()),
        ("accident.looked_back", accident.look_backs.iter().map(|look| look.looked_on).min()),
    ];
    days.into_iter().filter_map(|(name, on)| Some(Measure::one(name, on?)))
}
