//! The country's divisions, as they come with the program: read, cut to what is wanted, loaded.
use crate::domain::fault::Fault;
use crate::domain::{Lines, NATION, RegionCode, RegionId, RegionLevel};
use crate::services::Outcome;
use crate::store::region::{self, NewRegion};
use crate::store::{Conn, StoreError};
use serde::Deserialize;
use std::collections::BTreeSet;

const DIVISIONS: &[u8] = include_bytes!("../../../assets/divisions.csv.zst");

#[derive(Debug, Deserialize)]
struct Division {
    code: RegionCode,
    name: String,
    level: RegionLevel,
    parent_code: Option<RegionCode>,
}

/// Loads the divisions into a database that has no region yet; says how many.
pub fn load_if_empty(conn: &mut Conn, roots: &[RegionCode]) -> Outcome<usize> {
    match region::is_empty(conn)? {
        true => load(conn, roots),
        false => Ok(0),
    }
}

/// Loads the subtrees of `roots` with all above them, or the whole country; what is there stays
/// as it is.
pub fn load(conn: &mut Conn, roots: &[RegionCode]) -> Outcome<usize> {
    let wanted = cut(read()?, roots)?;
    let added = region::insert_absent(conn, &wanted)?;
    region::close_over_themselves(conn)?;
    for depth in 1..=4 {
        let levels: Vec<_> = RegionLevel::ALL.iter().copied().filter(|level| level.depth() == depth).collect();
        region::close_over_ancestors(conn, &levels)?;
    }
    Ok(added)
}

/// Every division, parents before children.
fn read() -> Outcome<Vec<NewRegion>> {
    let damaged = |error: &dyn std::fmt::Display| StoreError::Damaged(format!("the list of divisions: {error}"));
    let text = zstd::decode_all(DIVISIONS).map_err(|error| damaged(&error))?;
    let mut regions = vec![nation()?];
    for division in csv::Reader::from_reader(text.as_slice()).deserialize::<Division>() {
        regions.push(division.map_err(|error| damaged(&error))?.into());
    }
    Ok(regions)
}

fn nation() -> Outcome<NewRegion> {
    let code = format!("{NATION}").parse().map_err(|error| StoreError::Damaged(format!("{error}")))?;
    let (name, level) = ("中华人民共和国".to_owned(), RegionLevel::Nation);
    Ok(NewRegion { id: NATION, code, name, level, parent: None, is_local: false, valid_from: None })
}

impl From<Division> for NewRegion {
    fn from(division: Division) -> Self {
        let Division { code, name, level, parent_code } = division;
        let parent = parent_code.map_or(NATION, |code| RegionId(code.number()));
        let id = RegionId(code.number());
        Self { id, code, name, level, parent: Some(parent), is_local: false, valid_from: None }
    }
}

/// What lies above and below each root, and the roots; everything where no root is named.
fn cut(all: Vec<NewRegion>, roots: &[RegionCode]) -> Outcome<Vec<NewRegion>> {
    let lines: Lines = all.iter().map(|region| (region.id, region.parent)).collect();
    let roots: BTreeSet<_> = roots.iter().map(|code| RegionId(code.number())).collect();
    if let Some(unknown) = roots.iter().find(|root| !lines.knows(**root)) {
        return Err(Fault::invalid("regions", format!("no official region has the code {unknown}")).into());
    }
    let above: BTreeSet<_> = roots.iter().flat_map(|root| lines.from(*root)).collect();
    let is_wanted =
        |id| roots.is_empty() || above.contains(&id) || lines.from(id).any(|ancestor| roots.contains(&ancestor));
    Ok(all.iter().filter(|region| is_wanted(region.id)).cloned().collect())
}
