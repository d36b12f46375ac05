//! The page of the manual that the table makes: `docs/access.md`.
use super::{Rule, rules};
use crate::domain::Tier;
use crate::domain::kind::{self, Kind};
use std::fmt::Write;

const HEAD: &str = "\
# Who may do what 谁可以做什么

This page is made from the table in `src/domain/access/table.rs`, the one that the server enforces: \
`hazard-ledger manual > docs/access.md`. An act without a row is forbidden. Under *unless* stands what the \
server answers where a row's condition does not hold.

A person acts under a duty that is in force and in whose sight the record lies: a territorial body sees its region \
with all below it, a department its sectors there, an enterprise its own records, a leader its region, an auditor \
its region with voided records. Auditors and administrators have no row.
";

/// The whole page.
pub fn page() -> String {
    let mut page = HEAD.to_owned();
    for kind in kind::ALL {
        heading(&mut page, kind.name());
        for act in kind.acts() {
            rows(&mut page, *kind, act);
        }
    }
    page
}

fn heading(page: &mut String, kind: &str) {
    // Writing to a String does not fail.
    let _ = write!(page, "\n## {kind}\n\n| act | layer | tiers | unless |\n|---|---|---|---|\n");
}

fn rows(page: &mut String, kind: &dyn Kind, act: &str) {
    if kind.only_follows(act) {
        let _ = writeln!(page, "| `{act}` | nobody | | it follows from an act on another record |");
    }
    let kind = kind.name();
    for rule in rules().filter(|rule| rule.kind == kind && rule.act == act) {
        let Rule { layer, .. } = rule;
        let _ = writeln!(page, "| `{act}` | {} | {} | {} |", layer.as_str(), tiers(rule), unless(rule));
    }
}

fn tiers(rule: &Rule) -> String {
    if rule.tiers.len() == Tier::ALL.len() {
        return "any".to_owned();
    }
    let names: Vec<_> = rule.tiers.iter().map(|tier| tier.as_str()).collect();
    names.join(", ")
}

fn unless(rule: &Rule) -> String {
    let refusals: Vec<_> = rule.when.iter().map(|when| when.refusal().detail).collect();
    refusals.join("; ")
}
