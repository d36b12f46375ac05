//! Totals by what contributes: an enterprise, a subject, a unit; or an enterprise and a category together.
use super::question::Question;
use super::sheet::{Run, Sheet, Total, bounded};
use super::words::{ABSENT, Words};
use crate::domain::{OrganisationId, RegionId};
use std::collections::HashMap;

/// What is told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    Enterprise,
    Subject,
    Unit,
    EnterpriseAndCategory,
}

/// What contributes. What it is not told apart by is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Contributor {
    pub enterprise: Option<OrganisationId>,
    pub subject: Option<String>,
    pub category: Option<String>,
    pub unit: Option<RegionId>,
}

type Key = (u32, u32, i64);

impl Group {
    fn key(self, run: &Run, row: usize) -> Option<Key> {
        let column = run.column;
        let (enterprise, category) = (column.enterprises[row], column.categories[row]);
        let key = match self {
            Self::Enterprise => (enterprise, 0, 0),
            Self::Subject => (column.subjects[row], 0, 0),
            Self::Unit => (0, 0, run.ledger.0),
            Self::EnterpriseAndCategory => (enterprise, category, 0),
        };
        (key.0 != ABSENT).then_some(key)
    }

    fn contributor(self, (first, category, unit): Key, words: &Words) -> Contributor {
        let enterprise = || words.enterprises.value(first).copied();
        match self {
            Self::Enterprise => Contributor { enterprise: enterprise(), ..Contributor::default() },
            Self::Subject => Contributor { subject: words.subjects.value(first).cloned(), ..Contributor::default() },
            Self::Unit => Contributor { unit: Some(RegionId(unit)), ..Contributor::default() },
            Self::EnterpriseAndCategory => {
                let category = words.categories.value(category).cloned();
                Contributor { enterprise: enterprise(), category, ..Contributor::default() }
            }
        }
    }
}

impl Sheet {
    /// The totals of all that contribute, in no order; what has no enterprise or subject contributes to none.
    pub fn grouped(&self, question: &Question, by: Group) -> Vec<(Contributor, Total)> {
        let coded = self.coded(question);
        let mut totals: HashMap<Key, (i128, u64)> = HashMap::new();
        for run in self.runs(&coded) {
            for row in run.rows() {
                if let Some(key) = by.key(&run, row) {
                    let (sum, count) = totals.entry(key).or_default();
                    *sum += i128::from(run.column.values[row]);
                    *count += 1;
                }
            }
        }
        let words = self.words();
        let told = |(key, (sum, count))| (by.contributor(key, &words), Total { sum: bounded(sum), count });
        totals.into_iter().map(told).collect()
    }
}
