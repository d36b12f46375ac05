//! What became of an act: the results of a push, and the reasons for a refusal.
use super::spelled::spelled;
use super::{ActId, RecordId, RegionId};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::BTreeSet;
use utoipa::ToSchema;

spelled! {
    /// What became of an act. Each of them consumes the act: it is never to be sent again.
    Verdict {
        /// Stands in the ledger.
        Applied = "applied",
        /// Stands in the ledger: the base was old, but nobody had changed the same fields.
        Merged = "merged",
        /// Seen before; `first` is the answer that was given then, without `current`.
        Duplicate = "duplicate",
        /// Somebody else changed the same field, or the state no longer allows it. Kept in the inbox.
        Conflict = "conflict",
        /// Invalid or forbidden, for good. Kept in the inbox.
        Rejected = "rejected",
        /// The earlier act of the same device that this one builds on did not stand. Kept in the inbox.
        DependencyFailed = "dependency_failed",
        /// Names a record that is unknown here, or that this person may not see. Kept in the inbox.
        Held = "held",
    }
}

impl Verdict {
    pub fn stands_in_the_ledger(self) -> bool {
        matches!(self, Self::Applied | Self::Merged)
    }
}

spelled! {
    /// Why an act was not applied.
    RefusalCode {
        UnknownKind = "unknown-kind" ("未知的记录种类", "Unknown kind of record"),
        UnknownAct = "unknown-act" ("未知的操作", "Unknown act"),
        /// The body does not have the shape of the act; `pointer` says where.
        InvalidBody = "invalid-body" ("内容格式有误", "Invalid body"),
        /// An act on an existing record says what it builds on.
        BaseRequired = "base-required" ("缺少依据的版本", "Base required"),
        /// The base is a revision that the record has not reached.
        BaseAhead = "base-ahead" ("依据的版本超前", "Base ahead of the record"),
        LedgerRequired = "ledger-required" ("缺少台账", "Ledger required"),
        UnknownLedger = "unknown-ledger" ("未知的台账", "Unknown ledger"),
        /// Region, sector or enterprise lie outside of this person's duties.
        OutsideDuties = "outside-duties" ("超出职责范围", "Outside of the duties"),
        /// The table of access has no row for this layer, or its condition does not hold.
        Forbidden = "forbidden" ("没有权限", "Forbidden"),
        /// Two duties must lie in two hands.
        SeparationOfDuty = "separation-of-duty" ("违反职责分离", "Separation of duty"),
        /// The record's state does not allow the act.
        IllegalState = "illegal-state" ("当前状态不允许", "Not in this state"),
        /// The same field was changed since the base.
        FieldConflict = "field-conflict" ("内容已被他人修改", "Changed by somebody else"),
        RecordExists = "record-exists" ("记录已存在", "Record exists"),
        UnknownEnterprise = "unknown-enterprise" ("未知的企业", "Unknown enterprise"),
        UnknownOrganisation = "unknown-organisation" ("未知的单位", "Unknown organisation"),
        /// Something that the rule asks for is missing; `pointer` says what.
        Missing = "missing" ("缺少必填内容", "Missing"),
        /// The time for it has run out.
        TooLate = "too-late" ("已超过时限", "Too late"),
        /// The act that this one builds on did not stand.
        DependencyFailed = "dependency-failed" ("所依据的操作未生效", "Dependency failed"),
        UnknownRecord = "unknown-record" ("未知的记录", "Unknown record"),
        /// Another act was sent under this id.
        ActIdTaken = "act-id-taken" ("操作编号已被使用", "Act id taken"),
    }
}

spelled! {
    /// How an item of the inbox was resolved.
    Resolved {
        /// Its record arrived, and the act stands as its author's.
        Arrived = "arrived" ("记录到达后生效", "Record arrived"),
        /// Somebody did the act as it was sent; it stands as the resolver's.
        Applied = "applied" ("按原样执行", "Applied"),
        /// Somebody did the act with another body; it stands as the resolver's.
        Edited = "edited" ("修改后执行", "Edited and applied"),
        /// Somebody decided that it is not to be done.
        Dropped = "dropped" ("不予执行", "Dropped"),
    }
}

/// Why an act was not applied, for programs (`code`, `pointer`, `open_acts`) and for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Refusal {
    pub code: RefusalCode,
    pub detail: String,
    /// The place in the act (a JSON pointer).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// The record's state when the act arrived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// The acts that this person may do on the record now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open_acts: Option<Vec<String>>,
}

impl Refusal {
    pub fn new(code: RefusalCode, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), pointer: None, state: None, open_acts: None }
    }
    pub fn at(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = Some(pointer.into());
        self
    }
    /// A field of the body says what cannot be.
    pub fn invalid(field: &str, detail: impl Into<String>) -> Self {
        Self::new(RefusalCode::InvalidBody, detail).at(format!("/body/{field}"))
    }
    /// A rule asks for a field that the body leaves out.
    pub fn missing(field: &str, detail: impl Into<String>) -> Self {
        Self::new(RefusalCode::Missing, detail).at(format!("/body/{field}"))
    }
}

/// What an author had seen of a record when acting: everything up to a revision, and after it only
/// what its own device did. Others' changes in between are changes that it did not know of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Seen {
    pub rev: i64,
    /// Later revisions that the device's own acts have made.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub own: BTreeSet<i64>,
}

impl Seen {
    pub fn upto(rev: i64) -> Self {
        Self { rev, own: BTreeSet::new() }
    }
    /// After an act of its own, the author has seen what that made of the record as well.
    pub fn and(mut self, own: i64) -> Self {
        self.own.insert(own);
        while self.own.remove(&(self.rev + 1)) {
            self.rev += 1;
        }
        self
    }
    pub fn knows(&self, rev: i64) -> bool {
        rev <= self.rev || self.own.contains(&rev)
    }
}

/// The answer for one act. For a `duplicate`, `first` is the first answer, but for `current`: the
/// person may have lost sight of the record since.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ActResult {
    pub client_seq: i64,
    pub act_id: ActId,
    pub result: Verdict,
    pub record: RecordId,
    /// The record's revision after the act.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rev: Option<i64>,
    /// With `merged`, and acts built on such: what the author had seen, for the acts that build on this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Seen>,
    /// Where the entry stands ...
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ledger: Option<RegionId>,
    /// ... and at which number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<i64>,
    /// The number that the server allotted with this act.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The entry's leaf in the ledger's Merkle tree (base64): the receipt that the act was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leaf: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Refusal>,
    /// The record as it stands, with a conflict, if this person may see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub current: Option<Box<RawValue>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub first: Option<Box<RawValue>>,
}

impl From<super::canonical::BadJson> for Refusal {
    fn from(bad: super::canonical::BadJson) -> Self {
        Self::new(RefusalCode::InvalidBody, bad.detail).at(format!("/body{}", bad.pointer))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_author_has_seen_its_own_acts_but_not_what_came_between() {
        let seen = Seen::upto(3).and(5);
        assert!(seen.knows(3) && seen.knows(5) && !seen.knows(4) && !seen.knows(6));
        assert_eq!(seen.clone().and(6).own, [5, 6].into());
        assert_eq!(Seen::upto(3).and(4).and(5), Seen::upto(5));
    }
}
