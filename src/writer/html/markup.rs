//! Text and elements as HTML, escaped where they are written.

use std::collections::BTreeMap;

/// How classes are written: as classes of the page's style sheet, or as the declarations that they
/// stand for, since a site's editor keeps no style sheet.
#[derive(Debug, Clone, Copy)]
pub enum Classes<'a> {
    Named,
    Inline(&'a BTreeMap<String, String>),
}

/// HTML as it grows.
pub struct Markup<'a> {
    html: String,
    classes: Classes<'a>,
}

impl<'a> Markup<'a> {
    pub fn new(classes: Classes<'a>) -> Self {
        Markup { html: String::new(), classes }
    }

    /// Opens an element: `open("td", "number", &[("colspan", "2")])`. An element without class has
    /// the style of its own name, if the inline styles have one.
    pub fn open(&mut self, tag: &str, class: &str, attributes: &[(&str, &str)]) {
        self.html.push('<');
        self.html.push_str(tag);
        let name = if class.is_empty() { tag } else { class };
        match self.classes {
            Classes::Named if !class.is_empty() => self.attribute("class", class),
            Classes::Named => (),
            Classes::Inline(styles) => {
                if let Some(style) = styles.get(name) {
                    self.attribute("style", style);
                }
            }
        }
        for (name, value) in attributes {
            self.attribute(name, value);
        }
        self.html.push('>');
    }

    pub fn close(&mut self, tag: &str) {
        self.html.push_str("</");
        self.html.push_str(tag);
        self.html.push('>');
    }

    /// An element that holds only text.
    pub fn element(&mut self, tag: &str, class: &str, attributes: &[(&str, &str)], text: &str) {
        self.open(tag, class, attributes);
        self.text(text);
        self.close(tag);
    }

    pub fn text(&mut self, text: &str) {
        escape(&mut self.html, text);
    }

    /// Starts a new line of the source, between blocks.
    pub fn line(&mut self) {
        self.html.push('\n');
    }

    /// What is HTML already.
    pub fn raw(&mut self, html: &str) {
        self.html.push_str(html);
    }

    pub fn finish(self) -> String {
        self.html
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.html.push(' ');
        self.html.push_str(name);
        self.html.push_str("=\"");
        escape(&mut self.html, value);
        self.html.push('"');
    }
}

fn escape(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            _ => html.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_typed_is_text() {
        let styles = BTreeMap::from([("p".to_owned(), "margin:0".to_owned())]);
        for (classes, begin) in [
            (Classes::Named, "<p id=\"a&quot;b\">"),
            (Classes::Inline(&styles), "<p style=\"margin:0\" id=\"a&quot;b\">"),
        ] {
            let mut markup = Markup::new(classes);
            markup.element("p", "", &[("id", "a\"b")], "<script> & </p>");
            let wanted = format!("{begin}&lt;script&gt; &amp; &lt;/p&gt;</p>");
            assert_eq!(markup.finish(), wanted);
        }
    }
}
