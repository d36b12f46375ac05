//! What the tables cannot say: the window has days, the measure is open, who carries it out.
use super::super::Facts;
use super::{Act, AddMeasure, Amend, AmendMeasure, Campaign, CampaignMeasure, CompleteMeasure, Plan};
use crate::domain::access::{ActGrant, Hand, When};
use crate::domain::entry::{Actor, Decided};
use crate::domain::outcome::{Refusal, RefusalCode};
use crate::domain::{Category, Day, Layer, MeasureId, OrganisationId, Sector, Tier};

/// The most measures and regions of one campaign: its record stays of a size to be synced.
const MOST_MEASURES: usize = 300;
const MOST_REGIONS: usize = 500;

/// Whether a condition of the access table holds for this campaign and this hand.
pub fn holds(when: When, before: Option<&Campaign>, hand: &Hand, facts: &Facts) -> bool {
    let (organisation, layer, tier) = (hand.duty.organisation, hand.duty.layer, hand.duty.tier);
    match when {
        When::IsOfTheLedgersRegion => hand.duty.region == facts.ledger,
        When::IsOfTheCampaignsBody => before.is_some_and(|now| leads(now, organisation, layer, tier)),
        When::AnswersForAMeasure => before.is_some_and(|now| {
            let is_own = |measure: &CampaignMeasure| measure.is_open() && measure.accountable == organisation;
            leads(now, organisation, layer, tier) || now.measures.iter().any(is_own)
        }),
        _ => false,
    }
}

/// The body that planned it, or the government above.
fn leads(campaign: &Campaign, organisation: OrganisationId, layer: Layer, tier: Tier) -> bool {
    let by = &campaign.planned.by;
    by.organisation == organisation || (layer == Layer::Territorial && tier > by.tier)
}

pub fn decide(before: Option<&Campaign>, act: &Act, grant: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
    let ruled = match (act, before) {
        (Act::Plan(body), None) => plan(body, grant, facts),
        (Act::Amend(body), Some(now)) => amend(body, now, grant, facts),
        (Act::AddMeasure(body), Some(now)) => add_measure(body, now, facts),
        (Act::AmendMeasure(body), Some(now)) => amend_measure(body, now, facts),
        (Act::CompleteMeasure(body), Some(now)) => complete_measure(body, now, &grant.actor(), facts),
        (Act::WithdrawMeasure(body), Some(now)) => open(body.measure, now).map(|_| ()),
        (Act::Close(_), Some(now)) if facts.claimed_on() < now.from_on => {
            Err(Refusal::new(RefusalCode::IllegalState, format!("not before {}", now.from_on)))
        }
        _ => Ok(()),
    };
    ruled.map(|()| Decided::default())
}

fn plan(body: &Plan, grant: &ActGrant, facts: &Facts) -> Result<(), Refusal> {
    window(body.from_on, body.to_on)?;
    classes(&body.categories)?;
    sectors(&body.sectors, grant, facts)?;
    regions(body.regions.len())
}

fn amend(body: &Amend, now: &Campaign, grant: &ActGrant, facts: &Facts) -> Result<(), Refusal> {
    window(body.from_on.unwrap_or(now.from_on), body.to_on.unwrap_or(now.to_on))?;
    body.categories.as_ref().map_or(Ok(()), |categories| classes(categories))?;
    body.sectors.as_ref().map_or(Ok(()), |named| sectors(named, grant, facts))?;
    regions(body.regions.as_ref().map_or(0, Vec::len))
}

fn window(from_on: Day, to_on: Day) -> Result<(), Refusal> {
    match to_on < from_on {
        true => Err(Refusal::invalid("to_on", "before the first day")),
        false => Ok(()),
    }
}

fn classes(categories: &[Category]) -> Result<(), Refusal> {
    match categories.is_empty() {
        true => Err(Refusal::missing("categories", "at least one category")),
        false => Ok(()),
    }
}

fn regions(many: usize) -> Result<(), Refusal> {
    match many > MOST_REGIONS {
        true => Err(Refusal::invalid("regions", format!("at most {MOST_REGIONS} regions"))),
        false => Ok(()),
    }
}

/// A department leads campaigns in its own sectors alone.
fn sectors(named: &[Sector], grant: &ActGrant, facts: &Facts) -> Result<(), Refusal> {
    if grant.actor().layer != Layer::Department {
        return Ok(());
    }
    if named.is_empty() {
        return Err(Refusal::missing("sectors", "a department's campaign names its sectors"));
    }
    match named.iter().all(|sector| facts.own_sectors.contains(sector)) {
        true => Ok(()),
        false => Err(Refusal::new(RefusalCode::OutsideDuties, "the department does not answer for all of them")
            .at("/body/sectors")),
    }
}

fn add_measure(body: &AddMeasure, now: &Campaign, facts: &Facts) -> Result<(), Refusal> {
    if now.measures.len() >= MOST_MEASURES {
        return Err(Refusal::invalid("measure", format!("at most {MOST_MEASURES} measures a campaign")));
    }
    if now.measure(body.measure).is_some() {
        return Err(Refusal::invalid("measure", "that stands there already"));
    }
    of_campaign(body.category, now)?;
    is_known(body.accountable, facts)?;
    due(body.due_on, facts)
}

fn amend_measure(body: &AmendMeasure, now: &Campaign, facts: &Facts) -> Result<(), Refusal> {
    open(body.measure, now)?;
    body.category.map_or(Ok(()), |category| of_campaign(category, now))?;
    body.accountable.map_or(Ok(()), |accountable| is_known(accountable, facts))?;
    body.due_on.map_or(Ok(()), |due_on| due(due_on, facts))
}

/// The hand was let in for one of the measures, or for all: here it is about this one.
fn complete_measure(body: &CompleteMeasure, now: &Campaign, actor: &Actor, facts: &Facts) -> Result<(), Refusal> {
    let measure = open(body.measure, now)?;
    let is_own = measure.accountable == actor.organisation;
    if !is_own && !leads(now, actor.organisation, actor.layer, actor.tier) {
        return Err(When::AnswersForAMeasure.refusal().at("/body/measure"));
    }
    match body.done_on > facts.claimed_on() {
        true => Err(Refusal::invalid("done_on", "after the act itself")),
        false => Ok(()),
    }
}

fn open(id: MeasureId, now: &Campaign) -> Result<&CampaignMeasure, Refusal> {
    let measure = now.measure(id).filter(|measure| measure.is_open());
    measure.ok_or_else(|| Refusal::invalid("measure", "no open measure of this campaign"))
}

fn of_campaign(category: Category, now: &Campaign) -> Result<(), Refusal> {
    match now.categories.contains(&category) {
        true => Ok(()),
        false => Err(Refusal::invalid("category", "not one of the campaign's categories")),
    }
}

fn is_known(accountable: OrganisationId, facts: &Facts) -> Result<(), Refusal> {
    match facts.organisations.contains_key(&accountable) {
        true => Ok(()),
        false => Err(Refusal::new(RefusalCode::UnknownOrganisation, "no such organisation").at("/body/accountable")),
    }
}

fn due(due_on: Day, facts: &Facts) -> Result<(), Refusal> {
    match due_on < facts.claimed_on() {
        true => Err(Refusal::invalid("due_on", "before the day of the act")),
        false => Ok(()),
    }
}
