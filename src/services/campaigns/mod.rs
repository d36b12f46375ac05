//! Campaigns: their two lists, problems and measures, and how complete what is known of them is.
mod completeness;
mod field;
mod measures;
mod problems;

pub use completeness::{CampaignCompleteness, CampaignTotals, CampaignUnit, completeness};
pub use measures::{CampaignMeasures, ListedMeasure, ProblemClass, measures};
pub use problems::{AskedProblems, CampaignProblem, CampaignProblemPage, ORDER as PROBLEM_ORDER, problems};

use super::Outcome;
use crate::domain::RecordId;
use crate::domain::canonical::typed;
use crate::domain::document::state_of;
use crate::domain::fault::Fault;
use crate::domain::kind::Campaign;
use crate::domain::scope::Subject;
use crate::services::records;
use crate::store::record::RecordRow;
use crate::store::{Conn, StoreError};

/// A campaign that the person sees.
struct Seen {
    row: RecordRow,
    state: Campaign,
}

fn seen(conn: &mut Conn, subject: &Subject, id: RecordId) -> Outcome<Seen> {
    let row = records::seen(conn, subject, id)?;
    if row.kind != "campaign" {
        return Err(Fault::not_found("no such record, or none that you may see").into());
    }
    let state = typed(&state_of(&row.document)).map_err(|bad| StoreError::Damaged(bad.detail))?;
    Ok(Seen { row, state })
}
