//! Any bytes as a published PDF. What the parser takes of stack, time and memory is bounded by a
//! process of its own in the program: here by the fuzzer's limits.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| nianbao_fuzz::pdf(bytes));
