//! Days of the calendar.

use std::ops::Range;

use serde::Serialize;

/// A day of the calendar that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Date {
    /// Year, four digits.
    pub year: u16,
    /// Month, 1-12.
    pub month: u8,
    /// Day, 1-31.
    pub day: u8,
}

impl Date {
    /// Reads `2022-01-30`; none where it is not such a day.
    pub fn parse(text: &str) -> Option<Date> {
        let digits = |range: Range<usize>| -> Option<u16> {
            let part = text.get(range)?;
            part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok())?
        };
        let (year, month, day) = (digits(0..4)?, digits(5..7)?, digits(8..10)?);
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let last = match month {
            2 => 28 + u16::from(leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        let shape = text.len() == 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-';
        (shape && year > 0 && (1..=last).contains(&day)).then_some(Date {
            year,
            month: month as u8,
            day: day as u8,
        })
    }

    /// This day as ISO 8601 has it: `2022-01-30`.
    pub fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// This day in a layout's words: `{year}`, `{month}` and `{day}` without leading zeros.
    pub fn written(self, pattern: &str) -> String {
        let parts = [
            ("{year}", self.year.to_string()),
            ("{month}", self.month.to_string()),
            ("{day}", self.day.to_string()),
        ];
        parts.iter().fold(pattern.to_owned(), |text, (name, value)| text.replace(name, value))
    }
}
