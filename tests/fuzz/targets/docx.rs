//! Any bytes as an edited DOCX, and as the text in one: a finding, or a merge that writes nothing
//! it has not proved; never a panic.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| nianbao_fuzz::merge_docx(bytes));
