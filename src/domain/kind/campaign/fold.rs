//! The fold: a campaign after each of its acts.
use super::super::life::out_of_order;
use super::super::{Mark, Opinion};
use super::{
    Act, AddMeasure, Amend, AmendMeasure, Campaign, CampaignLaunched, CampaignMeasure, CampaignState, CampaignSummary,
    CompleteMeasure, MeasureDone, Plan,
};
use crate::domain::MeasureId;
use crate::domain::canonical::BadJson;
use crate::domain::entry::Stamp;

pub fn fold(before: Option<Campaign>, act: Act, stamp: &Stamp) -> Result<Campaign, BadJson> {
    match (before, act) {
        (None, Act::Plan(body)) => Ok(planned(body, stamp)),
        (Some(campaign), act) => after(campaign, act, Mark::of(stamp)),
        (None, _) => Err(out_of_order()),
    }
}

fn planned(body: Plan, stamp: &Stamp) -> Campaign {
    let Plan { name, aim, from_on, to_on, categories, sectors, regions } = body;
    Campaign {
        state: CampaignState::Planned,
        name,
        aim,
        planned: Mark::of(stamp),
        from_on,
        to_on,
        categories,
        sectors,
        regions,
        launched: None,
        measures: Vec::new(),
        summaries: Vec::new(),
        closed: None,
        cancelled: None,
    }
}

fn after(mut now: Campaign, act: Act, mark: Mark) -> Result<Campaign, BadJson> {
    match act {
        Act::Plan(_) => return Err(out_of_order()),
        Act::Amend(body) => amend(&mut now, body),
        Act::Launch(body) => {
            now.state = CampaignState::Underway;
            now.launched = Some(CampaignLaunched { mark, document_number: body.document_number });
        }
        Act::AddMeasure(body) => now.measures.push(added(body, mark)),
        Act::AmendMeasure(body) => amend_measure(measure(&mut now, body.measure)?, body),
        Act::CompleteMeasure(body) => {
            let CompleteMeasure { measure: id, done_on, evidence, document_number } = body;
            measure(&mut now, id)?.done = Some(MeasureDone { mark, done_on, evidence, document_number });
        }
        Act::WithdrawMeasure(body) => {
            measure(&mut now, body.measure)?.withdrawn = Some(Opinion { mark, opinion: body.reason });
        }
        Act::Summarise(body) => {
            let (summary, document_number) = (body.summary, body.document_number);
            now.summaries.push(CampaignSummary { mark, summary, document_number });
        }
        Act::Close(body) => {
            let (summary, document_number) = (body.summary, body.document_number);
            now.state = CampaignState::Closed;
            now.closed = Some(CampaignSummary { mark, summary, document_number });
        }
        Act::Cancel(body) => {
            now.state = CampaignState::Cancelled;
            now.cancelled = Some(Opinion { mark, opinion: body.reason });
        }
    }
    Ok(now)
}

fn amend(now: &mut Campaign, body: Amend) {
    let Amend { name, aim, from_on, to_on, categories, sectors, regions } = body;
    if let Some(name) = name {
        now.name = name;
    }
    if let Some(aim) = aim {
        now.aim = aim;
    }
    (now.from_on, now.to_on) = (from_on.unwrap_or(now.from_on), to_on.unwrap_or(now.to_on));
    if let Some(categories) = categories {
        now.categories = categories;
    }
    if let Some(sectors) = sectors {
        now.sectors = sectors;
    }
    if let Some(regions) = regions {
        now.regions = regions;
    }
}

fn added(body: AddMeasure, added: Mark) -> CampaignMeasure {
    let AddMeasure { measure, category, content, accountable, due_on } = body;
    CampaignMeasure { measure, category, content, accountable, due_on, added, done: None, withdrawn: None }
}

fn amend_measure(measure: &mut CampaignMeasure, body: AmendMeasure) {
    let AmendMeasure { measure: _, category, content, accountable, due_on } = body;
    if let Some(content) = content {
        measure.content = content;
    }
    measure.category = category.unwrap_or(measure.category);
    measure.accountable = accountable.unwrap_or(measure.accountable);
    measure.due_on = due_on.unwrap_or(measure.due_on);
}

fn measure(now: &mut Campaign, id: MeasureId) -> Result<&mut CampaignMeasure, BadJson> {
    now.measures.iter_mut().find(|measure| measure.measure == id).ok_or_else(out_of_order)
}
