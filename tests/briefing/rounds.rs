//! The flag rounds of the first half of 2020: computed from the ledgers, confirmed by others, published.
use super::cast::{CITY, Cast, HURT, UNHURT, again};
use super::figures::Size;
use super::plan::Plan;
use crate::accidents::{does, make};
use crate::support::{TestApp, people};
use serde_json::{Value, json};

/// Counties, departments and enterprises are judged by the city; townships by those counties that took part
/// in the competition: the published townships are less than half of all there are.
pub fn hold(app: &TestApp, cast: &Cast, plan: &Plan) {
    let (city, second) = (&again(app, cast.city_officer()), &again(app, &cast.members[cast.second()].person));
    let round = open(app, city, CITY, &["county", "department", "enterprise"]);
    does(app, city, &round, "nominate", json!({"enterprises": nominated(cast, plan)})).expect(200);
    publish(app, city, second, &round);
    let taking_part = match cast.size {
        Size::Full => [&HURT[..1], UNHURT].concat(),
        Size::Tenth => HURT[..1].to_vec(),
    };
    for county in taking_part {
        let officer = cast.counties.iter().zip(&cast.members).find(|(known, _)| known.code == county);
        let officer = &again(app, &officer.unwrap().1.person);
        let round = open(app, officer, county, &["township"]);
        publish(app, officer, second, &round);
    }
}

fn open(app: &TestApp, who: &people::Phone, ledger: &str, classes: &[&str]) -> Value {
    let class = |class: &&str| {
        let candidacy = if *class == "enterprise" { "nominated" } else { "all" };
        json!({"class": class, "candidacy": candidacy, "least_level": "general", "yellow_from": 1})
    };
    let rule = json!({"name": "无事故", "version": 1, "classes": classes.iter().map(class).collect::<Vec<_>>()});
    let body = json!({"half_year": "2020H1", "title": "2020年上半年流动红旗", "rule": rule});
    make(app, who, ledger, "flag_round", "open", &body).expect(201).json["id"].clone()
}

/// Enterprises of counties without an accident.
fn nominated(cast: &Cast, plan: &Plan) -> Vec<Value> {
    let wanted = if cast.size == Size::Full { 537 } else { 53 };
    let free = plan.firms.iter().filter(|firm| firm.county >= HURT.len() && !plan.hurt.contains(&firm.id));
    free.take(wanted).map(|firm| json!({"enterprise": firm.id, "name": "无事故企业"})).collect()
}

/// Who computed a round does not confirm it (separation of duty 10).
fn publish(app: &TestApp, computer: &people::Phone, other: &people::Phone, round: &Value) {
    let path = crate::flags::path(round, "computation");
    app.send_with("POST", &path, &computer.token, &[("If-Match", "*")], None).expect(200);
    does(app, other, round, "confirm", json!({"opinion": "同意"})).expect(200);
    does(app, computer, round, "publish", json!({"publication": "市政府网站", "document_number": "赣市安通1号"}))
        .expect(200);
}
