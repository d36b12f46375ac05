//! Bodies of the measures and fines that follow from an inspection.
use super::super::MeasureKind;
use crate::domain::{Day, Fen, Line, Passage};
use serde::Deserialize;
use utoipa::ToSchema;

/// Takes a measure: an order, a halt, a closure, an exposure, a detention, a transfer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InspectionEnforce)]
pub struct Enforce {
    pub measure: MeasureKind,
    /// Not used by another measure of this inspection.
    pub document_number: Line,
    /// The first day of it.
    pub from_on: Day,
    pub detail: Passage,
}

/// Ends a halt.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InspectionLift)]
pub struct Lift {
    /// Of the halt.
    pub document_number: Line,
    pub opinion: Passage,
}

/// Issues a fine.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InspectionIssueFine)]
pub struct IssueFine {
    /// Not used by another fine of this inspection.
    pub document_number: Line,
    /// More than nothing.
    pub amount_fen: Fen,
    pub legal_ground: Passage,
}

/// Notes a payment, in part or in full.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InspectionPayFine)]
pub struct PayFine {
    /// Of the fine.
    pub document_number: Line,
    /// At most what is left.
    pub amount_fen: Fen,
    pub paid_on: Day,
}

/// Waives what is left of a fine: never by who issued it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InspectionWaiveFine)]
pub struct WaiveFine {
    /// Of the fine.
    pub document_number: Line,
    pub reason: Passage,
}
