//! First syncs as a stream.
use super::*;
use crate::support::each_database;
use hazard_ledger::phone::PhoneError;
use hazard_ledger::services::pull::stream::Line;
use std::io::Read;

fn township_of(app: &TestApp, many: usize) {
    let mut writer = officer(app, HOME);
    report_some(&mut writer, HOME, many);
    writer.push().unwrap();
}

fn ask(phone: &Phone, limit: u32) -> Value {
    json!({ "device_id": phone.device, "schema": 1, "limit": limit, "cursor": phone.cursor() })
}

#[test]
fn a_township_comes_in_one_request_as_it_comes_in_pages() {
    each_database(|app| {
        township_of(app, 250);
        let person = app.officer_of(HOME);
        let (mut streamed, mut paged) = (phone_of(app, &person), phone_of(app, &app.sign_in(&person.login, None)));
        streamed.stream().unwrap();
        paged.pull(100).unwrap();
        assert_eq!(streamed.held.len(), 250);
        assert_eq!(streamed.held, paged.held);
        // What comes later comes by pulls.
        township_of(app, 1);
        assert_eq!(streamed.pull(100).unwrap(), 1);
        assert_eq!(streamed.held.len(), 251);
        // And what is over goes by streams as well.
        let gone = *streamed.held.keys().next().unwrap();
        let mut auditor = officer(app, HOME);
        auditor.pull(500).unwrap();
        act(&mut auditor, "void", gone.1, json!({ "reason": "test", "note": "practice" }));
        assert_eq!(verdicts(&auditor.push().unwrap()), [Verdict::Applied]);
        streamed.stream().unwrap();
        assert_eq!(streamed.held.len(), 250);
    });
}

#[test]
fn a_stream_that_breaks_goes_on_from_its_last_cursor() {
    each_database(|app| {
        let mut writer = officer(app, COUNTY);
        let units = app.units_of(COUNTY);
        for unit in &units[..4] {
            report_some(&mut writer, unit, 30);
        }
        writer.push().unwrap();
        let mut phone = officer(app, COUNTY);
        let lines = phone.ask_stream(20).unwrap();
        let cursors = lines.iter().filter(|line| matches!(line, Line::Cursor { .. })).count();
        assert!(cursors >= 3, "{cursors} steps");
        let second = lines.iter().enumerate().filter(|(_, line)| matches!(line, Line::Cursor { .. })).nth(1).unwrap().0;
        // Cut within the third step: half of what it says is lost.
        phone.apply_lines(lines.into_iter().take(second + 2).collect()).unwrap();
        let before = phone.held.len();
        let rest = phone.ask_stream(20).unwrap();
        assert!(matches!(rest[0], Line::Begin { reset: false, .. }));
        phone.apply_lines(rest).unwrap();
        assert!(phone.held.len() > before);
        let mut paged = officer(app, COUNTY);
        paged.pull(1000).unwrap();
        assert_eq!(phone.held, paged.held);
    });
}

#[test]
fn the_same_lines_come_compressed_and_plain() {
    each_database(|app| {
        township_of(app, 50);
        let phone = officer(app, HOME);
        let plain = phone.ask_stream(500).unwrap();
        let answer = app.send_with(
            "POST",
            "/v1/sync/stream",
            &phone.line.token,
            &[("accept-encoding", "zstd")],
            Some(&ask(&phone, 500)),
        );
        assert_eq!(answer.header("content-encoding"), "zstd");
        let mut text = String::new();
        zstd::stream::Decoder::new(&answer.bytes[..]).unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text.lines().count(), plain.len());
        assert!(answer.bytes.len() * 3 < text.len(), "{} of {}", answer.bytes.len(), text.len());
    });
}

#[test]
fn who_sees_less_gets_no_segment_of_who_sees_more() {
    each_database(|app| {
        township_of(app, 20);
        let mut officer = officer(app, HOME);
        officer.stream().unwrap();
        let mut department = phone_of(app, &app.department_of(HOME, &["mine"]));
        department.stream().unwrap();
        assert_eq!((officer.held.len(), department.held.len()), (20, 0));
        let mut other = phone_of(app, &app.fire_department_of(HOME));
        other.stream().unwrap();
        assert_eq!(other.held.len(), 20);
    });
}

#[test]
fn a_stream_ends_where_its_caller_s_session_ends() {
    each_database(|app| {
        township_of(app, 5);
        let person = app.officer_of(HOME);
        let phone = phone_of(app, &person);
        app.post("/v1/auth/sign-out", &person.token, &json!({})).expect(204);
        let refused = phone.ask_stream(500);
        assert!(matches!(refused, Err(PhoneError::Refused { status: 401, .. })));
    });
}
