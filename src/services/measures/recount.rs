//! Postings, made again from the entries alone: compared with the table, or put in its place.
use crate::domain::{RecordId, RegionId};
use crate::services::Outcome;
use crate::services::fold::{Fold, damaged};
use crate::store::coverage::Extent;
use crate::store::entry::{self, Told};
use crate::store::posting::{self, Posting, PostingRow};
use crate::store::{Conn, ledger};
use std::collections::{BTreeMap, BTreeSet};

/// So many records are folded at once.
const RECORDS: i64 = 500;

/// A measure of a ledger whose postings are not those that its entries make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub ledger: RegionId,
    pub name: String,
    /// Postings that the entries make and the table has not.
    pub missing: usize,
    /// Postings that the table has and the entries do not make.
    pub surplus: usize,
}

/// What a ledger's entries make.
#[derive(Default)]
struct Recount {
    rows: Vec<PostingRow>,
    /// Records whose bodies were erased: nobody can tell any more what they had contributed.
    unreadable: BTreeSet<RecordId>,
}

pub fn check(conn: &mut Conn, of: RegionId) -> Outcome<Vec<Difference>> {
    let Recount { rows, unreadable } = recount(conn, of)?;
    let stored = posting::between(conn, of, 0, i64::MAX)?;
    let known = stored.into_iter().filter(|row| !unreadable.contains(&row.record));
    Ok(differences(of, &rows, &known.collect::<Vec<_>>()))
}

/// Puts what the entries make in the place of what was posted, under the lock that a push takes. What
/// erased bodies had contributed stays.
pub fn rebuild(conn: &mut Conn, of: RegionId) -> Outcome<usize> {
    ledger::lock(conn, &[of])?;
    let Recount { mut rows, unreadable } = recount(conn, of)?;
    let stored = posting::between(conn, of, 0, i64::MAX)?;
    rows.extend(stored.into_iter().filter(|row| unreadable.contains(&row.record)));
    posting::clear(conn, of)?;
    posting::append(conn, &rows)?;
    posting::recounted(conn, of)?;
    Ok(rows.len())
}

/// Every ledger with entries.
pub fn ledgers(conn: &mut Conn) -> Outcome<Vec<RegionId>> {
    Ok(crate::store::coverage::extents(conn)?.into_iter().map(|Extent { ledger, .. }| ledger).collect())
}

fn recount(conn: &mut Conn, of: RegionId) -> Outcome<Recount> {
    let (mut all, mut after) = (Recount::default(), RecordId::NIL);
    loop {
        let records = entry::records_within(conn, of, after, RECORDS)?;
        let Some(last) = records.last() else { return Ok(all) };
        after = *last;
        let told = entry::of_records(conn, &records)?;
        for own in told.chunk_by(|one, next| one.record == next.record) {
            all.add(of, own)?;
        }
    }
}

impl Recount {
    /// The entries of one record, wherever they stand.
    fn add(&mut self, of: RegionId, told: &[Told]) -> Outcome<()> {
        let mut fold = Fold::default();
        let mut rows = Vec::new();
        for told in told {
            let Some((stamp, body)) = told.read().map_err(|bad| damaged(bad.to_string()))? else {
                self.unreadable.insert(told.record);
                return Ok(());
            };
            fold.step(&stamp, &body)?;
            if let Some(at) = fold.claimed_at.filter(|_| stamp.ledger == of) {
                let (ledger, seq, record, received_at) = (of, stamp.seq, stamp.record, stamp.received_at);
                rows.extend(Posting { ledger, seq, record, at, received_at }.rows(fold.posted(&stamp, &body)?));
            }
        }
        self.rows.extend(rows);
        Ok(())
    }
}

/// How an entry's postings are numbered is not compared.
fn differences(ledger: RegionId, made: &[PostingRow], stored: &[PostingRow]) -> Vec<Difference> {
    let mut net: BTreeMap<PostingRow, i64> = BTreeMap::new();
    let plain = |row: &PostingRow| PostingRow { n: 0, ..row.clone() };
    made.iter().for_each(|row| *net.entry(plain(row)).or_default() += 1);
    stored.iter().for_each(|row| *net.entry(plain(row)).or_default() -= 1);
    let mut by_name: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (row, net) in net.into_iter().filter(|(_, net)| *net != 0) {
        let (missing, surplus) = by_name.entry(row.name).or_default();
        match net > 0 {
            true => *missing += net.unsigned_abs() as usize,
            false => *surplus += net.unsigned_abs() as usize,
        }
    }
    by_name.into_iter().map(|(name, (missing, surplus))| Difference { ledger, name, missing, surplus }).collect()
}
