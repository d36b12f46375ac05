//! Two phones' day: offline acts, a push, a lost answer, a conflict, a reassignment.
use super::people::Cast;
use super::{DemoError, Told, expect, say};
use crate::domain::outcome::{ActResult, Verdict};
use crate::domain::{Instant, OrganisationId, RecordId};
use crate::phone::Draft;
use serde_json::{Value, json};

const PAGE: u32 = 500;

pub fn play(cast: &mut Cast) -> Told {
    let at = Instant::from_millis(1_795_000_000_000);
    first_pull(cast)?;
    let hazard = offline(cast, at)?;
    lost_answer(cast)?;
    the_other_phone_learns(cast, hazard)?;
    conflict(cast, hazard, at)?;
    three_layers(cast, hazard, at)?;
    reassignment(cast)?;
    digests_agree(cast)
}

fn first_pull(cast: &mut Cast) -> Told {
    let pages = cast.member("township")?.phone.pull(PAGE)?;
    cast.member("fire")?.phone.pull(PAGE)?;
    let (own, fire) = (held(cast, "township")?, held(cast, "fire")?);
    say(
        format!("张工（{}，属地）首次同步：{own} 条记录，{pages} 页；陈队长（消防，行业）：{fire} 条", cast.home),
        format!("first sync: the township inspector holds {own} records (pages: {pages}), the fire department {fire}"),
    );
    Ok(())
}

fn held(cast: &mut Cast, login: &str) -> Result<usize, DemoError> {
    Ok(cast.member(login)?.phone.held.len())
}

fn queue(
    cast: &mut Cast,
    login: &str,
    act: &str,
    record: RecordId,
    at: Instant,
    body: Value,
) -> Result<i64, DemoError> {
    let home = cast.home.clone();
    let phone = &mut cast.member(login)?.phone;
    let (ledger, base) = if act == "report" { (Some(&home), None) } else { (None, phone.base(record)) };
    let number = phone.act(at, Draft { kind: "hazard", act, record, ledger, base, body });
    number.ok_or_else(|| DemoError::Unexpected("the act to be queued".into()))
}

/// No network: three acts wait on the phone, each built on the one before.
fn offline(cast: &mut Cast, at: Instant) -> Result<RecordId, DemoError> {
    let hazard = RecordId::new();
    let enterprise = cast.enterprise;
    let fire = cast.member("fire")?.organisation;
    let report = json!({
        "category": ["P2"], "description": "疏散通道堵塞", "found_at": at, "source": "daily",
        "enterprise": enterprise, "sector": "fire",
    });
    let owner: OrganisationId = enterprise.cast();
    let register = json!({ "level": "general", "sector": "fire", "owner": owner, "lead_department": fire });
    queue(cast, "township", "report", hazard, at, report)?;
    queue(cast, "township", "register", hazard, at.plus_seconds(60), register)?;
    queue(cast, "township", "amend", hazard, at.plus_seconds(120), json!({ "place": "二楼东侧通道" }))?;
    say(
        "张工离线工作：上报、登记、补充位置，三个行为排在手机里",
        "offline, the inspector reports a blocked exit, registers it and adds the place: three acts queue up",
    );
    Ok(hazard)
}

/// The server has the acts, the phone does not know: it sends them again, and nothing is done twice.
fn lost_answer(cast: &mut Cast) -> Told {
    let phone = &mut cast.member("township")?.phone;
    let batch = phone.queue.clone();
    let lost = phone.send(&batch)?;
    expect(lost.results.iter().all(|result| result.result == Verdict::Applied), "three applied acts")?;
    let again = phone.send(&batch)?;
    expect(again.results.iter().all(|result| result.result == Verdict::Duplicate), "three duplicates")?;
    phone.note(&again);
    let number = lost.results.iter().find_map(|result| result.number.clone()).unwrap_or_default();
    let head = lost.heads.first().map(|head| (head.size, head.root.clone())).unwrap_or_default();
    say(
        format!("上传成功但回执丢失；再次上传：3 条“重复”，原样返回首次结果。编号 {number}"),
        format!(
            "the push arrives but its answer is lost; pushed again: 3 x duplicate, with the first answer. Number {number}"
        ),
    );
    say(
        format!("台账第 {} 条，默克尔根 {}", head.0, head.1),
        "that is the ledger's length and Merkle root: an entry that is altered later no longer gives this root",
    );
    Ok(())
}

fn the_other_phone_learns(cast: &mut Cast, hazard: RecordId) -> Told {
    cast.member("fire")?.phone.pull(PAGE)?;
    cast.member("township")?.phone.pull(PAGE)?;
    let arrived = cast.member("fire")?.phone.held.keys().any(|(_, id)| *id == hazard);
    expect(arrived, "the hazard on the fire department's phone")?;
    say("陈队长拉取增量：新隐患到了", "the fire department pulls: the new hazard has arrived");
    Ok(())
}

