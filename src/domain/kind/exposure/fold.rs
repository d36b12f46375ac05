//! The fold: an exposure after each of its acts.
use super::super::life::out_of_order;
use super::super::{Mark, NUMBER, Opinion};
use super::rules::{ITEMS, Standing};
use super::{
    Act, CorrectItem, Draft, Exposure, ExposureItem, ExposurePublished, ExposureState, ItemCorrection, NewExposureItem,
};
use crate::domain::ExposureItemId;
use crate::domain::canonical::BadJson;
use crate::domain::entry::{Decided, Stamp};

pub fn fold(before: Option<Exposure>, act: Act, stamp: &Stamp, decided: &Decided) -> Result<Exposure, BadJson> {
    match (before, act) {
        (None, Act::Draft(body)) => drafted(body, stamp, decided),
        (Some(exposure), act) => after(exposure, act, stamp, decided),
        (None, _) => Err(out_of_order()),
    }
}

fn drafted(body: Draft, stamp: &Stamp, decided: &Decided) -> Result<Exposure, BadJson> {
    let Draft { title, from_on, to_on, sector, items } = body;
    let mark = Mark::of(stamp);
    Ok(Exposure {
        state: ExposureState::Drafted,
        title,
        from_on,
        to_on,
        sector: sector.or_else(|| decided.get("sector")),
        drafted: mark,
        writers: vec![mark.by],
        items: added(items, mark, decided)?,
        published: None,
        number: None,
        withdrawn: None,
    })
}

/// The items, each with what the server knew of its enterprise.
fn added(items: Vec<NewExposureItem>, mark: Mark, decided: &Decided) -> Result<Vec<ExposureItem>, BadJson> {
    let known: Vec<Standing> = decided.get(ITEMS).ok_or_else(out_of_order)?;
    if known.len() != items.len() {
        return Err(out_of_order());
    }
    Ok(items.into_iter().zip(known).map(|(item, known)| item_of(item, mark, &known)).collect())
}

fn item_of(new: NewExposureItem, mark: Mark, known: &Standing) -> ExposureItem {
    let NewExposureItem { id, enterprise, name, sector, violation, legal_ground, refers_to, measures } = new;
    let (unit, sector) = (known.unit, sector.or(known.sector));
    let (corrections, retracted) = (Vec::new(), None);
    ExposureItem {
        id,
        mark,
        enterprise,
        name,
        unit,
        sector,
        violation,
        legal_ground,
        refers_to,
        measures,
        corrections,
        retracted,
    }
}

fn after(mut now: Exposure, act: Act, stamp: &Stamp, decided: &Decided) -> Result<Exposure, BadJson> {
    let mark = Mark::of(stamp);
    match act {
        Act::Draft(_) => return Err(out_of_order()),
        Act::Amend(body) => {
            now.title = body.title.unwrap_or(now.title);
            (now.from_on, now.to_on) = (body.from_on.unwrap_or(now.from_on), body.to_on.unwrap_or(now.to_on));
            wrote(&mut now, mark);
        }
        Act::AddItem(body) => {
            now.items.extend(added(vec![body.item], mark, decided)?);
            wrote(&mut now, mark);
        }
        Act::StrikeItem(body) => {
            now.items.retain(|item| item.id != body.item);
            wrote(&mut now, mark);
        }
        Act::Publish(body) => {
            now.state = ExposureState::Published;
            now.published = Some(ExposurePublished { mark, published_on: body.published_on, channels: body.channels });
            now.number = decided.get(NUMBER);
        }
        Act::CorrectItem(body) => correct(item(&mut now, body.item)?, body, mark),
        Act::RetractItem(body) => {
            item(&mut now, body.item)?.retracted = Some(Opinion { mark, opinion: body.reason });
        }
        Act::Withdraw(body) => {
            now.state = ExposureState::Withdrawn;
            now.withdrawn = Some(Opinion { mark, opinion: body.reason });
        }
    }
    Ok(now)
}

fn wrote(now: &mut Exposure, mark: Mark) {
    if now.writers.iter().all(|writer| writer.person != mark.by.person) {
        now.writers.push(mark.by);
    }
}

fn item(now: &mut Exposure, id: ExposureItemId) -> Result<&mut ExposureItem, BadJson> {
    now.items.iter_mut().find(|item| item.id == id).ok_or_else(out_of_order)
}

fn correct(item: &mut ExposureItem, body: CorrectItem, mark: Mark) {
    let CorrectItem { item: _, reason, name, sector, violation, legal_ground, measures } = body;
    let before = ItemCorrection {
        mark,
        reason,
        name: item.name.clone(),
        sector: item.sector,
        violation: item.violation.clone(),
        legal_ground: item.legal_ground.clone(),
        measures: item.measures.clone(),
    };
    item.corrections.push(before);
    item.sector = sector.or(item.sector);
    name.into_iter().for_each(|name| item.name = name);
    violation.into_iter().for_each(|violation| item.violation = violation);
    legal_ground.into_iter().for_each(|ground| item.legal_ground = ground);
    measures.into_iter().for_each(|measures| item.measures = measures);
}
