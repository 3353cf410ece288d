//! How sure a number is: by its labels, and by the sums of the form that it takes part in.

use std::collections::BTreeMap;

use super::reason::Reason;
use crate::field::FieldId;
use crate::rules::Balance;
use crate::spot::FileSpot;

/// How much alike the labels of a number must be for it to be certain.
const CERTAIN: f64 = 0.9;
/// And for it to be likely, where a sum holds with it.
const LIKELY: f64 = 0.6;
/// And where no sum takes part.
const ALONE: f64 = 0.85;
/// With so many broken sums something is wrong with the file, not with some numbers.
const BROKEN: usize = 5;
/// One number in so many may be unknown before nothing is certain any more.
const UNKNOWN: usize = 5;

/// How sure a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// It is what the file says.
    Certain,
    /// It most likely is; whoever takes it is told.
    Likely,
    /// It is left out.
    Unknown,
}

/// How a number was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// In plain digits.
    Plainly,
    /// In another way that loses nothing.
    Otherwise,
    /// On several lines: it is one number only where a sum says so.
    Wrapped,
    /// Not at all: the cell is blank, and 0 only where sums say so.
    Blank,
    /// Once, a 0 for a group of rows: none of them can be more.
    Shared,
}

/// A number that may stand in a field.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// Its digits.
    pub digits: String,
    /// How much alike its labels are, from 0 to 1.
    pub path: f64,
    /// How it was written.
    pub written: Written,
    /// Whether all numbers of its row are there: two of them may stand in one cell, and none in the
    /// next.
    pub whole: bool,
}

/// What a cell of the file may mean.
pub(super) struct FoundCell {
    pub raw: String,
    pub spot: FileSpot,
    pub candidate: Option<Candidate>,
}

/// What came of a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Verdict {
    pub certainty: Certainty,
    pub reason: Reason,
}

/// How the sums stand that a number takes part in.
#[derive(Debug, Default, Clone, Copy)]
struct Sums {
    holding: usize,
    broken: usize,
    open: usize,
}

/// Judges all candidates at once: sums say something about all of their terms.
pub(super) fn judge(
    candidates: &BTreeMap<FieldId, Candidate>,
    balances: &[Balance],
    fields: usize,
) -> BTreeMap<FieldId, Verdict> {
    let mut known: BTreeMap<FieldId, &Candidate> =
        candidates.iter().map(|(field, candidate)| (*field, candidate)).collect();
    // A reading that needs a sum may spoil the sums of its neighbours: taken out until all that is
    // left holds.
    loop {
        let sums = weigh(&known, balances);
        let fails = |field: &FieldId, candidate: &Candidate| {
            let sums = sums.get(field).copied().unwrap_or_default();
            match candidate.written {
                Written::Plainly | Written::Otherwise => false,
                Written::Wrapped => sums.holding == 0 || sums.broken > 0,
                Written::Blank | Written::Shared => {
                    sums.holding == 0 || sums.broken + sums.open > 0
                }
            }
        };
        let before = known.len();
        known.retain(|field, candidate| !fails(field, candidate));
        if known.len() == before {
            break;
        }
    }
    let sums = weigh(&known, balances);
    let mut verdicts: BTreeMap<FieldId, Verdict> = candidates
        .keys()
        .map(|field| {
            let unsupported =
                Verdict { certainty: Certainty::Unknown, reason: Reason::Unsupported };
            let sums = sums.get(field).copied().unwrap_or_default();
            (*field, known.get(field).map_or(unsupported, |candidate| verdict(candidate, sums)))
        })
        .collect();
    let broken = balances.iter().filter(|balance| holds(balance, &known) == Some(false)).count();
    let sure = verdicts.values().filter(|it| it.certainty != Certainty::Unknown).count();
    if broken >= BROKEN || fields.saturating_sub(sure) * UNKNOWN > fields {
        for verdict in verdicts.values_mut().filter(|it| it.certainty == Certainty::Certain) {
            *verdict = Verdict { certainty: Certainty::Likely, reason: Reason::Doubtful };
        }
    }
    verdicts
}

