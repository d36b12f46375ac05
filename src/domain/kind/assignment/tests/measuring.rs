//! What an assignment counts in reports, act by act.
use super::*;

#[test]
fn a_target_counts_while_a_leader_has_it() {
    let mut desk = assigned();
    let began = ["body -1 2027-10-01", "body 1 2026-10-01", "target -1 2027-10-01", "target 1 2026-10-01"];
    assert_eq!(desk.counts(), began);
    let (category, subject) = ("county_leader,enterprise".to_owned(), leader().id.to_string());
    assert_eq!(desk.counts_of("assignment.target")[0], (1, category, subject));
    let handing = json!({"leader": named(&other_leader()), "tier": "county", "from_on": "2026-12-01"});
    desk.does(&county_officer(), "hand_over", handing).unwrap();
    let targets = |desk: &Desk, day: &str| {
        let until =
            |measure: &&super::Measure| measure.name == "assignment.target" && measure.on <= day.parse().unwrap();
        desk.measures().iter().filter(until).map(|measure| measure.value).sum::<i64>()
    };
    for (day, count) in [("2026-09-30", 0), ("2026-11-30", 1), ("2026-12-01", 1), ("2027-09-30", 1), ("2027-10-01", 0)]
    {
        assert_eq!(targets(&desk, day), count, "{day}");
    }
    desk.does(&county_officer(), "end", json!({"to_on": "2027-01-31", "reason": "已关闭"})).unwrap();
    assert_eq!((targets(&desk, "2027-01-31"), targets(&desk, "2027-02-01")), (1, 0));
}

#[test]
fn a_department_s_leaders_are_told_apart_from_those_of_its_government() {
    let mut desk = Desk::of("assignment");
    let mut body = assigning();
    body["target"] = target("reservoir", None);
    desk.does(&fire_department(), "assign", body).unwrap();
    let (_, category, subject) = desk.counts_of("assignment.body").remove(0);
    assert_eq!((category, subject), ("county_department,reservoir".to_owned(), id::<()>(FIRE_DEPARTMENT).to_string()));
}
