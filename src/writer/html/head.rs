//! What stands around the article: head, style, data about the report, the way past the contents.

use serde_json::json;

use super::markup::Markup;
use crate::document::Document;
use crate::form::PageForm;

/// Opens the page as far as its article.
pub(super) fn open(markup: &mut Markup<'_>, document: &Document, words: &PageForm, style: &str) {
    let meta = &document.meta;
    markup.raw("<!DOCTYPE html>\n");
    markup.open("html", "", &[("lang", &meta.language)]);
    markup.line();
    markup.open("head", "", &[]);
    markup.line();
    markup.open("meta", "", &[("charset", "utf-8")]);
    markup.line();
    markup.element("title", "", &[], &meta.title);
    markup.line();
    let view = ("viewport", "width=device-width, initial-scale=1");
    let tags = meta.tags.iter().map(|tag| (&*tag.name, &*tag.content));
    for (name, content) in [view, ("color-scheme", "light dark")].into_iter().chain(tags) {
        markup.open("meta", "", &[("name", name), ("content", content)]);
        markup.line();
    }
    markup.open("script", "", &[("type", "application/ld+json")]);
    markup.raw(&linked_data(document));
    markup.close("script");
    markup.line();
    markup.open("style", "", &[]);
    markup.line();
    markup.raw(style);
    markup.close("style");
    markup.line();
    markup.close("head");
    markup.line();
    markup.open("body", "", &[]);
    markup.line();
    markup.element("a", "skip", &[("href", "#nb-main")], &words.skip);
    markup.line();
    markup.open("main", "", &[("id", "nb-main")]);
    markup.line();
}

/// Closes what [`open`] has opened.
pub(super) fn close(markup: &mut Markup<'_>) {
    for tag in ["main", "body", "html"] {
        markup.close(tag);
        markup.line();
    }
}

/// The report for machines, in the words of schema.org.
fn linked_data(document: &Document) -> String {
    let meta = &document.meta;
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "Report",
        "name": meta.title,
        "inLanguage": meta.language,
        "publisher": { "@type": "GovernmentOrganization", "name": meta.author },
        "temporalCoverage": format!("{0}-01-01/{0}-12-31", meta.year),
    });
    if document.signature.is_some() {
        data["datePublished"] = json!(meta.date.iso());
    }
    // Nothing in a string can end the element.
    data.to_string().replace('<', "\\u003c")
}
