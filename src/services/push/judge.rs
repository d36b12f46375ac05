//! Judging one act: does it stand, and if not, whose turn is it? Reads the desk, changes nothing.
use super::desk::Desk;
use super::prepare::{Prepared, Readable};
use crate::domain::access::Hand;
use crate::domain::act::Base;
use crate::domain::canonical::text_of;
use crate::domain::entry::{Decided, Stamp};
use crate::domain::kind::{Facets, Facts, Judgement, Kind, MOVED_TO, NUMBER, Related};
use crate::domain::outcome::{Refusal, RefusalCode, Verdict};
use crate::domain::scope::Duty;
use crate::domain::{Instant, RecordId, RegionId};
use crate::store::record::RecordRow;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// An act that does not stand, and where it waits.
pub struct Refused {
    pub verdict: Verdict,
    pub refusal: Refusal,
    pub ledger: Option<RegionId>,
}

/// An act that stands: all that is needed to write it.
pub struct Standing {
    pub verdict: Verdict,
    pub kind: String,
    pub ledger: RegionId,
    pub destination: Option<RegionId>,
    pub before: Option<RecordRow>,
    pub stamp: Stamp,
    pub decided: Decided,
    pub body: Value,
    pub takes_number: bool,
    state: Value,
    facets: Facets,
    touched: String,
}

type Ruling<T> = Result<T, Refused>;

fn rejected(refusal: Refusal) -> Refused {
    Refused { verdict: Verdict::Rejected, refusal, ledger: None }
}

pub fn judge(desk: &Desk, act: &Prepared) -> Ruling<Standing> {
    if desk.standing.contains(&act.sent.act_id) || desk.is_foreign(act) {
        return Err(rejected(Refusal::new(RefusalCode::ActIdTaken, "another act has this id").at("/act_id")));
    }
    let readable = act.read.as_ref().map_err(|refusal| rejected(refusal.clone()))?;
    match readable.kind.creates(act.sent.act.as_str()) {
        true => create(desk, act, readable),
        false => change(desk, act, readable),
    }
}

impl Desk {
    /// The act's id was used by another person.
    fn is_foreign(&self, act: &Prepared) -> bool {
        self.first_answer(act.sent.act_id).is_some_and(|first| first.person != self.subject.person)
    }
}

/// The place of an act on the way to its judgement.
struct Case<'a> {
    desk: &'a Desk,
    act: &'a Prepared,
    readable: &'a Readable,
    ledger: RegionId,
    destination: Option<RegionId>,
    before: Option<&'a RecordRow>,
    /// The record's own fields, without what the engine adds.
    state: Option<Value>,
}

fn create(desk: &Desk, act: &Prepared, readable: &Readable) -> Ruling<Standing> {
    let code = act.sent.ledger.as_ref().ok_or_else(|| {
        rejected(Refusal::new(RefusalCode::LedgerRequired, "a new record names the unit of its ledger").at("/ledger"))
    })?;
    let unit = desk.codes.get(code).and_then(|id| desk.units.get(id)).filter(|unit| unit.is_open());
    let unit = unit.ok_or_else(|| {
        rejected(Refusal::new(RefusalCode::UnknownLedger, "no such township-level unit").at("/ledger"))
    })?;
    if !desk.coverage.contains_key(&unit.id) {
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
    let base = own_result(desk, act, base)?;
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
    case.rule_upon(base).map_err(within)
}

/// The revision that the act builds on; the result of the device's own earlier act, if it stands.
fn own_result(desk: &Desk, act: &Prepared, base: Base) -> Ruling<i64> {
    let number = match base {
        Base::Rev(rev) => return Ok(rev.get()),
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
            Some(rev) => Ok(rev),
            None => Err(failed(Verdict::DependencyFailed, "the act that this one builds on did not stand")),
        },
    }
}

/// The unit that a move leads to: open, and not the one where the record lies.
fn destination(desk: &Desk, readable: &Readable, from: RegionId) -> Ruling<Option<RegionId>> {
    let Some(code) = &readable.mentions.destination else {
        return Ok(None);
    };
    let unit = desk.codes.get(code).and_then(|id| desk.units.get(id)).filter(|unit| unit.is_open());
    match unit.filter(|unit| unit.id != from) {
        Some(unit) => Ok(Some(unit.id)),
        None => Err(rejected(
            Refusal::new(RefusalCode::UnknownLedger, "no other township-level unit has this code").at("/body/to"),
        )),
    }
}

