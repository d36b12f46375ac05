//! Accounts: passwords right and wrong, one-time links, the first administrator.
use super::administration::{LogEntry, missing, taken};
use super::organisations;
use super::passwords::{Attempt, PasswordHash};
use super::tokens::{InvitationToken, invitation_hash, unusable};
use super::{Failure, Outcome};
use crate::domain::fault::{Fault, FaultCode};
use crate::domain::{
    AdminAction, DutyId, Instant, InvitationPurpose, Line, Login, OrganisationKind, PersonId, PersonState, RegionId,
    Role, Secret, SessionEnd, SessionId,
};
use crate::store::invitation::{self, Invitation};
use crate::store::organisation::Organisation;
use crate::store::person::{self, Person};
use crate::store::{Conn, StoreError, duty, session, territory};

/// Wrong passwords in a row that close an account for a while.
const MOST_FAILURES: i64 = 5;
const LOCKED_SECONDS: i64 = 15 * 60;
/// How long a one-time link may be used.
const INVITATION_SECONDS: i64 = 24 * 3600;

/// Somebody with a login, and what its password is held against.
#[derive(Clone)]
pub struct Account {
    pub id: PersonId,
    pub login: Login,
    pub name: String,
    pub(super) password_hash: Option<PasswordHash>,
}

impl From<Person> for Account {
    fn from(person: Person) -> Self {
        let Person { id, login, name, password_hash, .. } = person;
        Self { id, login, name, password_hash: password_hash.map(PasswordHash) }
    }
}

/// The account of a login, as somebody typed it.
pub fn known(conn: &mut Conn, typed: &str) -> Outcome<Option<Account>> {
    match Login::try_from(typed.trim().to_ascii_lowercase()) {
        Ok(login) => Ok(person::find_by_login(conn, login.as_str())?.map(Account::from)),
        Err(_) => Ok(None),
    }
}

/// The account of a person.
pub fn of(conn: &mut Conn, id: PersonId) -> Outcome<Account> {
    Ok(person::find(conn, id)?.ok_or_else(|| missing("person"))?.into())
}

/// The account behind an attempt, if its password is right and it is open now. A wrong attempt is
/// counted: the caller must commit and then refuse.
pub(super) fn let_in(conn: &mut Conn, attempt: &Attempt, now: Instant) -> Outcome<Option<Account>> {
    if let Some(account) = attempt.right()
        && let Some(PasswordHash(hash)) = &account.password_hash
        && person::let_in(conn, account.id, hash, now)?
    {
        return Ok(Some(account.clone()));
    }
    refuse(conn, attempt, now)?;
    Ok(None)
}

/// Leaves one line whatever the reason, so that every refusal takes the same time.
fn refuse(conn: &mut Conn, attempt: &Attempt, now: Instant) -> Outcome<()> {
    let named = attempt.named().map(|account| account.id);
    if let Some(id) = named {
        count_failure(conn, id, now)?;
    }
    let subject = named.map_or_else(|| "unknown login".to_owned(), |id| id.to_string());
    LogEntry { by: None, action: AdminAction::RefuseSignIn, subject, detail: String::new() }.write(conn, now)
}

/// Failures while the account is locked do not lock it for longer.
fn count_failure(conn: &mut Conn, id: PersonId, now: Instant) -> Outcome<()> {
    let is_locked = person::find(conn, id)?.and_then(|person| person.locked_until).is_some_and(|until| now < until);
    if !is_locked && person::count_failure(conn, id)? >= MOST_FAILURES {
        person::lock_until(conn, id, now.plus_seconds(LOCKED_SECONDS))?;
    }
    Ok(())
}

/// Sets a new password after the old one was right, and ends the person's other sessions.
/// `false`: the old one was wrong.
pub fn change_password(
    conn: &mut Conn,
    attempt: &Attempt,
    new: &PasswordHash,
    kept: SessionId,
    now: Instant,
) -> Outcome<bool> {
    let Some(account) = let_in(conn, attempt, now)? else {
        return Ok(false);
    };
    person::set_password(conn, account.id, &new.0, now)?;
    session::end_others(conn, account.id, kept, SessionEnd::PasswordChanged, now)?;
    let (action, subject) = (AdminAction::ChangePassword, account.id.to_string());
    LogEntry { by: Some(account.id), action, subject, detail: String::new() }.write(conn, now)?;
    Ok(true)
}

