//! Where rows stand in an ordered list.
use super::super::rows::Rows;
use super::measured::millis;
use super::{ABSENT, Segment};
use crate::domain::search::{Order, Position, SortKey, Span};

impl Segment {
    pub fn rank(&self, row: usize, order: Order) -> i64 {
        order.rank(match order.by {
            SortKey::UpdatedAt => Some(self.updated_at.at(row) as i64),
            SortKey::CreatedAt => Some(self.created_at.at(row) as i64),
            SortKey::DueOn => known(self.due_on.at(row)),
        })
    }

    /// Leaves out the rows that have this place's rank and do not come before it: their ids decide.
    pub fn keep_before(&self, rows: &mut Rows, order: Order, last: Position) {
        let Position { rank, tie } = last;
        let mut tied = rows.clone();
        self.keep_ranks(&mut tied, order, Span { from: Some(rank), to: Some(rank) });
        if !tied.is_empty() {
            rows.without(&tied);
            self.ids.keep(&mut tied, order.ids_up_to(tie));
            rows.join(&tied);
        }
    }

    /// Whether any row may have one of these ranks.
    pub fn reaches(&self, order: Order, span: Span<i64>) -> bool {
        let (keys, absent_too) = (order.keys(span), reaches_end(span));
        match order.by {
            SortKey::UpdatedAt => self.updated_at.reaches(millis(keys), absent_too),
            SortKey::CreatedAt => self.created_at.reaches(millis(keys), absent_too),
            SortKey::DueOn => self.due_on.reaches(digits_of(keys), absent_too),
        }
    }

    /// Keeps the rows of these ranks: most rows are settled here, without a look at each.
    pub fn keep_ranks(&self, rows: &mut Rows, order: Order, span: Span<i64>) {
        let (keys, absent_too) = (order.keys(span), reaches_end(span));
        match order.by {
            SortKey::UpdatedAt => self.updated_at.within(rows, millis(keys), absent_too),
            SortKey::CreatedAt => self.created_at.within(rows, millis(keys), absent_too),
            SortKey::DueOn => self.due_on.within(rows, digits_of(keys), absent_too),
        }
    }
}

/// What has no key comes last.
fn reaches_end(span: Span<i64>) -> bool {
    span.to.is_none_or(|to| to == i64::MAX)
}

/// Days as they are compared; a bound that no day reaches lies beyond all of them.
fn digits_of(span: Span<i64>) -> Span<i32> {
    let digits = |key: i64| i32::try_from(key).unwrap_or(if key < 0 { ABSENT + 1 } else { i32::MAX });
    Span { from: span.from.map(digits), to: span.to.map(digits) }
}

fn known(day: i32) -> Option<i64> {
    (day != ABSENT).then_some(i64::from(day))
}
