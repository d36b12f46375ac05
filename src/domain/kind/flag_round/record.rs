//! What a flag round is: its rule, its computation with the reason of every flag, what was objected.
use super::super::{Mark, Opinion};
use super::{Candidate, ClassRule, Flag, FlagReason, FlagRoundState, FlagRule, HalfYear, Inputs, SubjectKey};
use crate::domain::entry::Actor;
use crate::domain::{Line, Passage, RecordId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The flag of a subject, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FlagResult {
    #[serde(flatten)]
    pub key: SubjectKey,
    pub name: String,
    pub flag: Flag,
    pub reason: FlagReason,
    /// The accidents that counted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accidents: Vec<RecordId>,
    /// An objection was upheld: this flag instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrected: Option<CorrectedFlag>,
    /// A red flag that a later accident took away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<WithdrawnFlag>,
}

impl FlagResult {
    pub(super) fn new(candidate: &Candidate, class: &ClassRule, accidents: Vec<RecordId>) -> Self {
        let many = u32::try_from(accidents.len()).unwrap_or(u32::MAX);
        let (flag, reason) = match many {
            0 => (Flag::Red, FlagReason::NoAccident),
            some if some < class.yellow_from => (Flag::Red, FlagReason::FewAccidents),
            _ => (Flag::Yellow, FlagReason::Accidents),
        };
        let (key, name) = (candidate.key.clone(), candidate.name.clone());
        Self { key, name, flag, reason, accidents, corrected: None, withdrawn: None }
    }

    /// The flag that the subject has: none once a red one was withdrawn.
    pub fn standing(&self) -> Option<Flag> {
        let flag = self.corrected.as_ref().map_or(self.flag, |corrected| corrected.flag);
        Some(flag).filter(|_| self.withdrawn.is_none())
    }
    pub fn is_red(&self) -> bool {
        self.standing() == Some(Flag::Red)
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CorrectedFlag {
    #[serde(flatten)]
    pub opinion: Opinion,
    pub flag: Flag,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WithdrawnFlag {
    #[serde(flatten)]
    pub opinion: Opinion,
    pub accident: RecordId,
}

/// A computation: by whom, and all that it looked at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Computation {
    #[serde(flatten)]
    pub mark: Mark,
    pub inputs: Inputs,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ObjectionDecision {
    #[serde(flatten)]
    pub opinion: Opinion,
    pub is_upheld: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flag: Option<Flag>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Objection {
    #[serde(flatten)]
    pub mark: Mark,
    pub subject: SubjectKey,
    /// Who objects, in words.
    pub objector: Line,
    pub reason: Passage,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<ObjectionDecision>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FlagsPublished {
    #[serde(flatten)]
    pub mark: Mark,
    pub publication: Line,
    pub document_number: Line,
}

/// A flag round as its entries have left it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FlagRound {
    pub state: FlagRoundState,
    pub half_year: HalfYear,
    pub title: Line,
    pub opened: Mark,
    pub rule: FlagRule,
    pub nominated: Vec<Candidate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub computation: Option<Computation>,
    /// Everybody who ever computed it: none of them confirms.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub computers: Vec<Actor>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub results: Vec<FlagResult>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objections: Vec<Objection>,
    /// Computations that were sent back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub returns: Vec<Opinion>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<Opinion>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<FlagsPublished>,
    /// `{region}-{year}-HQ{serial}`, allotted with the publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled: Option<Opinion>,
}

impl FlagRound {
    pub fn result(&self, key: &SubjectKey) -> Option<&FlagResult> {
        self.results.iter().find(|result| result.key == *key)
    }
}
