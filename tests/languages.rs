//! The texts for people: Chinese or English, as each request prefers.
use crate::support::{Answer, TestApp, each_database};
use crate::sync::{HOME, blocked_exit, officer, report};
use hazard_ledger::domain::fault::FaultCode;
use hazard_ledger::domain::outcome::RefusalCode;
use hazard_ledger::domain::said::in_chinese;
use hazard_ledger::domain::spelled::Spelled;
use hazard_ledger::domain::{InboxId, RecordId};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

fn ask(app: &TestApp, path: &str, token: &str, accepted: &str) -> Answer {
    app.send_with("GET", path, token, &[("Accept-Language", accepted)], None)
}

#[test]
fn a_problem_is_told_in_the_language_that_the_request_prefers() {
    each_database(|app| {
        #[rustfmt::skip]
        let cases = [
            ("en", "en"), ("en-GB,en;q=0.9", "en"), ("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"), ("zh;q=0.3,en;q=0.4", "en"),
            ("fr", "zh-CN"), ("*", "zh-CN"), ("nonsense;;q", "zh-CN"), ("zh;q=0,*;q=0.1", "en"),
        ];
        for (accepted, language) in cases {
            let problem = ask(app, "/v1/me", "", accepted).expect(401);
            assert_eq!(problem.header("content-language"), language, "{accepted}");
            assert!(varies(&problem), "{accepted}");
            let told = match language {
                "en" => ("Not signed in", "sign in first"),
                _ => ("未登录", "请先登录"),
            };
            assert_eq!(
                (&problem.json["title"], &problem.json["detail"]),
                (&json!(told.0), &json!(told.1)),
                "{accepted}"
            );
            assert_eq!(problem.json["code"], "unauthenticated");
            assert_eq!(problem.header("content-type"), "application/problem+json");
            assert_eq!(problem.header("www-authenticate"), "Bearer");
        }
        assert_eq!(app.get("/v1/me", "").json["detail"], "请先登录", "without the header");
    });
}

/// Several fields may say what an answer varies with.
fn varies(answer: &Answer) -> bool {
    let fields = answer.headers.get_all("vary").iter();
    fields.filter_map(|value| value.to_str().ok()).any(|value| value.to_lowercase().contains("accept-language"))
}

#[test]
fn every_way_to_a_problem_is_translated_and_keeps_its_pointer() {
    each_database(|app| {
        let officer = app.officer_of(HOME);
        let asked = |method: &str, path: &str, body: Option<&Value>| {
            let in_language = |accepted: &str| {
                app.send_with(method, path, &officer.token, &[("Accept-Language", accepted)], body).json
            };
            let (chinese, english) = (in_language("zh"), in_language("en"));
            assert_eq!((&chinese["code"], &chinese["pointer"]), (&english["code"], &english["pointer"]), "{path}");
            (chinese["detail"].as_str().unwrap().to_owned(), english["detail"].as_str().unwrap().to_owned())
        };
        let (chinese, english) = asked("GET", "/v1/regions?limit=0", None);
        assert_eq!(chinese, "查询参数有误：每页应为 1 到 200 条");
        assert_eq!(english, "Query deserialize error: a page has 1 to 200 rows");
        assert_eq!(asked("GET", "/v1/nowhere", None).0, "此处没有内容");
        assert_eq!(asked("TRACE", "/v1/me", None).0, "此资源不支持该请求方法");
        assert_eq!(asked("GET", "/v1/regions/999999000000", None).0, "没有这个行政区域");
        assert_eq!(asked("GET", "/v1/persons", None).0, "仅限管理员");
        let (chinese, english) = asked("POST", "/v1/sync/push", Some(&json!({"schema": 1, "acts": []})));
        assert_eq!(chinese.split('（').next(), Some("缺少 `device_id`"));
        assert!(english.starts_with("missing field `device_id`"), "{english}");
    });
}

#[test]
fn results_of_a_push_and_the_inbox_are_told_in_each_language_also_when_they_are_repeated() {
    each_database(|app| {
        let mut phone = officer(app, HOME);
        let mut body = blocked_exit();
        body["category"] = json!([]);
        let record: RecordId = report(&mut phone, HOME, body);
        let sent = json!({"device_id": phone.device, "schema": 1, "acts": phone.queue});
        let push = |accepted: &str| {
            let headers = [("Accept-Language", accepted)];
            let answer = app.send_with("POST", "/v1/sync/push", &phone.line.token, &headers, Some(&sent)).expect(200);
            assert!(varies(&answer));
            (answer.header("content-language").to_owned(), answer.json["results"][0].clone())
        };
        let (language, first) = push("zh");
        assert_eq!((language.as_str(), &first["record"]), ("zh-CN", &json!(record)));
        assert_eq!(first["problem"]["detail"], "请至少选择一个类别", "{first}");
        let (language, again) = push("en");
        assert_eq!((language.as_str(), &again["result"]), ("en", &json!("duplicate")));
        assert_eq!(again["first"]["problem"]["detail"], "at least one category");
        assert_eq!(again["first"]["problem"]["pointer"], first["problem"]["pointer"]);
        assert_eq!(push("zh").1["first"]["problem"]["detail"], "请至少选择一个类别", "whatever was read before");
        let path = format!("/v1/inbox?after={}", InboxId::NIL);
        let inbox = ask(app, &path, &phone.line.token, "zh").expect(200);
        assert_eq!(inbox.json["items"][0]["problem"]["detail"], "请至少选择一个类别");
        let inbox = ask(app, &path, &phone.line.token, "en").expect(200);
        assert_eq!(inbox.json["items"][0]["problem"]["detail"], "at least one category");
        assert!(varies(&inbox));
    });
}

