//! Visits, and what followed from them: halts, closures, exposures, fines.
use super::{Firm, Plan, Story, day, morning, spread};
use hazard_ledger::domain::Instant;
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
            let at = spread(n * 7 % visits, visits, "2020-04-01", "2020-09-30");
            let story = self.visit(n, firm, TYPES[n % TYPES.len()], at);
            for code in ["enforcement_enterprises", "enterprises_inspected"] {
                self.tallies.once(code, firm.id, at, story.is_late);
            }
            self.tallies.add("enforcement_visits", 1, at, story.is_late);
            let done = at.plus_seconds(3_600);
            let story = match (steps.get(n), n.checked_sub(steps.len()).and_then(|n| fines.get(n))) {
                (Some((code, measure)), _) => {
                    self.tallies.once(code, firm.id, done, story.is_late);
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

fn enforce(measure: &str, at: Instant) -> Value {
    json!({"measure": measure, "document_number": "令1", "from_on": at.day(), "detail": "依法处置"})
}

fn fine(fen: i64) -> Value {
    json!({"document_number": "罚1", "amount_fen": fen, "legal_ground": "安全生产法第九十四条"})
}