/// Makes a one-time link for a person; earlier ones end.
pub(super) fn invite(
    conn: &mut Conn,
    person: PersonId,
    purpose: InvitationPurpose,
    by: Option<PersonId>,
    now: Instant,
) -> Outcome<InvitationToken> {
    invitation::withdraw_all(conn, person, now)?;
    let token = InvitationToken::draw(now.plus_seconds(INVITATION_SECONDS))?;
    let row = Invitation {
        token_hash: invitation_hash(&token.token)?,
        person,
        purpose,
        expires_at: token.expires_at,
        used_at: None,
        created_at: now,
        created_by: by,
    };
    invitation::insert(conn, &row)?;
    Ok(token)
}

/// The account that a one-time link invites.
pub fn invited(conn: &mut Conn, token: &Secret, now: Instant) -> Outcome<Account> {
    let person = invitation::invited(conn, &invitation_hash(token)?, now)?;
    let person = person.filter(|person| person.state != PersonState::Deactivated);
    Ok(person.ok_or_else(unusable)?.into())
}

/// Uses a one-time link up: sets the password, opens the account, ends all earlier sessions.
pub fn redeem(conn: &mut Conn, token: &Secret, new: &PasswordHash, now: Instant) -> Outcome<()> {
    let account = invited(conn, token, now)?;
    if !invitation::use_up(conn, &invitation_hash(token)?, now)? {
        return Err(unusable().into());
    }
    person::set_password(conn, account.id, &new.0, now)?;
    session::end_others(conn, account.id, SessionId::NIL, SessionEnd::PasswordChanged, now)?;
    let (action, subject) = (AdminAction::RedeemInvitation, account.id.to_string());
    LogEntry { by: Some(account.id), action, subject, detail: String::new() }.write(conn, now)
}

/// The first administrator of the platform, over `region` and all below it. Refused once an
/// administrator has signed in; asked again before that, it makes a new link.
pub fn first_administrator(
    conn: &mut Conn,
    login: Login,
    name: Line,
    region: RegionId,
    now: Instant,
) -> Outcome<InvitationToken> {
    if duty::administrator_exists(conn)? {
        return Err(Fault::new(FaultCode::Conflict, "there is an administrator already").into());
    }
    let id = match person::find_by_login(conn, login.as_str())? {
        Some(person) if person.state == PersonState::Invited => person.id,
        Some(_) => return Err(Fault::new(FaultCode::AlreadyExists, "the login is taken").at("/login").into()),
        None => appoint_first(conn, login, name, region, now)?,
    };
    invite(conn, id, InvitationPurpose::FirstAdministrator, None, now)
}

fn appoint_first(conn: &mut Conn, login: Login, name: Line, region: RegionId, now: Instant) -> Outcome<PersonId> {
    let level = territory::level_within(conn, &[region], region)?;
    let level = level.ok_or_else(|| Fault::invalid("/region", "no such region"))?;
    let body = Organisation {
        tier: level.tier(),
        ..organisations::row(OrganisationKind::Territorial, "平台管理".to_owned(), region, now)
    };
    organisations::insert(conn, &body)?;
    let person = newcomer(PersonId::new(), login, name.into(), region, None, now);
    insert_person(conn, &person)?;
    let duty = duty::Duty {
        id: DutyId::new(),
        person: person.id,
        organisation: body.id,
        role: Role::Administrator,
        region,
        sectors: Vec::new().into(),
        from_on: now.day(),
        to_on: None,
        ended_at: None,
        created_at: now,
        created_by: None,
    };
    duty::insert(conn, &[duty])?;
    let (action, subject) = (AdminAction::CreatePerson, person.id.to_string());
    LogEntry { by: None, action, subject, detail: "the first administrator".into() }.write(conn, now)?;
    Ok(person.id)
}

/// A person who has yet to set a password.
pub(super) fn newcomer(
    id: PersonId,
    login: Login,
    name: String,
    region: RegionId,
    by: Option<PersonId>,
    now: Instant,
) -> Person {
    Person {
        id,
        login,
        name,
        region,
        password_hash: None,
        password_changed_at: None,
        state: PersonState::Invited,
        failed_attempts: 0,
        locked_until: None,
        scope_version: 1,
        created_at: now,
        created_by: by,
    }
}

pub(super) fn insert_person(conn: &mut Conn, person: &Person) -> Outcome<()> {
    person::insert(conn, std::slice::from_ref(person)).map_err(|error| match error {
        StoreError::Constraint(rule) if rule.contains("login") => taken("/login", "the login is taken"),
        StoreError::Constraint(_) => taken("/id", "the id is taken"),
        error => Failure::from(error),
    })
}
