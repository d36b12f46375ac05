//! What the watch over open streams asks: few statements, whatever the number of streams.
use super::schema::{device, organisation_closure, person, presence, record, region_closure, session};
use super::{Conn, on};
use crate::domain::{Instant, OrganisationId, PersonState, RegionId, SessionId};
use diesel::dsl::count_star;
use diesel::prelude::*;

/// Whether a session may go on, and which duties its person has.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Standing {
    pub session: SessionId,
    pub expires_at: Instant,
    pub revoked_at: Option<Instant>,
    pub device_revoked_at: Option<Instant>,
    pub state: PersonState,
    pub scope_version: i64,
}

impl Standing {
    pub fn is_over(&self, now: Instant) -> bool {
        let is_revoked = self.revoked_at.is_some() || self.device_revoked_at.is_some();
        is_revoked || self.expires_at <= now || self.state != PersonState::Active
    }
}

pub fn standings(conn: &mut Conn, sessions: &[SessionId]) -> QueryResult<Vec<Standing>> {
    on!(conn, c => session::table
        .inner_join(person::table.on(person::id.eq(session::person)))
        .left_join(device::table.on(device::id.nullable().eq(session::device)))
        .filter(session::id.eq_any(sessions))
        .select((
            session::id,
            session::expires_at,
            session::revoked_at,
            device::revoked_at.nullable(),
            person::state,
            person::scope_version,
        ))
        .load(c))
}

/// How many regions lie below each of these; it only ever grows.
pub fn sizes_of_regions(conn: &mut Conn, roots: &[RegionId]) -> QueryResult<Vec<(RegionId, i64)>> {
    on!(conn, c => region_closure::table
        .filter(region_closure::ancestor.eq_any(roots))
        .group_by(region_closure::ancestor)
        .select((region_closure::ancestor, count_star()))
        .load(c))
}

/// How many organisations lie below each of these.
pub fn sizes_of_organisations(conn: &mut Conn, roots: &[OrganisationId]) -> QueryResult<Vec<(OrganisationId, i64)>> {
    on!(conn, c => organisation_closure::table
        .filter(organisation_closure::ancestor.eq_any(roots))
        .group_by(organisation_closure::ancestor)
        .select((organisation_closure::ancestor, count_star()))
        .load(c))
}

/// Each of these regions with everything above it, itself included.
pub fn above(conn: &mut Conn, regions: &[RegionId]) -> QueryResult<Vec<(RegionId, RegionId)>> {
    on!(conn, c => region_closure::table
        .filter(region_closure::descendant.eq_any(regions))
        .select((region_closure::descendant, region_closure::ancestor))
        .load(c))
}

/// Of the changes of these ledgers after these numbers, the enterprises that they concern: those
/// whose records were changed, and those that a record has left.
pub fn enterprises_touched(conn: &mut Conn, after: &[(RegionId, i64)]) -> QueryResult<Vec<(RegionId, OrganisationId)>> {
    let mut touched = Vec::new();
    // Ranges of the indexes (ledger, seq) and (ledger, left_seq); a hundred of them a statement.
    for after in after.chunks(100) {
        let changed: Vec<(RegionId, Option<OrganisationId>)> = on!(conn, c => {
            let mut query = record::table.select((record::ledger, record::enterprise)).distinct().into_boxed();
            for (ledger, seq) in after {
                query = query.or_filter(record::ledger.eq(*ledger).and(record::seq.gt(*seq)));
            }
            query.load(c)
        })?;
        let left: Vec<(RegionId, OrganisationId)> = on!(conn, c => {
            let mut query = presence::table.select((presence::ledger, presence::enterprise)).distinct().into_boxed();
            for (ledger, seq) in after {
                query = query.or_filter(presence::ledger.eq(*ledger).and(presence::left_seq.gt(*seq)));
            }
            query.load(c)
        })?;
        touched.extend(changed.into_iter().filter_map(|(ledger, enterprise)| Some((ledger, enterprise?))));
        touched.extend(left);
    }
    Ok(touched)
}
