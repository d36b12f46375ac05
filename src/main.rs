fn main() {
    if std::env::args().nth(1).as_deref() == Some("openapi") {
        print!("{}", hazard_ledger::http::contract::text());
    }
}
