//! The code lists that people choose from, with their labels, for whoever shows them.
use super::kind::{
    accident, assignment, campaign, enterprise, exposure, finding, flag_round, hazard, inspection, photo, program,
    risk_point,
};
use super::spelled::Spelled;
use super::*;
use serde::Serialize;
use utoipa::ToSchema;

/// One list: the values that a field may have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CodeList {
    /// In the spelling of the fields that use it.
    #[schema(example = "sector")]
    pub name: &'static str,
    /// One more with every change of the list.
    pub version: u32,
    /// In the order in which they are to be shown.
    pub values: Vec<CodeValue>,
}

/// A value and what people read for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CodeValue {
    #[schema(example = "fire")]
    pub code: &'static str,
    #[schema(example = "消防")]
    pub zh: &'static str,
    #[schema(example = "Fire safety")]
    pub en: &'static str,
}

fn list<T: Spelled>(name: &'static str, version: u32) -> CodeList {
    let value = |value: &T| {
        let code = value.text();
        let (zh, en) = value.labels().unwrap_or((code, code));
        CodeValue { code, zh, en }
    };
    CodeList { name, version, values: T::VALUES.iter().map(value).collect() }
}

/// Every list.
pub fn all() -> Vec<CodeList> {
    vec![
        list::<Sector>("sector", 1),
        list::<Category>("category", 1),
        list::<Level>("level", 1),
        list::<Source>("source", 1),
        list::<VoidReason>("void_reason", 1),
        list::<KeyTarget>("key_target", 1),
        list::<Industry>("industry", 1),
        list::<AccidentType>("accident_type", 1),
        list::<OperatingStatus>("operating_status", 1),
        list::<StrikeReason>("strike_reason", 1),
        list::<CoordSys>("coord_sys", 1),
        list::<OrganisationKind>("organisation_kind", 1),
        list::<Tier>("tier", 1),
        list::<Layer>("layer", 1),
        list::<Role>("role", 1),
        list::<enterprise::EnterpriseState>("enterprise_state", 1),
        list::<hazard::HazardState>("hazard_state", 1),
        list::<hazard::Court>("court", 1),
        list::<hazard::TransferAnswer>("transfer_answer", 1),
        list::<hazard::SuspensionKind>("suspension_kind", 1),
        list::<inspection::InspectionState>("inspection_state", 1),
        list::<inspection::InspectionType>("inspection_type", 1),
        list::<inspection::MeasureKind>("measure_kind", 1),
        list::<risk_point::RiskPointState>("risk_point_state", 1),
        list::<risk_point::RiskColour>("risk_colour", 1),
        list::<risk_point::AssessmentMethod>("assessment_method", 1),
        list::<accident::AccidentState>("accident_state", 1),
        list::<accident::AccidentLevel>("accident_level", 1),
        list::<accident::Gate>("gate", 1),
        list::<accident::CorrectionGround>("correction_ground", 1),
        list::<accident::Treatment>("treatment", 1),
        list::<accident::AccidentVoidReason>("accident_void_reason", 1),
        list::<flag_round::FlagRoundState>("flag_round_state", 1),
        list::<flag_round::SubjectClass>("subject_class", 1),
        list::<flag_round::Flag>("flag", 1),
        list::<flag_round::FlagReason>("flag_reason", 1),
        list::<flag_round::Candidacy>("candidacy", 1),
        list::<assignment::AssignmentState>("assignment_state", 1),
        list::<assignment::TargetKind>("target_kind", 1),
        list::<campaign::CampaignState>("campaign_state", 1),
        list::<campaign::MeasureState>("campaign_measure_state", 1),
        list::<finding::FindingState>("finding_state", 1),
        list::<finding::Gravity>("gravity", 1),
        list::<program::ProgramState>("program_state", 1),
        list::<program::PlanClass>("plan_class", 1),
        list::<program::TaskForceRole>("task_force_role", 1),
        list::<program::TaskStanding>("task_standing", 1),
        list::<program::IndicatorUnit>("indicator_unit", 1),
        list::<program::IndicatorAim>("indicator_aim", 1),
        list::<program::Aggregate>("aggregate", 1),
        list::<program::FormulaPeriod>("formula_period", 1),
        list::<exposure::ExposureState>("exposure_state", 1),
        list::<exposure::Channel>("channel", 1),
        list::<photo::PhotoRole>("photo_role", 1),
        list::<photo::MediaType>("media_type", 1),
        list::<fault::FaultCode>("problem_code", 1),
        list::<outcome::RefusalCode>("refusal_code", 1),
        list::<register::RowResult>("import_result", 1),
    ]
}

/// The list of a name.
pub fn find(name: &str) -> Option<CodeList> {
    all().into_iter().find(|list| list.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn labelled<T: Spelled>() -> bool {
        T::VALUES.iter().all(|value| value.labels().is_some_and(|(zh, en)| !zh.is_empty() && !en.is_empty()))
    }

    #[test]
    fn every_value_has_both_labels() {
        assert!(labelled::<Sector>() && labelled::<Category>() && labelled::<Source>());
        for list in all() {
            for value in list.values {
                let is_code = |label: &str| label == value.code && list.name != "coord_sys";
                assert!(!is_code(value.zh) && !is_code(value.en), "{} {} has no label", list.name, value.code);
                assert!(value.en.is_ascii(), "{} {} is not English", list.name, value.code);
            }
        }
    }

    #[test]
    fn labels_and_codes_of_a_list_are_distinct() {
        for list in all() {
            let distinct =
                |of: fn(&CodeValue) -> &'static str| list.values.iter().map(of).collect::<BTreeSet<_>>().len();
            let all = list.values.len();
            assert_eq!(
                (distinct(|v| v.code), distinct(|v| v.zh), distinct(|v| v.en)),
                (all, all, all),
                "{}",
                list.name
            );
        }
    }

    #[test]
    fn a_list_has_one_name_and_is_found_by_it() {
        let names: BTreeSet<_> = all().into_iter().map(|list| list.name).collect();
        assert_eq!(names.len(), all().len());
        assert_eq!(find("sector").unwrap().values.len(), Sector::ALL.len());
        assert!(find("horoscope").is_none());
    }

    #[test]
    fn the_standards_are_complete() {
        let sections: String = Industry::ALL.iter().map(|section| section.as_str()).collect();
        assert_eq!(sections, "ABCDEFGHIJKLMNOPQRST");
        assert_eq!(AccidentType::ALL.len(), 20);
    }
}
