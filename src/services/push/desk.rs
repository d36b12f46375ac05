//! The desk: what a batch works on, in memory, between reading and writing.
use super::answers::{answer, applied, damaged, duplicate, raw};
use super::judge::{Refused, judge};
use super::parts::{Answered, Author, Cell, Head, Origin, Series, Written};
use super::prepare::Prepared;
use super::standing::Standing;
use crate::domain::digest::Digest;
use crate::domain::document::check_stored;
use crate::domain::entry::{Body, Entry, Resolves, Salt};
use crate::domain::kind::Kind;
use crate::domain::merkle::Frontier;
use crate::domain::outcome::{ActResult, Verdict};
use crate::domain::policy::Policy;
use crate::domain::scope::{Coverage, View};
use crate::domain::{ActId, InboxId, Instant, OrganisationId, OrganisationKind, RecordId, RegionCode, RegionId};
use crate::services::Outcome;
use crate::store::StoreError;
use crate::store::coverage::Unit;
use crate::store::digest::DigestRow;
use crate::store::inbox::InboxRow;
use crate::store::ledger::HeadRow;
use crate::store::receipt::ReceiptRow;
use crate::store::record::RecordRow;
use crate::store::serial::SerialRow;
use std::collections::{BTreeMap, BTreeSet};

/// The working set of the pushes that are written together; each author has its turn.
pub struct Desk {
    pub author: Author,
    /// The act of the inbox that is carried out, if one is.
    pub resolves: Option<Resolves>,
    pub now: Instant,
    pub codes: BTreeMap<RegionCode, RegionId>,
    /// The regions that bodies speak of, and in the subtrees of which ledgers' regions they lie.
    pub regions: BTreeMap<RegionCode, RegionId>,
    pub within: Coverage,
    pub units: BTreeMap<RegionId, Unit>,
    /// Which regions of anybody's duties cover the ledgers.
    pub coverage: Coverage,
    pub organisations: BTreeMap<OrganisationId, OrganisationKind>,
    /// Acts that stand in a ledger, whoever brought them.
    pub standing: BTreeSet<ActId>,
    pub heads: BTreeMap<RegionId, Head>,
    /// The open row of each record.
    pub records: BTreeMap<RecordId, RecordRow>,
    pub serials: BTreeMap<Series, i64>,
    pub cells: BTreeMap<Cell, Digest>,
    /// The limits that hold today; the standard where a ledger has none.
    pub policies: BTreeMap<RegionId, Policy>,
    /// What anybody was answered for an act.
    by_act: BTreeMap<ActId, Answered>,
    pub written: Written,
}

impl Desk {
    pub fn new(author: Author, now: Instant) -> Self {
        Self {
            author,
            resolves: None,
            now,
            codes: BTreeMap::new(),
            regions: BTreeMap::new(),
            within: BTreeMap::new(),
            units: BTreeMap::new(),
            coverage: BTreeMap::new(),
            organisations: BTreeMap::new(),
            standing: BTreeSet::new(),
            heads: BTreeMap::new(),
            records: BTreeMap::new(),
            serials: BTreeMap::new(),
            cells: BTreeMap::new(),
            policies: BTreeMap::new(),
            by_act: BTreeMap::new(),
            written: Written::default(),
        }
    }

    /// Answers come oldest first: the first answer to an act is the one that counts.
    pub fn add_answer(&mut self, act: ActId, answered: Answered) {
        self.by_act.entry(act).or_insert(answered);
    }
    pub fn add_head(&mut self, row: HeadRow) -> Outcome<()> {
        let size = u64::try_from(row.head).unwrap_or_default();
        let frontier = Frontier::from_bytes(size, &row.frontier).map_err(|bad| StoreError::Damaged(bad.to_string()))?;
        self.heads.insert(row.region, Head { row, frontier, is_moved: false });
        Ok(())
    }
    pub fn has_head(&self, ledger: RegionId) -> bool {
        self.heads.contains_key(&ledger)
    }
    /// A damaged row stops the push: judged as if it were empty, it would cost its author the act.
    pub fn add_record(&mut self, row: RecordRow) -> Outcome<()> {
        if row.moved_to.is_none() {
            check_stored(&row.document, &row.touched).map_err(damaged)?;
            self.records.insert(row.id, row);
        }
        Ok(())
    }
    pub fn add_serials(&mut self, rows: Vec<SerialRow>) {
        self.serials = rows.into_iter().map(|row| ((row.ledger, row.series, row.year), row.last)).collect();
    }
    pub fn add_cells(&mut self, rows: Vec<DigestRow>) {
        let cell = |row: DigestRow| {
            let DigestRow { ledger, kind, sector, is_voided, records, fold } = row;
            ((ledger, kind, sector, is_voided), Digest { records, fold: fold.cast_unsigned() })
        };
        self.cells = rows.into_iter().map(cell).collect();
    }

