//! The order in which the schema wants children; docx-rs does not always keep to it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The children of an element called `name` in their order; none where any order will do.
pub(super) fn order(name: &str) -> Option<&'static [&'static str]> {
    static BY_NAME: LazyLock<BTreeMap<&str, Vec<&str>>> = LazyLock::new(|| {
        ORDERS.iter().map(|(name, children)| (*name, children.split(' ').collect())).collect()
    });
    BY_NAME.get(name.strip_prefix("w:")?).map(Vec::as_slice)
}

/// An element, and its children in order.
#[rustfmt::skip]
const ORDERS: [(&str, &str); 14] = [
    ("pPr", "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr pBdr shd tabs \
        kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN adjustRightInd \
        snapToGrid spacing ind contextualSpacing jc textAlignment outlineLvl rPr sectPr"),
    ("rPr", "rStyle rFonts b bCs i iCs strike noProof vanish color spacing w kern position sz szCs \
        highlight u shd vertAlign lang"),
    ("sectPr", "headerReference footerReference footnotePr type pgSz pgMar pgNumType cols titlePg \
        docGrid"),
    ("tblPr", "tblStyle tblpPr tblOverlap tblW jc tblCellSpacing tblInd tblBorders shd tblLayout \
        tblCellMar tblLook tblCaption tblDescription"),
    ("trPr", "cantSplit trHeight tblHeader"),
    ("tcPr", "tcW gridSpan vMerge tcBorders shd noWrap tcMar textDirection vAlign"),
    ("tblBorders", "top left bottom right insideH insideV"),
    ("tcBorders", "top left bottom right insideH insideV"),
    ("tblCellMar", "top left bottom right"),
    ("tcMar", "top left bottom right"),
    ("style", "name aliases basedOn next link uiPriority semiHidden unhideWhenUsed qFormat pPr rPr \
        tblPr"),
    ("numPr", "ilvl numId"),
    ("lvl", "start numFmt lvlRestart pStyle isLgl suff lvlText lvlJc pPr rPr"),
    ("abstractNum", "nsid multiLevelType tmpl name styleLink numStyleLink lvl"),
];
