//! The sample's ledgers: enterprises in every unit, hazards in every state.
use super::people::Cast;
use super::{DemoError, Told, expect, say};
use crate::domain::act::{Base, MOST_ACTS, Ordinal};
use crate::domain::uscc;
use crate::domain::{Instant, OrganisationId, RecordId, RegionCode};
use crate::phone::Draft;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};

const ENTERPRISES: usize = 1_600;
const HAZARDS: usize = 3_200;
const SECTORS: [&str; 6] = ["manufacturing", "fire", "hazardous_chemicals", "mine", "construction", "road"];
const TRADES: [&str; 6] = ["机械厂", "商场", "化工厂", "钨矿", "工地", "运输公司"];
const FINDINGS: [(&str, &str); 6] = [
    ("P2", "配电箱未上锁，线路老化"),
    ("P2", "疏散通道堵塞，安全出口上锁"),
    ("P1", "可燃气体报警器失效"),
    ("P5", "采空区支护不足"),
    ("P4", "临边防护缺失"),
    ("G1", "货车超载，驾驶员疲劳驾驶"),
];

/// Where a sample hazard is left.
#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Reported,
    Registered,
    Rectifying,
    Pending,
    Closed,
    Voided,
    Reopened,
}
const STAGES: [Stage; 10] = {
    use Stage::*;
    [Closed, Closed, Closed, Closed, Rectifying, Rectifying, Pending, Registered, Reported, Reopened]
};

impl Stage {
    /// One in fifty was none.
    fn of(n: usize) -> Self {
        if n % 50 == 49 { Self::Voided } else { STAGES[n % STAGES.len()] }
    }
    fn length(self) -> usize {
        let (before, is_rectified, after) = self.acts();
        1 + before.len() + usize::from(is_rectified) + after.len()
    }
    /// What the committee does before the works bureau rectifies, and after.
    fn acts(self) -> (&'static [&'static str], bool, &'static [&'static str]) {
        match self {
            Self::Reported => (&[], false, &[]),
            Self::Voided => (&["void"], false, &[]),
            Self::Registered => (&["register"], false, &[]),
            Self::Rectifying => (&["register", "order"], false, &[]),
            Self::Pending => (&["register", "order"], true, &[]),
            Self::Closed => (&["register", "order"], true, &["accept"]),
            Self::Reopened => (&["register", "order"], true, &["accept", "reopen"]),
        }
    }
}

pub fn fill(cast: &mut Cast) -> Told {
    let total = ENTERPRISES + (0..HAZARDS).map(|n| Stage::of(n).length()).sum::<usize>();
    let bar = ProgressBar::new(total as u64).with_style(style());
    let now = now();
    let enterprises = enterprises(cast, now, &bar)?;
    let department = cast.member("fire")?.organisation;
    let works = cast.member("works")?.organisation;
    hazards(cast, &enterprises, department, works, now, &bar)?;
    bar.finish_and_clear();
    say(
        format!("{} 个单元，{ENTERPRISES} 家企业，{HAZARDS} 条隐患，各种状态都有", cast.units.len()),
        format!("{} units, {ENTERPRISES} enterprises, {HAZARDS} hazards in every state", cast.units.len()),
    );
    Ok(())
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("  {bar:40} {pos}/{len} 行为 acts {elapsed}")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
}

fn now() -> Instant {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Instant::from_millis(i64::try_from(since.as_millis()).unwrap_or_default())
}

/// Pushes what a person has queued, batch by batch; every act of the sample must stand.
fn push(cast: &mut Cast, login: &str, bar: &ProgressBar) -> Told {
    let phone = &mut cast.member(login)?.phone;
    while !phone.queue.is_empty() {
        let batch = phone.queue[..phone.queue.len().min(MOST_ACTS)].to_vec();
        let answer = phone.send(&batch)?;
        phone.note(&answer);
        bar.inc(answer.results.len() as u64);
        if let Some(result) = answer.results.iter().find(|result| !result.result.stands_in_the_ledger()) {
            return Err(DemoError::Unexpected(format!("every act of the sample to stand, not {:?}", result.problem)));
        }
    }
    Ok(())
}

