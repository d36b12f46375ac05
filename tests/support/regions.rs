//! The few regions that the tests live in.
use diesel::connection::SimpleConnection;
use hazard_ledger::store::{Conn, Store, StoreError};

/// code, name, level, parent
const REGIONS: &[(i64, &str, &str, Option<i64>)] = &[
    (360000000000, "江西省", "province", None),
    (360700000000, "赣州市", "prefecture", Some(360000000000)),
    (360702000000, "章贡区", "county", Some(360700000000)),
    (360721000000, "赣县区", "county", Some(360700000000)),
    (360702100000, "沙石镇", "town", Some(360702000000)),
    (360702101000, "水东镇", "town", Some(360702000000)),
    (360702102000, "湖边镇", "town", Some(360702000000)),
    (360702103000, "沙河镇", "town", Some(360702000000)),
    (360721100000, "梅林镇", "town", Some(360721000000)),
    (360721101000, "王母渡镇", "town", Some(360721000000)),
    (360721102000, "沙地镇", "town", Some(360721000000)),
    (360721103000, "江口镇", "town", Some(360721000000)),
];

pub fn plant(store: &Store) {
    let mut sql = String::new();
    for (id, name, level, parent) in REGIONS {
        let above = parent.map_or("null".to_owned(), |parent| parent.to_string());
        sql += &format!(
            "insert into region (id, code, name, level, parent, is_local) values
             ({id}, '{id}', '{name}', '{level}', {above}, false) on conflict do nothing;
             insert into region_code (code, region) values ('{id}', {id}) on conflict do nothing;
             insert into region_closure (ancestor, descendant) values ({id}, {id}) on conflict do nothing;
             insert into region_closure (ancestor, descendant)
             select ancestor, {id} from region_closure where descendant = {above} on conflict do nothing;"
        );
    }
    let run = move |conn: &mut Conn| -> Result<(), StoreError> {
        match conn {
            Conn::Postgres(c) => c.batch_execute(&sql)?,
            Conn::Sqlite(c) => c.batch_execute(&sql.replace("where descendant = null", "where false"))?,
        }
        Ok(())
    };
    store.write_now(run).unwrap();
}
