//! Ledgers that are told together: a form's rows.
use std::sync::Arc;

/// To which group each ledger of a sheet belongs, if to any.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Groups {
    many: usize,
    of_part: Arc<[u16]>,
}

/// In no group.
const NONE: u16 = u16::MAX;

impl Groups {
    /// So many groups. What lies beyond them belongs to none.
    pub(super) fn of(many: usize, of_part: impl Iterator<Item = Option<usize>>) -> Self {
        let group = |n: Option<usize>| n.filter(|n| *n < many).and_then(|n| u16::try_from(n).ok()).unwrap_or(NONE);
        Self { many, of_part: of_part.map(group).collect() }
    }
    /// All in one.
    pub(super) fn whole(parts: usize) -> Self {
        Self::of(1, (0..parts).map(|_| Some(0)))
    }
    pub(super) fn many(&self) -> usize {
        self.many
    }
    pub(super) fn group(&self, part: usize) -> Option<usize> {
        self.of_part.get(part).filter(|n| **n != NONE).map(|n| usize::from(*n))
    }
    /// Roughly, in memory.
    pub(super) fn bytes(&self) -> usize {
        size_of::<Self>() + self.of_part.len() * size_of::<u16>()
    }
}
