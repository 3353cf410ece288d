//! Limits in front: what is larger is a finding at its place, not a page that nobody can print or a
//! run that never ends. Each is far above what reports have, and far below what hurts.

use std::ops::RangeInclusive;

/// Characters of the agency's name. The longest names of bodies have some fifty.
pub const AGENCY: usize = 100;
/// Characters of any other text in report.json: an address, a phone number, a reason.
pub const FACT: usize = 500;
/// Columns of a form's table, and the cells that one may span.
pub const COLUMNS: usize = 100;
/// Report years; a later one is a slip of the finger.
pub const YEARS: RangeInclusive<u16> = 1949..=2099;

/// What a number of style.toml may be, by the unit in its key's name.
pub fn of_style(key: &str) -> RangeInclusive<f64> {
    let unit = key.rsplit('_').next().unwrap_or_default();
    match unit {
        "mm" => 0.0..=1000.0,
        "pt" => 0.0..=72.0,
        "em" => 0.0..=28.0,    // a line of the grid (GB/T 9704-2012, 5.2.3)
        "lines" => 0.0..=22.0, // a page of the grid
        _ => 0.0..=1000.0,
    }
}
