//! The four-no-let-go gate, the supervision order, the evaluation and the look-back.
use super::*;

fn party() -> Value {
    json!({"party": "王总", "treatment": "penalty"})
}
fn settled() -> Value {
    json!({"party": "王总", "treatment": "penalty", "evidence": evidence("罚1")})
}
fn measure() -> Value {
    json!({"measure": "加装护栏", "responsible": "面包坊", "due_on": "2026-12-31"})
}
fn completed() -> Value {
    json!({"measure": "加装护栏", "evidence": evidence("验1")})
}
fn education() -> Value {
    json!({"audience": "全体员工", "people": 12, "educated_on": "2026-11-23", "evidence": evidence("教1")})
}
fn archive() -> Value {
    json!({"evidence": evidence("归1")})
}

/// What meets the gates beside the cause, in order.
pub fn steps() -> Vec<(&'static str, Value)> {
    vec![
        ("hold_accountable", party()),
        ("settle_accountability", settled()),
        ("require_measure", measure()),
        ("complete_measure", completed()),
        ("educate", education()),
    ]
}

#[test]
fn nothing_is_let_go_before_all_four_have_their_evidence() {
    let mut desk = concluded();
    let unmet = |desk: &Desk| accident(desk).unmet;
    assert_eq!(unmet(&desk), [Gate::Accountability, Gate::Measures, Gate::Education]);
    for (act, body) in steps() {
        assert!(!desk.open_acts(&county_officer()).contains(&"archive".to_owned()), "before {act}");
        let refused = desk.does(&county_officer(), "archive", archive());
        assert_eq!(why(refused), refused_as(Code::IllegalState), "before {act}");
        desk.does(&county_officer(), act, body).unwrap();
    }
    assert!(unmet(&desk).is_empty());
    desk.does(&county_officer(), "archive", archive()).unwrap();
    assert_eq!(accident(&desk).state, Archived);
}

#[test]
fn a_party_or_a_measure_that_is_left_open_shuts_the_gate_again() {
    for (act, mut body, gate) in
        [("hold_accountable", party(), Gate::Accountability), ("require_measure", measure(), Gate::Measures)]
    {
        let mut desk = concluded();
        steps().into_iter().for_each(|(act, body)| drop(desk.does(&county_officer(), act, body).unwrap()));
        let name = if act == "hold_accountable" { "party" } else { "measure" };
        assert_eq!(why(desk.does(&county_officer(), act, &body)), refused_at(Code::InvalidBody, name), "twice");
        body[name] = json!("另一项");
        desk.does(&county_officer(), act, body).unwrap();
        assert_eq!(accident(&desk).unmet, [gate]);
        assert_eq!(why(desk.does(&county_officer(), "archive", archive())), refused_as(Code::IllegalState));
    }
}

#[test]
fn evidence_is_a_document_and_meets_what_is_open() {
    let mut desk = investigated();
    let refused = desk.does(&county_officer(), "complete_measure", completed());
    assert_eq!(why(refused), refused_as(Code::IllegalState), "nothing was required");
    desk.does(&county_officer(), "require_measure", measure()).unwrap();
    let other = json!({"measure": "别的", "evidence": evidence("验1")});
    assert_eq!(why(desk.does(&county_officer(), "complete_measure", other)), refused_at(Code::InvalidBody, "measure"));
    let unproven = json!({"measure": "加装护栏", "evidence": {}});
    assert_eq!(why(desk.does(&county_officer(), "complete_measure", unproven)).0, Code::InvalidBody);
    let mut nobody = education();
    nobody["people"] = json!(0);
    assert_eq!(why(desk.does(&county_officer(), "educate", nobody)), refused_at(Code::InvalidBody, "people"));
}

