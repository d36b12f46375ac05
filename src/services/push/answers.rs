//! The answer for one act.
use super::prepare::Prepared;
use super::standing::Standing;
use crate::domain::outcome::{ActResult, Verdict};
use crate::services::{Failure, Outcome};
use crate::store::StoreError;
use crate::store::record::RecordRow;
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::value::{RawValue, to_raw_value};

pub fn answer(act: &Prepared, result: Verdict) -> ActResult {
    ActResult {
        client_seq: act.number(),
        act_id: act.sent.act_id,
        result,
        record: act.sent.record,
        rev: None,
        seen: None,
        ledger: None,
        seq: None,
        number: None,
        leaf: None,
        problem: None,
        current: None,
        first: None,
    }
}

pub fn applied(act: &Prepared, row: &RecordRow, standing: Standing, leaf: [u8; 32]) -> ActResult {
    ActResult {
        rev: Some(row.rev),
        seen: standing.seen,
        ledger: Some(row.ledger),
        seq: Some(row.seq),
        number: row.number.clone(),
        leaf: Some(BASE64_STANDARD.encode(leaf)),
        ..answer(act, standing.verdict)
    }
}

pub fn duplicate(act: &Prepared, first: &ActResult) -> Outcome<ActResult> {
    let first = to_raw_value(first).map_err(damaged)?;
    Ok(ActResult { first: Some(first), ..answer(act, Verdict::Duplicate) })
}

pub fn raw(document: &str) -> Outcome<Box<RawValue>> {
    RawValue::from_string(document.to_owned()).map_err(damaged)
}

pub fn damaged(error: serde_json::Error) -> Failure {
    StoreError::Damaged(error.to_string()).into()
}
