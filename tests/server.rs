//! What the server does around every route.
use crate::support::{TestApp, each_database};
use std::io::{Read, Write};
use std::net::TcpStream;

#[test]
fn a_ready_server_has_asked_its_database() {
    each_database(|app| {
        let asked = app.store.statements_of(|| {
            app.get("/health/ready", "").expect(200);
        });
        assert!(asked > 0);
    });
}

#[test]
fn another_method_is_answered_with_405_and_allow() {
    let app = TestApp::on_sqlite();
    let answer = app.send("DELETE", "/health/live", "", None).expect(405);
    assert_eq!(answer.header("allow"), "GET, HEAD");
    assert_eq!(answer.json["code"], "method-not-allowed");
}

#[test]
fn an_unknown_path_is_answered_with_a_404_problem() {
    let app = TestApp::on_sqlite();
    for path in ["/nowhere", "/v1/nowhere", "/v1", "/"] {
        let answer = app.get(path, "").expect(404);
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(answer.json["code"], "not-found");
    }
}

#[test]
fn head_is_answered_like_get_without_a_body() {
    let app = TestApp::on_sqlite();
    let got = raw(&app, "GET /health/live HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    let head = raw(&app, "HEAD /health/live HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    assert!(got.starts_with("HTTP/1.1 200") && got.ends_with("{\"status\":\"ok\"}"), "{got}");
    assert!(head.starts_with("HTTP/1.1 200") && head.ends_with("\r\n\r\n"), "{head}");
    assert!(head.contains("content-length: 15"), "{head}");
}

#[test]
fn answers_are_compressed_as_the_client_takes_them() {
    let app = TestApp::on_sqlite();
    for coding in ["gzip", "zstd"] {
        let request =
            format!("HEAD /openapi.json HTTP/1.1\r\nhost: x\r\naccept-encoding: {coding}\r\nconnection: close\r\n\r\n");
        let answer = raw(&app, &request);
        assert!(answer.contains(&format!("content-encoding: {coding}")), "{answer}");
    }
}

#[test]
fn headers_that_dribble_are_answered_with_408() {
    let app = TestApp::on_sqlite();
    let answer = raw(&app, "GET /health/live HTTP/1.1\r\nhost: ");
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
}

#[test]
fn every_answer_has_an_id_and_the_security_headers() {
    let app = TestApp::on_sqlite();
    for path in ["/health/live", "/nowhere", "/docs/", "/openapi.json"] {
        let answer = app.get(path, "");
        assert_eq!(answer.header("x-request-id").len(), 36, "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_ne!(answer.header("content-security-policy"), "", "{path}");
    }
}

#[test]
fn the_docs_page_needs_no_internet() {
    let app = TestApp::on_sqlite();
    assert_eq!(app.get("/docs", "").expect(308).header("location"), "/docs/");
    let page = app.get("/docs/", "").expect(200).json;
    let page = page.as_str().unwrap();
    assert!(page.contains("swagger-ui") && !page.contains("https://"), "{page}");
    app.get("/docs/swagger-ui-bundle.js", "").expect(200);
    let settings = app.get("/docs/swagger-initializer.js", "").expect(200).json;
    assert!(settings.as_str().unwrap().contains("/openapi.json"), "{settings}");
}

/// Sends bytes as they are and reads until the server closes the connection.
fn raw(app: &TestApp, request: &str) -> String {
    let mut stream = TcpStream::connect(app.address()).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}
