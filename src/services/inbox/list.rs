//! Lists of the inbox: a person's own, and what a supervisor has to see to.
use super::Abouts;
use super::item::{InboxPage, told};
use crate::domain::access::{supervises, supervising};
use crate::domain::outcome::Verdict;
use crate::domain::scope::Subject;
use crate::domain::spelled::spelled;
use crate::domain::{InboxId, Layer};
use crate::services::Outcome;
use crate::store::inbox::{Item, Part, Sought};
use crate::store::{Conn, inbox};
use std::collections::BTreeSet;

spelled! {
    /// Whose items are listed.
    Whose {
        /// The person's own.
        Own = "own",
        /// What is about a record that the person supervises, or was meant for a unit that it supervises.
        Supervised = "supervised",
    }
}

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    pub whose: Whose,
    pub result: Option<Verdict>,
    pub is_open: Option<bool>,
    pub after: Option<InboxId>,
    pub limit: usize,
}

/// A page, oldest first.
pub fn list(conn: &mut Conn, subject: &Subject, asked: Asked) -> Outcome<InboxPage> {
    let Asked { whose, result, is_open, after, limit } = asked;
    let sought = Sought { result, is_open };
    let mut items = match whose {
        Whose::Own => inbox::of_person(conn, subject.person, sought, Part { after, limit: limit as i64 + 1 })?,
        Whose::Supervised => supervised(conn, subject, sought, after, limit + 1)?,
    };
    let has_more = items.len() > limit;
    items.truncate(limit);
    let next = items.last().map(|(row, _)| row.id).filter(|_| has_more);
    Ok(InboxPage { items: items.into_iter().map(told).collect::<Outcome<Vec<_>>>()?, next })
}

/// The statement asks for what any of the duties may reach; the table of access decides on each.
fn supervised(
    conn: &mut Conn,
    subject: &Subject,
    sought: Sought,
    mut after: Option<InboxId>,
    many: usize,
) -> Outcome<Vec<Item>> {
    let regions: BTreeSet<_> = supervising(subject).map(|duty| duty.region).collect();
    let regions: Vec<_> = regions.into_iter().collect();
    let is_territorial = supervising(subject).any(|duty| duty.layer == Layer::Territorial);
    let sectors: BTreeSet<_> = supervising(subject).flat_map(|duty| duty.sectors.iter().copied()).collect();
    let sectors: Option<Vec<_>> = (!is_territorial).then(|| sectors.into_iter().collect());
    let mut found = Vec::new();
    while !regions.is_empty() && found.len() < many {
        let part = Part { after, limit: many as i64 };
        let items = inbox::below(conn, &regions, sectors.as_deref(), sought, part)?;
        let is_last = items.len() < many;
        after = items.last().map(|(row, _)| row.id);
        found.extend(reached(conn, subject, items)?);
        if is_last {
            break;
        }
    }
    found.truncate(many);
    Ok(found)
}

fn reached(conn: &mut Conn, subject: &Subject, items: Vec<Item>) -> Outcome<Vec<Item>> {
    let rows: Vec<_> = items.iter().map(|(row, _)| row).collect();
    let abouts = Abouts::of(conn, subject, &rows)?;
    let nowhere = BTreeSet::new();
    let is_reached = |(row, _): &Item| {
        let about = abouts.about(row);
        let covering = |ledger| abouts.coverage.get(&ledger).unwrap_or(&nowhere);
        about.is_some_and(|about| supervises(subject, &about, covering(about.ledger)).is_some())
    };
    Ok(items.into_iter().filter(is_reached).collect())
}
