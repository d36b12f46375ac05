//! What an accident is: its own fields, and what was decided upon it.
use super::super::{Location, Mark, Opinion, TakenPhoto};
use super::{AccidentLevel, AccidentState, Casualties};
use crate::domain::spelled::spelled;
use crate::domain::{AccidentType, Day, Instant, Line, OrganisationId, Passage, RecordId, Sector, Tier};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

spelled! {
    /// What must be so before an accident may be archived (四不放过).
    Gate {
        Cause = "cause" ("事故原因未查清不放过", "The cause is established"),
        Accountability = "accountability" ("责任人员未处理不放过", "Those responsible are dealt with"),
        Measures = "measures" ("整改措施未落实不放过", "Preventive measures are implemented"),
        Education = "education" ("有关人员未受到教育不放过", "People are educated"),
    }
}
spelled! {
    /// Why casualties are corrected.
    CorrectionGround {
        /// Somebody died or recovered of it afterwards.
        Change = "change" ("伤亡情况变化", "Casualties changed"),
        Error = "error" ("原报数据有误", "Reported in error"),
    }
}
spelled! {
    /// How somebody is dealt with.
    Treatment {
        Criminal = "criminal" ("追究刑事责任", "Criminal prosecution"),
        Discipline = "discipline" ("党纪政务处分", "Party or government discipline"),
        Penalty = "penalty" ("行政处罚", "Administrative penalty"),
        Internal = "internal" ("单位内部处理", "Dealt with by the employer"),
        Admonition = "admonition" ("约谈诫勉", "Admonition"),
    }
}
spelled! {
    /// Why an accident is struck from the books.
    AccidentVoidReason {
        DuplicateOf = "duplicate_of" ("重复上报", "Duplicate of another"),
        NotWorkSafety = "not_work_safety" ("非生产安全事故", "No work safety accident"),
        Test = "test" ("测试数据", "Test data"),
    }
}

/// The document that proves something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    pub document_number: Line,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Passage>,
}

/// Something done, by whom, and what proves it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Proof {
    #[serde(flatten)]
    pub mark: Mark,
    pub evidence: Evidence,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Correction {
    #[serde(flatten)]
    pub mark: Mark,
    pub before: Casualties,
    pub ground: CorrectionGround,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_on: Option<Day>,
    pub reason: Passage,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Investigation {
    #[serde(flatten)]
    pub mark: Mark,
    /// The body that leads it.
    pub lead: OrganisationId,
    pub members: Vec<Line>,
    /// Its report is due: 60 days after the accident (order 493, article 29), extension included.
    pub due_on: Day,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<Opinion>,
}

/// Gate 1: the cause was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Cause {
    #[serde(flatten)]
    pub proof: Proof,
    pub direct: Passage,
    pub indirect: Passage,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Conclusion {
    #[serde(flatten)]
    pub proof: Proof,
    pub concluded_on: Day,
    /// Somebody is to blame for it.
    pub is_responsibility_accident: bool,
    pub opinion: Passage,
}

/// Gate 2: one party, and how it is dealt with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Accountability {
    #[serde(flatten)]
    pub mark: Mark,
    pub party: Line,
    pub treatment: Treatment,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled: Option<Proof>,
}

/// Gate 3: one preventive measure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PreventiveMeasure {
    #[serde(flatten)]
    pub mark: Mark,
    pub measure: Line,
    pub responsible: Line,
    pub due_on: Day,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completed: Option<Proof>,
}

/// Gate 4: who was educated by it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Education {
    #[serde(flatten)]
    pub proof: Proof,
    pub audience: Line,
    pub people: u32,
    pub educated_on: Day,
}

/// A day to which the supervision's deadline was put off.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SupervisionDeferral {
    #[serde(flatten)]
    pub opinion: Opinion,
    pub until: Day,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SupervisionPublished {
    #[serde(flatten)]
    pub mark: Mark,
    pub publication: Line,
}

/// A supervision order (挂牌督办) on an accident.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AccidentSupervision {
    #[serde(flatten)]
    pub mark: Mark,
    pub level: Tier,
    pub units: Vec<Line>,
    pub document_number: Line,
    pub deadline: Day,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<SupervisionPublished>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deferrals: Vec<SupervisionDeferral>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted: Option<Opinion>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delisted: Option<Proof>,
}

