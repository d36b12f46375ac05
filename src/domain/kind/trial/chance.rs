//! Chance: who tries which act, in which order, with how sound a body.
use super::{Desk, Done, Person};
use crate::domain::kind::Kind;
use proptest::prelude::*;
use serde_json::{Value, json};

/// One try: who, which act (of those open to that person, or of all), how the body varies, and whether
/// it is spoilt.
#[derive(Debug, Clone, Copy)]
pub struct Try {
    pub person: usize,
    pub act: usize,
    pub is_lawful: bool,
    pub variant: usize,
    pub spoils: Option<usize>,
}

pub fn tries(most: usize) -> impl Strategy<Value = Vec<Try>> {
    let spoils = prop::option::weighted(0.1, any::<usize>());
    let one = (any::<usize>(), any::<usize>(), prop::bool::weighted(0.85), any::<usize>(), spoils);
    let one = one.prop_map(|(person, act, is_lawful, variant, spoils)| Try { person, act, is_lawful, variant, spoils });
    prop::collection::vec(one, 1..=most)
}

pub fn pick<T: Clone>(from: &[T], n: usize) -> T {
    from[n % from.len()].clone()
}

/// A body that no app of ours would send: something is missing, of another type, or too much.
pub fn spoilt(mut body: Value, n: usize) -> Value {
    let names: Vec<_> = body.as_object().into_iter().flat_map(|fields| fields.keys().cloned()).collect();
    let values = [
        Value::Null,
        json!(-1),
        json!(""),
        json!(9_007_199_254_740_991_i64),
        json!([]),
        json!({}),
        json!("2019-02-29"),
        json!([["a"], 1]),
        json!(true),
        json!("x".repeat(5000)),
    ];
    let Some(fields) = body.as_object_mut().filter(|_| !names.is_empty()) else {
        return pick(&values, n);
    };
    match n % 4 {
        0 => drop(fields.remove(&pick(&names, n / 4))),
        1 => drop(fields.insert("unheard_of".to_owned(), pick(&values, n / 4))),
        2 => return Value::Array(fields.values().cloned().collect()),
        _ => drop(fields.insert(pick(&names, n / 4), pick(&values, n / 4 / names.len()))),
    }
    body
}

impl Try {
    pub fn who<'a>(&self, people: &'a [Person]) -> &'a Person {
        &people[self.person % people.len()]
    }
    /// An act of those that are open, or of all; one that makes the record where there is none.
    pub fn act(&self, kind: &dyn Kind, is_new: bool, open: &[String]) -> String {
        let beginnings: Vec<_> = kind.acts().iter().filter(|act| kind.creates(act)).collect();
        match (is_new, self.is_lawful && !open.is_empty()) {
            (true, _) => (*pick(&beginnings, self.act)).to_string(),
            (false, true) => pick(open, self.act),
            (false, false) => pick(kind.acts(), self.act).to_owned(),
        }
    }
    pub fn body(&self, sound: Value) -> Value {
        self.spoils.map_or(sound.clone(), |n| spoilt(sound, n))
    }
}

impl Desk {
    /// Tries an act; tells its name if it was done. What was done was open before.
    pub fn chance(&mut self, one: Try, people: &[Person], body: impl Fn(&str) -> Value) -> Option<String> {
        let (who, is_new) = (one.who(people), self.state.is_none());
        let open = self.open_acts(who);
        let act = one.act(self.kind, is_new, &open);
        self.does(who, &act, one.body(body(&act))).ok()?;
        assert!(is_new || open.contains(&act), "{act} was done though it was not open");
        Some(act)
    }

    /// The entries alone give the record again, and the record alone what it counts.
    pub fn folds_again(&self) {
        self.keeps_its_measures();
        let fold = |state: Option<Value>, done: &Done| {
            Some(self.kind.fold(state.as_ref(), &done.stamp, &done.decided, &done.sent).unwrap())
        };
        assert_eq!(self.done.iter().fold(None, fold), self.state);
    }
}
