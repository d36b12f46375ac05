//! The finding's rules, tried on a hazard of the bakery.
mod measuring;

use super::*;
use crate::domain::Layer;
use crate::domain::kind::Related;
use crate::domain::kind::trial::*;
use crate::domain::outcome::RefusalCode as Code;
use proptest::prelude::*;
use serde_json::json;
use std::sync::LazyLock;

fn on_the_hazard(responsible: u128) -> Value {
    json!({
        "about": id::<()>(801), "gravity": "serious", "title": "逾期未改", "detail": "逾期三十日无人过问",
        "ground": "安全生产法第四十一条", "responsible": id::<()>(responsible), "due_on": "2026-12-31",
    })
}
fn hazard() -> Related {
    let facets = Facets { enterprise: Some(id(BAKERY)), sector: Some(Sector::Fire), ..Facets::default() };
    Related { facets, ..beside() }
}
fn at_hand() -> Desk {
    let mut desk = Desk::of("finding");
    desk.related.insert(id(801), hazard());
    desk
}
fn raised() -> Desk {
    let mut desk = at_hand();
    desk.does(&auditor(), "raise", on_the_hazard(FIRE_DEPARTMENT)).unwrap();
    desk
}
fn answered() -> Desk {
    let mut desk = raised();
    desk.does(&fire_department(), "answer", json!({"answer": "已督促整改"})).unwrap();
    desk
}

#[test]
fn only_an_auditor_raises_a_finding_and_it_shows_where_its_record_shows() {
    let finding: Finding = raised().record();
    let facets = finding.facets(id(1000));
    assert_eq!((facets.enterprise, facets.sector), (Some(id(BAKERY)), Some(Sector::Fire)));
    assert_eq!((facets.owner, facets.due_on), (Some(id(FIRE_DEPARTMENT)), "2026-12-31".parse().ok()));
    assert!(facets.number.is_some() && finding.about_kind == "hazard");
    for person in [officer(), county_officer(), fire_department(), safety_officer(), leader(), administrator()] {
        let refused = at_hand().does(&person, "raise", on_the_hazard(FIRE_DEPARTMENT));
        assert_eq!(why(refused), refused_as(Code::Forbidden));
    }
}

#[test]
fn duty_9_an_auditor_raises_findings_and_does_nothing_else() {
    for kind in crate::domain::kind::ALL {
        for act in kind.acts() {
            let duties = auditor().duties;
            let hand = Hand { person: auditor().id, duty: &duties[0], sees_destination: true };
            let granted = crate::domain::access::authorise(kind.name(), act, &[hand], |_, _| true).is_ok();
            let own = ["raise", "return_answer", "close", "withdraw"];
            assert_eq!(granted, kind.name() == "finding" && own.contains(act), "{} {act}", kind.name());
        }
    }
    assert_eq!(why(raised().does(&auditor(), "answer", json!({"answer": "好"}))), refused_as(Code::Forbidden));
}

#[test]
fn a_finding_is_about_a_record_of_its_ledger_and_asks_who_can_answer() {
    let raise = |about: Option<Related>, responsible: u128| {
        let mut desk = Desk::of("finding");
        desk.related.extend(about.map(|about| (id(801), about)));
        desk.does(&auditor(), "raise", on_the_hazard(responsible))
    };
    let elsewhere = Related { ledger: crate::domain::RegionId(360702101000), ..hazard() };
    assert_eq!(why(raise(Some(elsewhere), FIRE_DEPARTMENT)), refused_at(Code::InvalidBody, "about"));
    assert_eq!(why(raise(None, FIRE_DEPARTMENT)), refused_at(Code::UnknownRecord, "about"));
    let finding = Related { kind: "finding", ..hazard() };
    assert_eq!(why(raise(Some(finding), FIRE_DEPARTMENT)), refused_at(Code::UnknownRecord, "about"));
    assert_eq!(why(raise(Some(hazard()), SAWMILL)), refused_at(Code::UnknownOrganisation, "responsible"));
    for responsible in [BAKERY, TOWNSHIP, FIRE_DEPARTMENT] {
        assert!(raise(Some(hazard()), responsible).is_ok(), "{responsible}");
    }
    let late = json!({"due_on": "2026-11-22"});
    let mut body = on_the_hazard(BAKERY);
    body["due_on"] = late["due_on"].clone();
    assert_eq!(why(at_hand().does(&auditor(), "raise", body)), refused_at(Code::InvalidBody, "due_on"));
    let two_hats = auditor().and(safety_officer());
    let refused = at_hand().does(&two_hats, "raise", on_the_hazard(FIRE_DEPARTMENT));
    assert_eq!(why(refused), refused_at(Code::SeparationOfDuty, "about"));
}

