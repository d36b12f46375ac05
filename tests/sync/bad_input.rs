//! Whatever comes in: the right answer, nothing written, nothing lost.
use super::*;
use crate::support::{Answer, each_database};
use std::io::Write;

struct Sender<'a> {
    app: &'a TestApp,
    phone: Phone,
}

impl Sender<'_> {
    fn send(&self, body: &[u8], encoding: &str) -> Answer {
        self.app.send_bytes("/v1/sync/push", &self.phone.line.token, body, encoding)
    }
    #[track_caller]
    fn refused(&self, body: &str, status: u16, pointer: &str) {
        let answer = self.send(body.as_bytes(), "").expect(status);
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(answer.json["pointer"].as_str().unwrap_or(""), pointer, "{}", answer.json);
        assert_eq!(answer.json["status"], status);
    }
    fn batch(&self, acts: &str) -> String {
        format!(r#"{{"device_id":"{}","schema":1,"acts":[{acts}]}}"#, self.phone.device)
    }
    fn act(&self, body: &str) -> String {
        let (act_id, record) = (RecordId::new(), RecordId::new());
        format!(
            r#"{{"client_seq":1,"act_id":"{act_id}","at":"2026-11-23T09:15:02+08:00","kind":"hazard","act":"report","record":"{record}","ledger":"{HOME}","body":{body}}}"#
        )
    }
}

fn sender(app: &TestApp) -> Sender<'_> {
    Sender { app, phone: officer(app, HOME) }
}

#[test]
fn a_malformed_request_is_told_its_place_and_consumes_nothing() {
    each_database(|app| {
        let sender = sender(app);
        let act = sender.act("{}");
        sender.refused("", 400, "");
        sender.refused("{", 400, "");
        sender.refused("[]", 400, "");
        sender.refused(&sender.batch("{}"), 400, "/acts/0");
        sender.refused(
            &sender.batch(&act.replace("\"client_seq\":1", "\"client_seq\":\"1\"")),
            400,
            "/acts/0/client_seq",
        );
        sender.refused(
            &sender.batch(&act.replace("\"client_seq\":1", "\"client_seq\":9007199254740992")),
            400,
            "/acts/0/client_seq",
        );
        sender.refused(&sender.batch(&act.replace("\"client_seq\":1", "\"client_seq\":0")), 400, "/acts/0/client_seq");
        sender.refused(&sender.batch(&act.replace("2026-11-23T09:15:02+08:00", "yesterday")), 400, "/acts/0/at");
        sender.refused(&sender.batch(&act.replace(HOME, "3607")), 400, "/acts/0/ledger");
        sender.refused(&sender.batch(&act.replace("\"kind\"", "\"knid\"")), 400, "/acts/0/knid");
        sender.refused(&sender.batch(&act.replace("\"hazard\"", "\"HAZARD\"")), 400, "/acts/0/kind");
        sender.refused(&(sender.batch(&act) + "x"), 400, "");
        sender.refused(&format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)), 400, "");
        let many = vec![act.as_str(); 201].join(",");
        sender.refused(&sender.batch(&many), 400, "/acts");
        let mut invalid = sender.batch(&act).into_bytes();
        invalid[20] = 0xff;
        sender.send(&invalid, "").expect(400);
        let mut phone = sender.phone;
        phone.pull(500).unwrap();
        assert!(phone.held.is_empty() && phone.line.get("/v1/inbox").unwrap()["items"].as_array().unwrap().is_empty());
        assert_eq!(phone.ask(1).unwrap().acks.last_client_seq, 0);
    });
}

#[test]
fn a_body_that_cannot_be_an_entry_is_rejected_and_kept() {
    each_database(|app| {
        let deep = format!("{}1{}", "[".repeat(500), "]".repeat(500));
        let bodies = [
            ("{}", "invalid-body"),
            ("[]", "invalid-body"),
            (r#"{"category":["P2"],"n":1.5}"#, "invalid-body"),
            (r#"{"n":9007199254740992}"#, "invalid-body"),
            (r#"{"a":1,"a":2}"#, "invalid-body"),
            (r#"{"a":"\u0000"}"#, "invalid-body"),
            (r#"{"a":"\ud800"}"#, "invalid-body"),
            (deep.as_str(), "invalid-body"),
            (
                r#"{"category":["P9"],"description":"x","found_at":"2026-11-23T09:15:02Z","source":"daily","no_owner":true}"#,
                "invalid-body",
            ),
            (
                r#"{"category":[],"description":"x","found_at":"2026-11-23T09:15:02Z","source":"daily","no_owner":true}"#,
                "missing",
            ),
            (r#"{"category":["P2"],"description":"x","found_at":"2026-11-23T09:15:02Z","source":"daily"}"#, "missing"),
        ];
        for (body, code) in bodies {
            let sender = sender(app);
            let answer = sender.send(sender.batch(&sender.act(body)).as_bytes(), "").expect(200);
            assert_eq!(answer.json["results"][0]["result"], "rejected", "{body}");
            assert_eq!(answer.json["results"][0]["problem"]["code"], code, "{}", answer.json);
            let inbox = sender.phone.line.get("/v1/inbox").unwrap();
            assert_eq!(inbox["items"].as_array().unwrap().len(), 1, "{body}");
        }
    });
}

#[test]
fn a_wrong_credit_code_is_told_which_digit_is_wrong() {
    each_database(|app| {
        let mut phone = officer(app, HOME);
        for (uscc, said) in [("91350100M000100Y44", "expected 3"), ("91350100m000100y43", "18 characters")] {
            let body = json!({ "name": "某厂", "uscc": uscc });
            phone.act(
                at(),
                Draft {
                    kind: "enterprise",
                    act: "register",
                    record: RecordId::new(),
                    ledger: Some(&unit(HOME)),
                    base: None,
                    body,
                },
            );
            let results = phone.push().unwrap();
            let problem = results[0].problem.as_ref().unwrap();
            assert_eq!(problem.pointer.as_deref(), Some("/body/uscc"));
            assert!(problem.detail.contains(said), "{}", problem.detail);
        }
    });
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn compressed_bodies_are_read_and_bombs_are_not() {
    each_database(|app| {
        let sender = sender(app);
        let batch = sender.batch("");
        sender.send(&gzip(batch.as_bytes()), "gzip").expect(200);
        sender.send(&zstd::encode_all(batch.as_bytes(), 3).unwrap(), "zstd").expect(200);
        let bomb = vec![b' '; 64 << 20];
        assert_eq!(sender.send(&gzip(&bomb), "gzip").expect(413).json["code"], "payload-too-large");
        assert_eq!(
            sender.send(&zstd::encode_all(&bomb[..], 3).unwrap(), "zstd").expect(413).json["code"],
            "payload-too-large"
        );
        sender.send(&bomb[..2 << 20], "").expect(413);
        sender.send(batch.as_bytes(), "gzip").expect(400);
        sender.send(batch.as_bytes(), "br").expect(415);
    });
}
