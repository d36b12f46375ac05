# Lists what there is
default:
    @just --list

# What must hold before anything is merged
check:
    .ci/run

# 100,000 random lives of each kind: no sequence of acts reaches what is forbidden
sequences:
    PROPTEST_CASES=100000 cargo test --release --lib sequences

# The published contract, from the code
openapi:
    cargo run --quiet -- openapi > openapi/hazard-ledger.json

# A server with one prefecture, in this directory
serve:
    cargo run -- serve --regions 360700000000

# Licences, advisories, sources
deny:
    cargo deny check

# The briefing's figures, generated at full size; its text with the ledger's numbers beside the published one
briefing:
    SIZE=full cargo test --release --test main the_report_returns_every_figure -- --nocapture
