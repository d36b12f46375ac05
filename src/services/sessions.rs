//! Sessions: signing in, new tokens for old ones, and who is behind a request.
use super::Outcome;
use super::accounts;
use super::administration::LogEntry;
use super::devices::{self, DeviceIntroduction, DeviceView};
use super::duties::{self, DutyView};
use super::keys::{AUDIENCE, Claims, DutyClaim, ISSUER, Keys, LIFE_SECONDS, unauthenticated};
use super::passwords::Attempt;
use super::tokens::{RefreshToken, same};
use crate::domain::scope::Subject;
use crate::domain::{
    AdminAction, DeviceId, Instant, IssuedToken, PersonId, PersonState, Secret, SessionEnd, SessionId,
};
use crate::store::session::{self, Holder, Session};
use crate::store::territory::{self, NamedRegion};
use crate::store::{Conn, device};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

const DAY_SECONDS: i64 = 24 * 3600;
/// A session ends after this time, used or not ...
const LIFE_DAYS: i64 = 90;
/// ... and after this time without use.
const IDLE_DAYS: i64 = 14;
/// How long a replaced token is forgiven: a phone whose answer was lost sends it again.
const FORGIVEN_SECONDS: i64 = 60;
/// An access token names the first of a person's duties; the ledger itself reads them all.
const MOST_DUTY_CLAIMS: usize = 16;

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    #[schema(max_length = 64, example = "zhang.san")]
    pub login: String,
    pub password: Secret,
    pub device: DeviceIntroduction,
}

/// What a device holds while its person is signed in.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Tokens {
    /// Goes into `Authorization: Bearer ...`.
    pub access_token: IssuedToken,
    #[schema(example = "Bearer")]
    pub token_type: &'static str,
    /// Seconds that the access token lives.
    pub expires_in: i64,
    /// Exchanged for the next pair at `/v1/auth/refresh`; each is good once.
    pub refresh_token: Secret,
    pub refresh_expires_at: Instant,
    pub person: PersonId,
    pub session: SessionId,
    pub device: Option<DeviceId>,
}

/// Opens a session. `None`: refused, and the attempt was counted.
pub fn sign_in(
    conn: &mut Conn,
    keys: &Keys,
    attempt: &Attempt,
    device: DeviceIntroduction,
    now: Instant,
) -> Outcome<Option<Tokens>> {
    let Some(account) = accounts::let_in(conn, attempt, now)? else {
        return Ok(None);
    };
    let device = devices::introduce(conn, account.id, device, now)?;
    session::end_all_on(conn, device, SessionEnd::SignedInAgain, now)?;
    let token = RefreshToken::first(SessionId::new())?;
    let session = opened(&token, account.id, device, now);
    session::insert(conn, &session)?;
    issue(conn, keys, &session, &token, now).map(Some)
}

fn opened(token: &RefreshToken, person: PersonId, device: DeviceId, now: Instant) -> Session {
    Session {
        id: token.session,
        person,
        device: Some(device),
        token_hash: token.hash(),
        previous_hash: None,
        rotated_at: now,
        created_at: now,
        expires_at: now.plus_seconds(LIFE_DAYS * DAY_SECONDS),
        idle_expires_at: now.plus_seconds(IDLE_DAYS * DAY_SECONDS),
        revoked_at: None,
        revoked_reason: None,
    }
}

/// A pair of tokens for a session: the claims are as the database has them now.
fn issue(conn: &mut Conn, keys: &Keys, session: &Session, token: &RefreshToken, now: Instant) -> Outcome<Tokens> {
    let (_, holder, _) = session::find_held(conn, session.id)?.ok_or_else(unauthenticated)?;
    let claims = claims(conn, session, &holder, now)?;
    Ok(Tokens {
        access_token: keys.sign(&claims)?,
        token_type: "Bearer",
        expires_in: LIFE_SECONDS,
        refresh_token: token.text()?,
        refresh_expires_at: session.idle_expires_at.min(session.expires_at),
        person: session.person,
        session: session.id,
        device: session.device,
    })
}

fn claims(conn: &mut Conn, session: &Session, holder: &Holder, now: Instant) -> Outcome<Claims> {
    let duties = duties::in_force(conn, holder.id, now)?;
    let claim = |duty: crate::domain::scope::Duty| DutyClaim {
        role: duty.role,
        layer: duty.layer,
        org: duty.organisation,
        region: duty.region,
    };
    let iat = now.millis().div_euclid(1000);
    Ok(Claims {
        iss: ISSUER.into(),
        aud: AUDIENCE.into(),
        sub: holder.id,
        sid: session.id,
        did: session.device,
        ver: holder.scope_version,
        duties: duties.into_iter().take(MOST_DUTY_CLAIMS).map(claim).collect(),
        iat,
        nbf: iat,
        exp: iat + LIFE_SECONDS,
        jti: Uuid::now_v7(),
    })
}

/// What a presented refresh token is to its session.
#[derive(Debug, PartialEq, Eq)]
enum Standing {
    Current,
    /// Just replaced, and its successor has not been used: the answer was lost.
    Forgiven,
    /// Replaced long ago: a copy is about.
    Stale,
}

fn standing(session: &Session, presented: &[u8], now: Instant) -> Standing {
    let is_current = same(&session.token_hash, presented);
    let is_previous = session.previous_hash.as_deref().is_some_and(|previous| same(previous, presented));
    let is_fresh = now <= session.rotated_at.plus_seconds(FORGIVEN_SECONDS);
    match (is_current, is_previous && is_fresh) {
        (true, _) => Standing::Current,
        (false, true) => Standing::Forgiven,
        (false, false) => Standing::Stale,
    }
}