/// Both change the same field offline: one stands, the other waits in the inbox; another field merges.
fn conflict(cast: &mut Cast, hazard: RecordId, at: Instant) -> Told {
    let later = at.plus_seconds(3600);
    queue(cast, "fire", "amend", hazard, later, json!({ "description": "疏散通道被纺织品堵塞" }))?;
    queue(cast, "township", "amend", hazard, later, json!({ "category": ["P2", "other"] }))?;
    queue(cast, "township", "amend", hazard, later, json!({ "description": "通道堆放杂物" }))?;
    let first = push(cast, "fire")?;
    let second = push(cast, "township")?;
    expect(verdicts(&first) == [Verdict::Applied], "the first to stand")?;
    expect(verdicts(&second) == [Verdict::Merged, Verdict::Conflict], "a merged act and a conflict")?;
    let inbox = cast.member("township")?.phone.line.get("/v1/inbox")?;
    let waiting = inbox["items"].as_array().map_or(0, Vec::len);
    say(
        format!(
            "两人离线各改一处：不同字段自动合并；同一字段先到者生效，后到者冲突，进入收件箱（{waiting} 条），一字不丢"
        ),
        format!(
            "both edited offline: different fields merge; of the same field the first stands and the second is a conflict, kept in the inbox ({waiting}): nothing is lost"
        ),
    );
    cast.member("township")?.phone.pull(PAGE)?;
    Ok(())
}

fn push(cast: &mut Cast, login: &str) -> Result<Vec<ActResult>, DemoError> {
    Ok(cast.member(login)?.phone.push()?)
}

fn verdicts(results: &[ActResult]) -> Vec<Verdict> {
    results.iter().map(|result| result.result).collect()
}

/// Territory orders, the enterprise rectifies, territory accepts; the enterprise may not.
fn three_layers(cast: &mut Cast, hazard: RecordId, at: Instant) -> Told {
    let later = at.plus_seconds(7200);
    let order = json!({ "deadline": "2099-12-31", "responsible_person": "王安全", "measures": "清理通道" });
    queue(cast, "township", "order", hazard, later, order)?;
    expect(verdicts(&push(cast, "township")?) == [Verdict::Applied], "an order")?;
    cast.member("enterprise")?.phone.pull(PAGE)?;
    queue(
        cast,
        "enterprise",
        "submit_rectification",
        hazard,
        later,
        json!({ "summary": "已清理", "cost_fen": 30_000 }),
    )?;
    queue(cast, "enterprise", "accept", hazard, later, json!({ "opinion": "合格" }))?;
    let results = push(cast, "enterprise")?;
    expect(verdicts(&results) == [Verdict::Applied, Verdict::Rejected], "an enterprise that does not accept itself")?;
    cast.member("township")?.phone.pull(PAGE)?;
    queue(cast, "township", "accept", hazard, later, json!({ "opinion": "现场复核合格" }))?;
    expect(verdicts(&push(cast, "township")?) == [Verdict::Applied], "an acceptance")?;
    say(
        "属地下令整改，企业整改并想自己验收：被拒（职责分离）；属地验收，销号",
        "territory orders, the enterprise rectifies and tries to accept its own work: refused; territory accepts: closed",
    );
    Ok(())
}

/// The inspector goes to the neighbouring unit: the old ledger leaves the phone, the new one comes.
fn reassignment(cast: &mut Cast) -> Told {
    let before = held(cast, "township")?;
    let neighbour = cast.neighbour.clone();
    let body = json!({ "kind": "territorial", "name": "邻街道办事处", "region": neighbour });
    let made = cast.admin.post("/v1/organisations", &body)?;
    let organisation = serde_json::from_value(made["id"].clone()).unwrap_or(OrganisationId::NIL);
    let (person, duty) = (cast.member("township")?.id.clone(), cast.member("township")?.duty.clone());
    cast.admin.post(&format!("/v1/duties/{duty}/end"), &json!({}))?;
    cast.give(&person, organisation, "inspector", neighbour.as_str())?;
    let phone = &mut cast.member("township")?.phone;
    phone.pull(PAGE)?;
    let after = phone.held.len();
    let only_new = phone.held.keys().all(|(ledger, _)| ledger.to_string() == neighbour.as_str());
    expect(only_new, "only the new unit's records")?;
    say(
        format!("张工调任 {neighbour}：一次拉取，旧台账 {before} 条全部移除，新台账 {after} 条到位"),
        format!(
            "the inspector is reassigned: one pull removes all {before} records of the old unit and brings {after} of the new one"
        ),
    );
    Ok(())
}

/// Every pull compared digests already; once more, with nothing new.
fn digests_agree(cast: &mut Cast) -> Told {
    for login in ["city", "county", "township", "fire", "enterprise", "leader", "auditor"] {
        cast.member(login)?.phone.pull(1000)?;
    }
    let (city, auditor) = (held(cast, "city")?, held(cast, "auditor")?);
    say(
        format!("全部手机的摘要与服务器一致（市级 {city} 条；审计 {auditor} 条，含作废）"),
        format!(
            "every phone's digests agree with the server's (city {city} records; auditor {auditor}, voided ones included)"
        ),
    );
    Ok(())
}