impl Case<'_> {
    fn kind(&self) -> &'static dyn Kind {
        self.readable.kind
    }
    fn name(&self) -> &str {
        self.act.sent.act.as_str()
    }

    /// Judges an act that was made upon an earlier revision, and merges it if nobody has
    /// changed the same fields since.
    fn rule_upon(&self, base: i64) -> Ruling<Standing> {
        let Some(before) = self.before else {
            return self.rule(Verdict::Applied);
        };
        if base > before.rev {
            let refusal =
                Refusal::new(RefusalCode::BaseAhead, "the record has not reached this revision").at("/base/rev");
            return Err(self.refuse(Verdict::Conflict, refusal));
        }
        let is_old = base < before.rev;
        let (lost, verdict) =
            if is_old { (Verdict::Conflict, Verdict::Merged) } else { (Verdict::Rejected, Verdict::Applied) };
        if !self.kind().allows(self.name(), self.state.as_ref()) {
            let refusal = Refusal::new(RefusalCode::IllegalState, "the record's state does not allow this act");
            return Err(self.refuse(lost, refusal));
        }
        let standing = self.rule(verdict)?;
        if is_old && let Some(field) = self.collision(&standing, base) {
            let refusal = Refusal::new(RefusalCode::FieldConflict, format!("`{field}` was changed since")).at("/base");
            return Err(self.refuse(Verdict::Conflict, refusal));
        }
        Ok(standing)
    }

    fn refuse(&self, verdict: Verdict, mut refusal: Refusal) -> Refused {
        refusal.state = self.before.map(|row| row.state.clone());
        refusal.open_acts = self.open_acts();
        Refused { verdict, refusal, ledger: Some(self.ledger) }
    }

    fn open_acts(&self) -> Option<Vec<String>> {
        let state = self.state.as_ref()?;
        let hands: Vec<_> = self.duties().map(|duty| self.hand(duty)).collect();
        let first = hands.first()?;
        let related = BTreeMap::new();
        Some(self.kind().open_acts(state, &hands, &self.facts(first.duty, &related, "")))
    }

    /// A field that this act changes or was decided upon, and that somebody changed after its base.
    fn collision(&self, standing: &Standing, base: i64) -> Option<String> {
        let touched = self.before.map(|row| touched_of(&row.touched)).unwrap_or_default();
        let merging = self.kind().merging();
        let changed = changed_fields(self.state.as_ref(), &standing.state);
        let upon = self.kind().decided_upon(self.name()).iter().map(|field| (*field).to_owned());
        let fields: BTreeSet<_> =
            changed.into_iter().filter(|field| !merging.contains(&field.as_str())).chain(upon).collect();
        fields.into_iter().find(|field| touched.get(field).is_some_and(|rev| *rev > base))
    }

    /// Judges the act under each duty in reach; the first under which it stands is the one that acts.
    fn rule(&self, verdict: Verdict) -> Ruling<Standing> {
        let mut refused: Option<Refusal> = None;
        for duty in self.duties() {
            match self.rule_as(duty, verdict) {
                Ok(standing) => return Ok(standing),
                // A reason that names a condition tells more than "not of your layer".
                Err(refusal) if refusal.code != RefusalCode::Forbidden => refused = Some(refusal),
                Err(refusal) => refused = refused.or(Some(refusal)),
            }
        }
        let refusal = refused.unwrap_or_else(|| Refusal::new(RefusalCode::OutsideDuties, "outside of your duties"));
        Err(self.refuse(Verdict::Rejected, refusal))
    }

    /// The duties that reach the record; of a new one, those that cover its unit.
    fn duties(&self) -> impl Iterator<Item = &Duty> {
        let reaches = |duty: &&Duty| match self.before {
            Some(row) => duty.view(self.covers(duty, row.ledger)).shows(&row.place()),
            None => self.covers(duty, self.ledger),
        };
        self.desk.subject.duties.iter().filter(reaches)
    }
    fn covers(&self, duty: &Duty, ledger: RegionId) -> bool {
        self.desk.coverage.get(&ledger).is_some_and(|regions| regions.contains(&duty.region))
    }
    fn hand<'b>(&self, duty: &'b Duty) -> Hand<'b> {
        let sees = |destination| {
            let place = self.before.map(|row| row.place());
            place.is_some_and(|place| duty.view(self.covers(duty, destination)).shows(&place))
        };
        Hand { person: self.desk.subject.person, duty, sees_destination: self.destination.is_some_and(sees) }
    }

    fn rule_as(&self, duty: &Duty, verdict: Verdict) -> Result<Standing, Refusal> {
        let related = self.related();
        let number = self.desk.next_number(self.ledger, self.kind().name()).unwrap_or_default();
        let facts = self.facts(duty, &related, &number);
        let hand = [self.hand(duty)];
        let body = &self.readable.body;
        let Judgement { grant, mut decided } =
            self.kind().judge(self.name(), body, self.state.as_ref(), &hand, &facts)?;
        if let Some(destination) = self.destination {
            decided.set(MOVED_TO, destination);
        }
        let stamp = self.stamp(grant.actor());
        let state = self.kind().fold(self.state.as_ref(), &stamp, &decided, body)?;
        let facets = self.kind().facets(self.act.sent.record, &state)?;
        if self.before.is_none() && !duty.view(true).shows(&facets.place()) {
            return Err(Refusal::new(
                RefusalCode::OutsideDuties,
                "this sector or enterprise lies outside of your duties",
            )
            .at("/body"));
        }
        let touched = touch(self.before, self.state.as_ref(), &state, stamp.rev);
        Ok(Standing {
            verdict,
            kind: self.kind().name().to_owned(),
            ledger: self.ledger,
            destination: self.destination,
            before: self.before.cloned(),
            takes_number: decided.has(NUMBER),
            decided,
            body: body.clone(),
            stamp,
            state,
            facets,
            touched,
        })
    }

    fn stamp(&self, actor: crate::domain::entry::Actor) -> Stamp {
        let sent = &self.act.sent;
        Stamp {
            ledger: self.ledger,
            seq: self.desk.heads.get(&self.ledger).map_or(0, |head| head.row.head) + 1,
            act_id: sent.act_id,
            kind: self.kind().name().to_owned(),
            act: self.name().to_owned(),
            record: sent.record,
            rev: self.before.map_or(0, |row| row.rev) + 1,
            actor,
            device: Some(self.desk.device),
            client_seq: Some(self.act.number()),
            at: sent.at,
            received_at: self.desk.now,
        }
    }

    fn facts<'b>(&'b self, duty: &'b Duty, related: &'b BTreeMap<RecordId, Related>, number: &'b str) -> Facts<'b> {
        Facts {
            record: self.act.sent.record,
            at: self.act.sent.at,
            received_at: self.desk.now,
            ledger: self.ledger,
            related,
            organisations: &self.desk.organisations,
            destination: self.destination,
            own_enterprises: &duty.enterprises,
            own_sectors: &duty.sectors,
            next_number: number,
        }
    }

    /// The records that the body mentions, as far as this person may see them.
    fn related(&self) -> BTreeMap<RecordId, Related> {
        let mentioned = self.readable.mentions.records.iter();
        let visible = mentioned.filter_map(|id| self.desk.visible(*id));
        let related = visible.filter_map(|row| {
            let kind = crate::domain::kind::find(&row.kind)?.name();
            Some((row.id, Related { kind, facets: row.facets() }))
        });
        related.collect()
    }
}

