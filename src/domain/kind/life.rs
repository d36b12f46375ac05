//! From a typed kind to what the engine asks for.
use super::field::{self, Field};
use super::photo::{self, Photo};
use super::shape::Shape;
use super::{Consequence, Facets, Facts, Judgement, Kind, Measure, Measured, Mentions, Warning};
use crate::domain::access::{self, Hand, When};
use crate::domain::canonical::{BadJson, typed};
use crate::domain::entry::{Decided, Stamp};
use crate::domain::outcome::{Refusal, RefusalCode};
use crate::domain::policy::Policy;
use crate::domain::{Day, RecordId, Tier};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::marker::PhantomData;
use utoipa::ToSchema;

/// One act of a life table: where it may begin, and where it may lead.
#[derive(Debug)]
pub struct Row<S: 'static> {
    pub act: &'static str,
    /// Empty for an act that makes the record.
    pub from: &'static [S],
    pub to: &'static [S],
    /// Fields that the act was decided upon: a change of one since its base is a conflict.
    pub upon: &'static [&'static str],
}

/// A kind with its types: what one writes to add a kind.
pub trait Life: Sized + Serialize + DeserializeOwned + ToSchema {
    const NAME: &'static str;
    /// What stands before the serial in its records' numbers: of every kind its own, so that no two
    /// records of a unit have one number.
    const SERIES: &'static str = Self::NAME;
    const ACTS: &'static [&'static str];
    const TABLE: &'static [Row<Self::State>];
    const MERGING: &'static [&'static str];
    /// Acts that nobody does by itself: they follow from acts on other records. They begin in every state.
    const FOLLOWING: &'static [&'static str] = &[];
    /// Acts that may have consequences for the record of the record's enterprise.
    const CONSEQUENTIAL: &'static [&'static str] = &[];
    /// The states in which there may be something to warn of.
    const WARNS_IN: &'static [&'static str] = &[];
    /// The tiers of the regions in whose ledgers its records lie.
    const LEDGERS: &'static [Tier] = &[Tier::Township];
    /// Acts whose body the server makes; nobody sends them.
    const COMPUTED: &'static [&'static str] = &[];
    /// The measures that its records contribute to.
    const MEASURES: &'static [Measured] = &[];
    type State: Copy + PartialEq + Sync + 'static;
    type Act;

    /// The typed act, or what is wrong with its body.
    fn read(act: &str, body: &Value) -> Result<Self::Act, BadJson>;
    /// What each act's body looks like, for the contract.
    fn shapes() -> Vec<Shape>;
    fn mentions(act: &Self::Act) -> Mentions;
    fn state(&self) -> Self::State;
    /// What besides the state must be so before the act may begin: a plan was submitted, a
    /// transfer waits.
    fn is_ready(&self, _act: &str) -> bool {
        true
    }
    /// The photos that the act carries.
    fn photos(_act: &Self::Act) -> &[Photo] {
        &[]
    }
    /// Whether a condition of the access table holds.
    fn holds(when: When, before: Option<&Self>, hand: &Hand, facts: &Facts) -> bool;
    /// The rules that are not in the tables, and the facts that the server adds.
    fn decide(
        before: Option<&Self>,
        act: &Self::Act,
        grant: &access::ActGrant,
        facts: &Facts,
    ) -> Result<Decided, Refusal>;
    fn fold(before: Option<Self>, act: Self::Act, stamp: &Stamp, decided: &Decided) -> Result<Self, BadJson>;
    fn facets(&self, record: RecordId) -> Facets;
    /// What the record contributes to reports as it stands: made anew after each act, and nothing of a
    /// record that is voided.
    fn measures(&self) -> Vec<Measure> {
        Vec::new()
    }
    /// What is due soon or overdue on a day.
    fn warnings(&self, _policy: &Policy, _day: Day) -> Vec<Warning> {
        Vec::new()
    }
    /// What follows from an act that has led here.
    fn consequences(&self, _record: RecordId, _act: &Self::Act) -> Vec<Consequence> {
        Vec::new()
    }
}

/// The engine's view of a `Life`.
pub struct Of<L>(PhantomData<fn() -> L>);

impl<L: Life> Of<L> {
    pub const KIND: Self = Self(PhantomData);

    fn row(act: &str) -> Option<&'static Row<L::State>> {
        L::TABLE.iter().find(|row| row.act == act)
    }
    fn begins(act: &str, before: Option<&L>) -> bool {
        Self::row(act).is_some_and(|row| match before {
            None => row.from.is_empty(),
            Some(record) => row.from.contains(&record.state()) && record.is_ready(act),
        })
    }
}

fn record<L: Life>(before: Option<&Value>) -> Result<Option<L>, BadJson> {
    before.map(typed).transpose()
}

