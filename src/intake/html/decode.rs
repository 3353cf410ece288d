//! The characters of a page: UTF-8, or what it says it is, or GB 18030.

use encoding_rs::{Encoding, GB18030, UTF_8};

use crate::alike;

/// How far into a page its declaration is looked for. Browsers look at 1,024 bytes; collectors put
/// their own head before the site's.
const HEAD: usize = 8192;

/// The text of a page, in the characters that everybody types. Bytes that are UTF-8 are that,
/// whatever the page says: no text in another encoding looks like it.
pub(crate) fn decode(bytes: &[u8]) -> String {
    let declared = || declared(bytes).filter(|encoding| *encoding != UTF_8).unwrap_or(GB18030);
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None => declared(),
    };
    alike::usual(&encoding.decode(bytes).0).into_owned()
}

/// The encoding that the page names. GBK is read as what contains it.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    const MARK: &[u8] = b"charset=";
    let head = &bytes[..bytes.len().min(HEAD)];
    let at = head.windows(MARK.len()).position(|part| part.eq_ignore_ascii_case(MARK))?;
    let name = head[at + MARK.len()..].iter().copied();
    let name: Vec<u8> = name
        .skip_while(|byte| matches!(byte, b'"' | b'\'' | b' '))
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        .collect();
    let encoding = Encoding::for_label(&name)?;
    Some(if encoding.name() == "GBK" { GB18030 } else { encoding })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_read_in_the_encoding_that_they_are_in() {
        let words = "表格";
        let gbk = GB18030.encode(words).0.into_owned();
        let with = |head: &str, body: &[u8]| [head.as_bytes(), body].concat();
        for page in [
            with("", words.as_bytes()),
            with("<meta charset=gbk>", words.as_bytes()),
            with("<meta charset=\"GB2312\">", &gbk),
            with("<meta charset=utf-8>", &gbk),
            with("", &gbk),
        ] {
            assert!(decode(&page).ends_with(words), "{:?}", decode(&page));
        }
        let big5 = encoding_rs::BIG5.encode(words).0.into_owned();
        assert!(decode(&with("<meta charset='big5'>", &big5)).ends_with(words));
    }
}