#[test]
fn a_supervision_order_is_published_accepted_and_delisted_by_its_lister() {
    let mut desk = concluded();
    steps().into_iter().for_each(|(act, body)| drop(desk.does(&county_officer(), act, body).unwrap()));
    assert_eq!(why(desk.does(&county_officer(), "list", listing("city"))), refused_at(Code::Forbidden, "level"));
    assert_eq!(why(desk.does(&officer(), "list", listing("township"))), refused_as(Code::Forbidden));
    desk.does(&city_officer(), "list", listing("city")).unwrap();
    assert_eq!(why(desk.does(&county_officer(), "archive", archive())), refused_as(Code::IllegalState), "listed");
    let publication = json!({"publication": "市政府网站"});
    let refused = desk.does(&county_officer(), "publish", &publication);
    assert_eq!(why(refused), refused_as(Code::SeparationOfDuty));
    let accepted = json!({"opinion": "落实到位"});
    let early = desk.does(&city_officer(), "accept_supervision", &accepted);
    assert_eq!(why(early), refused_as(Code::IllegalState), "not published");
    desk.does(&city_officer(), "publish", &publication).unwrap();
    let until = |day: &str| json!({"until": day, "opinion": "同意延期"});
    assert_eq!(why(desk.does(&city_officer(), "defer", until("2026-12-31"))), refused_at(Code::InvalidBody, "until"));
    assert_eq!(desk.does(&city_officer(), "defer", until("2027-01-31")).unwrap().due_on, "2027-01-31".parse().ok());
    let delisted = json!({"evidence": evidence("摘1")});
    assert_eq!(why(desk.does(&city_officer(), "delist", &delisted)), refused_as(Code::IllegalState), "not accepted");
    desk.does(&city_officer(), "accept_supervision", &accepted).unwrap();
    assert_eq!(why(desk.does(&county_officer(), "delist", &delisted)), refused_as(Code::SeparationOfDuty));
    desk.does(&city_officer(), "delist", &delisted).unwrap();
    assert!(accident(&desk).ended_supervisions[0].delisted.is_some());
    assert!(desk.does(&county_officer(), "archive", archive()).is_ok());
}

#[test]
fn an_evaluation_is_made_ten_to_twelve_months_after_the_conclusion() {
    let evaluated = |day: &str, is_satisfactory: bool| {
        let mut desk = concluded();
        desk.at = desk.at.plus_seconds(800 * 86_400);
        let body = json!({
            "evaluated_on": day, "is_satisfactory": is_satisfactory, "opinion": "见报告", "evidence": evidence("评1"),
        });
        desk.does(&county_officer(), "evaluate", body).map(|facets| (facets, accident(&desk)))
    };
    let early = evaluated("2027-09-22", true).map(|(facets, _)| facets);
    assert_eq!(why(early), refused_at(Code::InvalidBody, "evaluated_on"));
    for (day, is_late) in [("2027-09-23", false), ("2027-11-23", false), ("2027-11-24", true)] {
        let (facets, known) = evaluated(day, true).unwrap();
        assert_eq!((known.evaluations[0].is_late, facets.due_on), (is_late, None), "{day}");
    }
    let (facets, _) = evaluated("2027-10-01", false).unwrap();
    assert_eq!(facets.due_on, "2027-11-23".parse().ok(), "it is due still");
    let refused = concluded().does(
        &county_officer(),
        "evaluate",
        json!({"evaluated_on": "2027-10-01", "is_satisfactory": true, "opinion": "好", "evidence": evidence("评1")}),
    );
    assert_eq!(why(refused), refused_at(Code::InvalidBody, "evaluated_on"), "in time to come");
}

#[test]
fn a_look_back_names_hazards_that_may_arrive_later() {
    let mut desk = concluded();
    desk.related.insert(id(1001), beside());
    let looked = |hazards: Value| json!({"looked_on": "2026-11-23", "opinion": "仍有隐患", "hazards": hazards});
    let both = looked(json!([id::<()>(1001), id::<()>(1002)]));
    desk.does(&officer(), "look_back", both).unwrap();
    assert_eq!(accident(&desk).look_backs[0].hazards.len(), 2);
    let refused = desk.does(&officer(), "look_back", looked(json!([id::<()>(1001), id::<()>(BAKERY)])));
    assert_eq!(why(refused), refused_at(Code::InvalidBody, "hazards/1"));
}
