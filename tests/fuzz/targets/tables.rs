//! Any bytes as a table of an edition, which one by the first byte: a finding or a table that can
//! be composed, never a panic.
#![no_main]

const TABLES: [&str; 3] =
    ["tables/applications.toml", "tables/disclosure.toml", "tables/disputes.toml"];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some((first, rest)) = bytes.split_first() {
        nianbao_fuzz::edition_with(TABLES[usize::from(*first) % TABLES.len()], rest);
    }
});
