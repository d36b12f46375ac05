//! The order of a list, and a place in it.
use super::{BadSearch, Span};
use crate::domain::RecordId;
use crate::domain::spelled::spelled;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

spelled! {
    /// What a list is sorted by; ties by id.
    SortKey {
        UpdatedAt = "updated_at",
        CreatedAt = "created_at",
        /// Records without a due day come last, either way.
        DueOn = "due_on",
    }
}

spelled! {
    /// Which end comes first.
    Direction { Ascending = "asc", Descending = "desc" }
}

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    pub by: SortKey,
    pub direction: Direction,
}

/// A place in an ordered list: whatever comes after it is on the pages to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The sort key, turned so that what comes first is smaller.
    pub rank: i64,
    /// The id, turned in the same way.
    pub tie: u128,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    v: u8,
    by: SortKey,
    direction: Direction,
    rank: i64,
    id: RecordId,
}

impl Order {
    /// The sort key, turned so that what comes first is smaller; what has none comes last.
    pub fn rank(self, key: Option<i64>) -> i64 {
        match (key, self.direction) {
            (None, _) => i64::MAX,
            (Some(key), Direction::Ascending) => key,
            (Some(key), Direction::Descending) => -key,
        }
    }
    /// The sort keys of these ranks; of records that have one.
    pub fn keys(self, ranks: Span<i64>) -> Span<i64> {
        match self.direction {
            Direction::Ascending => ranks,
            Direction::Descending => Span { from: ranks.to.map(|to| -to), to: ranks.from.map(|from| -from) },
        }
    }
    /// The place of a record of this rank.
    pub fn position(self, rank: i64, id: RecordId) -> Position {
        let id = id.as_uuid().as_u128();
        Position { rank, tie: if self.direction == Direction::Ascending { id } else { !id } }
    }
    /// As numbers, the ids that come before this one or are it, among records of one rank.
    pub fn ids_up_to(self, tie: u128) -> Span<u128> {
        match self.direction {
            Direction::Ascending => Span { from: None, to: Some(tie) },
            Direction::Descending => Span { from: Some(!tie), to: None },
        }
    }
    /// The opaque text of a place; `id` is that of the record that stands there.
    pub fn opaque(self, rank: i64, id: RecordId) -> String {
        let Self { by, direction } = self;
        let text = Text { v: 1, by, direction, rank, id };
        BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(&text).unwrap_or_default())
    }
    /// Reads an opaque text that was made for this order.
    pub fn read(self, opaque: &str) -> Result<Position, BadSearch> {
        let json =
            BASE64_URL_SAFE_NO_PAD.decode(opaque).map_err(|_foreign: base64::DecodeError| BadSearch::Position)?;
        let text: Text = serde_json::from_slice(&json).map_err(|_foreign: serde_json::Error| BadSearch::Position)?;
        let is_ours = text.v == 1 && text.by == self.by && text.direction == self.direction;
        is_ours.then_some(self.position(text.rank, text.id)).ok_or(BadSearch::Position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_come_in_the_order_and_back_from_their_text() {
        let (small, large) =
            (RecordId::from_uuid(uuid::Uuid::from_u128(1)), RecordId::from_uuid(uuid::Uuid::from_u128(2)));
        for direction in [Direction::Ascending, Direction::Descending] {
            let order = Order { by: SortKey::DueOn, direction };
            let place = |key, id| order.position(order.rank(key), id);
            let forward = [place(Some(3), small), place(Some(3), large), place(Some(9), small)];
            let mut sorted = forward;
            sorted.sort();
            if direction == Direction::Descending {
                sorted.reverse();
            }
            assert_eq!(sorted, forward);
            assert!(forward.iter().all(|position| *position < place(None, small)));
            assert_eq!(order.read(&order.opaque(forward[1].rank, large)), Ok(forward[1]));
            let other = Order { by: SortKey::UpdatedAt, direction };
            assert_eq!(other.read(&order.opaque(7, small)), Err(BadSearch::Position));
        }
        assert_eq!(Order { by: SortKey::DueOn, direction: Direction::Ascending }.read("x"), Err(BadSearch::Position));
    }
}
