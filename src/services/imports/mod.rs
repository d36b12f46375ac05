//! Imports: a register of enterprises becomes acts, row by row, each judged as if it came alone.
mod columns;
mod departments;
mod fields;
mod known;
mod report;
mod sheet;

pub use report::{CellProblem, ImportReport, RowReport};
pub use sheet::{Format, Sheet};

use super::Outcome;
use super::push::bulk::{self, Effect};
use crate::domain::access::{ActGrant, Hand, authorise};
use crate::domain::act::{MOST_ACTS, Name, Ordinal, SentAct};
use crate::domain::fault::Fault;
use crate::domain::register::Column;
use crate::domain::scope::{Subject, View};
use crate::domain::{ActId, Instant, RecordId, RegionCode, RegionId};
use crate::store::{Conn, StoreError, coverage, ledger};
use columns::Columns;
use departments::Departments;
use fields::Draft;
use known::{Known, Same};
use serde_json::value::to_raw_value;
use sheet::Row;
use std::sync::Arc;

const KIND: &str = "enterprise";
const ACT: &str = "register";

/// What is imported, and where to.
#[derive(Debug)]
pub struct Import {
    pub ledger: RegionCode,
    pub effect: Effect,
    pub sheet: Sheet,
}

/// Registers the enterprises of a sheet. A row that cannot be registered keeps no other from it;
/// what is there already is not registered again, so the same file may be imported twice.
pub fn enterprises(conn: &mut Conn, subject: &Arc<Subject>, import: Import, now: Instant) -> Outcome<ImportReport> {
    let Import { ledger: code, effect, sheet } = import;
    let (unit, view, _) = unit(conn, subject, &code)?;
    let (columns, rows) = Columns::of(sheet)?;
    // Two imports of one file at the same moment: the second one waits here, and finds the first one's.
    ledger::open(conn, &[unit], now)?;
    ledger::lock(conn, &[unit])?;
    let departments = rows.iter().map(|row| columns.cell(row, Column::Department));
    let departments = Departments::find(conn, unit, departments)?;
    let known = Known::in_unit(conn, unit, &view)?;
    let (drafts, mut reports) = sorted(&rows, &columns, &departments, known);
    // As many at a time as a push has: a statement takes so many rows, not more.
    for drafts in drafts.chunks(MOST_ACTS) {
        reports.extend(registered(conn, subject, &code, &columns, drafts, effect, now)?);
    }
    Ok(ImportReport::of(unit, effect == Effect::DryRun, columns.ignored(), reports))
}

/// The unit, what the person may see of it, and the proof that somebody in its place may register.
fn unit(conn: &mut Conn, subject: &Subject, code: &RegionCode) -> Outcome<(RegionId, View, ActGrant)> {
    let named: Vec<_> = coverage::named(conn, std::slice::from_ref(code))?.into_iter().map(|(_, id)| id).collect();
    let open = coverage::units(conn, &named)?.into_iter().find(|unit| unit.is_open() && unit.level.is_unit());
    let unit = open.ok_or_else(|| Fault::invalid("ledger", "no such township-level unit"))?.id;
    let covering = coverage::covering(conn, &subject.regions(), &[unit])?.remove(&unit).unwrap_or_default();
    let duties = subject.duties.iter().filter(|duty| covering.contains(&duty.region));
    let hands: Vec<_> = duties.map(|duty| Hand { person: subject.person, duty, sees_destination: false }).collect();
    if hands.is_empty() {
        return Err(Fault::forbidden("this unit lies outside of your duties").into());
    }
    let grant = authorise(KIND, ACT, &hands, |_, _| true).map_err(|refusal| Fault::forbidden(refusal.detail))?;
    Ok((unit, subject.view(Some(&covering)), grant))
}

/// The rows that may be registered, and what is to be said of the others.
fn sorted(
    rows: &[Row],
    columns: &Columns,
    departments: &Departments,
    mut known: Known,
) -> (Vec<Draft>, Vec<RowReport>) {
    let (mut drafts, mut reports) = (Vec::new(), Vec::new());
    for row in rows {
        match fields::draft(row, columns, departments) {
            Err(problems) => {
                reports.push(RowReport::faulty(row.number, columns.cell(row, Column::Name).to_text(), problems));
            }
            Ok(draft) => match known.same(&draft) {
                Some(same) => reports.push(RowReport::duplicate(&draft, same)),
                None => {
                    known.add(draft.name.clone(), draft.uscc.clone(), Same::AsRow(draft.row));
                    drafts.push(draft);
                }
            },
        }
    }
    (drafts, reports)
}

fn registered(
    conn: &mut Conn,
    subject: &Arc<Subject>,
    ledger: &RegionCode,
    columns: &Columns,
    drafts: &[Draft],
    effect: Effect,
    now: Instant,
) -> Outcome<Vec<RowReport>> {
    let acts = drafts.iter().map(|draft| act(draft, ledger, now)).collect::<Result<Vec<_>, StoreError>>()?;
    let records: Vec<_> = acts.iter().map(|act| act.record).collect();
    let rulings = bulk::create_all(conn, subject, acts, effect, now)?;
    let told = drafts.iter().zip(records).zip(rulings).map(|((draft, record), ruling)| match ruling {
        Ok(()) => RowReport::new(draft, (effect == Effect::Written).then_some(record)),
        Err(refusal) => RowReport::refused(draft, refusal, |column| columns.heading(column)),
    });
    Ok(told.collect())
}

fn act(draft: &Draft, ledger: &RegionCode, now: Instant) -> Result<SentAct, StoreError> {
    let name = |name: &str| Name::try_from(name.to_owned()).map_err(|bad| StoreError::Damaged(bad.to_owned()));
    Ok(SentAct {
        client_seq: Ordinal::FIRST,
        act_id: ActId::new(),
        at: now,
        kind: name(KIND)?,
        act: name(ACT)?,
        record: RecordId::new(),
        ledger: Some(ledger.clone()),
        base: None,
        body: to_raw_value(&draft.body).map_err(|error| StoreError::Damaged(error.to_string()))?,
    })
}