fn enterprises(
    cast: &mut Cast,
    now: Instant,
    bar: &ProgressBar,
) -> Result<Vec<(OrganisationId, RegionCode)>, DemoError> {
    let (units, own) = (cast.units.clone(), cast.enterprise);
    let (home, mut made) = (cast.home.clone(), Vec::new());
    let phone = &mut cast.member("city")?.phone;
    let own_body = json!({ "name": "赣南纺织厂", "uscc": uscc::sample("360702", 1), "sector": "fire" });
    phone.act(now, draft("enterprise", "register", own, Some(&home), None, own_body));
    for n in 1..ENTERPRISES {
        let unit = &units[n % units.len()];
        let id = RecordId::new();
        let name = format!("{}第{n}{}", &"赣虔章贡".chars().nth(n % 4).unwrap_or('赣'), TRADES[n % 6]);
        let mut body = json!({
            "name": name, "sector": SECTORS[n % 6],
            "location": { "lon": 1_149_000_000 + (n as i64 * 7919) % 9_000_000, "lat": 258_000_000 + (n as i64 * 104_729) % 9_000_000, "coord_sys": "wgs84" },
        });
        // Shops without a code exist: the gap is flagged.
        match n % 8 {
            7 => body["uscc_is_missing"] = json!(true),
            _ => body["uscc"] = json!(uscc::sample(unit.as_str(), n as u32)),
        }
        phone.act(now, draft("enterprise", "register", id, Some(unit), None, body));
        made.push((id.cast(), unit.clone()));
    }
    push(cast, "city", bar)?;
    Ok(made)
}

fn hazards(
    cast: &mut Cast,
    enterprises: &[(OrganisationId, RegionCode)],
    department: OrganisationId,
    works: OrganisationId,
    now: Instant,
    bar: &ProgressBar,
) -> Told {
    let ids: Vec<RecordId> = (0..HAZARDS).map(|_| RecordId::new()).collect();
    for (n, id) in ids.iter().enumerate() {
        let stage = Stage::of(n);
        let (enterprise, unit) = &enterprises[n % enterprises.len()];
        // What is rectified in the sample is nobody's yard: the works bureau answers for it.
        let enterprise = (!stage.acts().1).then_some(*enterprise);
        let owner = enterprise.unwrap_or(works);
        let phone = &mut cast.member("city")?.phone;
        let at = now.plus_seconds(-86_400 * (n as i64 % 60));
        phone.act(at, draft("hazard", "report", *id, Some(unit), None, report(n, enterprise, at)));
        for act in stage.acts().0 {
            let base = phone.base(*id);
            phone.act(at, draft("hazard", act, *id, None, base, body(act, n, owner, department)));
        }
    }
    push(cast, "city", bar)?;
    let rectified = |n: &usize| Stage::of(*n).acts().1;
    for n in (0..HAZARDS).filter(rectified) {
        let phone = &mut cast.member("works")?.phone;
        phone.act(
            now,
            draft(
                "hazard",
                "submit_rectification",
                ids[n],
                None,
                rev(3),
                body("submit_rectification", n, works, department),
            ),
        );
    }
    push(cast, "works", bar)?;
    for n in (0..HAZARDS).filter(rectified) {
        let phone = &mut cast.member("city")?.phone;
        for (step, act) in Stage::of(n).acts().2.iter().enumerate() {
            // The works bureau's rectification made revision 4.
            let base = if step == 0 { rev(4) } else { phone.base(ids[n]) };
            phone.act(now, draft("hazard", act, ids[n], None, base, body(act, n, works, department)));
        }
    }
    push(cast, "city", bar)?;
    expect(cast.member("city")?.phone.queue.is_empty(), "an empty queue")
}

fn rev(n: i64) -> Option<Base> {
    Ordinal::try_from(n).ok().map(Base::Rev)
}

fn draft<'a>(
    kind: &'a str,
    act: &'a str,
    record: RecordId,
    ledger: Option<&'a RegionCode>,
    base: Option<Base>,
    body: Value,
) -> Draft<'a> {
    Draft { kind, act, record, ledger, base, body }
}

fn report(n: usize, enterprise: Option<OrganisationId>, at: Instant) -> Value {
    let (category, description) = FINDINGS[n % 6];
    let mut body = json!({
        "category": [category], "description": description, "found_at": at, "source": "daily",
        "sector": SECTORS[n % 6], "no_owner": enterprise.is_none(),
    });
    if let Some(enterprise) = enterprise {
        body["enterprise"] = json!(enterprise);
    }
    body
}

fn body(act: &str, n: usize, owner: OrganisationId, department: OrganisationId) -> Value {
    let deadline = "2099-12-31";
    match act {
        "register" => {
            json!({ "level": "general", "sector": SECTORS[n % 6], "owner": owner, "lead_department": department })
        }
        "order" => json!({ "deadline": deadline, "responsible_person": "钟处长", "measures": "限期整改" }),
        "submit_rectification" => json!({ "summary": "已整改到位", "cost_fen": 10_000 + n }),
        "accept" => json!({ "opinion": "现场复核合格" }),
        "reopen" => json!({ "evidence": "回头看发现反弹", "deadline": deadline }),
        "void" => json!({ "reason": "test" }),
        _ => json!({}),
    }
}
