//! Devices: introduced at sign-in, revoked by their person or an administrator.
use super::Outcome;
use super::administration::{LogEntry, answerable, missing, page};
use crate::domain::access::{AdminGrant, administer};
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::scope::Subject;
use crate::domain::{AdminAction, DeviceId, Instant, Line, PersonId, SessionEnd};
use crate::store::device::{self, Device};
use crate::store::{Conn, person, session};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How a device presents itself at sign-in.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeviceIntroduction {
    /// Chosen by the device and kept over sign-ins; left out, the server makes one.
    #[serde(default)]
    pub id: Option<DeviceId>,
    #[schema(example = "巡查员的手机")]
    pub name: Line,
    #[schema(example = "android")]
    pub platform: Line,
}

/// A device as it is told.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DeviceView {
    pub id: DeviceId,
    pub person: PersonId,
    pub name: String,
    pub platform: String,
    /// The last number of its acts that the server has.
    pub last_client_seq: i64,
    pub created_at: Instant,
    pub last_seen_at: Instant,
    pub revoked_at: Option<Instant>,
}

impl From<Device> for DeviceView {
    fn from(row: Device) -> Self {
        let Device { id, person, name, platform, last_client_seq, created_at, last_seen_at, revoked_at } = row;
        Self { id, person, name, platform, last_client_seq, created_at, last_seen_at, revoked_at }
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DevicePage {
    pub items: Vec<DeviceView>,
    /// Send this back as `after`; absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<DeviceId>,
}

/// Makes the device known, or finds it again; refused if it is somebody else's or revoked.
pub(super) fn introduce(conn: &mut Conn, person: PersonId, new: DeviceIntroduction, now: Instant) -> Outcome<DeviceId> {
    let DeviceIntroduction { id, name, platform } = new;
    let seen = Device {
        id: id.unwrap_or_default(),
        person,
        name: name.into(),
        platform: platform.into(),
        last_client_seq: 0,
        created_at: now,
        last_seen_at: now,
        revoked_at: None,
    };
    device::insert_if_new(conn, &seen)?;
    let known = device::find(conn, seen.id)?;
    if known.is_none_or(|known| known.person != person || known.revoked_at.is_some()) {
        return Err(revoked().into());
    }
    device::note_seen(conn, &seen)?;
    Ok(seen.id)
}

pub(super) fn revoked() -> Fault {
    Fault::new(FaultCode::DeviceRevoked, "the device was revoked, or belongs to somebody else")
}

/// The devices of the person itself, or of one whom it administers.
pub fn list(
    conn: &mut Conn,
    subject: &Subject,
    of: Option<PersonId>,
    after: DeviceId,
    limit: usize,
) -> Outcome<DevicePage> {
    let person = match of {
        Some(other) if other != subject.person => {
            let grant = administer(subject).ok_or_else(|| missing("person"))?;
            person::find_within(conn, &grant.regions(), other)?.ok_or_else(|| missing("person"))?.id
        }
        _ => subject.person,
    };
    let rows = device::page_of(conn, person, after, limit as i64 + 1)?;
    let (rows, next) = page(rows, limit, |row| row.id);
    Ok(DevicePage { items: rows.into_iter().map(DeviceView::from).collect(), next })
}

/// Revokes a device of one's own, or of a person whom one administers: its sessions end at once.
pub fn revoke(conn: &mut Conn, subject: &Subject, id: DeviceId, now: Instant) -> Outcome<()> {
    let owner = match device::find(conn, id)? {
        Some(device) if device.person == subject.person => device.person,
        _ => administered(conn, administer(subject).as_ref(), id)?.person,
    };
    device::revoke(conn, id, now)?;
    session::end_all_on(conn, id, SessionEnd::DeviceRevoked, now)?;
    let detail = super::told(&serde_json::json!({ "device": id }));
    let (by, action) = (Some(subject.person), AdminAction::RevokeDevice);
    LogEntry { by, action, subject: owner.to_string(), detail }.write(conn, now)
}

fn administered(conn: &mut Conn, grant: Option<&AdminGrant>, id: DeviceId) -> Outcome<Device> {
    let grant = grant.ok_or_else(|| missing("device"))?;
    let device = device::find_within(conn, &grant.regions(), id)?.ok_or_else(|| missing("device"))?;
    answerable(conn, grant, device.person)?;
    Ok(device)
}
