//! Figures as lines.
use std::time::Duration;

pub fn rate(many: usize, took: Duration) -> f64 {
    many as f64 / took.as_secs_f64()
}

/// One figure; the rest of the line says what it stands beside.
pub fn line(what: &str, figure: f64, unit: &str, beside: &[(&str, f64)]) {
    let beside: Vec<_> =
        beside.iter().map(|(of, other)| format!("{:.2} of {of} ({other:.0})", figure / other)).collect();
    println!("{what:<44} {figure:>10.0} {unit:<10} {}", beside.join("; "));
}

/// Resident memory of this process, which holds server and clients, in MiB.
pub fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kilobytes| kilobytes.parse::<f64>().ok()).unwrap_or_default() / 1024.0
}
