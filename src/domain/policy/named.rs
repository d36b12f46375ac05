//! What a profile names, and within which bounds.
use super::Profile;
use crate::domain::fault::Fault;
use crate::domain::kind;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// Ten years: nobody means more, and counting working days stays cheap.
const MOST_DAYS_OR_MONTHS: u64 = 3660;
/// An act carries no more.
const MOST_PHOTOS: u64 = 30;

/// A limit that is named: a number, or null for none. One that is left out is not read at all.
pub fn or_no_limit<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Option<u32>>, D::Error> {
    Option::deserialize(from).map(Some)
}

impl Profile {
    /// The values that this profile sets, each with its place (a JSON pointer).
    fn values(&self) -> Vec<(String, Value)> {
        let limits = serde_json::to_value(&self.limits).unwrap_or_default();
        let limits = limits.as_object().into_iter().flatten().map(|(name, value)| (name.clone(), value.clone()));
        let photos =
            self.required_photos.iter().map(|(act, count)| (format!("required_photos/{act}"), (*count).into()));
        limits.chain(photos).collect()
    }

    /// The values that this profile sets, as JSON pointers into a policy.
    pub fn named(&self) -> Vec<String> {
        self.values().into_iter().map(|(name, _)| format!("/{name}")).collect()
    }

    /// Whether every value lies within its bounds, and every act that needs photos is one.
    pub fn check(&self) -> Result<(), Fault> {
        for act in self.required_photos.keys() {
            if !takes_photos(act) {
                return Err(Fault::invalid(format!("/required_photos/{act}"), "no act of this name carries photos"));
            }
        }
        match self.values().iter().find(|(name, value)| is_out_of_bounds(name, value)) {
            Some((name, _)) if name.starts_with("required_photos/") => {
                Err(Fault::invalid(format!("/{name}"), format!("at most {MOST_PHOTOS} photos")))
            }
            Some((name, _)) => {
                Err(Fault::invalid(format!("/limits/{name}"), format!("from {} to {MOST_DAYS_OR_MONTHS}", least(name))))
            }
            None => Ok(()),
        }
    }
}

/// `hazard.accept`: an act whose body has photos. Any other would become impossible.
fn takes_photos(name: &str) -> bool {
    let Some((kind, act)) = name.split_once('.') else { return false };
    let shapes = kind::find(kind).map(|kind| kind.shapes()).unwrap_or_default();
    let bodies = shapes.iter().filter(|shape| shape.act == act).flat_map(|shape| &shape.schemas);
    let mut schemas = bodies.map(|(_, schema)| serde_json::to_value(schema).unwrap_or_default());
    schemas.any(|schema| schema.pointer("/properties/photos").is_some())
}

fn is_out_of_bounds(name: &str, value: &Value) -> bool {
    let most = if name.starts_with("required_photos/") { MOST_PHOTOS } else { MOST_DAYS_OR_MONTHS };
    value.as_u64().is_some_and(|number| !(least(name)..=most).contains(&number))
}

/// A cadence or a deadline of nothing could never be kept.
fn least(name: &str) -> u64 {
    u64::from(name.ends_with("_months") || name.contains("deadline"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_that_carries_photos_may_be_asked_for_them() {
        for act in ["hazard.report", "hazard.accept", "hazard.submit_rectification", "inspection.visit_unplanned"] {
            assert!(takes_photos(act), "{act}");
        }
        for act in ["hazard.move", "hazard.applaud", "hazard", "enterprise.amend", ""] {
            assert!(!takes_photos(act), "{act}");
        }
    }
}
