//! Many new records of one person at once, made online: each is judged alone, those that stand are
//! written together.
use super::desk::Desk;
use super::gather;
use super::judge::judge;
use super::parts::{Author, Origin};
use super::prepare::Prepared;
use super::write;
use crate::domain::Instant;
use crate::domain::act::SentAct;
use crate::domain::outcome::Refusal;
use crate::domain::scope::Subject;
use crate::services::Outcome;
use crate::store::Conn;
use std::sync::Arc;

/// Whether what stands is written, or only told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    Written,
    DryRun,
}

/// Judges at most `MOST_ACTS` acts, in order: all of them are written with one statement per table.
pub fn create_all(
    conn: &mut Conn,
    subject: &Arc<Subject>,
    acts: Vec<SentAct>,
    effect: Effect,
    now: Instant,
) -> Outcome<Vec<Result<(), Refusal>>> {
    let acts: Vec<_> = acts.into_iter().map(Prepared::from).collect();
    let mut desk = Desk::new(Author::new(subject.clone(), Origin::Online(subject.device)), now);
    gather::facts(conn, &mut desk, &acts.iter().collect::<Vec<_>>())?;
    let rulings = acts.iter().map(|act| ruling(&mut desk, act)).collect::<Outcome<Vec<_>>>()?;
    if effect == Effect::Written {
        write::all(conn, desk, &[])?;
    }
    Ok(rulings)
}

fn ruling(desk: &mut Desk, act: &Prepared) -> Outcome<Result<(), Refusal>> {
    match judge(desk, act) {
        Ok(standing) => desk.append(act, standing).map(|_| Ok(())),
        Err(refused) => Ok(Err(refused.refusal)),
    }
}
