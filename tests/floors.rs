//! The architecture, as a test: each floor may only look down.
use std::fs;
use std::path::Path;

/// (floor, words that must not appear in it)
const FLOORS: &[(&str, &[&str])] = &[
    ("src/http", &["diesel::", "schema::", " on!("]),
    ("src/cli", &["diesel::", "schema::", " on!("]),
    ("src/services", &["actix_web", "crate::http", "diesel::", "schema::", " on!(", "Timestamp::now", "SystemTime"]),
    ("src/store", &["actix_web", "crate::http", "crate::services"]),
    (
        "src/domain",
        &[
            "actix_web",
            "crate::http",
            "crate::services",
            "crate::store",
            "::now()",
            "SystemTime",
            "QueryDsl",
            "RunQueryDsl",
        ],
    ),
];

#[test]
fn each_floor_only_looks_down() {
    for (floor, forbidden) in FLOORS {
        for (file, text) in sources(Path::new(floor)) {
            let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
            for word in *forbidden {
                assert!(!code.contains(word), "{file} must not mention {word}");
            }
        }
    }
}

#[test]
fn every_file_says_what_it_is_and_stays_small() {
    for (file, text) in sources(Path::new("src")) {
        assert!(text.starts_with("//! "), "{file} does not begin with a sentence");
        let lines = text.split("#[cfg(test)]\nmod tests").next().unwrap().lines().count();
        assert!(lines <= 300 || file.ends_with("schema.rs"), "{file} has {lines} lines");
    }
}

pub fn sources(path: &Path) -> Vec<(String, String)> {
    if path.is_file() {
        let is_rust = path.extension().is_some_and(|extension| extension == "rs");
        let source = || (path.display().to_string(), fs::read_to_string(path).unwrap());
        return is_rust.then(source).into_iter().collect();
    }
    fs::read_dir(path).unwrap().flat_map(|entry| sources(&entry.unwrap().path())).collect()
}
