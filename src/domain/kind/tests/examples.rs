//! Acts of accidents, flag rounds, assignments, campaigns, findings and programmes, one after the other, with every
//! field.
use super::*;

fn evidence(number: &str) -> Value {
    json!({"document_number": number, "note": "见附件"})
}

pub fn accident_acts() -> Vec<(&'static str, Value)> {
    let location = json!({"lon": 1149345678, "lat": 258312345, "coord_sys": "wgs84"});
    let casualties = json!({"deaths": 2, "injuries": 1, "loss_fen": 150_000_000});
    let party = json!({"party": "王总", "treatment": "penalty"});
    let settled = json!({"party": "王总", "treatment": "penalty", "evidence": evidence("罚1")});
    let list = json!({"level": "county", "units": ["面包坊"], "document_number": "督1", "deadline": "2027-01-31"});
    vec![
        (
            "report",
            json!({
                "occurred_at": "2026-11-22T09:00:00+08:00", "place": "一楼", "accident_type": "fire", "summary": "起火",
                "casualties": casualties, "enterprise": id::<()>(BAKERY), "sector": "fire", "location": location,
                "photos": [photo(1, "scene")],
            }),
        ),
        ("amend", json!({"place": "二楼"})),
        (
            "correct_casualties",
            json!({
                "casualties": {"deaths": 3, "injuries": 0, "loss_fen": 1}, "ground": "change",
                "changed_on": "2026-11-23", "reason": "抢救无效",
            }),
        ),
        ("investigate", json!({"lead": id::<()>(FIRE_DEPARTMENT), "members": ["张三"]})),
        ("investigate", json!({"lead": id::<()>(FIRE_DEPARTMENT), "members": ["李四"]})),
        ("extend_investigation", json!({"until": "2027-02-20", "opinion": "同意"})),
        ("establish_cause", json!({"direct": "短路", "indirect": "管理缺失", "evidence": evidence("报1")})),
        ("hold_accountable", party),
        ("settle_accountability", settled),
        ("require_measure", json!({"measure": "更换线路", "responsible": "面包坊", "due_on": "2026-12-31"})),
        (
            "complete_measure",
            json!({"measure": "更换线路", "evidence": evidence("验1"), "photos": [photo(2, "after")]}),
        ),
        (
            "educate",
            json!({"audience": "全体员工", "people": 12, "educated_on": "2026-11-23", "evidence": evidence("教1")}),
        ),
        ("list", list.clone()),
        ("publish", json!({"publication": "县政府网站"})),
        ("defer", json!({"until": "2027-02-28", "opinion": "同意"})),
        ("accept_supervision", json!({"opinion": "合格"})),
        ("delist", json!({"evidence": evidence("摘1")})),
        ("list", list),
        ("conclude", json!({"is_responsibility_accident": true, "opinion": "同意", "evidence": evidence("批1")})),
        (
            "evaluate",
            json!({"evaluated_on": "2027-10-01", "is_satisfactory": true, "opinion": "落实", "evidence": evidence("评1")}),
        ),
        ("look_back", json!({"looked_on": "2027-10-01", "opinion": "已整改", "hazards": [id::<()>(9)]})),
        ("archive", json!({"evidence": evidence("归1")})),
        ("void", json!({"reason": "duplicate_of", "duplicate_of": id::<()>(8), "opinion": "重复"})),
        ("move", json!({"to": "360702101000", "reason": "边界调整"})),
    ]
}

pub fn flag_rule() -> Value {
    json!({
        "name": "no_accident", "version": 1, "without_sectors": ["rail"],
        "classes": [{"class": "enterprise", "candidacy": "nominated", "least_level": "general", "yellow_from": 1}],
    })
}

pub fn flag_round_acts() -> Vec<(&'static str, Value)> {
    let subject = json!({"class": "enterprise", "id": id::<()>(BAKERY)});
    let candidates = json!([{"class": "enterprise", "id": id::<()>(BAKERY), "name": "面包坊"}]);
    let computed = json!({
        "as_of": "2026-11-23T09:00:00+08:00", "heads": [{"ledger": "360702100000", "seq": 1}],
        "candidates": candidates, "territories": [], "accidents": [],
    });
    vec![
        ("open", json!({"half_year": "2026H1", "title": "上半年"})),
        ("nominate", json!({"enterprises": [{"enterprise": id::<()>(BAKERY), "name": "面包坊"}]})),
        ("compute", computed),
        ("object", json!({"subject": subject, "objector": "工会", "reason": "有异议"})),
        ("decide_objection", json!({"subject": subject, "is_upheld": true, "flag": "red", "opinion": "成立"})),
        ("return_computation", json!({"reason": "再核"})),
        ("confirm", json!({"opinion": "同意"})),
        ("publish", json!({"publication": "市政府网站", "document_number": "通1"})),
        ("withdraw_red", json!({"subject": subject, "accident": id::<()>(9), "reason": "发生事故"})),
        ("cancel", json!({"reason": "取消"})),
    ]
}

