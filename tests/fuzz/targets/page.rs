//! Any bytes as a published page: a report or a sentence, never a panic.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| nianbao_fuzz::page(bytes));