impl<L: Life> Kind for Of<L> {
    fn name(&self) -> &'static str {
        L::NAME
    }
    fn series(&self) -> &'static str {
        L::SERIES
    }
    fn acts(&self) -> &'static [&'static str] {
        L::ACTS
    }
    fn shapes(&self) -> Vec<Shape> {
        L::shapes()
    }
    fn creates(&self, act: &str) -> bool {
        Self::row(act).is_some_and(|row| row.from.is_empty())
    }
    fn ledgers(&self) -> &'static [Tier] {
        L::LEDGERS
    }
    fn is_computed(&self, act: &str) -> bool {
        L::COMPUTED.contains(&act)
    }
    fn read(&self, act: &str, body: &Value) -> Result<Mentions, BadJson> {
        L::read(act, body).map(|act| L::mentions(&act))
    }
    fn allows(&self, act: &str, before: Option<&Value>) -> bool {
        record::<L>(before).is_ok_and(|before| Self::begins(act, before.as_ref()))
    }
    fn judge(
        &self,
        act: &str,
        body: &Value,
        before: Option<&Value>,
        hands: &[Hand],
        facts: &Facts,
    ) -> Result<Judgement, Refusal> {
        if self.only_follows(act) {
            let detail = "this follows from an act on another record, and nobody does it by itself";
            return Err(Refusal::new(RefusalCode::Forbidden, detail));
        }
        let before = record::<L>(before).map_err(Refusal::from)?;
        let holds = |when, hand: &Hand| L::holds(when, before.as_ref(), hand, facts);
        let grant = access::authorise(L::NAME, act, hands, holds)?;
        let (name, act) = (act, L::read(act, body).map_err(Refusal::from)?);
        photo::check(L::NAME, name, L::photos(&act), facts)?;
        let decided = L::decide(before.as_ref(), &act, &grant, facts)?;
        Ok(Judgement { grant, decided })
    }
    fn fold(&self, before: Option<&Value>, stamp: &Stamp, decided: &Decided, body: &Value) -> Result<Value, BadJson> {
        let act = L::read(&stamp.act, body)?;
        let after = L::fold(record(before)?, act, stamp, decided)?;
        serde_json::to_value(after).map_err(|error| BadJson { pointer: String::new(), detail: error.to_string() })
    }
    fn facets(&self, id: RecordId, state: &Value) -> Result<Facets, BadJson> {
        typed::<L>(state).map(|record| record.facets(id))
    }
    fn fields(&self) -> Vec<Field> {
        field::fields::<L>()
    }
    fn measured(&self) -> &'static [Measured] {
        L::MEASURES
    }
    fn measures(&self, id: RecordId, state: &Value) -> Result<Vec<Measure>, BadJson> {
        let record = typed::<L>(state)?;
        let (measures, facets) = (record.measures(), record.facets(id));
        Ok(measures.into_iter().map(|measure| measure.lying(&facets)).collect())
    }
    fn open_acts(&self, state: &Value, hands: &[Hand], facts: &Facts) -> Vec<String> {
        let Ok(before) = typed::<L>(state) else {
            return Vec::new();
        };
        let holds = |when, hand: &Hand| when == When::SeesDestination || L::holds(when, Some(&before), hand, facts);
        let open =
            |act: &&&str| Self::begins(act, Some(&before)) && access::authorise(L::NAME, act, hands, holds).is_ok();
        L::ACTS.iter().filter(open).map(|act| (*act).to_owned()).collect()
    }
    fn warnings(&self, state: &Value, policy: &Policy, day: Day) -> Vec<Warning> {
        typed::<L>(state).map(|record| record.warnings(policy, day)).unwrap_or_default()
    }
    fn warns_in(&self) -> &'static [&'static str] {
        L::WARNS_IN
    }
    fn is_consequential(&self, act: &str) -> bool {
        L::CONSEQUENTIAL.contains(&act)
    }
    fn only_follows(&self, act: &str) -> bool {
        L::FOLLOWING.contains(&act)
    }
    fn consequences(
        &self,
        record: RecordId,
        act: &str,
        body: &Value,
        after: &Value,
    ) -> Result<Vec<Consequence>, BadJson> {
        if !self.is_consequential(act) {
            return Ok(Vec::new());
        }
        Ok(typed::<L>(after)?.consequences(record, &L::read(act, body)?))
    }
    fn merging(&self) -> &'static [&'static str] {
        L::MERGING
    }
    fn decided_upon(&self, act: &str) -> &'static [&'static str] {
        Self::row(act).map_or(&[], |row| row.upon)
    }
}

/// A fold was asked to begin where the life table does not let the act begin.
pub fn out_of_order() -> BadJson {
    BadJson { pointer: String::new(), detail: "the record is not where this act begins".into() }
}
