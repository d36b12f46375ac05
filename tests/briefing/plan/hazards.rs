//! Hazards: found, put right on the spot, put under supervision.
use super::{Firm, Plan, day, morning, photo, spread};
use hazard_ledger::domain::Instant;
use serde_json::{Value, json};

const CATEGORIES: &[&str] = &["P1", "P2", "P3", "P4", "P5", "G1"];

impl Plan<'_> {
    /// The first of them are major, and listed; one of ten is put right on the spot.
    pub(super) fn hazards(&mut self) {
        let (all, listed) = (self.number("campaign_hazards"), self.number("campaign_supervised"));
        for n in 0..all {
            let firm = self.firms[n % self.firms.len()];
            let at = spread(n * 13 % all, all, "2020-06-01", "2020-08-31");
            let body = hazard(firm, CATEGORIES[n % CATEGORIES.len()], at);
            let mut story = self.story(firm.county, "hazard", "report", self.unit(firm), at, body);
            story.is_late = self.is_late(n, at);
            self.tallies.add("campaign_hazards", 1, at, story.is_late);
            let story = match n {
                _ if n < listed => self.listed(story, firm, at),
                _ if n % 10 == 0 => {
                    let fixed_at = at.plus_seconds(600);
                    self.tallies.add("campaign_rectified", 1, fixed_at, story.is_late);
                    story.then("fix_on_spot", fixed_at, fixed())
                }
                _ => story,
            };
            self.tell(story);
        }
    }

    fn listed(&mut self, story: super::Story, firm: Firm, at: Instant) -> super::Story {
        let register = json!({
            "level": "major", "sector": "fire", "owner": firm.id, "criterion": "重大火灾隐患判定方法",
            "lead_department": self.cast.counties[firm.county].department,
        });
        let story = story.then("register", at.plus_seconds(3_600), register);
        let listed_at = at.plus_seconds(86_400);
        let order = json!({
            "level": "city", "units": ["县安委会"], "document_number": "赣市安督2号", "publication": "赣南日报",
            "deadline": listed_at.day().plus_days(90),
        });
        let listing = self.sequel(self.cast.city(), &story, "list", 2, listed_at, order);
        self.tallies.add("campaign_supervised", 1, listed_at, listing.is_late);
        self.tell(listing);
        story
    }

    /// Hazards of no category of the campaign.
    pub(super) fn noise_of_hazards(&mut self) {
        for n in 0..5 {
            let (firm, at) = (self.firms[n], morning(day("2020-07-01")));
            let mut story = self.story(firm.county, "hazard", "report", self.unit(firm), at, hazard(firm, "other", at));
            story.is_late = true;
            self.tell(story);
        }
    }
}

fn hazard(firm: Firm, category: &str, at: Instant) -> Value {
    json!({
        "category": [category], "description": "线路老化", "found_at": at, "source": "seasonal", "enterprise": firm.id,
    })
}

fn fixed() -> Value {
    json!({
        "fixer": "李四", "measures": "当场更换", "opinion": "合格", "photos": [photo("before"), photo("after")],
    })
}
