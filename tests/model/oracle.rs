//! What must be true, told without the server's means: who may see which record, by the digits
//! of region codes and the words of the domain.
use hazard_ledger::domain::{OrganisationId, RecordId};
use serde_json::Value;
use std::collections::BTreeMap;

/// What a person may see by one duty.
#[derive(Debug, Clone, PartialEq)]
pub struct Scope {
    pub layer: &'static str,
    pub region: String,
    pub sectors: Vec<&'static str>,
    pub enterprise: Option<OrganisationId>,
}

/// A record as the acknowledged acts have left it.
#[derive(Debug, Clone, PartialEq)]
pub struct Thing {
    pub ledger: String,
    pub sector: Option<String>,
    pub enterprise: Option<String>,
    pub is_major: bool,
    pub void_voices: usize,
    pub is_voided: bool,
    pub rev: i64,
}

pub type Things = BTreeMap<RecordId, Thing>;

/// `360702000000` stands for all codes that begin with `360702`.
pub fn covers(region: &str, ledger: &str) -> bool {
    let digits = match (&region[4..], &region[6..], &region[9..]) {
        ("00000000", ..) => 4,
        (_, "000000", _) => 6,
        (.., "000") => 9,
        _ => 12,
    };
    region[..digits] == ledger[..digits]
}

pub fn sees(scopes: &[Scope], thing: &Thing) -> bool {
    scopes.iter().any(|scope| {
        let inside = covers(&scope.region, &thing.ledger);
        match scope.layer {
            "auditor" => inside,
            "territorial" | "leader" => inside && !thing.is_voided,
            "department" => {
                inside
                    && !thing.is_voided
                    && thing.sector.as_ref().is_some_and(|own| scope.sectors.contains(&own.as_str()))
            }
            "enterprise" => !thing.is_voided && thing.enterprise == scope.enterprise.map(|id| id.to_string()),
            other => panic!("no layer {other}"),
        }
    })
}

/// What an acknowledged act does to where a record is seen.
pub fn learn(things: &mut Things, record: RecordId, act: (&str, &str), ledger: &str, body: &Value, rev: i64) {
    let text = |name: &str| body[name].as_str().map(str::to_owned);
    if let ("enterprise", "register") | ("hazard", "report") | ("inspection", "visit_unplanned") = act {
        let about = |name: &str| body["about"][name].as_str().map(str::to_owned);
        let enterprise = match act.0 {
            "enterprise" => Some(record.to_string()),
            _ => text("enterprise").or(about("enterprise")),
        };
        let thing = Thing {
            ledger: ledger.to_owned(),
            sector: text("sector").or(about("sector")),
            enterprise,
            is_major: body["level"] == "major",
            void_voices: 0,
            is_voided: false,
            rev,
        };
        assert!(things.insert(record, thing).is_none(), "{record} was made twice");
        return;
    }
    let thing = things.get_mut(&record).unwrap_or_else(|| panic!("{act:?} on a record that was never made"));
    assert_eq!(rev, thing.rev + 1, "{act:?} skipped a revision of {record}");
    thing.rev = rev;
    match act {
        ("hazard", "register") => {
            thing.sector = text("sector");
            thing.is_major = body["level"] == "major";
            thing.void_voices = 0;
            // What nobody owned becomes the enterprise's that must rectify it.
            thing.enterprise = thing.enterprise.take().or(text("owner"));
        }
        // A halt, a closure and a lifting are noted on the enterprise's record as well.
        ("inspection", "enforce" | "lift") if text("measure").is_none_or(|measure| measure != "exposure") => {
            let enterprise: RecordId = thing.enterprise.clone().unwrap().parse().unwrap();
            things.get_mut(&enterprise).unwrap().rev += 1;
        }
        ("hazard" | "enterprise" | "inspection", "amend") => {
            thing.sector = text("sector").or(thing.sector.take());
            if act.0 == "hazard" {
                thing.enterprise = text("enterprise").or(thing.enterprise.take());
            }
        }
        ("hazard" | "enterprise", "move") => thing.ledger = text("to").unwrap(),
        ("hazard", "void") => {
            thing.void_voices += 1;
            thing.is_voided = thing.void_voices >= if thing.is_major { 2 } else { 1 };
        }
        _ => {}
    }
}
