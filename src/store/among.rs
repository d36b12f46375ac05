//! "One of these", as a statement that is prepared once. On SQLite each number of values is another
//! statement, and preparing it costs more than running it: so values stand in as many slots as the next
//! power of two, the last of them repeated. PostgreSQL takes any number as one array.
use diesel::expression::{
    AppearsOnTable, Expression, SelectableExpression, TypedExpressionType, ValidGrouping, is_aggregate,
};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{Array, Bool, HasSqlType, SingleValue, SqlType};
use diesel::sqlite::Sqlite;

/// A push has no more acts, and a page no more records. Longer lists, which are rare, are prepared anew each
/// time: a connection keeps every text that it has prepared.
const ROUNDED: usize = 256;

/// Whether a column has one of these values.
#[derive(Debug)]
pub struct Among<C, T> {
    column: C,
    values: Vec<T>,
}

/// `eq_any`, prepared once.
pub trait AmongValues: Expression + Sized {
    fn among<T: Clone>(self, values: &[T]) -> Among<Self, T> {
        Among { column: self, values: values.to_vec() }
    }
}
impl<C: Expression> AmongValues for C where C::SqlType: SqlType + TypedExpressionType {}

impl<C: Expression, T> Expression for Among<C, T> {
    type SqlType = Bool;
}
impl<C: AppearsOnTable<QS>, T, QS> AppearsOnTable<QS> for Among<C, T> {}
impl<C: SelectableExpression<QS>, T, QS> SelectableExpression<QS> for Among<C, T> {}
impl<C, T, GB> ValidGrouping<GB> for Among<C, T> {
    type IsAggregate = is_aggregate::Never;
}
/// The number of slots is part of the text.
impl<C, T> QueryId for Among<C, T> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C, T> QueryFragment<Pg> for Among<C, T>
where
    C: Expression + QueryFragment<Pg>,
    C::SqlType: SqlType + SingleValue,
    Pg: HasSqlType<C::SqlType> + HasSqlType<Array<C::SqlType>>,
    Vec<T>: ToSql<Array<C::SqlType>, Pg>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.column.walk_ast(out.reborrow())?;
        out.push_sql(" = ANY(");
        out.push_bind_param::<Array<C::SqlType>, Vec<T>>(&self.values)?;
        out.push_sql(")");
        Ok(())
    }
}

impl<C, T> QueryFragment<Sqlite> for Among<C, T>
where
    C: Expression + QueryFragment<Sqlite>,
    Sqlite: HasSqlType<C::SqlType>,
    T: ToSql<C::SqlType, Sqlite>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        let many = self.values.len();
        if many > ROUNDED {
            out.unsafe_to_cache_prepared();
        }
        let Some(last) = self.values.last() else {
            out.push_sql("0 = 1");
            return Ok(());
        };
        self.column.walk_ast(out.reborrow())?;
        out.push_sql(" IN (");
        let slots = if many > ROUNDED { many } else { many.next_power_of_two() };
        for (n, value) in self.values.iter().chain(std::iter::repeat(last)).take(slots).enumerate() {
            out.push_sql(if n == 0 { "" } else { ", " });
            out.push_bind_param::<C::SqlType, T>(value)?;
        }
        out.push_sql(")");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::RecordId;
    use crate::store::schema::record;
    use std::collections::BTreeSet;

    fn text(many: usize) -> String {
        let ids = vec![RecordId::NIL; many];
        let query = record::table.select(record::id).filter(record::id.among(&ids));
        let told = diesel::debug_query::<Sqlite, _>(&query).to_string();
        told.split_once(" -- binds").map_or_else(|| told.clone(), |(text, _)| text.to_owned())
    }

    #[test]
    fn a_handful_of_texts_serves_all_lists() {
        let slots = |many| text(many).matches('?').count();
        assert_eq!([0, 1, 2, 3, 5, 200, 256].map(slots), [0, 1, 2, 4, 8, 256, 256]);
        assert_eq!((0..=ROUNDED).map(text).collect::<BTreeSet<_>>().len(), 10);
        assert_eq!(slots(300), 300, "not kept");
    }

    #[test]
    fn a_text_that_is_rare_is_not_kept() {
        let is_kept = |many: usize| {
            let query = record::table.select(record::id).filter(record::id.among(&vec![RecordId::NIL; many]));
            QueryFragment::<Sqlite>::is_safe_to_cache_prepared(&query, &Sqlite).unwrap()
        };
        assert_eq!([0, 1, ROUNDED, ROUNDED + 1].map(is_kept), [true, true, true, false]);
    }
}
