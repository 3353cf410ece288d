//! Any bytes as an edition's rules.toml: a finding or rules that can be judged, never a panic.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| nianbao_fuzz::edition_with("rules.toml", bytes));
