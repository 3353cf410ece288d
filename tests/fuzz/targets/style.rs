//! Any bytes as a report's own style.toml: findings or files, never a panic.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| nianbao_fuzz::report_with("style.toml", bytes));
