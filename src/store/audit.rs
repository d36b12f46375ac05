//! Who looked at what: append-only.
use super::schema::{audit_read, person, region_closure};
use super::{Conn, on};
use crate::domain::{AuditId, Instant, PersonId, RegionId, SessionId};
use diesel::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_read, treat_none_as_default_value = false)]
pub struct ReadRow {
    pub id: AuditId,
    pub at: Instant,
    pub person: PersonId,
    pub session: SessionId,
    pub operation: String,
    pub filter: String,
    pub row_count: Option<i64>,
}

pub fn append(conn: &mut Conn, row: &ReadRow) -> QueryResult<usize> {
    on!(conn, c => diesel::insert_into(audit_read::table).values(row).execute(c))
}

/// Which reads are looked for.
#[derive(Debug, Clone, Copy)]
pub struct Sought {
    pub person: Option<PersonId>,
    pub from: Option<Instant>,
    pub to: Option<Instant>,
    /// Those before this one.
    pub after: Option<AuditId>,
    pub limit: i64,
}

/// Reads of people who belong to these regions' subtrees, with their names; the last one first.
pub fn of_people_below(conn: &mut Conn, regions: &[RegionId], sought: &Sought) -> QueryResult<Vec<(ReadRow, String)>> {
    on!(conn, c => {
        let mut query = audit_read::table
            .inner_join(person::table.on(person::id.eq(audit_read::person)))
            .filter(person::region.eq_any(region_closure::table
                .filter(region_closure::ancestor.eq_any(regions.to_vec()))
                .select(region_closure::descendant)))
            .order(audit_read::id.desc())
            .limit(sought.limit)
            .select((ReadRow::as_select(), person::name))
            .into_boxed();
        if let Some(reader) = sought.person {
            query = query.filter(audit_read::person.eq(reader));
        }
        if let Some(from) = sought.from {
            query = query.filter(audit_read::at.ge(from));
        }
        if let Some(to) = sought.to {
            query = query.filter(audit_read::at.le(to));
        }
        if let Some(after) = sought.after {
            query = query.filter(audit_read::id.lt(after));
        }
        query.load(c)
    })
}
