//! Brackets: one without a number is looked over, one with hardly more than a number is none.

use super::tokens::{What, WordToken};
use super::words::WordSlot;

/// The tokens of a sentence without the brackets that part nothing: 予以公开（12件）, 其他处理（含撤回）.
pub(super) fn dissolve(mut tokens: Vec<WordToken<'_>>) -> Vec<WordToken<'_>> {
    // One look at each token: somebody may type ten thousand brackets.
    let mut stays = vec![true; tokens.len()];
    let mut open = None;
    for (at, token) in tokens.iter().enumerate() {
        if token.is_mark(&['（']) {
            open = Some(at);
        } else if token.is_mark(&['）'])
            && let Some(open) = open.take()
        {
            let inside = &tokens[open + 1..at];
            let counts = inside.iter().filter(|token| token.number().is_some()).count();
            let bare = inside.iter().all(|token| token.number().is_some() || says_nothing(token));
            if counts == 0 {
                stays[open..=at].fill(false);
            } else if counts == 1 && bare {
                (stays[open], stays[at]) = (false, false);
            }
        }
    }
    let mut stays = stays.into_iter();
    tokens.retain(|_| stays.next() == Some(true));
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

fn says_nothing(token: &WordToken<'_>) -> bool {
    matches!(token.what, What::Word(_))
        && token.classes().iter().all(|class| {
            matches!(class.slot, WordSlot::Neutral | WordSlot::About | WordSlot::Total)
        })
}
