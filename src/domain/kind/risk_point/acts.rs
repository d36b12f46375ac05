//! The bodies of a risk point's acts, as devices send them.
use super::super::{Location, Mentions, Move, Photo};
use crate::domain::canonical::{BadJson, typed};
use crate::domain::kind::shape::{Shape, shape};
use crate::domain::spelled::spelled;
use crate::domain::{AccidentType, Line, OrganisationId, Passage, RecordId, Sector};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

spelled! {
    /// How great a risk is. Red is what reports call major.
    RiskColour {
        Red = "red" ("红", "Red: major"),
        Orange = "orange" ("橙", "Orange: larger"),
        Yellow = "yellow" ("黄", "Yellow: general"),
        Blue = "blue" ("蓝", "Blue: low"),
    }
}

spelled! {
    /// How a risk was assessed.
    AssessmentMethod {
        Lec = "lec" ("作业条件危险性分析法（LEC）", "Likelihood, exposure, consequence (LEC)"),
        Matrix = "matrix" ("风险矩阵法（LS）", "Risk matrix (LS)"),
        Hazop = "hazop" ("危险与可操作性分析（HAZOP）", "Hazard and operability study (HAZOP)"),
        SafetyChecklist = "safety_checklist" ("安全检查表法（SCL）", "Safety checklist (SCL)"),
        JobHazard = "job_hazard" ("工作危害分析法（JHA）", "Job hazard analysis (JHA)"),
        Direct = "direct" ("直接判定", "Direct judgement"),
        Other = "other" ("其他", "Other"),
    }
}

/// Colour, method and what it rests upon.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Assessment {
    pub colour: RiskColour,
    pub method: AssessmentMethod,
    /// The scores and the reasons.
    pub basis: Passage,
}

/// The controls, and who answers for them at each level of the enterprise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Controls {
    /// Engineering, management, training, protection, emergency.
    pub measures: Passage,
    pub owners: Owners,
}

/// Who answers: enterprise, workshop, team, post. A small one has fewer levels.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Owners {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enterprise: Option<Line>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workshop: Option<Line>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<Line>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<Line>,
}

/// Puts a risk point on the register, assessed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RiskPointRegister)]
pub struct Register {
    pub name: Line,
    /// The enterprise's id: that of its record. Either this or `no_owner`.
    pub enterprise: Option<OrganisationId>,
    /// Nobody's yard: a road section, a public place.
    #[serde(default)]
    pub no_owner: bool,
    /// Where left out: the enterprise's, or the acting department's.
    pub sector: Option<Sector>,
    pub place: Option<Line>,
    pub location: Option<Location>,
    /// At least one.
    #[schema(min_items = 1)]
    pub accident_types: Vec<AccidentType>,
    pub assessment: Assessment,
    pub controls: Option<Controls>,
    #[serde(default)]
    #[schema(max_items = 30)]
    pub photos: Vec<Photo>,
}

/// Assesses the risk anew.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RiskPointAssess)]
pub struct Assess {
    pub assessment: Assessment,
    #[serde(default)]
    #[schema(max_items = 30)]
    pub photos: Vec<Photo>,
}

/// Sets the controls and their owners.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RiskPointSetControls)]
pub struct SetControls {
    pub controls: Controls,
}

/// Notes that a control did not hold, with the hazard that came of it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RiskPointControlFailed)]
pub struct ControlFailed {
    /// The hazard's record.
    pub hazard: RecordId,
    pub control: Passage,
    #[serde(default)]
    #[schema(max_items = 30)]
    pub photos: Vec<Photo>,
}

/// Changes what is named, and nothing else.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RiskPointAmend)]
pub struct Amend {
    pub name: Option<Line>,
    pub enterprise: Option<OrganisationId>,
    pub sector: Option<Sector>,
    pub place: Option<Line>,
    pub location: Option<Location>,
    #[schema(min_items = 1)]
    pub accident_types: Option<Vec<AccidentType>>,
}

/// Takes a risk point off: it is there no more.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RiskPointClose)]
pub struct Close {
    pub reason: Passage,
}

/// Puts a closed risk point back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RiskPointReopen)]
pub struct Reopen {
    pub reason: Passage,
}

#[derive(Debug)]
pub enum Act {
    Register(Register),
    Assess(Assess),
    SetControls(SetControls),
    ControlFailed(ControlFailed),
    Amend(Amend),
    Close(Close),
    Reopen(Reopen),
    Move(Move),
}

/// What each act's body looks like.
pub(super) fn shapes() -> Vec<Shape> {
    vec![
        shape::<Register>("register"),
        shape::<Assess>("assess"),
        shape::<SetControls>("set_controls"),
        shape::<ControlFailed>("control_failed"),
        shape::<Amend>("amend"),
        shape::<Close>("close"),
        shape::<Reopen>("reopen"),
        shape::<Move>("move"),
    ]
}

pub(super) fn read(act: &str, body: &Value) -> Result<Act, BadJson> {
    match act {
        "register" => typed(body).map(Act::Register),
        "assess" => typed(body).map(Act::Assess),
        "set_controls" => typed(body).map(Act::SetControls),
        "control_failed" => typed(body).map(Act::ControlFailed),
        "amend" => typed(body).map(Act::Amend),
        "close" => typed(body).map(Act::Close),
        "reopen" => typed(body).map(Act::Reopen),
        "move" => typed(body).map(Act::Move),
        _ => Err(BadJson { pointer: String::new(), detail: "an act that risk points do not have".into() }),
    }
}

pub(super) fn photos(act: &Act) -> &[Photo] {
    match act {
        Act::Register(Register { photos, .. })
        | Act::Assess(Assess { photos, .. })
        | Act::ControlFailed(ControlFailed { photos, .. }) => photos,
        _ => &[],
    }
}

pub(super) fn mentions(act: &Act) -> Mentions {
    match act {
        Act::Register(Register { enterprise, .. }) | Act::Amend(Amend { enterprise, .. }) => {
            Mentions { records: enterprise.iter().map(|id| id.cast()).collect(), ..Mentions::default() }
        }
        Act::ControlFailed(ControlFailed { hazard, .. }) => Mentions { records: vec![*hazard], ..Mentions::default() },
        Act::Move(to) => to.mentions(),
        _ => Mentions::default(),
    }
}
