//! The rows of the table of access: which layer, at which tiers, may do which act, and when.
mod oversight;

use super::When::{self, *};
use super::{Layer, Rule, Tier};
use Layer::{Department, Enterprise, Leader, Territorial};
use oversight::OVERSIGHT;

const ANY: &[Tier] = Tier::ALL;
const COMMITTEES: &[Tier] = &[Tier::County, Tier::City, Tier::Province, Tier::Nation];

const fn rule(kind: &'static str, act: &'static str, layer: Layer, when: &'static [When]) -> Rule {
    Rule { kind, act, layer, tiers: ANY, when }
}

/// Every row: who may do what on each kind.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    FIELD.iter().chain(OVERSIGHT)
}

/// Source: the Work Safety Law of 2021 and order 16 of 2008 (三个层级的责任); docs/duties.md for what is kept apart.
#[rustfmt::skip]
const FIELD: &[Rule] = &[
    rule("enterprise", "register", Territorial, &[]),
    rule("enterprise", "register", Department,  &[]),
    rule("enterprise", "register", Enterprise,  &[]),
    rule("enterprise", "amend",    Territorial, &[]),
    rule("enterprise", "amend",    Department,  &[]),
    rule("enterprise", "amend",    Enterprise,  &[]),
    // The operating status follows from inspections: nobody sets it.
    rule("enterprise", "strike",     Territorial, &[IsNotOfTheEnterprise]),
    rule("enterprise", "strike",     Department,  &[IsNotOfTheEnterprise]),
    rule("enterprise", "move",     Territorial, &[SeesDestination]),
    rule("enterprise", "move",     Department,  &[SeesDestination]),

    rule("risk_point", "register",       Enterprise,  &[]),
    rule("risk_point", "register",       Department,  &[]),
    rule("risk_point", "register",       Territorial, &[]),
    rule("risk_point", "assess",         Enterprise,  &[]),
    rule("risk_point", "assess",         Department,  &[IsNotOfTheEnterprise]),
    rule("risk_point", "assess",         Territorial, &[IsNotOfTheEnterprise]),
    rule("risk_point", "set_controls",   Enterprise,  &[]),
    rule("risk_point", "set_controls",   Department,  &[]),
    rule("risk_point", "set_controls",   Territorial, &[]),
    rule("risk_point", "control_failed", Enterprise,  &[]),
    rule("risk_point", "control_failed", Department,  &[]),
    rule("risk_point", "control_failed", Territorial, &[]),
    rule("risk_point", "control_failed", Leader,      &[]),
    rule("risk_point", "amend",          Enterprise,  &[]),
    rule("risk_point", "amend",          Department,  &[]),
    rule("risk_point", "amend",          Territorial, &[]),
    rule("risk_point", "close",          Department,  &[IsNotOfTheEnterprise]),
    rule("risk_point", "close",          Territorial, &[IsNotOfTheEnterprise]),
    rule("risk_point", "reopen",         Department,  &[IsNotOfTheEnterprise]),
    rule("risk_point", "reopen",         Territorial, &[IsNotOfTheEnterprise]),
    rule("risk_point", "move",           Department,  &[SeesDestination]),
    rule("risk_point", "move",           Territorial, &[SeesDestination]),

    rule("inspection", "plan",            Department,  &[]),
    rule("inspection", "plan",            Territorial, &[]),
    rule("inspection", "plan",            Leader,      &[]),
    rule("inspection", "visit",           Department,  &[IsOfTheTeam, IsNotOfTheEnterprise]),
    rule("inspection", "visit",           Territorial, &[IsOfTheTeam, IsNotOfTheEnterprise]),
    rule("inspection", "visit",           Leader,      &[IsOfTheTeam, IsNotOfTheEnterprise, CarriesADevice]),
    rule("inspection", "visit_unplanned", Department,  &[]),
    rule("inspection", "visit_unplanned", Territorial, &[]),
    rule("inspection", "visit_unplanned", Leader,      &[CarriesADevice]),
    rule("inspection", "add_finding",     Department,  &[IsOfTheTeam, IsNotOfTheEnterprise]),
    rule("inspection", "add_finding",     Territorial, &[IsOfTheTeam, IsNotOfTheEnterprise]),
    rule("inspection", "add_finding",     Leader,      &[IsOfTheTeam, IsNotOfTheEnterprise]),
    rule("inspection", "document",        Department,  &[IsOfTheTeam, IsNotOfTheEnterprise]),
    rule("inspection", "document",        Territorial, &[IsOfTheTeam, IsNotOfTheEnterprise]),
    rule("inspection", "document",        Leader,      &[IsOfTheTeam, IsNotOfTheEnterprise]),
    rule("inspection", "amend",           Department,  &[IsOfTheTeam, IsNotOfTheEnterprise]),
    rule("inspection", "amend",           Territorial, &[IsOfTheTeam, IsNotOfTheEnterprise]),
    rule("inspection", "amend",           Leader,      &[IsOfTheTeam, IsNotOfTheEnterprise]),
    rule("inspection", "cancel",          Department,  &[IsOfTheTeam, IsNotOfTheEnterprise]),
    rule("inspection", "cancel",          Territorial, &[IsOfTheTeam, IsNotOfTheEnterprise]),
    rule("inspection", "cancel",          Leader,      &[IsOfTheTeam, IsNotOfTheEnterprise]),
    rule("inspection", "enforce",         Department,  &[IsNotOfTheEnterprise]),
    rule("inspection", "enforce",         Territorial, &[IsNotOfTheEnterprise]),
    rule("inspection", "lift",            Department,  &[IsNotOfTheEnterprise]),
    rule("inspection", "lift",            Territorial, &[IsNotOfTheEnterprise]),
    rule("inspection", "issue_fine",      Department,  &[IsNotOfTheEnterprise]),
    rule("inspection", "issue_fine",      Territorial, &[IsNotOfTheEnterprise]),
    rule("inspection", "pay_fine",        Department,  &[IsNotOfTheEnterprise]),
    rule("inspection", "pay_fine",        Territorial, &[IsNotOfTheEnterprise]),
    rule("inspection", "waive_fine",      Department,  &[IsNotOfTheEnterprise, DidNotIssueTheFine]),
    rule("inspection", "waive_fine",      Territorial, &[IsNotOfTheEnterprise, DidNotIssueTheFine]),
    rule("inspection", "move",            Department,  &[SeesDestination]),
    rule("inspection", "move",            Territorial, &[SeesDestination]),

    rule("hazard", "report", Enterprise,  &[]),
    rule("hazard", "report", Department,  &[]),
    rule("hazard", "report", Territorial, &[]),
    rule("hazard", "report", Leader,      &[]),

    rule("hazard", "register", Department,  &[IsNotOfTheEnterprise]),
    rule("hazard", "register", Territorial, &[IsNotOfTheEnterprise]),

    rule("hazard", "fix_on_spot", Department,  &[IsNotOfTheEnterprise]),
    rule("hazard", "fix_on_spot", Territorial, &[IsNotOfTheEnterprise]),

    rule("hazard", "order", Department,  &[IsNotOfTheEnterprise]),
    rule("hazard", "order", Territorial, &[IsNotOfTheEnterprise]),
    rule("hazard", "order", Enterprise,  &[IsGeneral, IsInternal]),

    rule("hazard", "submit_plan", Enterprise,  &[]),
    rule("hazard", "submit_plan", Department,  &[IsOwner]),
    rule("hazard", "submit_plan", Territorial, &[IsOwner]),
    rule("hazard", "approve_plan", Department,  &[IsNotOfTheEnterprise, DidNotSubmitThePlan]),
    rule("hazard", "approve_plan", Territorial, &[IsOfIssuersLayer, IsNotOfTheEnterprise, DidNotSubmitThePlan]),
    rule("hazard", "return_plan",  Department,  &[IsNotOfTheEnterprise, DidNotSubmitThePlan]),
    rule("hazard", "return_plan",  Territorial, &[IsOfIssuersLayer, IsNotOfTheEnterprise, DidNotSubmitThePlan]),

    rule("hazard", "progress", Enterprise,  &[]),
    rule("hazard", "progress", Department,  &[IsOwner]),
    rule("hazard", "progress", Territorial, &[IsOwner]),

    // Never by the enterprise, whoever ordered.
    rule("hazard", "request_deferral", Enterprise,  &[]),
    rule("hazard", "request_deferral", Department,  &[IsOwner]),
    rule("hazard", "request_deferral", Territorial, &[IsOwner]),
    rule("hazard", "decide_deferral",  Department,  &[IsOfIssuersLayer, IsNotOfTheEnterprise, DidNotAskForTheDeferral]),
    rule("hazard", "decide_deferral",  Territorial, &[IsOfIssuersLayer, IsNotOfTheEnterprise, DidNotAskForTheDeferral]),

    rule("hazard", "submit_rectification", Enterprise,  &[]),
    rule("hazard", "submit_rectification", Department,  &[IsOwner]),
    rule("hazard", "submit_rectification", Territorial, &[IsOwner]),

    // A major hazard closes with the second acceptor; a listed one only after delisting (the life table).
    rule("hazard", "accept", Department,  &[IsOfIssuersLayer, IsNotOfTheEnterprise, DidNotRectify, HasNotAccepted]),
    rule("hazard", "accept", Territorial, &[IsOfIssuersLayer, IsNotOfTheEnterprise, DidNotRectify, HasNotAccepted]),
    rule("hazard", "accept", Enterprise,  &[IsGeneral, IsInternal, IsOfIssuersLayer, DidNotRectify]),

    rule("hazard", "reject", Department,  &[IsOfIssuersLayer, IsNotOfTheEnterprise, DidNotRectify]),
    rule("hazard", "reject", Territorial, &[IsOfIssuersLayer, IsNotOfTheEnterprise, DidNotRectify]),
    rule("hazard", "reject", Enterprise,  &[IsGeneral, IsInternal, IsOfIssuersLayer, DidNotRectify]),

    rule("hazard", "regrade", Department,  &[IsNotOfTheEnterprise, GradesInTurn]),
    rule("hazard", "regrade", Territorial, &[IsNotOfTheEnterprise, GradesInTurn]),

    rule("hazard", "transfer",        Department,  &[IsNotOfTheEnterprise, LeadsIt]),
    rule("hazard", "transfer",        Territorial, &[IsNotOfTheEnterprise]),
    rule("hazard", "accept_transfer", Department,  &[IsNotOfTheEnterprise, IsOfferedTheTransfer]),
    rule("hazard", "accept_transfer", Territorial, &[IsNotOfTheEnterprise, IsOfferedTheTransfer]),
    rule("hazard", "return_transfer", Department,  &[IsNotOfTheEnterprise, IsOfferedTheTransfer]),
    rule("hazard", "return_transfer", Territorial, &[IsNotOfTheEnterprise, IsOfferedTheTransfer]),
    rule("hazard", "settle_transfer", Territorial, &[IsNotOfTheEnterprise, IsTheCommonParent]),

    // The safety committee of a county or above.
    Rule { tiers: COMMITTEES, ..rule("hazard", "list",   Territorial, &[IsNotOfTheEnterprise]) },
    Rule { tiers: COMMITTEES, ..rule("hazard", "delist", Territorial, &[IsNotOfTheEnterprise, IsTheLister]) },

    rule("hazard", "set_interim_controls", Enterprise,  &[]),
    rule("hazard", "set_interim_controls", Department,  &[IsNotOfTheEnterprise]),
    rule("hazard", "set_interim_controls", Territorial, &[IsNotOfTheEnterprise]),
    rule("hazard", "suspend",              Department,  &[IsNotOfTheEnterprise]),
    rule("hazard", "suspend",              Territorial, &[IsNotOfTheEnterprise]),
    rule("hazard", "lift_suspension",      Department,  &[IsOfSuspendersLayer, IsNotOfTheEnterprise]),
    rule("hazard", "lift_suspension",      Territorial, &[IsOfSuspendersLayer, IsNotOfTheEnterprise]),

    // Whoever may report may say for which campaign; government alone takes it back.
    rule("hazard", "join_campaign",  Enterprise,  &[]),
    rule("hazard", "join_campaign",  Department,  &[]),
    rule("hazard", "join_campaign",  Territorial, &[]),
    rule("hazard", "join_campaign",  Leader,      &[]),
    rule("hazard", "leave_campaign", Department,  &[IsNotOfTheEnterprise]),
    rule("hazard", "leave_campaign", Territorial, &[IsNotOfTheEnterprise]),

    // A major hazard is struck with the second voice.
    rule("hazard", "void", Department,  &[IsNotOfTheEnterprise, DidNotReportWhatIsRegistered, IsOfAnotherTierThanTheFirstVoice]),
    rule("hazard", "void", Territorial, &[IsNotOfTheEnterprise, DidNotReportWhatIsRegistered, IsOfAnotherTierThanTheFirstVoice]),

    rule("hazard", "reopen", Department,  &[IsNotOfTheEnterprise]),
    rule("hazard", "reopen", Territorial, &[IsNotOfTheEnterprise]),

    rule("hazard", "amend", Department,  &[IsNotOfTheEnterprise]),
    rule("hazard", "amend", Territorial, &[IsNotOfTheEnterprise]),
    rule("hazard", "amend", Enterprise,  &[IsOwnUnregisteredReport]),

    rule("hazard", "move", Department,  &[SeesDestination]),
    rule("hazard", "move", Territorial, &[SeesDestination]),
];