/// Whether measures and accountability were carried out, asked 10 to 12 months later.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Evaluation {
    #[serde(flatten)]
    pub proof: Proof,
    pub evaluated_on: Day,
    pub is_satisfactory: bool,
    /// After the last day for it.
    pub is_late: bool,
    pub opinion: Passage,
}

/// A look-back (回头看), and the hazards that were made from it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LookBack {
    #[serde(flatten)]
    pub opinion: Opinion,
    pub looked_on: Day,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hazards: Vec<RecordId>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AccidentVoided {
    #[serde(flatten)]
    pub opinion: Opinion,
    pub reason: AccidentVoidReason,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<RecordId>,
}

/// An accident as its entries have left it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Accident {
    pub state: AccidentState,
    pub occurred_at: Instant,
    pub place: Line,
    pub accident_type: AccidentType,
    pub summary: Passage,
    pub reported: Mark,
    pub casualties: Casualties,
    /// Computed from the casualties (order 493, article 3).
    pub level: AccidentLevel,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enterprise: Option<OrganisationId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<Sector>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub investigation: Option<Investigation>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier_investigations: Vec<Investigation>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conclusion: Option<Conclusion>,
    /// `{unit}-{year}-SG{serial}`, allotted with the conclusion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accountability: Vec<Accountability>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<PreventiveMeasure>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub education: Vec<Education>,
    /// What the four-no-let-go gate still asks for; with none left it may be archived.
    pub unmet: Vec<Gate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supervision: Option<AccidentSupervision>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ended_supervisions: Vec<AccidentSupervision>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived: Option<Proof>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evaluations: Vec<Evaluation>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub look_backs: Vec<LookBack>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voided: Option<AccidentVoided>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<TakenPhoto>,
}

/// Calendar months after the conclusion between which an evaluation is due. Source: the measures
/// on evaluating how preventive measures were carried out (防范和整改措施落实情况评估办法, 2021).
pub const EVALUATED_FROM: i64 = 10;
pub const EVALUATED_BY: i64 = 12;

impl Accident {
    /// What the gate asks for and is not there: something for each, and nothing of it left open.
    pub fn unmet_gates(&self) -> Vec<Gate> {
        let are_settled = self.accountability.iter().all(|item| item.settled.is_some());
        let are_done = self.measures.iter().all(|item| item.completed.is_some());
        let met = |gate: Gate| match gate {
            Gate::Cause => self.cause.is_some(),
            Gate::Accountability => !self.accountability.is_empty() && are_settled,
            Gate::Measures => !self.measures.is_empty() && are_done,
            Gate::Education => !self.education.is_empty(),
        };
        Gate::ALL.iter().copied().filter(|gate| !met(*gate)).collect()
    }

    /// What comes next: the report of the investigation, what is supervised, the evaluation.
    pub fn due_on(&self) -> Option<Day> {
        let report = self.investigation.as_ref().map(|now| now.due_on);
        let is_evaluated = self.evaluations.iter().any(|evaluation| evaluation.is_satisfactory);
        let evaluation = self.conclusion.as_ref().map(|conclusion| conclusion.concluded_on.plus_months(EVALUATED_BY));
        let own = match self.state {
            AccidentState::Investigating => report,
            AccidentState::Concluded | AccidentState::Archived => evaluation.filter(|_| !is_evaluated),
            AccidentState::Reported | AccidentState::Voided => None,
        };
        let supervised = self.supervision.as_ref().filter(|order| order.accepted.is_none()).map(|order| order.deadline);
        own.into_iter().chain(supervised).min()
    }

    /// The last day on which a change of the casualties still counts: 30 days after the accident,
    /// 7 for road traffic and fires (order 493, article 13).
    pub fn casualties_count_until(&self) -> Day {
        let is_short = self.sector == Some(Sector::Road) || self.accident_type == AccidentType::Fire;
        self.occurred_at.day().plus_days(if is_short { 7 } else { 30 })
    }
}