fn verdict(candidate: &Candidate, sums: Sums) -> Verdict {
    let likely = |reason| Verdict { certainty: Certainty::Likely, reason };
    let special = match candidate.written {
        Written::Plainly => None,
        Written::Otherwise => Some(Reason::Written),
        Written::Wrapped => Some(Reason::Wrapped),
        Written::Blank => Some(Reason::Blank),
        Written::Shared => Some(Reason::Shared),
    };
    let supported = sums.holding > 0 && sums.broken == 0;
    match (candidate.path, special) {
        (_, _) if !candidate.whole && !supported => {
            Verdict { certainty: Certainty::Unknown, reason: Reason::Unsupported }
        }
        (path, None) if path >= CERTAIN && sums.broken == 0 && sums.open == 0 => {
            let reason = if sums.holding > 0 { Reason::Agrees } else { Reason::LabelsAlone };
            Verdict { certainty: Certainty::Certain, reason }
        }
        (path, reason) if path >= LIKELY && supported => likely(reason.unwrap_or(Reason::Labels)),
        (path, None) if path >= ALONE && sums.broken + sums.open == 0 => likely(Reason::Labels),
        (path, Some(Reason::Written)) if path >= CERTAIN && sums.broken == 0 => {
            likely(Reason::Written)
        }
        (path, None | Some(Reason::Written)) if path >= CERTAIN && sums.broken > 0 => {
            likely(Reason::Broken)
        }
        _ => Verdict { certainty: Certainty::Unknown, reason: Reason::Unsupported },
    }
}

/// How the sums stand of each field.
fn weigh(known: &BTreeMap<FieldId, &Candidate>, balances: &[Balance]) -> BTreeMap<FieldId, Sums> {
    let mut sums: BTreeMap<FieldId, Sums> = BTreeMap::new();
    for balance in balances {
        let holds = holds(balance, known);
        // Blank cells all around prove nothing.
        let proves = balance.terms.iter().any(|(field, _)| {
            known.get(field).is_some_and(|candidate| candidate.written != Written::Blank)
        });
        for (field, _) in &balance.terms {
            let sums = sums.entry(*field).or_default();
            match holds {
                Some(true) if proves => sums.holding += 1,
                Some(true) => {}
                Some(false) => sums.broken += 1,
                None => sums.open += 1,
            }
        }
    }
    sums
}

/// Whether a sum holds; none where one of its numbers is not known.
fn holds(balance: &Balance, known: &BTreeMap<FieldId, &Candidate>) -> Option<bool> {
    let mut sum = 0_i128;
    for (field, negative) in &balance.terms {
        let number: i128 = known.get(field)?.digits.parse().ok()?;
        sum = sum.checked_add(if *negative { -number } else { number })?;
    }
    Some(sum == 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::{Field, FieldKind, FieldPath, Fields, Label};

    /// Fields `a`, `b`, `c` with `a + b = c`, and `d` in no sum.
    fn judged(numbers: [(&str, f64, Written); 4]) -> Vec<(Certainty, Reason)> {
        let field = |path: &&str| {
            let label = Label { table: String::new(), row: Vec::new(), head: Vec::new() };
            Field::new(FieldPath::new(path), FieldKind::Count, label)
        };
        let fields = Fields::new(["a", "b", "c", "d"].iter().map(field).collect()).expect("paths");
        let ids: Vec<FieldId> = fields.ids().collect();
        let terms = vec![(ids[0], false), (ids[1], false), (ids[2], true)];
        let candidates = ids.iter().zip(numbers).map(|(id, (digits, path, written))| {
            (*id, Candidate { digits: digits.to_owned(), path, written, whole: true })
        });
        let verdicts = judge(&candidates.collect(), &[Balance { terms }], 4);
        verdicts.values().map(|verdict| (verdict.certainty, verdict.reason)).collect()
    }

    #[test]
    fn labels_and_sums_decide_together() {
        use Certainty::{Certain, Likely, Unknown};
        let plainly = |digits, path| (digits, path, Written::Plainly);
        let sound =
            judged([plainly("1", 1.0), plainly("2", 0.7), plainly("3", 1.0), plainly("9", 1.0)]);
        assert_eq!(sound[0], (Certain, Reason::Agrees));
        assert_eq!(sound[1], (Likely, Reason::Labels));
        assert_eq!(sound[3], (Certain, Reason::LabelsAlone));
        let broken =
            judged([plainly("1", 1.0), plainly("2", 0.7), plainly("4", 1.0), plainly("9", 0.8)]);
        assert_eq!(broken[0], (Likely, Reason::Broken));
        assert_eq!(broken[1], (Unknown, Reason::Unsupported));
        assert_eq!(broken[3], (Unknown, Reason::Unsupported));
    }

    #[test]
    fn a_blank_is_0_only_where_sums_of_printed_numbers_say_so() {
        use Certainty::{Likely, Unknown};
        let plainly = |digits| (digits, 1.0, Written::Plainly);
        let blank = ("0", 1.0, Written::Blank);
        assert_eq!(judged([plainly("3"), blank, plainly("3"), blank])[1], (Likely, Reason::Blank));
        assert_eq!(judged([plainly("3"), blank, plainly("5"), blank])[1].0, Unknown);
        assert_eq!(judged([blank, blank, blank, blank])[1].0, Unknown);
        assert_eq!(judged([plainly("3"), blank, plainly("3"), blank])[3].0, Unknown, "in no sum");
    }
}
