//! What can be known of an act without the database: its kind, its body's shape, what it mentions.
use crate::domain::act::{Base, SentAct};
use crate::domain::canonical::read_strictly;
use crate::domain::kind::{self, Kind, Mentions};
use crate::domain::outcome::{Refusal, RefusalCode};
use serde_json::Value;
use serde_json::value::to_raw_value;

/// An act with what its body says, or why it says nothing.
pub struct Prepared {
    pub sent: SentAct,
    pub read: Result<Readable, Refusal>,
}

/// An act whose kind and body are known.
pub struct Readable {
    pub kind: &'static dyn Kind,
    pub body: Value,
    pub mentions: Mentions,
}

impl std::fmt::Debug for Prepared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Prepared").field("sent", &self.sent).finish_non_exhaustive()
    }
}

impl From<SentAct> for Prepared {
    fn from(sent: SentAct) -> Self {
        let read = read(&sent);
        Self { sent, read }
    }
}

impl Prepared {
    pub fn number(&self) -> i64 {
        self.sent.client_seq.get()
    }
    /// The act of the same device that this one builds on.
    pub fn builds_on(&self) -> Option<i64> {
        match self.sent.base {
            Some(Base::ClientSeq(seq)) => Some(seq.get()),
            _ => None,
        }
    }
    /// The act as it was sent, for the inbox. A body that is no sound JSON stands there as a string.
    pub fn text(&self) -> String {
        let raw = self.sent.body.get();
        let body = match read_strictly(raw) {
            Ok(_) => self.sent.body.clone(),
            Err(_) => to_raw_value(raw).unwrap_or_default(),
        };
        serde_json::to_string(&SentAct { body, ..self.sent.clone() }).unwrap_or_default()
    }
}

fn read(sent: &SentAct) -> Result<Readable, Refusal> {
    let kind = kind::find(sent.kind.as_str())
        .ok_or_else(|| Refusal::new(RefusalCode::UnknownKind, "no such kind of record").at("/kind"))?;
    let act = sent.act.as_str();
    if !kind.acts().contains(&act) {
        return Err(Refusal::new(RefusalCode::UnknownAct, format!("a {} has no such act", kind.name())).at("/act"));
    }
    let body = read_strictly(sent.body.get())?;
    if !body.is_object() {
        return Err(Refusal::new(RefusalCode::InvalidBody, "the body of an act is an object").at("/body"));
    }
    let mentions = kind.read(act, &body)?;
    Ok(Readable { kind, body, mentions })
}
