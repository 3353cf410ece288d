//! The chunks of a PNG (W3C PNG, 5): the picture without what else a program wrote into its file.

/// What every PNG begins with.
pub(super) const START: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The chunks that say what the picture looks like. Further pictures of a moving one are not among
/// them: a page on paper shows the first.
const KEPT: [&[u8]; 14] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB",
    b"cICP", b"bKGD", b"hIST", b"pHYs",
];

/// The file without what says nothing about its dots and their colours: texts, what a camera noted,
/// when it was changed, further pictures, and whatever follows its end. None where the file can't
/// be followed from chunk to chunk.
pub(super) fn bare(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = START.to_vec();
    let mut rest = bytes.strip_prefix(START)?;
    loop {
        let length = u32::from_be_bytes(*rest.first_chunk::<4>()?);
        // Length, kind, content, sum.
        let (chunk, behind) =
            rest.split_at_checked(usize::try_from(length).ok()?.checked_add(12)?)?;
        let kind = &chunk[4..8];
        if KEPT.contains(&kind) {
            kept.extend(chunk);
        }
        if kind == b"IEND" {
            return Some(kept);
        }
        rest = behind;
    }
}
