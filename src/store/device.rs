//! Devices: the phones and browsers that people sign in on.
use super::schema::{device, person, region_closure};
use super::{Conn, StoreError, on};
use crate::domain::{DeviceId, Instant, PersonId, RegionId};
use diesel::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = device, treat_none_as_default_value = false)]
#[diesel(check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct Device {
    pub id: DeviceId,
    pub person: PersonId,
    pub name: String,
    pub platform: String,
    pub last_client_seq: i64,
    pub created_at: Instant,
    pub last_seen_at: Instant,
    pub revoked_at: Option<Instant>,
}

/// Makes a device known, unless its id is known already.
pub fn insert_if_new(conn: &mut Conn, new: &Device) -> Result<(), StoreError> {
    on!(conn, c => diesel::insert_into(device::table)
        .values(new)
        .on_conflict(device::id)
        .do_nothing()
        .execute(c))?;
    Ok(())
}

pub fn find(conn: &mut Conn, id: DeviceId) -> Result<Option<Device>, StoreError> {
    Ok(on!(conn, c => device::table.find(id).select(Device::as_select()).first(c).optional())?)
}

/// Notes that a device was seen, under the name that it gives itself now.
pub fn note_seen(conn: &mut Conn, seen: &Device) -> Result<(), StoreError> {
    on!(conn, c => diesel::update(device::table.find(seen.id))
        .set((
            device::name.eq(&seen.name),
            device::platform.eq(&seen.platform),
            device::last_seen_at.eq(seen.last_seen_at),
        ))
        .execute(c))?;
    Ok(())
}

/// The devices of a person, by id, from the one after `after` on.
pub fn page_of(conn: &mut Conn, person: PersonId, after: DeviceId, limit: i64) -> Result<Vec<Device>, StoreError> {
    Ok(on!(conn, c => device::table
        .filter(device::person.eq(person))
        .filter(device::id.gt(after))
        .order(device::id)
        .limit(limit)
        .select(Device::as_select())
        .load(c))?)
}

/// A device of a person in the subtree of one of `roots`.
pub fn find_within(conn: &mut Conn, roots: &[RegionId], id: DeviceId) -> Result<Option<Device>, StoreError> {
    Ok(on!(conn, c => device::table
        .inner_join(person::table.on(person::id.eq(device::person)))
        .filter(device::id.eq(id))
        .filter(person::region.eq_any(region_closure::table
            .filter(region_closure::ancestor.eq_any(roots))
            .select(region_closure::descendant)))
        .select(Device::as_select())
        .first(c)
        .optional())?)
}

/// Revokes a device; one that was revoked keeps its moment.
pub fn revoke(conn: &mut Conn, id: DeviceId, now: Instant) -> Result<(), StoreError> {
    on!(conn, c => diesel::update(device::table.find(id).filter(device::revoked_at.is_null()))
        .set(device::revoked_at.eq(Some(now)))
        .execute(c))?;
    Ok(())
}
