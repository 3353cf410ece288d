//! 署名 and 成文日期.

use super::split::split_name;
use super::units::thousandths;
use crate::date::Date;
use crate::document::{Signature, SignatureLine};
use crate::fonts::Rulers;
use crate::layout::{Layout, Role, SignatureStyle, Style};
use crate::report::Report;

/// Without a seal the date begins two characters right of the name; where that leaves it less than
/// `right` free characters, it takes these and the name moves left (GB/T 9704-2012 7.3.5.2). With
/// one, the date stands further in and the name is centred over it (7.3.5.1). A name too long for a
/// line takes several, each centred over the longest.
pub(super) fn compose(
    layout: &Layout,
    report: &Report,
    date: Date,
    style: &Style,
    rulers: &Rulers<'_>,
) -> Signature {
    let ruler = rulers.of(Role::Body);
    let sealed = style.signature.seal;
    let right = if sealed { style.signature.seal_right_em } else { style.signature.right_em };
    let room = f64::from(style.page.characters) - 2.0 * right;
    let date = date.written(&layout.form.signature.date);
    let names = split_name(&report.agency, &report.agency_lines, room, &layout.form.title, ruler);
    let names: Vec<(f64, String)> = names.into_iter().map(|name| (ruler.em(&name), name)).collect();
    let longest = names.iter().map(|(width, _)| *width).fold(0.0, f64::max);
    let width = ruler.em(&date);
    let (name_right, date_right) = if sealed {
        ((right + (width - longest) / 2.0).max(0.0), right)
    } else {
        let name_right = (width + 2.0 - longest + right).max(right);
        (name_right, (name_right + longest - width - 2.0).max(right))
    };
    let centred = |(width, text)| SignatureLine {
        text,
        right_milli_em: thousandths(name_right + (longest - width) / 2.0),
    };
    let mut lines: Vec<_> = names.into_iter().map(centred).collect();
    lines.push(SignatureLine { text: date, right_milli_em: thousandths(date_right) });
    let SignatureStyle { blank_lines, seal_blank_lines, seal_below_lines, .. } = style.signature;
    match sealed {
        true => Signature { blank_lines: seal_blank_lines, lines, below_lines: seal_below_lines },
        false => Signature { blank_lines, lines, below_lines: 0 },
    }
}
