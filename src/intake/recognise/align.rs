//! Two lists laid against each other in order, so that all of what is alike is worth the most. One
//! mangled label costs nothing: its neighbours hold it in its place.

/// What two that are less alike than this have in common is chance.
pub(super) const LEAST: f64 = 0.4;
/// What a pair costs, so that two good ones are worth more than three poor ones.
const COST: f64 = 0.3;

/// Pairs of the two lists, in order. `alike` says how alike two of them are, from 0 to 1.
pub(crate) fn align(
    first: usize,
    second: usize,
    alike: impl Fn(usize, usize) -> f64,
) -> Vec<(usize, usize, f64)> {
    let width = second + 1;
    let mut best = vec![0.0_f64; (first + 1) * width];
    let gain = |i: usize, j: usize| {
        let alike = alike(i, j);
        if alike < LEAST { None } else { Some(alike - COST) }
    };
    for i in (0..first).rev() {
        for j in (0..second).rev() {
            let skip = best[(i + 1) * width + j].max(best[i * width + j + 1]);
            let pair = gain(i, j).map_or(0.0, |gain| gain + best[(i + 1) * width + j + 1]);
            best[i * width + j] = skip.max(pair);
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut pairs = Vec::new();
    while i < first && j < second {
        let here = best[i * width + j];
        match gain(i, j) {
            Some(gain) if gain + best[(i + 1) * width + j + 1] >= here => {
                pairs.push((i, j, gain + COST));
                (i, j) = (i + 1, j + 1);
            }
            _ if best[(i + 1) * width + j] >= here => i += 1,
            _ => j += 1,
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_alike_is_paired_in_order() {
        let (a, b): (Vec<char>, Vec<char>) = ("xabycd".chars().collect(), "abcd".chars().collect());
        let pairs = align(a.len(), b.len(), |i, j| if a[i] == b[j] { 1.0 } else { 0.0 });
        let places: Vec<_> = pairs.iter().map(|(i, j, _)| (*i, *j)).collect();
        assert_eq!(places, [(1, 0), (2, 1), (4, 2), (5, 3)]);
        assert!(align(0, 3, |_, _| 1.0).is_empty());
    }
}
