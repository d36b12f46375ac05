//! Whether something is so, from day to day: what the stocks of a record are made of.
use super::Measure;
use crate::domain::Day;

/// The days on which it changed, in their order. Acts are dated by their authors, and clocks of phones
/// are wrong: what was done later never holds from an earlier day than what was done before.
#[derive(Debug, Clone, Default)]
pub struct Course(Vec<(Day, bool)>);

impl Course {
    pub fn since(day: Day) -> Self {
        Self::default().then(day, true)
    }
    pub fn then(mut self, day: Day, is_so: bool) -> Self {
        let day = self.0.last().map_or(day, |(last, _)| day.max(*last));
        self.0.push((day, is_so));
        self
    }
    fn is_so(&self, day: Day) -> bool {
        self.0.iter().rev().find(|(since, _)| *since <= day).is_some_and(|(_, is_so)| *is_so)
    }
    /// While both are so.
    pub fn and(&self, other: &Self) -> Self {
        let mut days: Vec<_> = self.0.iter().chain(&other.0).map(|(day, _)| *day).collect();
        days.sort_unstable();
        days.dedup();
        Self(days.into_iter().map(|day| (day, self.is_so(day) && other.is_so(day))).collect())
    }
    /// The stock: 1 on each day when it begins to be so, -1 on each day when it ends. What begins and
    /// ends on one day was none of the evening's stock.
    pub fn stock(&self, name: &'static str) -> Vec<Measure> {
        let mut days: Vec<_> = self.0.iter().map(|(day, _)| *day).collect();
        days.dedup();
        let mut was_so = false;
        let change = |day: Day| {
            let before = std::mem::replace(&mut was_so, self.is_so(day));
            let change = i64::from(was_so) - i64::from(before);
            (change != 0).then(|| Measure::new(name, change, day))
        };
        days.into_iter().filter_map(change).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(n: i64) -> Day {
        "2026-01-01".parse::<Day>().unwrap().plus_days(n)
    }
    fn changes(course: &Course) -> Vec<(i64, i64)> {
        course.stock("x").iter().map(|measure| (day(0).days_until(measure.on), measure.value)).collect()
    }

    #[test]
    fn a_stock_begins_and_ends() {
        assert_eq!(changes(&Course::since(day(3)).then(day(9), false)), [(3, 1), (9, -1)]);
        assert_eq!(changes(&Course::since(day(3)).then(day(3), false)), []);
        assert_eq!(changes(&Course::since(day(3)).then(day(5), true)), [(3, 1)]);
    }

    #[test]
    fn a_wrong_clock_takes_nothing_from_a_stock_before_it_began() {
        assert_eq!(changes(&Course::since(day(3)).then(day(1), false).then(day(2), true)), [(3, 1)]);
    }

    #[test]
    fn both_are_so_while_each_is() {
        let one = Course::since(day(1)).then(day(8), false);
        let other = Course::default().then(day(0), false).then(day(4), true).then(day(6), false);
        assert_eq!(changes(&one.and(&other)), [(4, 1), (6, -1)]);
    }

    proptest! {
        #[test]
        fn a_stock_is_none_or_one_on_every_day(steps in prop::collection::vec((0i64..20, any::<bool>()), 0..12)) {
            let course = steps.iter().fold(Course::default(), |course, (n, is_so)| course.then(day(*n), *is_so));
            let stock = course.stock("x");
            for n in 0..20 {
                let sum: i64 = stock.iter().filter(|measure| measure.on <= day(n)).map(|measure| measure.value).sum();
                prop_assert_eq!(sum, i64::from(course.is_so(day(n))));
            }
            prop_assert_eq!(course.is_so(day(99)), steps.last().is_some_and(|(_, is_so)| *is_so));
        }
    }
}
