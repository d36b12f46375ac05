//! What every act of an administrator has in common: its line in the log, and what it may not touch.
use super::{Failure, Outcome};
use crate::domain::access::AdminGrant;
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::{AdminAction, Instant, LogId, PersonId, RegionCode, RegionId, RegionLevel};
use crate::store::admin_log::{self, LogLine};
use crate::store::{Conn, coverage, person, territory};

/// A line of the log to be.
pub(super) struct LogEntry {
    pub by: Option<PersonId>,
    pub action: AdminAction,
    pub subject: String,
    pub detail: String,
}

impl LogEntry {
    pub fn write(self, conn: &mut Conn, now: Instant) -> Outcome<()> {
        let Self { by, action, subject, detail } = self;
        Ok(admin_log::append(conn, &LogLine { id: LogId::new(), at: now, person: by, action, subject, detail })?)
    }
}

/// The region that a code names or ever named, if it lies within the administrator's.
pub(super) fn region_within(
    conn: &mut Conn,
    grant: &AdminGrant,
    code: &RegionCode,
) -> Outcome<(RegionId, RegionLevel)> {
    let unknown = || Fault::invalid("/region", "no such region");
    let named = coverage::named(conn, std::slice::from_ref(code))?;
    let (_, id) = named.into_iter().next().ok_or_else(unknown)?;
    let level = territory::level_within(conn, &grant.regions(), id)?;
    Ok((id, level.ok_or_else(unknown)?))
}

/// The same for what is missing and for what lies outside of the administrator's regions.
pub(super) fn missing(what: &str) -> Fault {
    Fault::not_found(format!("no such {what}"))
}

pub(super) fn taken(pointer: &str, detail: &str) -> Failure {
    Fault::new(FaultCode::AlreadyExists, detail).at(pointer).into()
}

/// Separation of duty 8: nobody administers his own account.
pub(super) fn other_than_himself(grant: &AdminGrant, person: PersonId) -> Outcome<()> {
    match grant.person() == person {
        true => Err(Fault::forbidden("an administrator does not administer his own account").into()),
        false => Ok(()),
    }
}

/// A person of the administrator's regions, other than himself, none of whose duties reach
/// further: else a new link for somebody above would be a way up.
pub(super) fn answerable(conn: &mut Conn, grant: &AdminGrant, id: PersonId) -> Outcome<person::Person> {
    other_than_himself(grant, id)?;
    let regions = grant.regions();
    let person = person::find_within(conn, &regions, id)?.ok_or_else(|| missing("person"))?;
    if person::reaches_beyond(conn, &regions, id)? {
        return Err(Fault::forbidden("the person's duties reach beyond your regions").into());
    }
    Ok(person)
}

/// One page of what the store gave, which was asked for one more than `limit`; and where the next begins.
pub(super) fn page<T, K>(mut rows: Vec<T>, limit: usize, key: impl Fn(&T) -> K) -> (Vec<T>, Option<K>) {
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| has_more).map(key);
    (rows, next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_tells_where_the_next_one_begins_only_if_there_is_one() {
        assert_eq!(page(vec![1, 2, 3], 2, |n| *n), (vec![1, 2], Some(2)));
        assert_eq!(page(vec![1, 2], 2, |n| *n), (vec![1, 2], None));
        assert_eq!(page(Vec::<i32>::new(), 2, |n| *n), (vec![], None));
    }
}
