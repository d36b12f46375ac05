//! Which enterprises are there already: in the unit's register, or higher up in the file.
use super::fields::Draft;
use crate::domain::scope::View;
use crate::domain::{RecordId, RegionId};
use crate::services::Outcome;
use crate::store::record::RecordRow;
use crate::store::{Conn, StoreError, register};
use serde::Deserialize;
use std::collections::HashMap;

/// An enterprise that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Same {
    /// In the register; its id, if this person may see it.
    AsRecord(Option<RecordId>),
    AsRow(u32),
}

#[derive(Debug, Default)]
pub struct Known {
    by_uscc: HashMap<String, Same>,
    /// With whether the enterprise has a code.
    by_name: HashMap<String, Vec<(Same, bool)>>,
}

#[derive(Deserialize)]
struct Identity {
    name: String,
    uscc: Option<String>,
}

impl Known {
    pub fn in_unit(conn: &mut Conn, unit: RegionId, view: &View) -> Outcome<Self> {
        let mut known = Self::default();
        for row in register::enterprises(conn, unit)? {
            let identity: Identity = serde_json::from_str(&row.document)
                .map_err(|error| StoreError::Damaged(format!("record {}: {error}", row.id)))?;
            let seen = |row: &RecordRow| view.shows(&row.place()).then_some(row.id);
            known.add(identity.name, identity.uscc, Same::AsRecord(seen(&row)));
        }
        Ok(known)
    }

    pub fn add(&mut self, name: String, uscc: Option<String>, same: Same) {
        self.by_name.entry(name).or_default().push((same, uscc.is_some()));
        if let Some(uscc) = uscc {
            self.by_uscc.entry(uscc).or_insert(same);
        }
    }

    /// The same code is the same enterprise. The same name is, unless both have codes: then these differ.
    pub fn same(&self, draft: &Draft) -> Option<Same> {
        let by_code = draft.uscc.as_ref().and_then(|uscc| self.by_uscc.get(uscc)).copied();
        let may_be = |(_, has_code): &&(Same, bool)| draft.uscc.is_none() || !has_code;
        let by_name = || self.by_name.get(&draft.name).and_then(|same| same.iter().find(may_be)).map(|(same, _)| *same);
        by_code.or_else(by_name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(name: &str, uscc: Option<&str>) -> Draft {
        Draft { row: 9, name: name.into(), uscc: uscc.map(str::to_owned), body: serde_json::Value::Null }
    }

    #[test]
    fn an_enterprise_is_known_by_its_code_or_else_by_its_name() {
        let mut known = Known::default();
        known.add("纺织厂".into(), Some("A".into()), Same::AsRow(2));
        known.add("小店".into(), None, Same::AsRow(3));
        assert_eq!(known.same(&draft("别名", Some("A"))), Some(Same::AsRow(2)), "the same code");
        assert_eq!(known.same(&draft("纺织厂", Some("B"))), None, "another code under the same name");
        assert_eq!(known.same(&draft("纺织厂", None)), Some(Same::AsRow(2)), "the same name, its code left out");
        assert_eq!(known.same(&draft("小店", Some("C"))), Some(Same::AsRow(3)), "the same name, its code added");
        assert_eq!(known.same(&draft("新店", None)), None);
    }
}
