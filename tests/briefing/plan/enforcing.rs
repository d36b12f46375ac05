//! Visits, and what followed from them: halts, closures, fines, exposures and their published lists.
use super::{Firm, Plan, Story, day, morning, spread};
use hazard_ledger::domain::{Day, Instant, RecordId};
use serde_json::{Value, json};

const TYPES: &[&str] = &["enforcement", "township", "special"];

impl Plan<'_> {
    /// Four of five enterprises are visited, some several times; whoever is halted, closed or exposed is so once.
    pub(super) fn enforcement(&mut self) {
        let visits = self.number("enforcement_visits");
        let visited = self.firms.len() * 4 / 5;
        let steps: Vec<_> =
            [("halted_enterprises", "halt"), ("closed_enterprises", "closure"), ("exposed_enterprises", "exposure")]
                .iter()
                .flat_map(|(code, measure)| std::iter::repeat_n((*code, *measure), self.number(code)))
                .collect();
        let fines = self.fines();
        assert!(steps.len() + fines.len() <= visited, "each at an enterprise of its own");
        for n in 0..visits {
            let firm = self.firms[n % visited];
            let at = match steps.get(n) {
                // Those of the summer's campaign.
                Some((_, "exposure")) => spread(n * 7 % steps.len(), steps.len(), "2020-06-01", "2020-08-31"),
                _ => spread(n * 7 % visits, visits, "2020-04-01", "2020-09-30"),
            };
            let story = self.visit(n, firm, TYPES[n % TYPES.len()], at);
            for code in ["enforcement_enterprises", "enterprises_inspected"] {
                self.tallies.once(code, firm.id, at, story.is_late);
            }
            self.tallies.add("enforcement_visits", 1, at, story.is_late);
            let done = at.plus_seconds(3_600);
            let story = match (steps.get(n), n.checked_sub(steps.len()).and_then(|n| fines.get(n))) {
                (Some((code, measure)), _) => {
                    self.tallies.once(code, firm.id, done, story.is_late);
                    if *measure == "exposure" {
                        self.exposed.push(firm);
                    }
                    story.then("enforce", done, enforce(measure, done))
                }
                (_, Some(fen)) => {
                    self.tallies.add("fines", *fen, done, story.is_late);
                    story.then("issue_fine", done, fine(*fen))
                }
                _ => story,
            };
            self.tell(story);
        }
    }

    /// Each county writes two lists, the first of them in June; the city's other officer publishes them.
    pub(super) fn exposures(&mut self) {
        for county in 0..self.cast.counties.len() {
            let own: Vec<_> = self.exposed.iter().copied().filter(|firm| firm.county == county).collect();
            let (first, second) = own.split_at(own.len() / 2);
            for (firms, on) in [(first, "2020-06-20"), (second, "2020-08-28")] {
                if !firms.is_empty() {
                    self.exposure(county, firms, day(on));
                }
            }
        }
    }

    fn exposure(&mut self, county: usize, firms: &[Firm], on: Day) {
        let (drafted, published) = (morning(on.plus_days(-1)), morning(on));
        let ledger = self.cast.counties[county].code.to_owned();
        let mut draft = self.story(county, "exposure", "draft", ledger, drafted, exposure(firms, on));
        draft.is_late = self.is_late(county, published);
        let channels = json!({"published_on": on, "channels": [{"channel": "newspaper", "name": "赣南日报"}]});
        let publication = self.sequel(self.cast.second(), &draft, "publish", 1, published, channels);
        for firm in firms {
            self.tallies.once("listed_exposures", firm.id, published, publication.is_late);
        }
        self.tell(draft);
        self.tell(publication);
    }

    /// As many fines as there are halts and half as many again, which add up to the amount.
    fn fines(&self) -> Vec<i64> {
        let count = i64::try_from(self.number("halted_enterprises") * 3 / 2).unwrap();
        let amount = self.numbers["fines"];
        (0..count).map(|n| amount / count + i64::from(n < amount % count)).collect()
    }

    fn visit(&self, n: usize, firm: Firm, inspection_type: &str, at: Instant) -> Story {
        let body = visit(firm, inspection_type, at);
        let mut story = self.story(firm.county, "inspection", "visit_unplanned", self.unit(firm), at, body);
        story.is_late = self.is_late(n, at);
        story
    }

    /// Visits of experts, visits before the programme began, and a fine that another waived.
    pub(super) fn noise_of_enforcement(&mut self) {
        let (early, later) = (morning(day("2020-02-10")), morning(day("2020-05-10")));
        for n in 0..10 {
            let firm = self.firms[n];
            let (kind, at) = if n < 5 { ("expert", later) } else { ("enforcement", early) };
            let story = self.visit(0, firm, kind, at);
            self.tallies.once("enterprises_inspected", firm.id, at, story.is_late);
            self.tell(story);
        }
        let firm = self.firms[0];
        let (issued, waived) = (later.plus_seconds(60), later.plus_seconds(86_400));
        let story = self.visit(0, firm, "expert", later).then("issue_fine", issued, fine(5_000_000));
        let waiving = json!({"document_number": "罚1", "reason": "撤销"});
        let waiving = self.sequel(self.cast.city(), &story, "waive_fine", 2, waived, waiving);
        self.tallies.add("fines", 5_000_000, issued, false);
        self.tallies.add("fines", -5_000_000, waived, false);
        self.tell(story);
        self.tell(waiving);
    }
}

fn visit(firm: Firm, inspection_type: &str, at: Instant) -> Value {
    json!({
        "about": {"inspection_type": inspection_type, "subject": "厂区", "enterprise": firm.id},
        "visit": {"visited_at": at, "team": [{"name": "张三"}]},
    })
}

fn exposure(firms: &[Firm], on: Day) -> Value {
    let item = |firm: &Firm| {
        json!({
            "id": RecordId::new(), "enterprise": firm.id, "name": "赣南某厂", "violation": "锁闭安全出口",
            "legal_ground": "安全生产法第一百零二条",
        })
    };
    let items: Vec<_> = firms.iter().map(item).collect();
    json!({"title": "违法违规企业曝光名单", "from_on": "2020-06-01", "to_on": on, "items": items})
}

fn enforce(measure: &str, at: Instant) -> Value {
    json!({"measure": measure, "document_number": "令1", "from_on": at.day(), "detail": "依法处置"})
}

fn fine(fen: i64) -> Value {
    json!({"document_number": "罚1", "amount_fen": fen, "legal_ground": "安全生产法第九十四条"})
}
