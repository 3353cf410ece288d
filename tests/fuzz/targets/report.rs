//! Any bytes as report.json: findings, never a panic.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| nianbao_fuzz::report_with("report.json", bytes));
