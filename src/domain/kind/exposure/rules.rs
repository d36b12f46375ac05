//! What the tables cannot say: the enterprises are there, what is referred to is theirs, days follow each other.
use super::super::{Facts, NUMBER, Related};
use super::{Act, Amend, CorrectItem, Draft, Exposure, NewExposureItem, PublicPlace, Publish};
use crate::domain::access::{ActGrant, Hand, When};
use crate::domain::entry::Decided;
use crate::domain::outcome::{Refusal, RefusalCode};
use crate::domain::{Day, ExposureItemId, Layer, RegionId, Sector};
use serde::{Deserialize, Serialize};

/// The most items of a list: its record stays of a size to be synced.
const MOST_ITEMS: usize = 500;

/// The decided fact that keeps where each new item's enterprise stood.
pub const ITEMS: &str = "items";

/// Where an enterprise stood when it was added.
#[derive(Debug, Serialize, Deserialize)]
pub struct Standing {
    pub unit: RegionId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<Sector>,
}

/// Whether a condition of the access table holds for this list and this hand.
pub fn holds(when: When, before: Option<&Exposure>, hand: &Hand, facts: &Facts) -> bool {
    let Some(now) = before else { return false };
    match when {
        When::DidNotWriteTheList => now.writers.iter().all(|writer| writer.person != hand.person),
        When::IsOfTheExposingBody => {
            let (by, duty) = (&now.drafted.by, hand.duty);
            by.organisation == duty.organisation || (duty.layer == Layer::Territorial && duty.tier >= by.tier)
        }
        When::IsNotOfTheEnterprise => now.items.iter().all(|item| !facts.own_enterprises.contains(&item.enterprise)),
        _ => false,
    }
}

pub fn decide(before: Option<&Exposure>, act: &Act, grant: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
    match (act, before) {
        (Act::Draft(body), None) => draft(body, grant, facts),
        (Act::Amend(body), Some(now)) => amend(body, now),
        (Act::AddItem(body), Some(now)) => add(&[&body.item], |_| "item".to_owned(), &now.items_known(), facts),
        (Act::StrikeItem(body), Some(now)) => there(body.item, now).map(|_| Decided::default()),
        (Act::Publish(body), Some(_)) => publish(body, facts),
        (Act::CorrectItem(body), Some(now)) => correct(body, now),
        (Act::RetractItem(body), Some(now)) => stands(body.item, now).map(|()| Decided::default()),
        _ => Ok(Decided::default()),
    }
}

fn in_order(from_on: Day, to_on: Day) -> Result<(), Refusal> {
    match to_on < from_on {
        true => Err(Refusal::invalid("to_on", "before the first day")),
        false => Ok(()),
    }
}

fn draft(body: &Draft, grant: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
    in_order(body.from_on, body.to_on)?;
    let items: Vec<_> = body.items.iter().collect();
    let decided = add(&items, |n| format!("items/{n}"), &[], facts)?;
    if grant.actor().layer != Layer::Department {
        return Ok(decided);
    }
    // A list of another sector would be out of the department's own sight.
    match (body.sector, facts.own_sectors.first()) {
        (Some(sector), _) if !facts.own_sectors.contains(&sector) => {
            Err(Refusal::invalid("sector", "a sector that your department answers for"))
        }
        (None, Some(own)) => Ok(decided.with("sector", own)),
        _ => Ok(decided),
    }
}

fn amend(body: &Amend, now: &Exposure) -> Result<Decided, Refusal> {
    in_order(body.from_on.unwrap_or(now.from_on), body.to_on.unwrap_or(now.to_on)).map(|()| Decided::default())
}

/// Whether each new item may stand; `place` says where in the body it does.
fn add(
    items: &[&NewExposureItem],
    place: impl Fn(usize) -> String,
    known: &[ExposureItemId],
    facts: &Facts,
) -> Result<Decided, Refusal> {
    if items.len() + known.len() > MOST_ITEMS {
        return Err(Refusal::invalid("items", format!("at most {MOST_ITEMS} items a list")));
    }
    let mut ids: Vec<_> = known.to_vec();
    let mut standings = Vec::new();
    for (n, item) in items.iter().enumerate() {
        if ids.contains(&item.id) {
            return Err(Refusal::invalid(&format!("{}/id", place(n)), "that stands there already"));
        }
        ids.push(item.id);
        standings.push(standing(item, &place(n), facts)?);
    }
    Ok(Decided::default().with(ITEMS, standings))
}

fn standing(item: &NewExposureItem, place: &str, facts: &Facts) -> Result<Standing, Refusal> {
    let at = |field: &str| format!("/body/{place}/{field}");
    if facts.own_enterprises.contains(&item.enterprise) {
        return Err(When::IsNotOfTheEnterprise.refusal().at(at("enterprise")));
    }
    let listed = facts.related.get(&item.enterprise.cast()).filter(|record| record.kind == "enterprise");
    let unknown = || Refusal::new(RefusalCode::UnknownEnterprise, "no such enterprise within your duties");
    let listed = listed.ok_or_else(|| unknown().at(at("enterprise")))?;
    if let Some(id) = item.refers_to {
        let is_ground = |record: &&Related| matches!(record.kind, "inspection" | "hazard");
        let unknown = || Refusal::new(RefusalCode::UnknownRecord, "no such inspection or hazard within your duties");
        let ground = facts.related.get(&id).filter(is_ground).ok_or_else(|| unknown().at(at("refers_to")))?;
        if ground.facets.enterprise != Some(item.enterprise) {
            return Err(Refusal::invalid(&format!("{place}/refers_to"), "not of this enterprise"));
        }
    }
    Ok(Standing { unit: listed.ledger, sector: listed.facets.sector })
}

fn there(id: ExposureItemId, now: &Exposure) -> Result<&super::ExposureItem, Refusal> {
    now.item(id).ok_or_else(|| Refusal::invalid("item", "no item of this list"))
}

fn stands(id: ExposureItemId, now: &Exposure) -> Result<(), Refusal> {
    match there(id, now)?.retracted {
        Some(_) => Err(Refusal::invalid("item", "that was taken back already")),
        None => Ok(()),
    }
}

fn correct(body: &CorrectItem, now: &Exposure) -> Result<Decided, Refusal> {
    stands(body.item, now)?;
    let CorrectItem { item: _, reason: _, name, sector, violation, legal_ground, measures } = body;
    let says_nothing =
        name.is_none() && sector.is_none() && violation.is_none() && legal_ground.is_none() && measures.is_none();
    match says_nothing {
        true => Err(Refusal::missing("violation", "what is said instead")),
        false => Ok(Decided::default()),
    }
}

fn publish(body: &Publish, facts: &Facts) -> Result<Decided, Refusal> {
    if body.channels.is_empty() {
        return Err(Refusal::missing("channels", "at least one"));
    }
    if let Some(n) = body.channels.iter().position(|place| !has_address(place)) {
        return Err(Refusal::invalid(&format!("channels/{n}/url"), "begins with http:// or https://"));
    }
    match body.published_on > facts.claimed_on() {
        true => Err(Refusal::invalid("published_on", "after the act itself")),
        false => Ok(Decided::default().with(NUMBER, facts.next_number)),
    }
}

fn has_address(place: &PublicPlace) -> bool {
    let is_one = |url: &str| ["http://", "https://"].iter().any(|scheme| url.starts_with(scheme));
    place.url.as_ref().is_none_or(|url| is_one(url.as_str()))
}

impl Exposure {
    fn items_known(&self) -> Vec<ExposureItemId> {
        self.items.iter().map(|item| item.id).collect()
    }
}
