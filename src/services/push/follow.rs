//! What follows from an act: entries of their own on other records, in the same transaction.
use super::desk::Desk;
use super::standing::Standing;
use crate::domain::canonical::BadJson;
use crate::domain::document::{Touched, changed_fields, state_of};
use crate::domain::entry::{Decided, Stamp};
use crate::domain::kind::{self, Consequence, FOLLOWS, Kind};
use crate::domain::outcome::Verdict;
use crate::domain::posting::Contribution;
use crate::domain::{ActId, RecordId};
use crate::services::Outcome;
use crate::store::StoreError;
use crate::store::record::RecordRow;
use serde_json::Value;

impl Desk {
    /// The consequences of an act that has led to `after`. They are judged upon what stands now and
    /// conflict with nothing; the author need not see the records that they reach.
    pub fn followers(
        &self,
        kind: &dyn Kind,
        stamp: &Stamp,
        body: &Value,
        after: &Value,
    ) -> Result<Vec<Standing>, BadJson> {
        let consequences = kind.consequences(stamp.record, &stamp.act, body, after)?;
        let reached = consequences.into_iter().filter_map(|one| self.reached(&one).map(|found| (one, found)));
        reached.map(|(one, (kind, row))| follower(kind, row, stamp, one)).collect()
    }

    /// The record that a consequence reaches, wherever it lies; one that is nowhere has none.
    fn reached(&self, consequence: &Consequence) -> Option<(&'static dyn Kind, &RecordRow)> {
        let kind = kind::find(consequence.kind).filter(|kind| kind.only_follows(consequence.act))?;
        let row = self.records.get(&consequence.record).filter(|row| row.kind == kind.name())?;
        kind.allows(consequence.act, Some(&state_of(&row.document))).then_some((kind, row))
    }

    /// Appends a consequence to the ledger where its record lies.
    pub fn follow(&mut self, follower: Standing) -> Outcome<()> {
        let ledger = follower.ledger;
        self.append_entry(ledger, &follower)?;
        let unlocked = || StoreError::Damaged(format!("{ledger} was not locked"));
        let seq = self.heads.get(&ledger).ok_or_else(unlocked)?.row.head;
        let row = follower.row(ledger, seq, self.now);
        self.post(&row, follower.contribution.change());
        self.put(follower.before, row);
        Ok(())
    }
}

fn follower(kind: &dyn Kind, row: &RecordRow, cause: &Stamp, consequence: Consequence) -> Result<Standing, BadJson> {
    let Consequence { record, act, body, .. } = consequence;
    let stamp = stamp(kind, row, cause, record, act);
    let decided = Decided::default().with(FOLLOWS, cause.act_id);
    let before = state_of(&row.document);
    let state = kind.fold(Some(&before), &stamp, &decided, &body)?;
    Ok(Standing {
        verdict: Verdict::Applied,
        seen: None,
        kind: row.kind.clone(),
        ledger: row.ledger,
        destination: None,
        before: Some(row.clone()),
        facets: kind.facets(record, &state)?,
        contribution: Contribution::of(kind, record, Some(&before), &state)?,
        touched: Touched::from_text(&row.touched).by(changed_fields(Some(&before), &state), stamp.rev),
        stamp,
        decided,
        body,
        takes_number: false,
        state,
        followers: Vec::new(),
    })
}

/// By the hand of the act that it follows from, at the same time, under an id of its own. Its place in
/// the ledger is given when it is appended.
fn stamp(kind: &dyn Kind, row: &RecordRow, cause: &Stamp, record: RecordId, act: &str) -> Stamp {
    Stamp {
        ledger: row.ledger,
        seq: 0,
        act_id: ActId::new(),
        kind: kind.name().to_owned(),
        act: act.to_owned(),
        record,
        rev: row.rev + 1,
        client_seq: None,
        ..cause.clone()
    }
}
