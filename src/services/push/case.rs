//! One act and its record, judged under each duty in reach.
use super::desk::Desk;
use super::judge::{Refused, Ruling};
use super::parts::Origin;
use super::prepare::{Prepared, Readable};
use super::standing::Standing;
use crate::domain::access::Hand;
use crate::domain::document::{Touched, changed_fields};
use crate::domain::entry::{Actor, Stamp};
use crate::domain::kind::{Facts, Judgement, Kind, NUMBER, Related};
use crate::domain::outcome::{Refusal, RefusalCode, Seen, Verdict};
use crate::domain::policy;
use crate::domain::posting::Contribution;
use crate::domain::scope::Duty;
use crate::domain::{RecordId, RegionCode, RegionId};
use crate::store::record::RecordRow;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The place of an act on the way to its judgement.
pub struct Case<'a> {
    pub desk: &'a Desk,
    pub act: &'a Prepared,
    pub readable: &'a Readable,
    pub ledger: RegionId,
    pub destination: Option<RegionId>,
    pub before: Option<&'a RecordRow>,
    /// The record's own fields, without what the engine adds.
    pub state: Option<Value>,
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
    pub fn rule_upon(&self, seen: &Seen) -> Ruling<Standing> {
        let Some(before) = self.before else {
            return self.rule(Verdict::Applied);
        };
        if seen.rev > before.rev {
            let refusal =
                Refusal::new(RefusalCode::BaseAhead, "the record has not reached this revision").at("/base/rev");
            return Err(self.refuse(Verdict::Conflict, refusal));
        }
        let is_old = !(seen.rev + 1..=before.rev).all(|rev| seen.own.contains(&rev));
        let (lost, verdict) =
            if is_old { (Verdict::Conflict, Verdict::Merged) } else { (Verdict::Rejected, Verdict::Applied) };
        if !self.kind().allows(self.name(), self.state.as_ref()) {
            let refusal = Refusal::new(RefusalCode::IllegalState, "the record's state does not allow this act");
            return Err(self.refuse(lost, refusal));
        }
        let mut standing = self.rule(verdict)?;
        if is_old && let Some(field) = self.collision(&standing, seen) {
            let refusal = Refusal::new(RefusalCode::FieldConflict, format!("`{field}` was changed since")).at("/base");
            return Err(self.refuse(Verdict::Conflict, refusal));
        }
        standing.seen = is_old.then(|| seen.clone().and(standing.stamp.rev));
        Ok(standing)
    }

    pub(super) fn refuse(&self, verdict: Verdict, mut refusal: Refusal) -> Refused {
        refusal.state = self.before.map(|row| row.state.clone());
        refusal.open_acts = self.open_acts();
        Refused { verdict, refusal, ledger: Some(self.ledger) }
    }

    fn open_acts(&self) -> Option<Vec<String>> {
        let state = self.state.as_ref()?;
        let hands: Vec<_> = self.duties().map(|duty| self.hand(duty)).collect();
        let first = hands.first()?;
        let (related, regions) = (BTreeMap::new(), BTreeMap::new());
        Some(self.kind().open_acts(state, &hands, &self.facts(first.duty, &related, &regions, "")))
    }

    fn touched(&self) -> Touched {
        self.before.map(|row| Touched::from_text(&row.touched)).unwrap_or_default()
    }

    /// A field that this act changes or was decided upon, and whose last change its author has not seen.
    fn collision(&self, standing: &Standing, seen: &Seen) -> Option<String> {
        let touched = self.touched();
        let merging = self.kind().merging();
        let changed = changed_fields(self.state.as_ref(), &standing.state);
        let upon = self.kind().decided_upon(self.name()).iter().map(|field| (*field).to_owned());
        let fields: BTreeSet<_> =
            changed.into_iter().filter(|field| !merging.contains(&field.as_str())).chain(upon).collect();
        fields.into_iter().find(|field| !seen.knows(touched.rev_of(field)))
    }

    /// Judges the act under each duty in reach; the first under which it stands is the one that acts.
    pub fn rule(&self, verdict: Verdict) -> Ruling<Standing> {
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
        self.desk.author.subject.duties.iter().filter(reaches)
    }
    fn covers(&self, duty: &Duty, ledger: RegionId) -> bool {
        self.desk.coverage.get(&ledger).is_some_and(|regions| regions.contains(&duty.region))
    }
    fn hand<'b>(&self, duty: &'b Duty) -> Hand<'b> {
        let sees = |destination| {
            let place = self.before.map(|row| row.place());
            place.is_some_and(|place| duty.view(self.covers(duty, destination)).shows(&place))
        };
        Hand { person: self.desk.author.subject.person, duty, sees_destination: self.destination.is_some_and(sees) }
    }

    fn rule_as(&self, duty: &Duty, verdict: Verdict) -> Result<Standing, Refusal> {
        let (related, regions) = (self.related(), self.regions());
        let number = self.desk.next_number(self.ledger, self.kind()).unwrap_or_default();
        let facts = self.facts(duty, &related, &regions, &number);
        let hand = [self.hand(duty)];
        let body = &self.readable.body;
        let Judgement { grant, decided } = self.kind().judge(self.name(), body, self.state.as_ref(), &hand, &facts)?;
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
        let contribution = Contribution::of(self.kind(), stamp.record, self.state.as_ref(), &state)?;
        let followers = self.desk.followers(self.kind(), &stamp, body, &state)?;
        let touched = self.touched().by(changed_fields(self.state.as_ref(), &state), stamp.rev);
        Ok(Standing {
            verdict,
            seen: None,
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
            contribution,
            followers,
        })
    }

    fn stamp(&self, actor: Actor) -> Stamp {
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
            device: self.desk.author.origin.device(),
            client_seq: matches!(self.desk.author.origin, Origin::Queue(_)).then(|| self.act.number()),
            at: sent.at,
            received_at: self.desk.now,
            resolves: self.desk.resolves.clone(),
        }
    }

    fn facts<'b>(
        &'b self,
        duty: &'b Duty,
        related: &'b BTreeMap<RecordId, Related>,
        regions: &'b BTreeMap<RegionCode, RegionId>,
        number: &'b str,
    ) -> Facts<'b> {
        Facts {
            record: self.act.sent.record,
            at: self.act.sent.at,
            received_at: self.desk.now,
            ledger: self.ledger,
            related,
            organisations: &self.desk.organisations,
            destination: self.destination,
            regions,
            own_enterprises: &self.desk.author.own_enterprises,
            own_sectors: &duty.sectors,
            next_number: number,
            policy: self.desk.policies.get(&self.ledger).unwrap_or(&policy::STANDARD),
            device: self.desk.author.origin.device(),
        }
    }

    /// The regions that the body speaks of, as far as they lie within the ledger's own.
    fn regions(&self) -> BTreeMap<RegionCode, RegionId> {
        let spoken_of = self.readable.mentions.regions.iter().filter_map(|code| self.desk.regions.get_key_value(code));
        let lies_within =
            |id: &RegionId| self.desk.within.get(id).is_some_and(|ledgers| ledgers.contains(&self.ledger));
        spoken_of.filter(|(_, id)| lies_within(id)).map(|(code, id)| (code.clone(), *id)).collect()
    }

    /// The records that the body mentions, as far as this person may see them.
    fn related(&self) -> BTreeMap<RecordId, Related> {
        let mentioned = self.readable.mentions.records.iter();
        let visible = mentioned.filter_map(|id| self.desk.visible(*id));
        let related = visible.filter_map(|row| {
            let kind = crate::domain::kind::find(&row.kind)?.name();
            Some((row.id, Related { kind, ledger: row.ledger, facets: row.facets() }))
        });
        related.collect()
    }
}
