//! Numbers of the text, exactly: digits and a power of ten, never binary fractions.

use std::cmp::Ordering;

/// A number as it was typed: `mantissa` × 10^`exponent`. 12.05万 is 1205 × 10²; what is lost to its
/// last digit is less than half of 10^`exponent`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exact {
    /// Its digits.
    pub mantissa: i128,
    /// The power of ten of its last digit.
    pub exponent: i32,
}

/// A quotient of two numbers; what a typed number is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ratio {
    /// Above the line.
    pub above: Exact,
    /// Below it.
    pub below: Exact,
}

impl Exact {
    /// A whole number.
    pub fn whole(mantissa: i128) -> Exact {
        Exact { mantissa, exponent: 0 }
    }

    /// A number as report.json writes it: digits with or without a point.
    pub fn parse(text: &str) -> Option<Exact> {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let mantissa = format!("{whole}{part}").parse().ok()?;
        Some(Exact { mantissa, exponent: -i32::try_from(part.len()).ok()? })
    }

    /// The number with `power` more powers of ten.
    pub fn shifted(self, power: i32) -> Exact {
        Exact { exponent: self.exponent.saturating_add(power), ..self }
    }

    /// Its digits with the power of ten `exponent`, which is not above its own; none where 128 bits
    /// don't hold them.
    fn at(self, exponent: i32) -> Option<i128> {
        let power = u32::try_from(self.exponent.checked_sub(exponent)?).ok()?;
        self.mantissa.checked_mul(10_i128.checked_pow(power)?)
    }

    /// The sum.
    pub fn plus(self, other: Exact) -> Option<Exact> {
        let exponent = self.exponent.min(other.exponent);
        let mantissa = self.at(exponent)?.checked_add(other.at(exponent)?)?;
        Some(Exact { mantissa, exponent })
    }

    /// The difference.
    pub fn minus(self, other: Exact) -> Option<Exact> {
        self.plus(Exact { mantissa: other.mantissa.checked_neg()?, ..other })
    }

    /// The number without its sign.
    pub fn size(self) -> Exact {
        Exact { mantissa: self.mantissa.saturating_abs(), ..self }
    }

    /// Below, equal or above; none where 128 bits don't hold them.
    pub fn compare(self, other: Exact) -> Option<Ordering> {
        let exponent = self.exponent.min(other.exponent);
        Some(self.at(exponent)?.cmp(&other.at(exponent)?))
    }

    /// Whether it is nothing.
    pub fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    /// Whether a number, rounded half up to the digits typed here, is this one.
    pub fn rounds(self, exact: Exact) -> Option<bool> {
        self.rounds_ratio(Ratio { above: exact, below: Exact::whole(1) })
    }

    /// The same of a quotient: 2·|above| lies in [(2m − 1)·step·below, (2m + 1)·step·below).
    pub fn rounds_ratio(self, ratio: Ratio) -> Option<bool> {
        let below = ratio.below.size();
        if below.is_zero() {
            return None;
        }
        let twice = Exact { mantissa: ratio.above.mantissa.checked_mul(2)?, ..ratio.above };
        let edge = |offset: i128| {
            let mantissa =
                self.mantissa.checked_mul(2)?.checked_add(offset)?.checked_mul(below.mantissa)?;
            Some(Exact { mantissa, exponent: self.exponent.checked_add(below.exponent)? })
        };
        let from = twice.compare(edge(-1)?)?;
        let to = twice.compare(edge(1)?)?;
        Some(from != Ordering::Less && to == Ordering::Less)
    }

    /// Whether a number lies within a tenth of this one: 近30件.
    pub fn is_near(self, exact: Exact) -> Option<bool> {
        let apart = exact.minus(self)?.size();
        let tenfold = Exact { mantissa: apart.mantissa.checked_mul(10)?, ..apart };
        Some(tenfold.compare(self.size())? != Ordering::Greater)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_digits_say_how_exact_a_number_is() {
        let exact = |text| Exact::parse(text).expect("a number");
        let typed = exact("12.05").shifted(4); // 12.05万
        assert_eq!(typed.rounds(exact("120549")), Some(true));
        assert_eq!(typed.rounds(exact("120550")), Some(false));
        assert_eq!(typed.rounds(exact("120450")), Some(true), "half rounds up");
        let third = Ratio { above: exact("100"), below: exact("3") };
        assert_eq!(exact("33.3").rounds_ratio(third), Some(true));
        assert_eq!(exact("33.4").rounds_ratio(third), Some(false));
        assert_eq!(exact("5").rounds_ratio(Ratio { above: exact("1"), below: exact("0") }), None);
        assert_eq!(exact("15000").shifted(-4).rounds(exact("1.50")), Some(true));
        assert_eq!(exact("15001").shifted(-4).rounds(exact("1.50")), Some(false));
        assert_eq!(exact("30").is_near(exact("28")), Some(true));
        assert_eq!(exact("30").is_near(exact("26")), Some(false));
    }
}