    /// Whether the ledger lies below one of the regions that the author answers for.
    pub fn covers(&self, ledger: RegionId) -> bool {
        let covering = self.coverage.get(&ledger);
        covering.is_some_and(|covering| self.author.subject.regions().iter().any(|own| covering.contains(own)))
    }
    /// What the person may see of a ledger.
    pub fn view(&self, ledger: RegionId) -> View {
        self.author.subject.view(self.coverage.get(&ledger))
    }
    /// The open record, if the person may see it: a foreign one is as one that is not there.
    pub fn visible(&self, id: RecordId) -> Option<&RecordRow> {
        self.records.get(&id).filter(|row| self.view(row.ledger).shows(&row.place()))
    }
    /// What the device was answered for an earlier act of its own.
    pub fn answered(&self, number: i64) -> Option<&ActResult> {
        self.author.answered.get(&number)
    }
    pub fn next_number(&self, ledger: RegionId, kind: &dyn Kind) -> Option<String> {
        let code = &self.units.get(&ledger)?.code;
        let year = self.now.day().year();
        let last = self.serials.get(&(ledger, kind.name().to_owned(), year)).copied().unwrap_or(0);
        Some(format!("{code}-{year}-{}{:06}", kind.series(), last + 1))
    }

    /// Takes one act: a repeated one is answered as before, any other is judged.
    pub fn take(&mut self, act: &Prepared) -> Outcome<ActResult> {
        if let Some(own) = self.answered(act.number()) {
            return duplicate(act, own);
        }
        if let Some(first) = self.seen_before(act) {
            let result = duplicate(act, &first.result)?;
            self.note(act, &result)?;
            return Ok(result);
        }
        let result = match judge(self, act) {
            Ok(standing) => self.append(act, standing)?,
            Err(refused) => self.refuse(act, refused)?,
        };
        self.note(act, &result)?;
        Ok(result)
    }

    /// The first answer that anybody got for this act.
    pub fn first_answer(&self, act: ActId) -> Option<&Answered> {
        self.by_act.get(&act)
    }

    fn seen_before(&self, act: &Prepared) -> Option<Answered> {
        self.first_answer(act.sent.act_id).filter(|first| first.person == self.author.subject.person).cloned()
    }

    fn note(&mut self, act: &Prepared, result: &ActResult) -> Outcome<()> {
        let first = match &result.first {
            Some(first) => serde_json::from_str(first.get()).map_err(damaged)?,
            // The receipt outlives the person's view of the record, so it keeps no copy of it.
            None => ActResult { current: None, ..result.clone() },
        };
        let Origin::Queue(device) = self.author.origin else {
            return Ok(());
        };
        let stored = serde_json::to_string(&first).map_err(damaged)?;
        self.author.answered.insert(act.number(), first.clone());
        self.add_answer(act.sent.act_id, Answered { person: self.author.subject.person, result: first });
        self.written.receipts.push(ReceiptRow {
            device,
            client_seq: act.number(),
            act_id: act.sent.act_id,
            result: stored,
            received_at: self.now,
        });
        Ok(())
    }

