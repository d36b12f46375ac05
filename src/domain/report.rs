//! Reports as data: which figures they have, what each counts, how it is printed. Pure: whoever can count
//! a term over a period can make every report.
mod briefing;
mod evaluation;
mod figure;
mod forms;
mod narrative;
pub mod page;
mod period;
#[cfg(test)]
mod tests;
mod text;

pub use briefing::BRIEFING;
pub use evaluation::{Asked, Reading, Value, evaluate};
pub use figure::{Aggregate, Figure, Formula, Nature, Printed, Section, Span, Table, Term};
pub use forms::{ENFORCEMENT, MONTHLY, QUARTERLY};
pub use narrative::{Words, area, briefing};
pub use period::Period;
pub use text::{Block, Document, Passages, Piece, form};

/// Every report there is.
pub const TABLES: &[&Table] = &[&BRIEFING, &MONTHLY, &ENFORCEMENT, &QUARTERLY];

pub fn find(code: &str) -> Option<&'static Table> {
    TABLES.iter().copied().find(|table| table.code == code)
}
