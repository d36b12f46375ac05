//! Bodies of what follows from an accident: persons, measures, education, evaluation, look-back.
use super::super::{Evidence, Treatment};
use crate::domain::kind::Photo;
use crate::domain::{Day, Line, Passage, RecordId};
use serde::Deserialize;
use utoipa::ToSchema;

/// Names a party that answers for the accident, and how it is to be dealt with.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AccidentHoldAccountable)]
pub struct HoldAccountable {
    /// A person or an organisation, in words; once for each treatment.
    pub party: Line,
    pub treatment: Treatment,
}

/// Proves that a party was dealt with (gate 2).
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AccidentSettleAccountability)]
pub struct SettleAccountability {
    pub party: Line,
    pub treatment: Treatment,
    pub evidence: Evidence,
}

/// Asks for a preventive measure.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AccidentRequireMeasure)]
pub struct RequireMeasure {
    /// Not asked for before.
    pub measure: Line,
    pub responsible: Line,
    pub due_on: Day,
}

/// Proves that a measure was implemented (gate 3).
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AccidentCompleteMeasure)]
pub struct CompleteMeasure {
    pub measure: Line,
    pub evidence: Evidence,
    #[serde(default)]
    #[schema(max_items = 30)]
    pub photos: Vec<Photo>,
}

/// Proves that people were educated by it (gate 4).
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AccidentEducate)]
pub struct Educate {
    pub audience: Line,
    /// At least one.
    #[schema(minimum = 1)]
    pub people: u32,
    pub educated_on: Day,
    pub evidence: Evidence,
    #[serde(default)]
    #[schema(max_items = 30)]
    pub photos: Vec<Photo>,
}

/// Evaluates what was carried out: not before 10 months after the conclusion, due by 12.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AccidentEvaluate)]
pub struct Evaluate {
    /// Not after the act.
    pub evaluated_on: Day,
    pub is_satisfactory: bool,
    pub opinion: Passage,
    pub evidence: Evidence,
}

/// Looks back on how the case was dealt with; may name hazards made from it, with the source
/// `look_back`. They may arrive later.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AccidentLookBack)]
pub struct LookBackBody {
    pub looked_on: Day,
    pub opinion: Passage,
    #[serde(default)]
    pub hazards: Vec<RecordId>,
    #[serde(default)]
    #[schema(max_items = 30)]
    pub photos: Vec<Photo>,
}
