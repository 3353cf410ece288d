//! What stands in a cell that holds more than one thing → what each of them is.

use super::cell::CellPart;
use super::table::FormCell;

impl FormCell {
    /// Whether it holds official text alone.
    pub fn is_label(&self) -> bool {
        self.path.is_none() && self.parts.is_empty()
    }

    /// The fields and facts of a cell in which `text` stands, each with what is said of it. None
    /// where its official texts are not all there, each once: then nobody knows which is which.
    pub fn said<'t>(&self, text: &'t str) -> Option<Vec<(CellPart, &'t str)>> {
        if let Some(path) = &self.path {
            return Some(vec![(CellPart::Value(path.clone()), text)]);
        }
        let mut said = Vec::new();
        let mut open: Option<&CellPart> = None;
        let mut rest = text;
        for part in &self.parts {
            let CellPart::Text(label) = part else {
                // Two things with nothing between them can't be told apart.
                if open.replace(part).is_some() {
                    return None;
                }
                continue;
            };
            let (before, after) = parted(rest, label)?;
            match open.take() {
                Some(part) => said.push((part.clone(), before.trim())),
                None if !before.trim().is_empty() => return None,
                None => {}
            }
            rest = after;
        }
        match open {
            Some(part) => said.push((part.clone(), rest.trim())),
            None if !rest.trim().is_empty() => return None,
            None => {}
        }
        Some(said)
    }
}

/// What stands before and behind the only place of `label` in a text, however either is spaced.
fn parted<'t>(text: &'t str, label: &str) -> Option<(&'t str, &'t str)> {
    let label: Vec<char> = label.chars().filter(|c| !c.is_whitespace()).collect();
    if label.is_empty() {
        return Some(("", text));
    }
    let end = |start: usize| {
        let mut wanted = label.iter().peekable();
        for (at, c) in text[start..].char_indices() {
            match wanted.peek() {
                None => return Some(start + at),
                Some(next) if **next == c => drop(wanted.next()),
                Some(_) if c.is_whitespace() && at > 0 => {}
                Some(_) => return None,
            }
        }
        wanted.peek().is_none().then_some(text.len())
    };
    let mut places = text.char_indices().filter_map(|(start, _)| Some((start, end(start)?)));
    let (start, end) = places.next()?;
    places.next().is_none().then_some((&text[..start], &text[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::CellRole;
    use crate::field::FieldPath;

    fn cell(parts: Vec<CellPart>) -> FormCell {
        FormCell {
            text: String::new(),
            path: None,
            parts,
            role: CellRole::Left,
            turned: false,
            vertical: false,
            continued: None,
        }
    }

    #[test]
    fn each_thing_is_found_between_the_official_texts() {
        let text = |text: &str| CellPart::Text(text.to_owned());
        let (name, count) = (CellPart::Value(FieldPath::new("a")), CellPart::Fact("b".to_owned()));
        let both = cell(vec![text("name: "), name.clone(), text("\n count："), count.clone()]);
        let said = both.said("name: so and so\ncount： 12").expect("both");
        assert_eq!(said, [(name.clone(), "so and so"), (count.clone(), "12")]);
        let said = both.said("na me:count：").expect("both, though neither is filled in");
        assert_eq!(said, [(name.clone(), ""), (count.clone(), "")]);
        for altered in
            ["name: so", "title: so count：1", "name: a count：1 count：2", "x name:count："]
        {
            assert_eq!(both.said(altered), None, "{altered}");
        }
        assert_eq!(cell(vec![name, count]).said("1 2"), None);
    }
}