/// The next pair of tokens. `None`: refused; where a copy was about, the whole family has ended.
pub fn refresh(conn: &mut Conn, keys: &Keys, presented: &Secret, now: Instant) -> Outcome<Option<Tokens>> {
    let Some(token) = RefreshToken::parse(presented) else {
        return Ok(None);
    };
    let Some(mut session) = renewable(conn, token.session, now)? else {
        return Ok(None);
    };
    let successor = token.successor(&keys.refresh)?;
    if standing(&session, &token.hash(), now) == Standing::Current {
        let idle_expires_at = now.plus_seconds(IDLE_DAYS * DAY_SECONDS);
        session::rotate(conn, &session, &successor.hash(), idle_expires_at, now)?;
        // Ours, or that of a request that was faster with the same token: either way it is told below.
        session = match renewable(conn, token.session, now)? {
            Some(session) => session,
            None => return Ok(None),
        };
    }
    match standing(&session, &token.hash(), now) {
        Standing::Forgiven => issue(conn, keys, &session, &successor, now).map(Some),
        Standing::Current | Standing::Stale => end_family(conn, &session, now).map(|()| None),
    }
}

/// A session that may still go on.
fn renewable(conn: &mut Conn, id: SessionId, now: Instant) -> Outcome<Option<Session>> {
    let held = session::find_held(conn, id)?;
    let may_go_on = |(session, holder, device_revoked_at): &session::Held| {
        holder.state == PersonState::Active
            && device_revoked_at.is_none()
            && session.revoked_at.is_none()
            && now < session.expires_at
            && now < session.idle_expires_at
    };
    Ok(held.filter(may_go_on).map(|(session, _, _)| session))
}

fn end_family(conn: &mut Conn, session: &Session, now: Instant) -> Outcome<()> {
    session::end(conn, session.id, SessionEnd::TokenReplayed, now)?;
    let detail = super::told(&serde_json::json!({ "session": session.id, "device": session.device }));
    let action = AdminAction::EndReplayedSession;
    LogEntry { by: None, action, subject: session.person.to_string(), detail }.write(conn, now)
}

pub fn sign_out(conn: &mut Conn, subject: &Subject, now: Instant) -> Outcome<()> {
    Ok(session::end(conn, subject.session, SessionEnd::SignedOut, now)?)
}

/// Who is behind an access token, and how far the device's acts were consumed: as one snapshot has it.
#[derive(Debug)]
pub struct Present {
    pub subject: Subject,
    pub last_client_seq: i64,
}

/// Whoever the token says it is, an ended session or duty is over.
pub fn present(conn: &mut Conn, claims: &Claims, now: Instant) -> Outcome<Present> {
    let mut rows = session::present(conn, claims.sid)?.into_iter().peekable();
    let (standing, holder, ..) = rows.peek().cloned().ok_or_else(unauthenticated)?;
    if standing.device_revoked_at.is_some() {
        return Err(devices::revoked().into());
    }
    let is_over = standing.revoked_at.is_some() || standing.expires_at <= now || holder.state != PersonState::Active;
    if is_over || holder.id != claims.sub {
        return Err(unauthenticated().into());
    }
    let duties = rows.filter_map(|(_, _, duty, body)| duties::duty_of(duty?, body?)).collect();
    let duties = duties::with_enterprises(conn, duties, now)?;
    let Holder { id, login, name, state: _, scope_version } = holder;
    let session::Standing { id: session, device, last_client_seq, .. } = standing;
    let subject = Subject { person: id, name, login: login.into(), session, device, scope_version, duties };
    Ok(Present { subject, last_client_seq: last_client_seq.unwrap_or(0) })
}

/// The person behind an access token, as the database has it now.
pub fn subject(conn: &mut Conn, claims: &Claims, now: Instant) -> Outcome<Subject> {
    present(conn, claims, now).map(|present| present.subject)
}

/// The person that is signed in.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Me {
    pub person: PersonId,
    pub login: String,
    pub name: String,
    pub session: SessionId,
    pub device: Option<DeviceView>,
    /// Grows with every change of duties.
    pub scope_version: i64,
    /// The duties in force.
    pub duties: Vec<DutyView>,
    /// The regions that the duties name.
    pub regions: Vec<NamedRegion>,
}

pub fn me(conn: &mut Conn, subject: Subject) -> Outcome<Me> {
    let regions = territory::named(conn, &subject.regions())?;
    let device = match subject.device {
        Some(id) => device::find(conn, id)?.map(DeviceView::from),
        None => None,
    };
    let Subject { person, name, login, session, device: _, scope_version, duties } = subject;
    let duties = duties.into_iter().map(DutyView::from).collect();
    Ok(Me { person, login, name, session, device, scope_version, duties, regions })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant::from_millis(1_800_000_000_000);

    #[test]
    fn only_the_token_replaced_within_a_minute_is_forgiven() {
        let token = RefreshToken::first(SessionId::new()).unwrap();
        let next = token.successor(&[7; 32]).unwrap();
        let mut session = opened(&token, PersonId::new(), DeviceId::new(), NOW);
        assert_eq!(standing(&session, &token.hash(), NOW), Standing::Current);
        (session.previous_hash, session.token_hash) = (Some(token.hash()), next.hash());
        assert_eq!(standing(&session, &next.hash(), NOW), Standing::Current);
        assert_eq!(standing(&session, &token.hash(), NOW.plus_seconds(60)), Standing::Forgiven);
        assert_eq!(standing(&session, &token.hash(), NOW.plus_seconds(61)), Standing::Stale);
        let older = RefreshToken::first(session.id).unwrap();
        assert_eq!(standing(&session, &older.hash(), NOW), Standing::Stale);
    }
}
