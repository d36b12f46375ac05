//! A record's row as a revision leaves it: written by a push, made again for an earlier moment.
use crate::domain::Instant;
use crate::domain::document::{Added, Touched, compose};
use crate::domain::kind::Facets;
use crate::store::record::RecordRow;
use serde_json::Value;

/// A record after one of its revisions.
pub struct Revision<'a> {
    pub state: &'a Value,
    pub facets: Facets,
    pub added: Added<'a>,
    /// Of its entry in the ledger where the record lies.
    pub seq: i64,
    pub touched: &'a Touched,
    pub claimed_at: Instant,
}

impl From<Revision<'_>> for RecordRow {
    fn from(revision: Revision) -> Self {
        let Revision { state, facets, added, seq, touched, claimed_at } = revision;
        let (document, hash) = compose(state, &added);
        let Added { id, kind, ledger, rev, created_at, updated_at } = added;
        let Facets {
            state,
            level,
            category,
            tags,
            sector,
            enterprise,
            owner,
            due_on,
            occurred_on,
            lon,
            lat,
            number,
            is_voided,
        } = facets;
        Self {
            ledger,
            id,
            kind: kind.to_owned(),
            seq,
            rev,
            state,
            level,
            category,
            tags,
            sector: sector.map_or_else(String::new, |sector| sector.as_str().to_owned()),
            enterprise,
            owner,
            due_on,
            occurred_on,
            lon,
            lat,
            number,
            is_voided,
            moved_to: None,
            document,
            hash: hash.to_vec(),
            touched: touched.to_text(),
            created_at,
            updated_at,
            claimed_at,
        }
    }
}
