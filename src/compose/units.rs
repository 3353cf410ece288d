//! Measures as the tree has them: whole numbers.

/// Thousandths of a unit.
pub(super) fn thousandths(number: f64) -> u32 {
    (number * 1000.0).round() as u32
}

/// Millionths of a unit. What is drawn from them is the same to the last digit that a file holds.
pub(super) fn millionths(number: f64) -> u32 {
    (number * 1_000_000.0).round() as u32
}