pub fn assignment_acts() -> Vec<(&'static str, Value)> {
    let leader = |n: u128| json!({"person": id::<()>(n), "name": "刘县长", "title": "副县长"});
    let target = json!({
        "target_kind": "enterprise", "name": "面包坊", "enterprise": id::<()>(BAKERY), "unit": "360702100000",
        "location": {"lon": 1149345678, "lat": 258312345, "coord_sys": "wgs84"},
    });
    vec![
        (
            "assign",
            json!({
                "leader": leader(71), "tier": "county", "target": target, "sector": "commerce",
                "from_on": "2026-01-01", "to_on": "2026-12-31",
            }),
        ),
        ("amend", json!({"sector": "fire"})),
        ("hand_over", json!({"leader": leader(72), "tier": "county", "from_on": "2026-07-01"})),
        ("add_visit", json!({"inspection": id::<()>(9)})),
        ("end", json!({"to_on": "2026-11-30", "reason": "已关闭"})),
    ]
}

pub fn campaign_acts() -> Vec<(&'static str, Value)> {
    let measure = |n: u128| {
        json!({
            "measure": id::<()>(n), "category": "P2", "content": "建立动火审批制度",
            "accountable": id::<()>(FIRE_DEPARTMENT), "due_on": "2026-12-31",
        })
    };
    let summary = json!({"summary": "排查整治隐患4.6万条", "document_number": "报1"});
    vec![
        (
            "plan",
            json!({
                "name": "夏季攻势", "aim": "五防一治理", "from_on": "2026-06-01", "to_on": "2026-12-31",
                "categories": ["P1", "P2"], "sectors": ["fire"], "regions": ["360702100000"],
            }),
        ),
        ("amend", json!({"name": "冬季攻势"})),
        ("launch", json!({"document_number": "安委〔2026〕6号"})),
        ("add_measure", measure(1)),
        ("amend_measure", json!({"measure": id::<()>(1), "due_on": "2027-01-15"})),
        (
            "complete_measure",
            json!({"measure": id::<()>(1), "done_on": "2026-11-23", "evidence": "已印发", "document_number": "制1"}),
        ),
        ("add_measure", measure(2)),
        ("withdraw_measure", json!({"measure": id::<()>(2), "reason": "已并入"})),
        ("summarise", summary.clone()),
        ("close", summary),
        ("cancel", json!({"reason": "取消"})),
    ]
}

pub fn finding_acts() -> Vec<(&'static str, Value)> {
    vec![
        (
            "raise",
            json!({
                "about": id::<()>(9), "gravity": "serious", "title": "逾期未改", "detail": "逾期三十日",
                "ground": "安全生产法第四十一条", "responsible": id::<()>(FIRE_DEPARTMENT), "due_on": "2026-12-31",
            }),
        ),
        ("answer", json!({"answer": "已整改", "document_number": "函1"})),
        ("return_answer", json!({"reason": "无佐证", "due_on": "2027-01-15"})),
        ("answer", json!({"answer": "已整改并附照片"})),
        ("withdraw", json!({"reason": "重复"})),
        ("close", json!({"opinion": "属实"})),
    ]
}

