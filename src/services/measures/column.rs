//! A column: the measures of one name in one ledger, those that stand, by day.
use super::words::Coded;
use crate::domain::{Day, RecordId};
use crate::store::posting::PostingRow;
use std::collections::BTreeMap;
use std::ops::Range;

/// A measure that stands. The order is that of columns: by day, then by record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    pub on: Day,
    pub record: RecordId,
    pub value: i64,
    pub enterprise: u32,
    pub subject: u32,
    pub category: u32,
    pub sector: u8,
}

impl Row {
    pub fn of(posting: &PostingRow, coded: Coded) -> Self {
        let Coded { category, subject, enterprise, sector, .. } = coded;
        Self { on: posting.on_day, record: posting.record, value: posting.value, enterprise, subject, category, sector }
    }
}

/// How often each measure came, less how often it went.
pub type Net = BTreeMap<Row, i64>;

#[derive(Debug)]
pub struct Column {
    pub days: Vec<Day>,
    pub records: Vec<RecordId>,
    pub values: Vec<i64>,
    pub enterprises: Vec<u32>,
    pub subjects: Vec<u32>,
    pub categories: Vec<u32>,
    pub sectors: Vec<u8>,
    /// The sum of all values before each row; one more than there are rows.
    sums: Vec<i128>,
}

impl Default for Column {
    fn default() -> Self {
        Self::of(&[])
    }
}

impl Column {
    /// Of rows in their order.
    fn of(rows: &[Row]) -> Self {
        let mut sums = vec![0];
        sums.extend(rows.iter().scan(0, |sum, row| {
            *sum += i128::from(row.value);
            Some(*sum)
        }));
        Self {
            days: rows.iter().map(|row| row.on).collect(),
            records: rows.iter().map(|row| row.record).collect(),
            values: rows.iter().map(|row| row.value).collect(),
            enterprises: rows.iter().map(|row| row.enterprise).collect(),
            subjects: rows.iter().map(|row| row.subject).collect(),
            categories: rows.iter().map(|row| row.category).collect(),
            sectors: rows.iter().map(|row| row.sector).collect(),
            sums,
        }
    }

    pub fn len(&self) -> usize {
        self.days.len()
    }

    pub fn row(&self, n: usize) -> Row {
        Row {
            on: self.days[n],
            record: self.records[n],
            value: self.values[n],
            enterprise: self.enterprises[n],
            subject: self.subjects[n],
            category: self.categories[n],
            sector: self.sectors[n],
        }
    }

    /// The column after these postings, and what they made of it. What went without having come is
    /// nothing: as of an earlier moment, two servers' clocks may have disagreed about which was first.
    pub fn with(&self, mut net: Net) -> (Self, Net) {
        let mut rows = Vec::with_capacity(self.len() + net.len());
        let mut gone = Net::new();
        for row in (0..self.len()).map(|n| self.row(n)) {
            match net.get_mut(&row).filter(|net| **net < 0) {
                Some(net) => {
                    *net += 1;
                    *gone.entry(row).or_default() -= 1;
                }
                None => rows.push(row),
            }
        }
        net.retain(|_, net| *net > 0);
        rows.extend(net.iter().flat_map(|(row, net)| (0..*net).map(move |_| *row)));
        // Two runs in order: merged, not sorted anew.
        rows.sort();
        net.extend(gone);
        (Self::of(&rows), net)
    }

    /// The rows of these days.
    pub fn within(&self, from: Option<Day>, to: Option<Day>) -> Range<usize> {
        let (Some(first), Some(last)) = (self.days.first(), self.days.last()) else { return 0..0 };
        // Most periods end after all that has happened, and many begin before it.
        let begin = from.filter(|from| first < from).map_or(0, |from| self.days.partition_point(|day| *day < from));
        let end = to.filter(|to| to < last).map_or(self.len(), |to| self.days.partition_point(|day| *day <= to));
        begin..end.max(begin)
    }

    pub fn sum(&self, rows: &Range<usize>) -> i128 {
        self.sums[rows.end] - self.sums[rows.start]
    }

    /// Roughly, in memory.
    pub fn bytes(&self) -> usize {
        self.len() * (4 + 16 + 8 + 3 * 4 + 1 + 16)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(day: &str, record: u128, value: i64) -> Row {
        let record = RecordId::from_uuid(uuid::Uuid::from_u128(record));
        Row { on: day.parse().unwrap(), record, value, enterprise: 0, subject: 0, category: 0, sector: 0 }
    }
    fn values(column: &Column) -> Vec<i64> {
        (0..column.len()).map(|n| column.row(n).value).collect()
    }

    #[test]
    fn what_went_leaves_as_often_as_it_went() {
        let (early, late) = (row("2026-11-01", 2, 5), row("2026-11-09", 1, 7));
        let (column, _) = Column::default().with(Net::from([(late, 2), (early, 1)]));
        assert_eq!(values(&column), [5, 7, 7], "by day");
        let (column, _) = column.with(Net::from([(late, -1), (row("2026-11-05", 9, 6), 1)]));
        assert_eq!(values(&column), [5, 6, 7]);
        let (column, made) = column.with(Net::from([(late, -3), (early, -1)]));
        assert_eq!(values(&column), [6], "what went without having come is nothing");
        assert_eq!(made, Net::from([(late, -1), (early, -1)]));
    }

    #[test]
    fn days_are_a_range_of_rows_with_both_ends() {
        let rows = [("2026-11-01", 1), ("2026-11-03", 2), ("2026-11-03", 4), ("2026-11-05", 8)];
        let column = Column::default().with(rows.map(|(day, n)| (row(day, n as u128, n), 1)).into()).0;
        let sum = |from: &str, to: &str| {
            let rows = column.within(from.parse().ok(), to.parse().ok());
            (rows.len(), column.sum(&rows))
        };
        assert_eq!(sum("", ""), (4, 15));
        assert_eq!(sum("2026-11-03", "2026-11-03"), (2, 6));
        assert_eq!(sum("2026-11-02", ""), (3, 14));
        assert_eq!(sum("", "2026-11-04"), (3, 7));
        assert_eq!(sum("2026-11-06", "2026-11-02"), (0, 0));
    }
}
