//! The command line, as an operator types it.
use std::process::{Command, Output};

fn run(arguments: &[&str]) -> (i32, String, String) {
    let directory = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_hazard-ledger"));
    let Output { status, stdout, stderr } = command.current_dir(directory.path()).args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

#[test]
fn a_failure_is_one_line_and_an_exit_code() {
    for (arguments, expected) in [
        (&["settings", "--listen", "nowhere"][..], 2),
        (&["migrate", "--database-url", "postgres://u:s3cret@127.0.0.1:1/x"], 1),
        (&["regions", "load", "999999999999"], 1),
    ] {
        let (code, _, told) = run(arguments);
        assert_eq!((code, told.lines().count()), (expected, 1), "{told}");
        assert!(told.starts_with("hazard-ledger: ") && !told.contains("s3cret"), "{told}");
    }
}

#[test]
fn the_first_administrator_is_told_a_link_once_there_are_regions() {
    let first = ["people", "first-admin", "--login", "zhang.san", "--name", "张三", "--region", "360702000000"];
    let settings = ["--regions", "360702000000", "--public-url", "https://ledger.example/", "--log", "off"];
    let (code, told, _) = run(&[&first[..], &settings].concat());
    assert_eq!(code, 0);
    assert!(told.contains("https://ledger.example/welcome#") && told.contains("/v1/auth/redeem"), "{told}");
}

#[test]
fn no_password_is_shown_among_the_settings() {
    let (code, told, _) = run(&["settings", "--database-url", "postgres://ledger:s3cret@db/ledger"]);
    assert!(code == 0 && told.contains("postgres://ledger:***@db/ledger") && !told.contains("s3cret"), "{told}");
}
