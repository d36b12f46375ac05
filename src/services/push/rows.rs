//! What changes beside a record's row: digest cells, the views that it left, the serials taken, what it
//! contributes to reports.
use super::desk::Desk;
use crate::domain::OrganisationId;
use crate::domain::digest::Digest;
use crate::domain::posting::Posted;
use crate::store::posting::Posting;
use crate::store::presence::PresenceRow;
use crate::store::record::RecordRow;

impl Desk {
    /// Replaces a record's row; keeps count of where it was and of what it left.
    pub fn put(&mut self, before: Option<RecordRow>, row: RecordRow) {
        if let Some(before) = before {
            self.leave(&before, &row);
            self.count(&before, |digest, hash| *digest -= hash);
        }
        if row.moved_to.is_none() {
            self.count(&row, |digest, hash| *digest += hash);
            self.records.insert(row.id, row.clone());
        }
        self.written.records.insert((row.ledger, row.id), row);
    }

    /// Posts what an act that has led to this row changes of the numbers in reports.
    pub fn post(&mut self, row: &RecordRow, posted: Vec<Posted>) {
        let RecordRow { ledger, seq, id: record, claimed_at: at, updated_at: received_at, .. } = *row;
        self.written.postings.extend(Posting { ledger, seq, record, at, received_at }.rows(posted));
    }

    /// Notes the place that a record has left, if it left one.
    fn leave(&mut self, before: &RecordRow, after: &RecordRow) {
        let place = |row: &RecordRow| (row.sector.clone(), row.enterprise.unwrap_or(OrganisationId::NIL));
        let is_struck = after.is_voided && !before.is_voided;
        if place(before) == place(after) && after.moved_to.is_none() && !is_struck {
            return;
        }
        let (sector, enterprise) = place(before);
        let reason = if is_struck { "deleted" } else { "changed" };
        let key = (before.ledger, before.id, sector.clone(), enterprise);
        let row = PresenceRow {
            ledger: before.ledger,
            record: before.id,
            sector,
            enterprise,
            kind: before.kind.clone(),
            left_seq: after.seq,
            reason: reason.to_owned(),
        };
        self.written.presence.insert(key, row);
    }

    fn count(&mut self, row: &RecordRow, change: impl Fn(&mut Digest, &[u8; 32])) {
        let cell = (row.ledger, row.kind.clone(), row.sector.clone(), row.is_voided);
        if let Some(hash) = row.hash.first_chunk::<32>() {
            change(self.cells.entry(cell.clone()).or_default(), hash);
            self.written.cells.insert(cell);
        }
    }

    pub fn take_number(&mut self, series: &str, row: &RecordRow, takes: bool) {
        if takes {
            let series = (row.ledger, series.to_owned(), self.now.day().year());
            *self.serials.entry(series.clone()).or_default() += 1;
            self.written.serials.insert(series);
        }
    }
}
