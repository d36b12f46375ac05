//! What follows from an inspection: orders, halts, exposure, detention, fines.
use super::super::{Mark, Opinion};
use crate::domain::spelled::spelled;
use crate::domain::{Day, Fen, Line, Passage};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

spelled! {
    /// An enforcement measure other than a fine.
    MeasureKind {
        Order = "order" ("责令限期整改", "Order to rectify"),
        Halt = "halt" ("责令停产停业整顿", "Halt of production"),
        Closure = "closure" ("关闭取缔", "Closure"),
        Exposure = "exposure" ("曝光", "Exposure"),
        Detention = "detention" ("行政拘留", "Detention"),
        JudicialTransfer = "judicial_transfer" ("移送司法", "Transfer to the judiciary"),
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Measure {
    #[serde(flatten)]
    pub mark: Mark,
    pub measure: MeasureKind,
    pub document_number: Line,
    /// The first day of it.
    pub from_on: Day,
    pub detail: Passage,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifted: Option<Opinion>,
}

impl Measure {
    /// A halt ends; the others are done once and for all.
    pub fn can_be_lifted(&self) -> bool {
        self.measure == MeasureKind::Halt && self.lifted.is_none()
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Payment {
    #[serde(flatten)]
    pub mark: Mark,
    pub amount_fen: Fen,
    pub paid_on: Day,
}

/// A fine, known by the number of its document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Fine {
    pub issued: Mark,
    pub document_number: Line,
    pub amount_fen: Fen,
    pub legal_ground: Passage,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub payments: Vec<Payment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waived: Option<Opinion>,
}

impl Fine {
    /// What is still to be paid.
    pub fn left_fen(&self) -> i64 {
        let paid: i64 = self.payments.iter().map(|payment| payment.amount_fen.get()).sum();
        if self.waived.is_some() { 0 } else { self.amount_fen.get() - paid }
    }
    pub fn is_open(&self) -> bool {
        self.left_fen() > 0
    }
}
