//! Brackets: one without a number is looked over, one with hardly more than a number is none.

use super::tokens::{What, WordToken};
use super::words::WordSlot;

/// The tokens of a sentence without the brackets that part nothing: 予以公开（12件）, 其他处理（含撤回）.
pub(super) fn dissolve(mut tokens: Vec<WordToken<'_>>) -> Vec<WordToken<'_>> {
    let mut from = 0;
    while let Some(open) = position(&tokens, from, '（') {
        from = open + 1;
        let Some(close) = position(&tokens, open, '）') else { break };
        if position(&tokens, open + 1, '（').is_some_and(|inner| inner < close) {
            continue;
        }
        let inside = &tokens[open + 1..close];
        let counts = inside.iter().filter(|token| token.number().is_some()).count();
        let bare = inside.iter().all(|token| token.number().is_some() || says_nothing(token));
        if counts == 0 {
            tokens.drain(open..=close);
            from = open;
        } else if counts == 1 && bare {
            tokens.remove(close);
            tokens.remove(open);
            from = open;
        }
    }
    // 收到申请数量：30件
    let colons = |at: &usize| {
        tokens[*at].is_mark(&['：'])
            && tokens.get(at + 1).is_some_and(|next| next.number().is_some())
    };
    let at: Vec<usize> = (0..tokens.len()).filter(colons).collect();
    for at in at.into_iter().rev() {
        tokens.remove(at);
    }
    tokens
}

fn position(tokens: &[WordToken<'_>], from: usize, mark: char) -> Option<usize> {
    (from..tokens.len()).find(|at| tokens[*at].is_mark(&[mark]))
}

fn says_nothing(token: &WordToken<'_>) -> bool {
    matches!(token.what, What::Word(_))
        && token.classes().iter().all(|class| {
            matches!(class.slot, WordSlot::Neutral | WordSlot::About | WordSlot::Total)
        })
}
