//! Exposures (曝光): published lists of enterprises that broke the law, with what for and where.
mod acts;
mod fold;
mod record;
mod rules;
#[cfg(test)]
mod tests;

pub use acts::*;
pub use record::*;

use super::life::{Life, Row};
use super::{Facets, Facts, Measure, Measured, Mentions, Unit, measured};
use crate::domain::access::{ActGrant, Hand, When};
use crate::domain::canonical::BadJson;
use crate::domain::entry::{Decided, Stamp};
use crate::domain::kind::shape::Shape;
use crate::domain::outcome::Refusal;
use crate::domain::spelled::spelled;
use crate::domain::{RecordId, Tier};
use serde_json::Value;

spelled! {
    /// Where a list of exposed enterprises stands.
    ExposureState {
        Drafted = "drafted" ("拟稿", "Drafted"),
        Published = "published" ("已曝光", "Published"),
        Withdrawn = "withdrawn" ("已撤稿", "Withdrawn"),
    }
}
use ExposureState::*;

spelled! {
    /// Where a list is made public.
    Channel {
        Newspaper = "newspaper" ("报纸", "Newspaper"),
        Website = "website" ("网站", "Website"),
        Broadcast = "broadcast" ("广播电视", "Radio or television"),
        Wechat = "wechat" ("微信公众号", "WeChat account"),
        BulletinBoard = "bulletin_board" ("公告栏", "Bulletin board"),
        PressConference = "press_conference" ("新闻发布会", "Press conference"),
        Other = "other" ("其他", "Other"),
    }
}

/// Enterprises that stand exposed: retracted ones do not.
const EXPOSED: &str = "exposure.exposed";

impl Life for Exposure {
    const NAME: &'static str = "exposure";
    const SERIES: &'static str = "BG";
    const ACTS: &'static [&'static str] =
        &["draft", "amend", "add_item", "strike_item", "publish", "correct_item", "retract_item", "withdraw"];
    #[rustfmt::skip]
    const TABLE: &'static [Row<ExposureState>] = &[
        Row { act: "draft",        from: &[],          to: &[Drafted],   upon: &[] },
        Row { act: "amend",        from: &[Drafted],   to: &[Drafted],   upon: &[] },
        Row { act: "add_item",     from: &[Drafted],   to: &[Drafted],   upon: &[] },
        Row { act: "strike_item",  from: &[Drafted],   to: &[Drafted],   upon: &["items"] },
        Row { act: "publish",      from: &[Drafted],   to: &[Published], upon: &["title", "from_on", "to_on", "items"] },
        Row { act: "correct_item", from: &[Published], to: &[Published], upon: &["items"] },
        Row { act: "retract_item", from: &[Published], to: &[Published], upon: &["items"] },
        Row { act: "withdraw",     from: &[Drafted],   to: &[Withdrawn], upon: &["state"] },
    ];
    /// Two people may add items at once. Whoever decides on items must have seen them all: `upon`.
    const MERGING: &'static [&'static str] = &["items", "writers"];
    const LEDGERS: &'static [Tier] = &[Tier::County, Tier::City, Tier::Province];
    const MEASURES: &'static [Measured] = &[measured(EXPOSED, Unit::Enterprises, "曝光企业", "Exposed enterprises")];
    type State = ExposureState;
    type Act = Act;

    fn read(act: &str, body: &Value) -> Result<Act, BadJson> {
        acts::read(act, body)
    }
    fn shapes() -> Vec<Shape> {
        acts::shapes()
    }
    fn mentions(act: &Act) -> Mentions {
        acts::mentions(act)
    }
    fn state(&self) -> ExposureState {
        self.state
    }
    fn is_ready(&self, act: &str) -> bool {
        match act {
            "strike_item" | "publish" => !self.items.is_empty(),
            "correct_item" | "retract_item" => self.standing().next().is_some(),
            _ => true,
        }
    }
    fn holds(when: When, before: Option<&Self>, hand: &Hand, facts: &Facts) -> bool {
        rules::holds(when, before, hand, facts)
    }
    fn decide(before: Option<&Self>, act: &Act, grant: &ActGrant, facts: &Facts) -> Result<Decided, Refusal> {
        rules::decide(before, act, grant, facts)
    }
    fn fold(before: Option<Self>, act: Act, stamp: &Stamp, decided: &Decided) -> Result<Self, BadJson> {
        fold::fold(before, act, stamp, decided)
    }
    fn facets(&self, _: RecordId) -> Facets {
        let channels = self.published.iter().flat_map(|published| &published.channels);
        let channels: Vec<_> = channels.map(|place| place.channel.as_str()).collect();
        Facets {
            state: self.state.as_str().to_owned(),
            category: Some(channels.join(",")).filter(|all| !all.is_empty()),
            sector: self.sector,
            owner: Some(self.drafted.by.organisation),
            occurred_on: self.published.as_ref().map(|published| published.published_on),
            number: self.number.clone(),
            ..Facets::default()
        }
    }
    /// One for each item that stands: who counts enterprises counts them distinctly.
    fn measures(&self) -> Vec<Measure> {
        let Some(published) = &self.published else { return Vec::new() };
        let exposed = |item: &ExposureItem| {
            let (enterprise, sector) = (Some(item.enterprise), item.sector);
            Measure { enterprise, sector, ..Measure::one(EXPOSED, published.published_on) }
        };
        self.standing().map(exposed).collect()
    }
}
