//! Does the database answer?
use super::{Conn, StoreError, on};
use diesel::prelude::*;
use diesel::sql_types::Integer;

pub fn beat(conn: &mut Conn) -> Result<(), StoreError> {
    let one = 1.into_sql::<Integer>();
    on!(conn, c => diesel::select(one).execute(c))?;
    Ok(())
}