pub fn program_acts() -> Vec<(&'static str, Value)> {
    let plan = |n: u128, class: &str| {
        json!({
            "id": id::<()>(n), "class": class, "title": "危险化学品", "lead": id::<()>(FIRE_DEPARTMENT), "sector": "fire",
            "document_number": "赣市安字3号", "issued_on": "2026-04-01",
        })
    };
    let system =
        |n: u128| json!({"id": id::<()>(n), "title": "调度制度", "document_number": "制1", "issued_on": "2026-04-01"});
    let member = json!({"group": "工作专班", "name": "刘", "person": id::<()>(1), "organisation": id::<()>(COUNTY), "role": "head"});
    let milestone = json!({"title": "摸底", "due_on": "2026-12-01"});
    let task = json!({
        "id": id::<()>(21), "plan": id::<()>(11), "title": "全面排查", "accountable": id::<()>(FIRE_DEPARTMENT),
        "due_on": "2026-12-31", "milestones": [milestone],
    });
    let (task_id, indicator) = (id::<()>(21), id::<()>(31));
    let term =
        json!({"measure": "program.tasks_done", "aggregate": "sum", "sectors": ["fire"], "categories": ["topic"]});
    let formula = json!({"numerator": term, "denominator": term, "period": "since_start"});
    let complete = json!({"task": task_id, "result": "已完成", "document_number": "报1"});
    vec![
        (
            "adopt",
            json!({
                "title": "三年行动", "document_number": "赣市安字1号", "from_on": "2026-01-01", "to_on": "2028-12-31",
                "sector": "fire", "plans": [plan(11, "topic")], "work_systems": [system(41)],
            }),
        ),
        ("amend", json!({"title": "专项整治三年行动"})),
        ("add_plan", plan(12, "special")),
        ("amend_plan", json!({"plan": id::<()>(12), "title": "消防"})),
        ("end_plan", json!({"plan": id::<()>(12), "ended_on": "2026-11-01", "reason": "并入"})),
        ("add_work_system", system(42)),
        ("withdraw_work_system", json!({"work_system": id::<()>(42), "ended_on": "2026-11-01", "reason": "废止"})),
        ("set_task_force", json!({"members": [member]})),
        ("add_task", task),
        ("amend_task", json!({"task": task_id, "title": "再排查"})),
        ("report_task", json!({"task": task_id, "percent": 40, "note": "过半", "reached": ["摸底"]})),
        ("complete_task", complete.clone()),
        ("return_task", json!({"task": task_id, "completion": 1, "reason": "缺佐证"})),
        ("complete_task", complete),
        ("confirm_task", json!({"task": task_id, "completion": 2, "opinion": "同意"})),
        (
            "add_indicator",
            json!({
                "id": indicator, "plan": id::<()>(11), "title": "完成率", "definition": "完成数比总数", "unit": "percent",
                "counted_in": "项", "tier": "county", "aim": "at_least", "formula": formula,
            }),
        ),
        ("set_target", json!({"indicator": indicator, "region": "360702100000", "value": 900, "by_on": "2026-12-31"})),
        ("read_indicator", json!({"indicator": indicator, "value": 850, "on": "2026-11-20", "source": "月报"})),
        ("withdraw_indicator", json!({"indicator": indicator, "reason": "重复"})),
        ("conclude", json!({"summary": "完成", "unfinished": "无", "document_number": "结1"})),
        ("cancel", json!({"reason": "误建"})),
    ]
}

pub fn exposure_acts() -> Vec<(&'static str, Value)> {
    let item = |n: u128| {
        json!({
            "id": id::<()>(n), "enterprise": id::<()>(BAKERY), "name": "面包坊", "sector": "commerce",
            "violation": "锁闭安全出口", "legal_ground": "安全生产法第一百零五条", "refers_to": id::<()>(9),
            "measures": ["罚款五万元"],
        })
    };
    let place =
        json!({"channel": "website", "name": "市政府网站", "url": "https://example.cn/1", "document_number": "曝1"});
    let corrected = json!({
        "item": id::<()>(1), "reason": "笔误", "name": "面包房", "sector": "fire", "violation": "占用消防通道",
        "legal_ground": "消防法第六十条", "measures": ["罚款一万元"],
    });
    vec![
        (
            "draft",
            json!({
                "title": "曝光名单", "from_on": "2026-06-01", "to_on": "2026-09-30", "sector": "commerce",
                "items": [item(1)],
            }),
        ),
        ("amend", json!({"title": "曝光名单（一）", "from_on": "2026-06-02", "to_on": "2026-10-01"})),
        ("add_item", json!({"item": item(2)})),
        ("strike_item", json!({"item": id::<()>(2)})),
        ("publish", json!({"published_on": "2026-11-20", "channels": [place]})),
        ("correct_item", corrected),
        ("retract_item", json!({"item": id::<()>(1), "reason": "张冠李戴"})),
        ("withdraw", json!({"reason": "不再需要"})),
    ]
}
