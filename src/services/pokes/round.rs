//! The watch: one thread of each instance looks at the database for all its streams.
use super::hub::{Hub, StreamId};
use super::{Ears, Heads, Pokes, heads};
use crate::domain::{Instant, OrganisationId, PersonId, RegionId, SessionId};
use crate::services::{Failure, Outcome};
use crate::store::watch::{self, Standing};
use crate::store::{Conn, Store, coverage};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Between two looks at sessions and duties, in milliseconds: what is revoked ends within 5 s.
const STANDING_MILLIS: i64 = 2000;

/// A ledger that has moved: where it was, and where it is.
struct Moved {
    ledger: RegionId,
    after: i64,
    head: i64,
}

/// What the watch remembers from look to look.
#[derive(Default)]
pub struct Watch {
    stood_at: Option<Instant>,
}

impl Watch {
    /// One look. While nobody listens it costs nothing.
    pub fn look(&mut self, pokes: &Arc<Pokes>, store: &Store, now: Instant) -> Outcome<()> {
        pokes.hub().tick(now);
        if pokes.is_idle() {
            return Ok(());
        }
        let own = pokes.clone();
        store.look_now(move |conn| ledgers(conn, &own))?;
        if self.stood_at.is_none_or(|stood| stood.plus_millis(STANDING_MILLIS) <= now || now < stood) {
            let own = pokes.clone();
            store.look_now(move |conn| standings(conn, &own, now))?;
            self.stood_at = Some(now);
        }
        Ok(())
    }
}

/// Pokes whoever sees a ledger that has moved since the last look.
fn ledgers(conn: &mut Conn, pokes: &Pokes) -> Outcome<()> {
    let now = heads(coverage::extents(conn)?);
    let (moved, has_enterprises) = {
        let hub = pokes.hub();
        (moved(hub.heads.as_ref(), &now), hub.has_enterprises())
    };
    if moved.is_empty() {
        return Ok(());
    }
    let ids: Vec<_> = moved.iter().map(|moved| moved.ledger).collect();
    let mut above: HashMap<RegionId, Vec<RegionId>> = HashMap::new();
    for (ledger, region) in watch::above(conn, &ids)? {
        above.entry(ledger).or_default().push(region);
    }
    let after: Vec<_> = moved.iter().map(|moved| (moved.ledger, moved.after)).collect();
    let touched = if has_enterprises { watch::enterprises_touched(conn, &after)? } else { Vec::new() };
    tell(&mut pokes.hub(), now, &moved, &above, touched);
    Ok(())
}

/// A ledger of another epoch, or one that has become shorter, is news from its beginning.
fn moved(before: Option<&Heads>, now: &Heads) -> Vec<Moved> {
    let was = |ledger: &RegionId| before.and_then(|before| before.get(ledger)).copied().unwrap_or((0, 0));
    let moved = now.iter().filter(|(ledger, at)| was(ledger) != **at).map(|(ledger, (epoch, head))| {
        let (old_epoch, old_head) = was(ledger);
        let goes_on = old_epoch == *epoch && old_head <= *head;
        Moved { ledger: *ledger, after: if goes_on { old_head } else { 0 }, head: *head }
    });
    moved.collect()
}

fn tell(
    hub: &mut Hub,
    now: Heads,
    moved: &[Moved],
    above: &HashMap<RegionId, Vec<RegionId>>,
    touched: Vec<(RegionId, OrganisationId)>,
) {
    let heads: HashMap<_, _> = moved.iter().map(|moved| (moved.ledger, moved.head)).collect();
    for (ledger, head) in &heads {
        hub.poke(*ledger, *head, above.get(ledger).map_or(&[], Vec::as_slice));
    }
    for (ledger, enterprise) in touched {
        if let Some(head) = heads.get(&ledger) {
            hub.poke_enterprise(ledger, *head, enterprise);
        }
    }
    if hub.heads.is_some() {
        hub.heads = Some(now);
    }
}

/// A stream as the watch asks for it.
struct Asked {
    id: StreamId,
    person: PersonId,
    session: SessionId,
    ears: Ears,
}

/// Ends the streams of sessions that are over, and tells the others where their duties have changed.
fn standings(conn: &mut Conn, pokes: &Pokes, now: Instant) -> Outcome<()> {
    let asked: Vec<_> = pokes.hub().listeners().map(asked).collect();
    let sessions: BTreeSet<_> = asked.iter().map(|asked| asked.session).collect();
    let sessions: Vec<_> = sessions.into_iter().collect();
    let found = watch::standings(conn, &sessions)?;
    let standing: BTreeMap<_, _> = found.iter().map(|standing| (standing.session, standing)).collect();
    let trees = Trees::below(conn, &asked)?;
    let mut read: BTreeMap<PersonId, Ears> = BTreeMap::new();
    for asked in asked {
        let going_on = standing.get(&asked.session).filter(|standing| !standing.is_over(now));
        match going_on {
            None => pokes.forget(asked.id),
            Some(standing) if has_changed(&asked.ears, standing, &trees, now) => {
                let ears = match read.get(&asked.person) {
                    Some(ears) => ears.clone(),
                    None => Ears::of(conn, asked.person, standing.scope_version, now)?,
                };
                read.insert(asked.person, ears.clone());
                pokes.hub().replace(asked.id, ears);
            }
            Some(_) => {}
        }
    }
    Ok(())
}

fn asked((id, listener): (StreamId, &super::listener::Listener)) -> Asked {
    Asked { id, person: listener.person, session: listener.session, ears: listener.ears.clone() }
}

fn has_changed(ears: &Ears, standing: &Standing, trees: &Trees, now: Instant) -> bool {
    standing.scope_version != ears.scope_version
        || ears.changes_on.is_some_and(|day| day <= now.day())
        || ears.regions.iter().any(|(region, size)| trees.regions.get(region) != Some(size))
        || ears.roots.iter().any(|(root, size)| trees.organisations.get(root) != Some(size))
}

/// How large the trees are that somebody's duties stand on.
struct Trees {
    regions: HashMap<RegionId, i64>,
    organisations: HashMap<OrganisationId, i64>,
}

impl Trees {
    fn below(conn: &mut Conn, asked: &[Asked]) -> Result<Self, Failure> {
        let regions: BTreeSet<_> =
            asked.iter().flat_map(|asked| asked.ears.regions.iter().map(|tree| tree.0)).collect();
        let roots: BTreeSet<_> = asked.iter().flat_map(|asked| asked.ears.roots.iter().map(|tree| tree.0)).collect();
        let (regions, roots): (Vec<_>, Vec<_>) = (regions.into_iter().collect(), roots.into_iter().collect());
        let organisations = if roots.is_empty() { Vec::new() } else { watch::sizes_of_organisations(conn, &roots)? };
        Ok(Self {
            regions: watch::sizes_of_regions(conn, &regions)?.into_iter().collect(),
            organisations: organisations.into_iter().collect(),
        })
    }
}
