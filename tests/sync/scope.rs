//! One predicate of what a view shows: the domain's and the store's are the same.
use super::*;
use crate::support::each_database;
use hazard_ledger::domain::scope::View;
use hazard_ledger::domain::{RegionId, Sector};
use hazard_ledger::services::Failure;
use hazard_ledger::store::record::{self, Range};
use std::collections::BTreeSet;

/// Records of two sectors and none, of two enterprises and none, voided or not; and one that moved away.
fn planted(app: &TestApp) -> Vec<RecordId> {
    let mut county = officer(app, COUNTY);
    let mills = [cotton_mill(app, HOME), cotton_mill(app, HOME)];
    let mut all = Vec::new();
    for sector in [None, Some("fire"), Some("mine")] {
        for enterprise in [None, Some(mills[0]), Some(mills[1])] {
            for fate in ["stays", "voided", "moved"] {
                let mut body = json!({ "sector": sector, "enterprise": enterprise, "no_owner": enterprise.is_none() });
                let fields = body.as_object_mut().unwrap();
                fields.retain(|_, value| !value.is_null());
                let mut whole = blocked_exit();
                whole.as_object_mut().unwrap().remove("sector");
                whole.as_object_mut().unwrap().extend(fields.clone());
                let hazard = report(&mut county, HOME, whole);
                match fate {
                    "voided" => act(&mut county, "void", hazard, json!({ "reason": "test" })),
                    "moved" => act(&mut county, "move", hazard, json!({ "to": NEIGHBOUR, "reason": "属地" })),
                    _ => {}
                }
                all.push(hazard);
            }
        }
    }
    assert!(county.push().unwrap().iter().all(|result| result.result == Verdict::Applied));
    all.extend(mills.map(|mill| mill.cast()));
    all
}

#[test]
fn the_database_shows_what_the_predicate_shows() {
    each_database(|app| {
        let ids = planted(app);
        let find = ids.clone();
        let rows = app.store.read_now(move |conn| Ok::<_, Failure>(record::find(conn, &find)?)).unwrap();
        let home = RegionId(unit(HOME).number());
        let enterprises: BTreeSet<_> = rows.iter().filter_map(|row| row.enterprise).collect();
        for n in 0..32 {
            let on = |bit: u32| n & (1 << bit) != 0;
            let view = View {
                all: on(0),
                audits: on(1),
                sectors: [Sector::Fire, Sector::Road].into_iter().filter(|_| on(2)).collect(),
                enterprises: enterprises
                    .iter()
                    .copied()
                    .enumerate()
                    .filter(|(n, _)| on(3 + *n as u32))
                    .map(|(_, id)| id)
                    .collect(),
            };
            let expected: BTreeSet<_> =
                rows.iter().filter(|row| row.ledger == home && view.shows(&row.place())).map(|row| row.id).collect();
            let range = Range { ledger: home, after: 0, to: i64::MAX, limit: 1000 };
            let asked = view.clone();
            let shown =
                app.store.read_now(move |conn| Ok::<_, Failure>(record::changes(conn, range, &asked, None)?)).unwrap();
            assert_eq!(shown.into_iter().map(|put| put.id).collect::<BTreeSet<_>>(), expected, "{view:?}");
        }
    });
}
