//! Any bytes as narrative.md: findings, never a panic.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| nianbao_fuzz::report_with("narrative.md", bytes));
