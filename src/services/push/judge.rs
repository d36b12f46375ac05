//! Judging one act: does it stand, and if not, whose turn is it? Reads the desk, changes nothing.
use super::case::Case;
use super::desk::Desk;
use super::parts::Origin;
use super::prepare::{Prepared, Readable};
use super::standing::Standing;
use crate::domain::RegionId;
use crate::domain::act::Base;
use crate::domain::document::state_of;
use crate::domain::kind::{self, Mentions};
use crate::domain::outcome::{Refusal, RefusalCode, Seen, Verdict};
use serde_json::Value;

/// An act that does not stand, and where it waits.
pub struct Refused {
    pub verdict: Verdict,
    pub refusal: Refusal,
    pub ledger: Option<RegionId>,
}

pub type Ruling<T> = Result<T, Refused>;

fn rejected(refusal: Refusal) -> Refused {
    Refused { verdict: Verdict::Rejected, refusal, ledger: None }
}

/// Whatever the reason of a refusal, who sees the record is told its state and what is open now.
pub fn judge(desk: &Desk, act: &Prepared) -> Ruling<Standing> {
    ruled(desk, act).map_err(|refused| told(desk, act, refused))
}

fn told(desk: &Desk, act: &Prepared, refused: Refused) -> Refused {
    let Refused { verdict, refusal, ledger } = refused;
    let kind = kind::find(act.sent.kind.as_str());
    let row = kind.and_then(|kind| Some((kind, desk.visible(act.sent.record).filter(|row| row.kind == kind.name())?)));
    match row.filter(|_| refusal.state.is_none()) {
        None => Refused { verdict, refusal, ledger },
        Some((kind, row)) => {
            let readable = Readable { kind, body: Value::Null, mentions: Mentions::default() };
            let state = Some(state_of(&row.document));
            let case = Case {
                desk,
                act,
                readable: &readable,
                ledger: row.ledger,
                destination: None,
                before: Some(row),
                state,
            };
            Refused { ledger, ..case.refuse(verdict, refusal) }
        }
    }
}

fn ruled(desk: &Desk, act: &Prepared) -> Ruling<Standing> {
    if desk.standing.contains(&act.sent.act_id) || desk.is_foreign(act) {
        return Err(rejected(Refusal::new(RefusalCode::ActIdTaken, "another act has this id").at("/act_id")));
    }
    let readable = act.read.as_ref().map_err(|refusal| rejected(refusal.clone()))?;
    if readable.kind.is_computed(act.sent.act.as_str()) && !matches!(desk.author.origin, Origin::Computed(_)) {
        let detail = "the server computes this itself: nobody sends it";
        return Err(rejected(Refusal::new(RefusalCode::Forbidden, detail).at("/act")));
    }
    match readable.kind.creates(act.sent.act.as_str()) {
        true => create(desk, act, readable),
        false => change(desk, act, readable),
    }
}

impl Desk {
    /// The act's id was used by another person.
    fn is_foreign(&self, act: &Prepared) -> bool {
        self.first_answer(act.sent.act_id).is_some_and(|first| first.person != self.author.subject.person)
    }
}

fn create(desk: &Desk, act: &Prepared, readable: &Readable) -> Ruling<Standing> {
    let code = act.sent.ledger.as_ref().ok_or_else(|| {
        rejected(Refusal::new(RefusalCode::LedgerRequired, "a new record names the unit of its ledger").at("/ledger"))
    })?;
    let unit = desk.codes.get(code).and_then(|id| desk.units.get(id)).filter(|unit| unit.holds(readable.kind));
    let unit = unit.ok_or_else(|| {
        rejected(Refusal::new(RefusalCode::UnknownLedger, "no such township-level unit").at("/ledger"))
    })?;
    if !desk.covers(unit.id) {
        return Err(rejected(
            Refusal::new(RefusalCode::OutsideDuties, "this unit lies outside of your duties").at("/ledger"),
        ));
    }
    if desk.records.contains_key(&act.sent.record) {
        return Err(rejected(
            Refusal::new(RefusalCode::RecordExists, "a record of this id is there already").at("/record"),
        ));
    }
    let case = Case { desk, act, readable, ledger: unit.id, destination: None, before: None, state: None };
    case.rule(Verdict::Applied).map_err(|refused| Refused { ledger: Some(unit.id), ..refused })
}

fn change(desk: &Desk, act: &Prepared, readable: &Readable) -> Ruling<Standing> {
    let base = act.sent.base.ok_or_else(|| {
        rejected(Refusal::new(RefusalCode::BaseRequired, "an act on a record says what it builds on").at("/base"))
    })?;
    let seen = seen_by(desk, act, base)?;
    let before = desk.visible(act.sent.record).filter(|row| row.kind == readable.kind.name());
    let before = before.ok_or_else(|| Refused {
        verdict: Verdict::Held,
        refusal: Refusal::new(RefusalCode::UnknownRecord, "no such record here, or none that you may see")
            .at("/record"),
        ledger: None,
    })?;
    let within = |refused| Refused { ledger: Some(before.ledger), ..refused };
    let destination = destination(desk, readable, before.ledger).map_err(within)?;
    let state = Some(state_of(&before.document));
    let case = Case { desk, act, readable, ledger: before.ledger, destination, before: Some(before), state };
    case.rule_upon(&seen).map_err(within)
}

/// What the author had seen: a revision, or what it knew at an earlier act of its own, if that stands.
fn seen_by(desk: &Desk, act: &Prepared, base: Base) -> Ruling<Seen> {
    let number = match base {
        Base::Rev(rev) => return Ok(Seen::upto(rev.get())),
        Base::ClientSeq(number) => number.get(),
    };
    let first = desk.answered(number).filter(|_| number < act.number());
    let failed = |verdict, detail: &str| Refused {
        verdict,
        refusal: Refusal::new(RefusalCode::DependencyFailed, detail).at("/base/client_seq"),
        ledger: None,
    };
    match first {
        None => Err(failed(Verdict::Rejected, "no earlier act of this device has this number")),
        Some(first) if first.record != act.sent.record => {
            Err(failed(Verdict::Rejected, "that act was on another record"))
        }
        Some(first) if first.result == Verdict::Held => {
            Err(failed(Verdict::Held, "the act that this one builds on is held"))
        }
        Some(first) => match first.rev.filter(|_| first.result.stands_in_the_ledger()) {
            Some(rev) => Ok(first.seen.clone().unwrap_or_else(|| Seen::upto(rev))),
            None => Err(failed(Verdict::DependencyFailed, "the act that this one builds on did not stand")),
        },
    }
}

/// The unit that a move leads to: open, and not the one where the record lies.
fn destination(desk: &Desk, readable: &Readable, from: RegionId) -> Ruling<Option<RegionId>> {
    let Some(code) = &readable.mentions.destination else {
        return Ok(None);
    };
    let unit = desk.codes.get(code).and_then(|id| desk.units.get(id)).filter(|unit| unit.holds(readable.kind));
    match unit.filter(|unit| unit.id != from) {
        Some(unit) => Ok(Some(unit.id)),
        None => Err(rejected(
            Refusal::new(RefusalCode::UnknownLedger, "no other township-level unit has this code").at("/body/to"),
        )),
    }
}
