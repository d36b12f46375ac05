# Lists what there is
default:
    @just --list

# What must hold before anything is merged
check:
    .ci/run

# The published contract, from the code
openapi:
    cargo run --quiet -- openapi > openapi/hazard-ledger.json

# A server with one prefecture, in this directory
serve:
    cargo run -- serve --regions 360700000000

# Licences, advisories, sources
deny:
    cargo deny check
