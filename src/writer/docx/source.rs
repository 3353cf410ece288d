//! The report's own files as they were, for whoever reads an editor's changes back.

use super::file::WordFile;
use crate::ooxml::names::{self, CUSTOM_XML, HEAD};
use crate::ooxml::{Relations, escape};

/// What the part is, for programs. Its id is the same in every file: it names the kind of data, not
/// the report.
const KIND: &str = names::SOURCE;
const KIND_ID: &str = "{6E69616E-6261-4F00-8000-736F75726365}";

/// Adds `files`, by name.
pub(super) fn add(file: &mut WordFile, files: &[(&str, &[u8])]) {
    let own: String = files.iter().map(|(name, bytes)| one(name, bytes)).collect();
    let source = format!("{HEAD}<source xmlns=\"{KIND}\">{own}</source>");
    let properties = format!(
        "{HEAD}<ds:datastoreItem xmlns:ds=\"{CUSTOM_XML}\" ds:itemID=\"{KIND_ID}\"><ds:schemaRefs>\
         <ds:schemaRef ds:uri=\"{KIND}\"/></ds:schemaRefs></ds:datastoreItem>"
    );
    let properties_kind = names::CUSTOM_DATA_PROPERTIES;
    let relations = Relations::default().with("rId1", properties_kind, "itemProps1.xml");
    file.relations.add("rIdSource", names::CUSTOM_DATA, "../customXml/item1.xml");
    file.package.add("customXml/item1.xml", names::CUSTOM_DATA, source);
    file.package.add("customXml/itemProps1.xml", properties_kind, properties);
    file.package.relate("customXml/item1.xml", &relations);
}

fn one(name: &str, bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let text = escape(&text).replace('\r', "&#13;"); // XML readers turn CR into LF
    format!("<file name=\"{}\">{text}</file>", escape(name))
}
