//! What of a page nobody sees.

use scraper::node::Element;

/// Elements whose text nobody sees, or that are never a report's.
const UNSEEN: [&str; 17] = [
    "script", "style", "noscript", "template", "iframe", "svg", "select", "button", "textarea",
    "nav", "footer", "object", "audio", "video", "canvas", "title", "datalist",
];

/// Whether nobody sees an element.
pub(super) fn is_hidden(element: &Element) -> bool {
    let style = element.attr("style").unwrap_or_default().to_ascii_lowercase();
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    UNSEEN.contains(&element.name())
        || element.attr("hidden").is_some()
        || style.contains("display:none")
        || style.contains("visibility:hidden")
}
