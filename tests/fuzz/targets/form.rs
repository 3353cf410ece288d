//! Any bytes as a filled-in Excel form: numbers or a finding, never a panic.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| nianbao_fuzz::form_of(bytes));