    /// Puts an act that is not applied into the inbox, whole.
    fn refuse(&mut self, act: &Prepared, refused: Refused) -> Outcome<ActResult> {
        let Refused { verdict, refusal, ledger } = refused;
        let Origin::Queue(device) = self.author.origin else {
            return Ok(ActResult { problem: Some(refusal), ..answer(act, verdict) });
        };
        let organisation = self.author.subject.duties.first().map(|duty| duty.organisation);
        self.written.inbox.push(InboxRow {
            id: InboxId::new(),
            ledger: ledger.or_else(|| self.whereabouts(act)),
            device,
            client_seq: act.number(),
            act_id: act.sent.act_id,
            person: self.author.subject.person,
            organisation,
            kind: act.sent.kind.as_str().to_owned(),
            act: act.sent.act.as_str().to_owned(),
            record: act.sent.record,
            sent: act.text(),
            state: verdict.as_str().to_owned(),
            problem: serde_json::to_string(&refusal).map_err(damaged)?,
            received_at: self.now,
            resolved_at: None,
            resolved_by: None,
            resolution: None,
            look_at: (verdict == Verdict::Held).then_some(self.now),
        });
        let current = match verdict {
            Verdict::Conflict => self.visible(act.sent.record).map(|row| raw(&row.document)).transpose()?,
            _ => None,
        };
        let rev = current.as_ref().and_then(|_| self.visible(act.sent.record)).map(|row| row.rev);
        Ok(ActResult { problem: Some(refusal), current, rev, ..answer(act, verdict) })
    }

    /// The ledger of the record, or of the unit that the act names, as far as its author may know.
    fn whereabouts(&self, act: &Prepared) -> Option<RegionId> {
        let named = || act.sent.ledger.as_ref().and_then(|code| self.codes.get(code)).copied();
        let visible = self.visible(act.sent.record).map(|row| row.ledger);
        visible.or_else(|| named().filter(|ledger| self.covers(*ledger)))
    }

    /// Appends what was judged, and what follows from it.
    pub fn append(&mut self, act: &Prepared, mut standing: Standing) -> Outcome<ActResult> {
        let followers = std::mem::take(&mut standing.followers);
        let result = self.append_act(act, standing)?;
        followers.into_iter().try_for_each(|follower| self.follow(follower))?;
        Ok(result)
    }

    /// One entry, for a move one in each ledger.
    fn append_act(&mut self, act: &Prepared, standing: Standing) -> Outcome<ActResult> {
        let leaf = self.append_entry(standing.ledger, &standing)?;
        let Some(destination) = standing.destination else {
            let row = standing.row(standing.ledger, standing.stamp.seq, self.now);
            if standing.before.is_none() {
                self.written.births.insert(row.id, row.ledger);
            }
            self.post(&row, standing.contribution.change());
            self.put(standing.before.clone(), row.clone());
            self.take_number(&standing.kind, &row, standing.takes_number);
            return Ok(applied(act, &row, standing, leaf));
        };
        let leaf = self.append_entry(destination, &standing)?;
        let seq = self.heads.get(&destination).map_or(0, |head| head.row.head);
        let row = standing.row(destination, seq, self.now);
        let closed =
            RecordRow { moved_to: Some(destination), ..standing.row(standing.ledger, standing.stamp.seq, self.now) };
        self.post(&closed, standing.contribution.leaving());
        self.post(&row, standing.contribution.entering());
        self.put(standing.before.clone(), closed);
        self.put(None, row.clone());
        Ok(applied(act, &row, standing, leaf))
    }

    pub(super) fn append_entry(&mut self, ledger: RegionId, standing: &Standing) -> Outcome<[u8; 32]> {
        let head =
            self.heads.get_mut(&ledger).ok_or_else(|| StoreError::Damaged(format!("{ledger} was not locked")))?;
        let mut stamp = standing.stamp.clone();
        (stamp.ledger, stamp.seq) = (ledger, head.row.head + 1);
        let body = Body { decided: standing.decided.clone(), sent: standing.body.clone() };
        let entry = Entry::new(stamp, &body, salt()?);
        let leaf = entry.leaf;
        head.frontier.append(leaf);
        head.row.head += 1;
        head.is_moved = true;
        self.author.touched.insert(ledger);
        self.written.entries.push(entry.into());
        Ok(leaf)
    }

    pub fn serial(&self, series: &Series) -> i64 {
        self.serials.get(series).copied().unwrap_or(0)
    }
    pub fn cell(&self, cell: &Cell) -> Digest {
        self.cells.get(cell).copied().unwrap_or_default()
    }
}

/// 128 bits from the system, so that nobody can guess an erased body from its hash.
fn salt() -> Outcome<Salt> {
    let mut salt = Salt::default();
    getrandom::fill(&mut salt).map_err(|error| StoreError::Damaged(error.to_string()))?;
    Ok(salt)
}
