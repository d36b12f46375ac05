//! Written with the rules.
