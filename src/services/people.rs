//! People, as administrators make them, lock them and let them in again.
use super::Outcome;
use super::accounts::{insert_person, invite, newcomer};
use super::administration::{LogEntry, answerable, missing, page, region_within};
use super::duties::{self, DutyView};
use super::tokens::InvitationToken;
use crate::domain::access::AdminGrant;
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::{
    AdminAction, Instant, InvitationPurpose, Line, Login, PersonId, PersonState, RegionCode, RegionId, SessionEnd,
    SessionId,
};
use crate::store::person::{self, Person};
use crate::store::{Conn, invitation, session};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPerson {
    #[serde(default)]
    pub id: Option<PersonId>,
    pub login: Login,
    pub name: Line,
    /// Where the person is administered.
    pub region: RegionCode,
}

/// A person as it is told.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PersonView {
    pub id: PersonId,
    pub login: Login,
    pub name: String,
    pub region: RegionId,
    pub state: PersonState,
    /// Grows with every change of duties.
    pub scope_version: i64,
    pub created_at: Instant,
}

impl From<Person> for PersonView {
    fn from(row: Person) -> Self {
        let Person { id, login, name, region, state, scope_version, created_at, .. } = row;
        Self { id, login, name, region, state, scope_version, created_at }
    }
}

/// A person with the duties that nobody has ended.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PersonWithDuties {
    pub person: PersonView,
    pub duties: Vec<DutyView>,
}

/// A new person with the one-time link, which is told only here.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct InvitedPerson {
    pub person: PersonView,
    pub invitation: InvitationToken,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PersonPage {
    pub items: Vec<PersonView>,
    /// Send this back as `after`; absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<PersonId>,
}

pub fn create(conn: &mut Conn, grant: &AdminGrant, new: NewPerson, now: Instant) -> Outcome<InvitedPerson> {
    let (at, _) = region_within(conn, grant, &new.region)?;
    let (by, detail) = (Some(grant.person()), super::told(&new));
    let NewPerson { id, login, name, region: _ } = new;
    let row = newcomer(id.unwrap_or_default(), login, name.into(), at, by, now);
    insert_person(conn, &row)?;
    let invitation = invite(conn, row.id, InvitationPurpose::NewPerson, by, now)?;
    LogEntry { by, action: AdminAction::CreatePerson, subject: row.id.to_string(), detail }.write(conn, now)?;
    Ok(InvitedPerson { person: row.into(), invitation })
}

pub fn find(conn: &mut Conn, grant: &AdminGrant, id: PersonId) -> Outcome<PersonWithDuties> {
    let person = person::find_within(conn, &grant.regions(), id)?.ok_or_else(|| missing("person"))?;
    let duties = duties::of_person(conn, id)?;
    Ok(PersonWithDuties { person: person.into(), duties: duties.into_iter().map(DutyView::from).collect() })
}

pub fn list(conn: &mut Conn, grant: &AdminGrant, after: PersonId, limit: usize) -> Outcome<PersonPage> {
    let rows = person::page_within(conn, &grant.regions(), after, limit as i64 + 1)?;
    let (rows, next) = page(rows, limit, |row| row.id);
    Ok(PersonPage { items: rows.into_iter().map(PersonView::from).collect(), next })
}

/// A new one-time link: the first one was lost, or the password was.
pub fn reissue_invitation(conn: &mut Conn, grant: &AdminGrant, id: PersonId, now: Instant) -> Outcome<InvitationToken> {
    let person = answerable(conn, grant, id)?;
    let purpose = match person.state {
        PersonState::Invited => InvitationPurpose::NewPerson,
        PersonState::Active => InvitationPurpose::NewPassword,
        PersonState::Deactivated => {
            return Err(Fault::new(FaultCode::Conflict, "the person is deactivated: activate it first").into());
        }
    };
    let by = Some(grant.person());
    let (action, detail) = (AdminAction::ReissueInvitation, String::new());
    LogEntry { by, action, subject: id.to_string(), detail }.write(conn, now)?;
    invite(conn, id, purpose, by, now)
}

/// Locks a person out, at once and everywhere.
pub fn deactivate(conn: &mut Conn, grant: &AdminGrant, id: PersonId, now: Instant) -> Outcome<()> {
    answerable(conn, grant, id)?;
    person::set_state(conn, id, PersonState::Deactivated)?;
    invitation::withdraw_all(conn, id, now)?;
    session::end_others(conn, id, SessionId::NIL, SessionEnd::PersonDeactivated, now)?;
    let (by, action) = (Some(grant.person()), AdminAction::DeactivatePerson);
    LogEntry { by, action, subject: id.to_string(), detail: String::new() }.write(conn, now)
}

/// Lets a person sign in again, with the password that it had.
pub fn activate(conn: &mut Conn, grant: &AdminGrant, id: PersonId, now: Instant) -> Outcome<()> {
    let person = answerable(conn, grant, id)?;
    let state = match person.password_hash {
        Some(_) => PersonState::Active,
        None => PersonState::Invited,
    };
    person::set_state(conn, id, state)?;
    let (by, action) = (Some(grant.person()), AdminAction::ActivatePerson);
    LogEntry { by, action, subject: id.to_string(), detail: String::new() }.write(conn, now)
}
