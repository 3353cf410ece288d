//! Any bytes as a picture: findings or files, never a panic.
#![no_main]

const PICTURE: &str = "figures/platform.png";

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| nianbao_fuzz::report_with(PICTURE, bytes));