#[test]
fn every_code_has_a_title_in_both_languages() {
    let faults = FaultCode::ALL.iter().map(|code| (code.as_str(), code.labels()));
    let refusals = RefusalCode::ALL.iter().map(|code| (code.as_str(), code.labels()));
    for (code, labels) in faults.chain(refusals) {
        let Some((chinese, english)) = labels else { panic!("{code} has no title: add (\"…\", \"…\") behind it") };
        assert!(!chinese.is_ascii() && english.is_ascii() && !english.is_empty(), "{code}");
    }
}

/// A sentence for people stands behind one of these, in the same statement.
const THROWN_BY: &[&str] = &[
    "Fault::",
    "FaultCode::",
    "Refusal::",
    "RefusalCode::",
    "Problem::",
    "taken(",
    "failed(",
    "#[error(",
    "Err(",
    "ok_or(",
    "custom(",
    "detail",
    "told",
    "unknown(",
];
/// Told to the log or to whoever runs the server, never to a client.
const NOT_TOLD: &[&str] = &[
    "a frontier of {} bytes does not fit a tree of {} leaves",
    "a record moved while its ledger was being locked",
    "a record was made in another ledger at the same moment",
    "an accident's entry has no body",
    "revision {} of {} is missing",
    "not in app_data",
    "no store in app_data",
    "revision {} of {} is missing",
    "what is held in memory is not warm: {}",
    "a look for events failed: {}",
    "{} were not all forgotten: {}",
    "a workbook without a file",
    "an export broke off: {}",
];

#[test]
fn every_sentence_of_the_product_is_there_in_chinese() {
    let mut missing = Vec::new();
    let mut seen = 0;
    for floor in ["src/domain", "src/services", "src/http"] {
        for (file, text) in crate::floors::sources(Path::new(floor)) {
            if file.contains("/said") || file.contains("test") || file.contains("trial") || file.contains("welcome") {
                continue;
            }
            for sentence in sentences(text.split("#[cfg(test)]\nmod tests {").next().unwrap()) {
                seen += 1;
                if in_chinese(&sentence).is_none() && !NOT_TOLD.contains(&sentence.as_str()) {
                    missing.push(format!("{file}: {sentence}"));
                }
            }
        }
    }
    assert!(seen > 150, "only {seen} sentences were found");
    assert!(missing.is_empty(), "to be added to src/domain/said/:\n{}", missing.join("\n"));
    assert!(fs::exists("src/domain/said.rs").unwrap());
}

/// The sentences in a source: string literals with a space, behind what throws them; what is put
/// into one becomes `{}`.
fn sentences(text: &str) -> Vec<String> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code = code
        .filter(|line| !line.contains("expected {") && !line.contains("description ="))
        .collect::<Vec<_>>()
        .join("\n");
    let mut found = Vec::new();
    let (mut rest, mut statement) = (code.as_str(), String::new());
    while let Some(start) = rest.find('"') {
        statement.push_str(&rest[..start]);
        let end = closing(&rest[start + 1..]);
        let literal = &rest[start + 1..start + 1 + end];
        rest = rest.get(start + end + 2..).unwrap_or_default();
        let from = statement.rfind([';', '}']).map_or(0, |n| n + 1);
        let is_thrown = THROWN_BY.iter().any(|by| statement[from..].contains(by));
        if literal.trim().contains(' ') && is_thrown {
            found.push(without_values(literal));
        }
    }
    found
}

/// Where a string literal ends.
fn closing(text: &str) -> usize {
    let mut is_escaped = false;
    for (n, byte) in text.bytes().enumerate() {
        match byte {
            b'"' if !is_escaped => return n,
            b'\\' => is_escaped = !is_escaped,
            _ => is_escaped = false,
        }
    }
    text.len()
}

fn without_values(literal: &str) -> String {
    let mut pieces = literal.split('{');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |said, piece| said + "{}" + piece.split_once('}').map_or("", |(_, after)| after))
}
