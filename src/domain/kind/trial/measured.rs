//! What the record on the desk counts in reports.
use super::Desk;
use crate::domain::Day;
use crate::domain::kind::Measure;
use std::collections::{BTreeMap, BTreeSet};

impl Desk {
    /// What follows is done in the morning of this day.
    pub fn on(&mut self, day: &str) -> &mut Self {
        self.at = format!("{day}T09:15:00+08:00").parse().unwrap();
        self
    }
    pub fn measures(&self) -> Vec<Measure> {
        self.state.as_ref().map_or_else(Vec::new, |state| self.kind.measures(self.record, state).unwrap())
    }
    /// Name, value and day of each measure, the kind's name left out; sorted.
    pub fn counts(&self) -> Vec<String> {
        let told = |measure: &Measure| {
            let name = measure.name.split_once('.').unwrap().1;
            format!("{name} {} {}", measure.value, measure.on)
        };
        let told: BTreeSet<_> = self.measures().iter().map(told).collect();
        told.into_iter().collect()
    }
    /// Those of one name, with category and subject.
    pub fn counts_of(&self, name: &str) -> Vec<(i64, String, String)> {
        let of = self.measures().into_iter().filter(|measure| measure.name == name);
        of.map(|measure| (measure.value, measure.category.unwrap_or_default(), measure.subject.unwrap_or_default()))
            .collect()
    }
    /// Measures hang on the state alone: the same entries give the same, whoever asks and when. Each is
    /// declared, and a stock is none or one on every day.
    pub fn keeps_its_measures(&self) {
        let measures = self.measures();
        let again = self.state.as_ref().map(|state| serde_json::from_str(&state.to_string()).unwrap());
        let again = again.map_or_else(Vec::new, |state| self.kind.measures(self.record, &state).unwrap());
        assert_eq!(measures, again);
        let declared: BTreeSet<_> = self.kind.measured().iter().map(|measured| measured.name).collect();
        let mut stocks: BTreeMap<_, BTreeMap<Day, i64>> = BTreeMap::new();
        for measure in &measures {
            assert!(declared.contains(measure.name) && measure.value != 0, "{measure:?}");
            let days = stocks.entry((measure.name, measure.subject.clone())).or_default();
            *days.entry(measure.on).or_default() += measure.value;
        }
        for ((name, _), days) in stocks.into_iter().filter(|(_, days)| days.values().any(|change| *change < 0)) {
            let mut sum = 0;
            days.values().for_each(|change| {
                sum += change;
                assert!((0..=1).contains(&sum), "{name}: {days:?}");
            });
        }
    }
}
