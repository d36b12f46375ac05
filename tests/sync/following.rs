//! What follows: an inspection's halt, lifting and closure reach the enterprise's record by themselves.
use super::statements::inserted;
use super::*;
use crate::support::each_database;
use hazard_ledger::domain::outcome::RefusalCode;

fn inspection_of(mill: OrganisationId) -> Value {
    let about = json!({ "inspection_type": "enforcement", "subject": "纺织厂", "enterprise": mill, "sector": "fire" });
    json!({ "about": about, "visit": { "visited_at": at(), "team": [{ "name": "张三" }] } })
}

fn inspect(phone: &mut Phone, mill: OrganisationId) -> RecordId {
    let (record, home) = (RecordId::new(), unit(HOME));
    let body = inspection_of(mill);
    phone
        .act(at(), Draft { kind: "inspection", act: "visit_unplanned", record, ledger: Some(&home), base: None, body });
    record
}

fn upon(phone: &mut Phone, kind: &str, act: &str, record: RecordId, body: Value) {
    let base = phone.base(record);
    phone.act(at(), Draft { kind, act, record, ledger: None, base, body });
}

fn enforce(phone: &mut Phone, inspection: RecordId, measure: &str, document: &str) {
    let body =
        json!({ "measure": measure, "document_number": document, "from_on": "2026-11-24", "detail": "重大隐患" });
    upon(phone, "inspection", "enforce", inspection, body);
}

fn lift(phone: &mut Phone, inspection: RecordId, document: &str) {
    upon(phone, "inspection", "lift", inspection, json!({ "document_number": document, "opinion": "整改完毕" }));
}

fn pushed(phone: &mut Phone) -> Vec<ActResult> {
    let results = phone.push().unwrap();
    let stands = |result: &ActResult| result.result.stands_in_the_ledger();
    assert!(results.iter().all(stands), "{:?}", verdicts(&results));
    results
}

/// The enterprise as who sees it finds it online.
fn read(phone: &Phone, mill: OrganisationId) -> Value {
    phone.line.get(&format!("/v1/records/{mill}")).unwrap()["document"].clone()
}

fn history(phone: &Phone, mill: OrganisationId) -> Vec<Value> {
    phone.line.get(&format!("/v1/records/{mill}/history")).unwrap()["items"].as_array().unwrap().clone()
}

#[test]
fn a_halt_done_offline_halts_the_enterprise_and_says_which_act_it_follows() {
    each_database(|app| {
        let mill = cotton_mill(app, HOME);
        let mut phone = officer(app, HOME);
        phone.pull(500).unwrap();
        let inspection = inspect(&mut phone, mill);
        enforce(&mut phone, inspection, "halt", "停1");
        let results = pushed(&mut phone);
        phone.pull(500).unwrap();
        let held = phone.held.iter().find(|((_, id), _)| *id == mill.cast()).unwrap().1;
        assert_eq!((&held.document["operating"], held.rev), (&json!("halted"), 2));
        let history = history(&phone, mill);
        let last = history.last().unwrap();
        assert_eq!(
            (history.len(), &last["act"], &last["decided"]["follows"]),
            (2, &json!("halt"), &json!(results[1].act_id))
        );
        assert_eq!(last["sent"]["inspection"], json!(inspection));
        assert_eq!(last["by"]["person"], history_author(&phone, inspection));
    });
}

fn history_author(phone: &Phone, record: RecordId) -> Value {
    phone.line.get(&format!("/v1/records/{record}/history")).unwrap()["items"][0]["by"]["person"].clone()
}

#[test]
fn two_halts_and_one_lifting_leave_a_halt() {
    each_database(|app| {
        let mill = cotton_mill(app, HOME);
        let (mut one, mut other) = (officer(app, HOME), officer(app, HOME));
        let (first, second) = (inspect(&mut one, mill), inspect(&mut other, mill));
        enforce(&mut one, first, "halt", "停1");
        enforce(&mut other, second, "halt", "停1");
        pushed(&mut one);
        pushed(&mut other);
        lift(&mut one, first, "停1");
        pushed(&mut one);
        assert_eq!(read(&one, mill)["operating"], "halted");
        lift(&mut other, second, "停1");
        pushed(&mut other);
        assert_eq!(read(&one, mill)["operating"], "operating");
        enforce(&mut other, second, "closure", "关1");
        enforce(&mut other, second, "exposure", "曝1");
        pushed(&mut other);
        assert_eq!(read(&one, mill)["operating"], "closed");
        assert_eq!(history(&one, mill).len(), 6, "an exposure does not bear on the status");
    });
}

#[test]
fn a_consequence_conflicts_with_nothing_that_happened_meanwhile() {
    each_database(|app| {
        let mill = cotton_mill(app, HOME);
        let (mut inspector, mut clerk) = (officer(app, HOME), officer(app, HOME));
        pull_all(&mut [&mut inspector, &mut clerk], 500);
        let inspection = inspect(&mut inspector, mill);
        enforce(&mut inspector, inspection, "halt", "停1");
        // Meanwhile the register changes, and an older change of it comes in afterwards.
        upon(&mut clerk, "enterprise", "amend", mill.cast(), json!({ "name": "第二纺织厂" }));
        pushed(&mut clerk);
        upon(&mut clerk, "enterprise", "amend", mill.cast(), json!({ "address": "红旗大道1号" }));
        pushed(&mut inspector);
        let late = pushed(&mut clerk);
        assert_eq!(verdicts(&late), [Verdict::Merged]);
        let known = read(&clerk, mill);
        assert_eq!((&known["operating"], &known["name"]), (&json!("halted"), &json!("第二纺织厂")));
        assert_eq!(known["address"], "红旗大道1号");
        // What is struck keeps the record of its measures.
        upon(&mut clerk, "enterprise", "strike", mill.cast(), json!({ "reason": "test" }));
        clerk.pull(500).unwrap();
        pushed(&mut clerk);
        lift(&mut inspector, inspection, "停1");
        pushed(&mut inspector);
        let auditor = phone_of(app, &app.auditor_of(COUNTY));
        assert_eq!(read(&auditor, mill)["operating"], "operating");
    });
}

