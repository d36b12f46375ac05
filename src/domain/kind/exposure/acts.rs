//! The bodies of an exposure's acts, as devices send them.
use super::super::Mentions;
use super::PublicPlace;
use crate::domain::canonical::{BadJson, typed};
use crate::domain::kind::shape::{Shape, shape};
use crate::domain::{Day, ExposureItemId, Line, OrganisationId, Passage, RecordId, Sector};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

/// An enterprise that is to be exposed. Its unit is the one in whose register it stands.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewExposureItem {
    /// Made by whoever adds it (UUIDv7).
    pub id: ExposureItemId,
    /// On a register within the author's duties.
    pub enterprise: OrganisationId,
    pub name: Line,
    /// Where left out: the enterprise's.
    pub sector: Option<Sector>,
    pub violation: Passage,
    pub legal_ground: Passage,
    /// An inspection or a hazard of this enterprise.
    pub refers_to: Option<RecordId>,
    /// What was decided against it: "fined 50,000 yuan".
    #[serde(default)]
    pub measures: Vec<Line>,
}

/// Begins a list, in the ledger of the county, city or province that will publish it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ExposureDraft)]
pub struct Draft {
    pub title: Line,
    pub from_on: Day,
    pub to_on: Day,
    /// Of a list of one sector; a department's own where it leaves it out.
    pub sector: Option<Sector>,
    #[serde(default)]
    pub items: Vec<NewExposureItem>,
}

/// Changes what is named, and nothing else.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ExposureAmend)]
pub struct Amend {
    pub title: Option<Line>,
    pub from_on: Option<Day>,
    pub to_on: Option<Day>,
}

/// Adds an enterprise to the draft.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ExposureAddItem)]
pub struct AddItem {
    pub item: NewExposureItem,
}

/// Takes an item out of the draft again.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ExposureStrikeItem)]
pub struct StrikeItem {
    pub item: ExposureItemId,
}

/// Publishes the list, by another person than those who wrote it. It gets its number.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ExposurePublish)]
pub struct Publish {
    /// The day on which it was made public; today or earlier.
    pub published_on: Day,
    /// At least one.
    #[schema(min_items = 1)]
    pub channels: Vec<PublicPlace>,
}

/// Corrects what a published list says of an enterprise; what it said is kept and shown. Another
/// enterprise is another item: the wrong one is retracted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ExposureCorrectItem)]
pub struct CorrectItem {
    pub item: ExposureItemId,
    pub reason: Passage,
    pub name: Option<Line>,
    pub sector: Option<Sector>,
    pub violation: Option<Passage>,
    pub legal_ground: Option<Passage>,
    pub measures: Option<Vec<Line>>,
}

/// Takes back that an enterprise was exposed; the item stays, as one that was taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ExposureRetractItem)]
pub struct RetractItem {
    pub item: ExposureItemId,
    pub reason: Passage,
}

/// Gives a draft up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ExposureWithdraw)]
pub struct Withdraw {
    pub reason: Passage,
}

#[derive(Debug)]
pub enum Act {
    Draft(Draft),
    Amend(Amend),
    AddItem(AddItem),
    StrikeItem(StrikeItem),
    Publish(Publish),
    CorrectItem(CorrectItem),
    RetractItem(RetractItem),
    Withdraw(Withdraw),
}

/// What each act's body looks like.
pub(super) fn shapes() -> Vec<Shape> {
    vec![
        shape::<Draft>("draft"),
        shape::<Amend>("amend"),
        shape::<AddItem>("add_item"),
        shape::<StrikeItem>("strike_item"),
        shape::<Publish>("publish"),
        shape::<CorrectItem>("correct_item"),
        shape::<RetractItem>("retract_item"),
        shape::<Withdraw>("withdraw"),
    ]
}

pub(super) fn read(act: &str, body: &Value) -> Result<Act, BadJson> {
    match act {
        "draft" => typed(body).map(Act::Draft),
        "amend" => typed(body).map(Act::Amend),
        "add_item" => typed(body).map(Act::AddItem),
        "strike_item" => typed(body).map(Act::StrikeItem),
        "publish" => typed(body).map(Act::Publish),
        "correct_item" => typed(body).map(Act::CorrectItem),
        "retract_item" => typed(body).map(Act::RetractItem),
        "withdraw" => typed(body).map(Act::Withdraw),
        _ => Err(BadJson { pointer: String::new(), detail: "an act that exposures do not have".into() }),
    }
}

pub(super) fn mentions(act: &Act) -> Mentions {
    let items: Vec<_> = match act {
        Act::Draft(body) => body.items.iter().collect(),
        Act::AddItem(body) => vec![&body.item],
        _ => Vec::new(),
    };
    let named = |item: &NewExposureItem| [Some(item.enterprise.cast()), item.refers_to];
    Mentions { records: items.into_iter().flat_map(named).flatten().collect(), ..Mentions::default() }
}