/// What the engine adds to a record's own fields; no kind may have a field of these names.
pub const ADDED: [&str; 6] = ["id", "kind", "ledger", "rev", "created_at", "updated_at"];

/// A record's own fields from its document.
fn state_of(document: &str) -> Value {
    let mut state: Map<String, Value> = serde_json::from_str(document).unwrap_or_default();
    ADDED.iter().for_each(|name| drop(state.remove(*name)));
    Value::Object(state)
}

fn touched_of(text: &str) -> BTreeMap<String, i64> {
    serde_json::from_str(text).unwrap_or_default()
}

/// The fields that differ, those that are gone included.
fn changed_fields(before: Option<&Value>, after: &Value) -> BTreeSet<String> {
    let empty = Map::new();
    let before = before.and_then(Value::as_object).unwrap_or(&empty);
    let after = after.as_object().unwrap_or(&empty);
    let names = before.keys().chain(after.keys());
    names.filter(|name| before.get(*name) != after.get(*name)).cloned().collect()
}

/// Notes the revision that last changed each field.
fn touch(row: Option<&RecordRow>, before: Option<&Value>, after: &Value, rev: i64) -> String {
    let mut touched = row.map(|row| touched_of(&row.touched)).unwrap_or_default();
    touched.extend(changed_fields(before, after).into_iter().map(|field| (field, rev)));
    text_of(&touched)
}

impl Standing {
    /// The record as the act leaves it, in one of the ledgers that the act touches.
    pub fn row(&self, ledger: RegionId, seq: i64, now: Instant) -> RecordRow {
        let created_at = self.before.as_ref().map_or(now, |row| row.created_at);
        let document = self.document(ledger, created_at, now);
        let hash = Sha256::digest(&document).to_vec();
        let Facets {
            state,
            level,
            category,
            sector,
            enterprise,
            owner,
            due_on,
            occurred_on,
            lon,
            lat,
            number,
            is_voided,
        } = self.facets.clone();
        RecordRow {
            ledger,
            id: self.stamp.record,
            kind: self.kind.clone(),
            seq,
            rev: self.stamp.rev,
            state,
            level,
            category,
            sector: sector.map_or_else(String::new, |sector| sector.as_str().to_owned()),
            enterprise,
            owner,
            due_on,
            occurred_on,
            lon,
            lat,
            number,
            is_voided,
            moved_to: None,
            document,
            hash,
            touched: self.touched.clone(),
            created_at,
            updated_at: now,
        }
    }

    /// The canonical text that is hashed, stored and sent.
    fn document(&self, ledger: RegionId, created_at: Instant, updated_at: Instant) -> String {
        let added = serde_json::json!({
            "id": self.stamp.record, "kind": self.kind, "ledger": ledger, "rev": self.stamp.rev,
            "created_at": created_at, "updated_at": updated_at,
        });
        let mut document = self.state.clone();
        if let (Some(fields), Value::Object(added)) = (document.as_object_mut(), added) {
            fields.extend(added);
        }
        text_of(&document)
    }
}