#[test]
fn a_consequence_reaches_a_record_in_another_ledger_that_its_author_does_not_see() {
    each_database(|app| {
        let mill = cotton_mill(app, HOME);
        let (mut inspector, mut county) = (officer(app, HOME), officer(app, COUNTY));
        pull_all(&mut [&mut inspector, &mut county], 500);
        let inspection = inspect(&mut inspector, mill);
        pushed(&mut inspector);
        upon(&mut county, "enterprise", "move", mill.cast(), json!({ "to": NEIGHBOUR, "reason": "搬迁" }));
        pushed(&mut county);
        inspector.pull(500).unwrap();
        assert!(!inspector.held.keys().any(|(_, id)| *id == mill.cast()), "the mill is out of sight");
        enforce(&mut inspector, inspection, "closure", "关1");
        let answer = inspector.send(&inspector.queue).unwrap();
        assert_eq!(answer.results[0].result, Verdict::Applied);
        let heads: Vec<_> = answer.heads.iter().map(|head| head.ledger.to_string()).collect();
        assert_eq!(heads, [HOME], "what lies beyond is not told");
        assert_eq!(read(&county, mill)["operating"], "closed");
        county.pull(500).unwrap();
        let closed = county.held.iter().find(|((_, id), _)| *id == mill.cast()).unwrap();
        assert_eq!((closed.0.0.to_string(), &closed.1.document["operating"]), (NEIGHBOUR.to_owned(), &json!("closed")));
    });
}

#[test]
fn a_department_halts_an_enterprise_of_another_sector_by_its_own_inspection() {
    each_database(|app| {
        let mill = mill_of(app, HOME, "fire");
        let (mut fire, mut county) = (phone_of(app, &app.fire_department_of(COUNTY)), officer(app, COUNTY));
        let inspection = inspect(&mut fire, mill);
        pushed(&mut fire);
        county.pull(500).unwrap();
        upon(&mut county, "enterprise", "amend", mill.cast(), json!({ "sector": "mine" }));
        pushed(&mut county);
        assert!(fire.line.get(&format!("/v1/records/{mill}")).is_err(), "the mill is out of sight");
        enforce(&mut fire, inspection, "halt", "停1");
        pushed(&mut fire);
        assert_eq!(read(&county, mill)["operating"], "halted");
    });
}

#[test]
fn what_is_sent_twice_follows_once() {
    each_database(|app| {
        let mill = cotton_mill(app, HOME);
        let mut phone = officer(app, HOME);
        let inspection = inspect(&mut phone, mill);
        enforce(&mut phone, inspection, "halt", "停1");
        let queue = phone.queue.clone();
        pushed(&mut phone);
        phone.queue = queue;
        let again = phone.push().unwrap();
        assert_eq!(verdicts(&again), [Verdict::Duplicate, Verdict::Duplicate]);
        assert_eq!(history(&phone, mill).len(), 2);
    });
}

#[test]
fn nobody_brings_a_consequence_by_hand() {
    each_database(|app| {
        let mill = cotton_mill(app, HOME);
        let mut phone = officer(app, HOME);
        let inspection = inspect(&mut phone, mill);
        pushed(&mut phone);
        phone.pull(500).unwrap();
        let ground =
            json!({ "inspection": inspection, "document_number": "停1", "from_on": "2026-11-24", "reason": "x" });
        upon(&mut phone, "enterprise", "halt", mill.cast(), ground);
        let results = phone.push().unwrap();
        let problem = results[0].problem.as_ref().unwrap();
        assert_eq!((results[0].result, problem.code), (Verdict::Rejected, RefusalCode::Forbidden));
        assert!(!problem.open_acts.as_ref().unwrap().contains(&"halt".to_owned()));
    });
}

#[test]
fn the_statements_of_a_push_with_consequences_do_not_depend_on_its_size() {
    each_database(|app| {
        let mut phone = officer(app, HOME);
        let statements = |phone: &mut Phone, many: usize| {
            let mills: Vec<_> = (0..many).map(|_| cotton_mill(app, HOME)).collect();
            let inspections: Vec<_> = mills.iter().map(|mill| inspect(phone, *mill)).collect();
            pushed(phone);
            inspections.iter().for_each(|inspection| enforce(phone, *inspection, "halt", "停1"));
            app.store.statements_of(|| drop(pushed(phone)))
        };
        let (few, many) = (statements(&mut phone, 1), statements(&mut phone, 40));
        println!("{few} statements for a push with consequences");
        // Of each halt an entry, a receipt and a posting; of what follows from it an entry.
        assert_eq!(many, few + inserted(app, 39 * 4));
        assert!(few <= 24 + inserted(app, 4), "{few} statements");
    });
}
