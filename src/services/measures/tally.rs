//! Answers: what they are made of while they are counted, and what is kept of them to go on counting.
use super::column::Row;
use super::sheet::Run;
use super::words::ABSENT;
use crate::domain::report::Aggregate;

/// What is counted once, whoever contributes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Distinct {
    Enterprises,
    Subjects,
}

/// What a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Of {
    Total,
    Distinct(Distinct),
    Ledgers,
}

impl From<Aggregate> for Of {
    fn from(aggregate: Aggregate) -> Self {
        match aggregate {
            Aggregate::Sum | Aggregate::Count => Self::Total,
            Aggregate::DistinctEnterprises => Self::Distinct(Distinct::Enterprises),
            Aggregate::DistinctSubjects => Self::Distinct(Distinct::Subjects),
        }
    }
}

/// What is kept of an answer: enough to go on counting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    Total {
        sum: i128,
        count: u64,
    },
    /// What each code contributes, in their order, where that is something; and how many contribute
    /// more than nothing.
    Distinct {
        sums: Vec<(u32, i128)>,
        positive: u64,
    },
    /// How many measures lie in each part.
    Ledgers(Vec<u64>),
}

impl Answer {
    /// One measure of a part came so often, or went.
    pub fn add(&mut self, of: Of, part: usize, row: &Row, times: i64) {
        let value = i128::from(row.value) * i128::from(times);
        match self {
            Self::Total { sum, count } => {
                *sum += value;
                *count = count.saturating_add_signed(times);
            }
            Self::Distinct { sums, positive } => {
                let code = if of == Of::Distinct(Distinct::Enterprises) { row.enterprise } else { row.subject };
                if code == ABSENT || value == 0 {
                    return;
                }
                let at = match sums.binary_search_by_key(&code, |(code, _)| *code) {
                    Ok(at) => at,
                    Err(at) => {
                        sums.insert(at, (code, 0));
                        at
                    }
                };
                let before = sums[at].1;
                let after = before + value;
                *positive = *positive + u64::from(after > 0) - u64::from(before > 0);
                match after {
                    0 => drop(sums.remove(at)),
                    _ => sums[at].1 = after,
                }
            }
            Self::Ledgers(counts) => {
                if let Some(count) = counts.get_mut(part) {
                    *count = count.saturating_add_signed(times);
                }
            }
        }
    }

    pub fn bytes(&self) -> usize {
        match self {
            Self::Total { .. } => 0,
            Self::Distinct { sums, .. } => sums.len() * size_of::<(u32, i128)>(),
            Self::Ledgers(counts) => counts.len() * 8,
        }
    }
}

/// What is counted, while it is.
pub(super) enum Counted {
    Total(i128, u64),
    /// What came, by code.
    Distinct(Distinct, Vec<(u32, i64)>),
    Ledgers(Vec<u64>),
}

impl Counted {
    pub fn of(of: Of) -> Self {
        match of {
            Of::Total => Self::Total(0, 0),
            Of::Distinct(of) => Self::Distinct(of, Vec::new()),
            Of::Ledgers => Self::Ledgers(Vec::new()),
        }
    }

    /// The next ledger begins.
    pub fn begin(&mut self) {
        if let Self::Ledgers(counts) = self {
            counts.push(0);
        }
    }

    pub fn add(&mut self, run: &Run) {
        match self {
            Self::Total(sum, count) => {
                let (more, rows) = run.total();
                (*sum, *count) = (*sum + more, *count + rows);
            }
            Self::Ledgers(counts) => counts.iter_mut().rev().take(1).for_each(|count| *count += run.total().1),
            Self::Distinct(of, came) => {
                let codes = match of {
                    Distinct::Enterprises => &run.column.enterprises,
                    Distinct::Subjects => &run.column.subjects,
                };
                let mut count = |row: usize| {
                    if codes[row] != ABSENT {
                        came.push((codes[row], run.column.values[row]));
                    }
                };
                match run.sieve.is_open() {
                    true => run.days.clone().for_each(&mut count),
                    false => run.rows().for_each(&mut count),
                }
            }
        }
    }

    pub fn answer(self) -> Answer {
        match self {
            Self::Total(sum, count) => Answer::Total { sum, count },
            Self::Ledgers(counts) => Answer::Ledgers(counts),
            Self::Distinct(_, came) => {
                let sums = summed(came);
                let positive = sums.iter().filter(|(_, sum)| *sum > 0).count() as u64;
                Answer::Distinct { sums, positive }
            }
        }
    }
}

/// Codes are small numbers given one after the other: where many came, a place for each costs less than
/// to sort them.
fn summed(mut came: Vec<(u32, i64)>) -> Vec<(u32, i128)> {
    let highest = came.iter().map(|(code, _)| *code as usize).max().unwrap_or(0);
    if came.len() > highest / 16 {
        let mut sums = vec![0; highest + 1];
        came.iter().for_each(|(code, value)| sums[*code as usize] += i128::from(*value));
        return (0..).zip(sums).filter(|(_, sum)| *sum != 0).collect();
    }
    came.sort_unstable();
    let sum = |of_one: &[(u32, i64)]| (of_one[0].0, of_one.iter().map(|(_, value)| i128::from(*value)).sum());
    came.chunk_by(|one, next| one.0 == next.0).map(sum).filter(|(_, sum)| *sum != 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_and_many_are_summed_alike() {
        let few = vec![(900, 5), (3, 2), (900, -5), (7, 1), (3, 4)];
        let sums = vec![(3, 6), (7, 1)];
        assert_eq!(summed(few.clone()), sums);
        let many = few.into_iter().chain((0..100).flat_map(|_| [(7, 1), (7, -1)])).collect();
        assert_eq!(summed(many), sums);
        assert_eq!(summed(Vec::new()), []);
    }

    #[test]
    fn an_answer_goes_on_as_if_it_had_been_counted_anew() {
        let of = Of::Distinct(Distinct::Enterprises);
        let mut answer = Answer::Distinct { sums: vec![(3, 6), (7, 1)], positive: 2 };
        let row = |enterprise, value| Row {
            on: "2026-01-01".parse().unwrap(),
            record: crate::domain::RecordId::new(),
            value,
            enterprise,
            subject: ABSENT,
            category: ABSENT,
            sector: 0,
        };
        for (enterprise, value, times) in [(7, 1, -1), (5, 4, 1), (5, 5, -1), (ABSENT, 9, 1), (9, 0, 1), (3, 1, 2)] {
            answer.add(of, 0, &row(enterprise, value), times);
        }
        assert_eq!(answer, Answer::Distinct { sums: vec![(3, 8), (5, -1)], positive: 1 });
    }
}
