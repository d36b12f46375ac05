//! Who listens to what: streams, found by region, by enterprise and by session.
use super::listener::Listener;
use super::{Ears, Heads, Opening};
use crate::domain::{Instant, OrganisationId, PersonId, RegionId, SessionId};
use crate::services::config::KEEP_ALIVE_SECONDS;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::Hash;
use std::task::Waker;

/// Streams are numbered in the order in which they are opened.
pub type StreamId = u64;

/// What a stream hears when it listens.
#[derive(Debug, PartialEq, Eq)]
pub enum Heard {
    /// Server-sent events, to be sent as they are.
    Text(String),
    Nothing,
    /// The stream has ended.
    End,
}

type Index<K> = HashMap<K, BTreeSet<StreamId>>;

#[derive(Default)]
pub struct Hub {
    next: StreamId,
    streams: BTreeMap<StreamId, Listener>,
    by_region: Index<RegionId>,
    by_enterprise: Index<OrganisationId>,
    by_person: HashMap<PersonId, usize>,
    /// Where the ledgers stood at the last look; unknown while nobody listens.
    pub(super) heads: Option<Heads>,
    is_closed: bool,
}

impl Hub {
    pub fn is_idle(&self) -> bool {
        self.streams.is_empty()
    }
    pub fn is_closed(&self) -> bool {
        self.is_closed
    }
    pub fn len(&self) -> usize {
        self.streams.len()
    }
    pub fn streams_of(&self, person: PersonId) -> usize {
        self.by_person.get(&person).copied().unwrap_or(0)
    }
    pub fn has_enterprises(&self) -> bool {
        !self.by_enterprise.is_empty()
    }
    pub fn listeners(&self) -> impl Iterator<Item = (StreamId, &Listener)> {
        self.streams.iter().map(|(id, listener)| (*id, listener))
    }

    pub fn add(&mut self, opening: Opening, now: Instant) -> StreamId {
        let Opening { ears, person, session, expires_at, heads } = opening;
        // Without heads of an earlier look every ledger is news: too much rather than too little.
        self.heads.get_or_insert_with(|| heads.unwrap_or_default());
        let id = self.next;
        self.next += 1;
        self.enter(id, &ears);
        *self.by_person.entry(person).or_default() += 1;
        self.streams.insert(id, Listener::new(person, session, expires_at, ears, now));
        id
    }

    fn enter(&mut self, id: StreamId, ears: &Ears) {
        for (region, _) in &ears.regions {
            self.by_region.entry(*region).or_default().insert(id);
        }
        for enterprise in &ears.enterprises {
            self.by_enterprise.entry(*enterprise).or_default().insert(id);
        }
    }

    fn leave(&mut self, id: StreamId, ears: &Ears) {
        ears.regions.iter().for_each(|(region, _)| take_out(&mut self.by_region, region, id));
        ears.enterprises.iter().for_each(|enterprise| take_out(&mut self.by_enterprise, enterprise, id));
    }

    pub fn remove(&mut self, id: StreamId) {
        let Some(mut listener) = self.streams.remove(&id) else {
            return;
        };
        self.leave(id, &listener.ears);
        if let Some(count) = self.by_person.get_mut(&listener.person) {
            *count -= 1;
            if *count == 0 {
                self.by_person.remove(&listener.person);
            }
        }
        if self.is_idle() {
            self.heads = None;
        }
        listener.wake();
    }

    pub fn drop_oldest_of(&mut self, session: SessionId) -> bool {
        let oldest = self.listeners().find(|(_, listener)| listener.session == session).map(|(id, _)| id);
        oldest.inspect(|id| self.remove(*id)).is_some()
    }

    pub fn close(&mut self) {
        self.is_closed = true;
        let ids: Vec<_> = self.streams.keys().copied().collect();
        ids.into_iter().for_each(|id| self.remove(id));
    }

    pub fn hear(&mut self, id: StreamId, now: Instant, waker: &Waker) -> Heard {
        let Some(listener) = self.streams.get_mut(&id) else {
            return Heard::End;
        };
        let text = listener.told(now);
        if text.is_empty() {
            listener.wait(waker);
            return Heard::Nothing;
        }
        Heard::Text(text)
    }

    /// A ledger below these regions, itself among them, has come to a number.
    pub fn poke(&mut self, ledger: RegionId, seq: i64, above: &[RegionId]) {
        let ids: BTreeSet<_> =
            above.iter().filter_map(|region| self.by_region.get(region)).flatten().copied().collect();
        self.tell(ids, |listener| listener.poke(ledger, seq));
    }

    /// Records of an enterprise have changed in a ledger.
    pub fn poke_enterprise(&mut self, ledger: RegionId, seq: i64, enterprise: OrganisationId) {
        let ids = self.by_enterprise.get(&enterprise).cloned().unwrap_or_default();
        self.tell(ids, |listener| listener.poke(ledger, seq));
    }

    fn tell(&mut self, ids: BTreeSet<StreamId>, tell: impl Fn(&mut Listener)) {
        for id in ids {
            if let Some(listener) = self.streams.get_mut(&id) {
                tell(listener);
            }
        }
    }

    /// The person behind a stream sees other things now.
    pub fn replace(&mut self, id: StreamId, ears: Ears) {
        let Some(listener) = self.streams.get_mut(&id) else {
            return;
        };
        let old = std::mem::replace(&mut listener.ears, ears.clone());
        listener.poke_scope();
        self.leave(id, &old);
        self.enter(id, &ears);
    }

    /// Ends what has expired; gives a sign of life to who has heard nothing for long.
    pub fn tick(&mut self, now: Instant) {
        let expired = self.listeners().filter(|(_, listener)| listener.expires_at <= now);
        let expired: Vec<_> = expired.map(|(id, _)| id).collect();
        expired.into_iter().for_each(|id| self.remove(id));
        let silent = now.plus_seconds(-KEEP_ALIVE_SECONDS.cast_signed());
        self.streams.values_mut().filter(|listener| listener.told_at <= silent).for_each(Listener::beat);
    }
}

fn take_out<K: Hash + Eq>(index: &mut Index<K>, key: &K, id: StreamId) {
    if let Some(ids) = index.get_mut(key) {
        ids.remove(&id);
        if ids.is_empty() {
            index.remove(key);
        }
    }
}
