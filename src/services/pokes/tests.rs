//! What a stream hears, without a database.
use super::*;
use crate::domain::OrganisationId;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Wake;

const COUNTY: RegionId = RegionId(360702000000);
const HOME: RegionId = RegionId(360702100000);
const NOW: Instant = Instant::from_millis(1_000_000);

#[derive(Default)]
struct Woken(AtomicUsize);
impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

fn opening(ears: Ears) -> Opening {
    let (person, session) = (PersonId::new(), SessionId::new());
    Opening { ears, person, session, expires_at: NOW.plus_seconds(600), heads: Some(Heads::new()) }
}

fn of_region(region: RegionId) -> Ears {
    Ears { regions: vec![(region, 1)], ..Ears::default() }
}

fn heard(pokes: &Pokes, id: StreamId) -> String {
    match pokes.hear(id, NOW, Waker::noop()) {
        Heard::Text(text) => text,
        Heard::Nothing => String::new(),
        Heard::End => "end".to_owned(),
    }
}

#[test]
fn a_stream_hears_of_the_ledgers_below_its_regions_once_with_the_newest_number() {
    let pokes = Pokes::default();
    let id = pokes.open(opening(of_region(COUNTY)), NOW).unwrap();
    let other = pokes.open(opening(of_region(RegionId(360704000000))), NOW).unwrap();
    let woken = Arc::new(Woken::default());
    assert_eq!(pokes.hear(id, NOW, &woken.clone().into()), Heard::Nothing);
    for seq in [7, 8, 9] {
        pokes.hub().poke(HOME, seq, &[HOME, COUNTY]);
    }
    assert_eq!(woken.0.load(Ordering::Relaxed), 1);
    assert_eq!(heard(&pokes, id), "event: ledger\ndata: {\"ledger\":\"360702100000\",\"seq\":9}\n\n");
    assert_eq!((heard(&pokes, id).as_str(), heard(&pokes, other).as_str()), ("", ""));
}

#[test]
fn a_slow_reader_of_very_many_ledgers_is_told_to_ask_for_all() {
    let pokes = Pokes::default();
    let id = pokes.open(opening(of_region(COUNTY)), NOW).unwrap();
    for n in 0..257 {
        pokes.hub().poke(RegionId(n), 1, &[COUNTY]);
    }
    assert_eq!(heard(&pokes, id), "event: scope\ndata: {}\n\n");
}

#[test]
fn an_enterprise_hears_of_its_own_changes_alone() {
    let (pokes, own) = (Pokes::default(), OrganisationId::new());
    let id = pokes.open(opening(Ears { enterprises: vec![own], ..Ears::default() }), NOW).unwrap();
    pokes.hub().poke(HOME, 5, &[HOME, COUNTY]);
    pokes.hub().poke_enterprise(HOME, 5, OrganisationId::new());
    assert_eq!(heard(&pokes, id), "");
    pokes.hub().poke_enterprise(HOME, 5, own);
    assert!(heard(&pokes, id).contains("\"seq\":5"));
}

#[test]
fn a_silent_stream_gives_a_sign_of_life_and_ends_with_its_token() {
    let pokes = Pokes::default();
    let id = pokes.open(opening(of_region(HOME)), NOW).unwrap();
    pokes.hub().tick(NOW.plus_seconds(14));
    assert_eq!(heard(&pokes, id), "");
    pokes.hub().tick(NOW.plus_seconds(15));
    assert_eq!(heard(&pokes, id), ":\n\n");
    pokes.hub().tick(NOW.plus_seconds(600));
    assert_eq!(heard(&pokes, id), "end");
    assert!(pokes.is_idle() && pokes.hub().heads.is_none());
}

#[test]
fn streams_have_a_limit_and_a_device_takes_the_place_of_its_own() {
    let pokes = Pokes::with_at_most(9);
    let first = opening(of_region(HOME));
    let (person, session) = (first.person, first.session);
    let oldest = pokes.open(first, NOW).unwrap();
    for _ in 1..MOST_OF_A_PERSON {
        pokes.open(Opening { person, ..opening(of_region(HOME)) }, NOW).unwrap();
    }
    let foreign = pokes.open(Opening { person, ..opening(of_region(HOME)) }, NOW).unwrap_err();
    assert_eq!(foreign.code, FaultCode::TooManyRequests);
    pokes.open(Opening { person, session, ..opening(of_region(HOME)) }, NOW).unwrap();
    assert_eq!(heard(&pokes, oldest), "end");
    let last = opening(of_region(HOME));
    let (person, session) = (last.person, last.session);
    let replaced = pokes.open(last, NOW).unwrap();
    assert_eq!(pokes.open(opening(of_region(HOME)), NOW).unwrap_err().code, FaultCode::Busy);
    pokes.open(Opening { person, session, ..opening(of_region(HOME)) }, NOW).unwrap();
    assert_eq!(heard(&pokes, replaced), "end");
    pokes.close();
    assert!(pokes.is_idle() && pokes.open(opening(of_region(HOME)), NOW).is_err());
}

#[test]
fn who_sees_other_things_is_told_and_listens_to_those() {
    let pokes = Pokes::default();
    let id = pokes.open(opening(of_region(HOME)), NOW).unwrap();
    pokes.hub().replace(id, of_region(COUNTY));
    pokes.hub().poke(HOME, 5, &[HOME]);
    assert_eq!(heard(&pokes, id), "event: scope\ndata: {}\n\n");
    pokes.hub().poke(HOME, 6, &[HOME, COUNTY]);
    assert!(heard(&pokes, id).contains("\"seq\":6"));
}

#[test]
fn a_stream_costs_a_few_hundred_bytes() {
    assert!(std::mem::size_of::<listener::Listener>() <= 320);
}
