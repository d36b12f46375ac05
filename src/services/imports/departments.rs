//! The departments that a register names.
use super::sheet::Cell;
use crate::domain::{OrganisationId, RegionId};
use crate::services::Outcome;
use crate::store::{Conn, register};
use std::collections::{BTreeMap, BTreeSet};

/// By name, those that answer for the unit: its own, and those above it.
#[derive(Debug, Default)]
pub struct Departments(BTreeMap<String, BTreeSet<OrganisationId>>);

impl Departments {
    /// Those of these names, in one statement.
    pub fn find<'a>(conn: &mut Conn, unit: RegionId, cells: impl Iterator<Item = &'a Cell>) -> Outcome<Self> {
        let names: BTreeSet<_> = cells.filter_map(Cell::to_text).collect();
        let names: Vec<_> = names.into_iter().collect();
        let mut found = Self::default();
        if !names.is_empty() {
            for (name, id) in register::departments(conn, unit, &names)? {
                found.0.entry(name).or_default().insert(id);
            }
        }
        Ok(found)
    }

    /// The one that a cell names, by its id or by its name.
    pub fn named(&self, cell: &Cell) -> Result<Option<String>, String> {
        let Some(text) = cell.to_text() else { return Ok(None) };
        if let Ok(id) = text.parse::<OrganisationId>() {
            return Ok(Some(id.to_string()));
        }
        let found = self.0.get(&text).into_iter().flatten().collect::<Vec<_>>();
        match found.as_slice() {
            [id] => Ok(Some(id.to_string())),
            [] => Err("no such department".to_owned()),
            _ => Err("several departments have this name: give the id".to_owned()),
        }
    }
}
