//! What stands between paragraphs that are known.

/// The greatest product of lengths of two lists that are compared one by one.
const MOST_PAIRS: usize = 4_000_000;

/// Of pairs in the order of their first halves, the most whose second halves are in order too: what
/// was not moved.
pub(super) fn fixed(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // The last pair of the best chain of each length, and which pair each follows.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; pairs.len()];
    for (at, (_, second)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end].1 < *second);
        before[at] = length.checked_sub(1).map(|shorter| ends[shorter]);
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut chain = Vec::new();
    let mut next = ends.last().copied();
    while let Some(at) = next {
        chain.push(pairs[at]);
        next = before[at];
    }
    chain.reverse();
    chain
}

/// Pairs of one list and another, both in order, that go together best.
pub(super) fn pair_up(
    ones: &[usize],
    others: &[usize],
    score: impl Fn(usize, usize) -> Option<f64>,
) -> Vec<(usize, usize)> {
    if ones.is_empty() || others.is_empty() || ones.len().saturating_mul(others.len()) > MOST_PAIRS
    {
        return Vec::new();
    }
    let width = others.len() + 1;
    let mut best = vec![0.0_f64; (ones.len() + 1) * width];
    let mut scores = vec![None; ones.len() * others.len()];
    for (row, one) in ones.iter().enumerate().rev() {
        for (column, other) in others.iter().enumerate().rev() {
            let found = score(*one, *other);
            scores[row * others.len() + column] = found;
            let apart = best[(row + 1) * width + column].max(best[row * width + column + 1]);
            let together = found.map_or(0.0, |it| it + best[(row + 1) * width + column + 1]);
            best[row * width + column] = apart.max(together);
        }
    }
    let (mut row, mut column, mut pairs) = (0, 0, Vec::new());
    while row < ones.len() && column < others.len() {
        let here = best[row * width + column];
        let together = scores[row * others.len() + column]
            .is_some_and(|it| it + best[(row + 1) * width + column + 1] >= here);
        if together {
            pairs.push((ones[row], others[column]));
            row += 1;
            column += 1;
        } else if best[(row + 1) * width + column] >= here {
            row += 1;
        } else {
            column += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_moved_is_not_fixed() {
        let pairs = [(0, 0), (1, 4), (2, 1), (3, 2), (4, 3), (5, 5)];
        assert_eq!(fixed(&pairs), [(0, 0), (2, 1), (3, 2), (4, 3), (5, 5)]);
        assert_eq!(fixed(&[]), []);
    }

    #[test]
    fn the_best_pairs_in_order_are_found() {
        let likes = [(0, 1, 0.9), (1, 1, 0.5), (1, 2, 0.6), (0, 0, 0.5)];
        let score = |one, other| {
            likes.iter().find(|(a, b, _)| (*a, *b) == (one, other)).map(|(_, _, like)| *like)
        };
        assert_eq!(pair_up(&[0, 1], &[0, 1, 2], score), [(0, 1), (1, 2)]);
    }
}