#[test]
fn the_unit_that_is_asked_answers_and_nobody_else() {
    let answer = json!({"answer": "已督促整改", "document_number": "函1"});
    for person in [officer(), county_officer(), safety_officer(), leader()] {
        assert_eq!(why(raised().does(&person, "answer", &answer)), refused_as(Code::Forbidden));
    }
    assert!(raised().does(&fire_inspector(), "answer", &answer).is_ok());
    let mut desk = at_hand();
    desk.does(&auditor(), "raise", on_the_hazard(BAKERY)).unwrap();
    assert!(desk.does(&principal(), "answer", &answer).is_ok(), "for the enterprise");
}

#[test]
fn an_answer_is_sent_back_or_closes_the_finding_and_never_by_who_gave_it() {
    let mut desk = answered();
    assert_eq!(desk.record::<Finding>().facets(id(1)).due_on, None);
    let back = json!({"reason": "无佐证", "due_on": "2027-01-15"});
    assert_eq!(desk.does(&auditor(), "return_answer", back).unwrap().due_on, "2027-01-15".parse().ok());
    assert_eq!(why(desk.does(&auditor(), "close", json!({"opinion": "好"}))), refused_as(Code::IllegalState));
    desk.does(&fire_department(), "answer", json!({"answer": "附照片"})).unwrap();
    let two_hats = Person { id: fire_department().id, ..auditor() };
    let refused = desk.does(&two_hats, "close", json!({"opinion": "好"}));
    assert_eq!(why(refused), refused_as(Code::SeparationOfDuty));
    assert_eq!(why(desk.does(&county_officer(), "close", json!({"opinion": "好"}))), refused_as(Code::Forbidden));
    desk.does(&auditor(), "close", json!({"opinion": "属实"})).unwrap();
    let finding: Finding = desk.record();
    assert!(finding.state == Closed && finding.answers.len() == 2 && finding.answers[0].returned.is_some());
    assert!(desk.open_acts(&auditor()).is_empty());
}

static PEOPLE: LazyLock<Vec<Person>> = LazyLock::new(|| {
    let both = Person { id: id(99), ..auditor().and(fire_department()) };
    vec![auditor(), fire_department(), both, officer(), safety_officer(), county_officer(), administrator()]
});

proptest! {
    #[test]
    fn a_finding_keeps_its_promises_whoever_does_what(
        tries in prop::collection::vec(any::<(usize, usize)>(), 1..=30)
    ) {
        let mut desk = raised();
        for (person, act) in tries {
            let (person, act) = (&PEOPLE[person % PEOPLE.len()], Finding::ACTS[act % Finding::ACTS.len()]);
            let body = match act {
                "raise" => on_the_hazard(FIRE_DEPARTMENT),
                "answer" => json!({"answer": "已改"}),
                "return_answer" => json!({"reason": "不足", "due_on": "2027-01-15"}),
                "close" => json!({"opinion": "好"}),
                _ => json!({"reason": "重复"}),
            };
            let _ = desk.does(person, act, body);
            let finding: Finding = desk.record();
            let answerers: Vec<_> = finding.answers.iter().map(|answer| answer.mark.by.person).collect();
            assert!(finding.answers.iter().all(|answer| answer.mark.by.organisation == finding.responsible));
            assert!(finding.raised.by.layer == Layer::Auditor);
            let ended = finding.ended.as_ref().map(|ended| ended.mark.by);
            assert!(ended.is_none_or(|by| by.layer == Layer::Auditor));
            let closed_by = ended.filter(|_| finding.state == Closed);
            assert!(closed_by.is_none_or(|by| !answerers.contains(&by.person)));
            assert_eq!(finding.ended.is_some(), matches!(finding.state, Closed | Withdrawn));
        }
        desk.folds_again();
    }
}
