//! The segments of a JPEG (ITU-T T.81, B.1.1): which colours it has, and the picture without what
//! else a camera or a program wrote into its file.

/// A marker, and all bytes from it to the next: its parameters, and the dots behind a scan's.
struct Segment<'a> {
    mark: u8,
    parameters: &'a [u8],
    bytes: &'a [u8],
}

/// The marks of T.81 that are told apart.
const START: [u8; 2] = [0xff, 0xd8];
const END: [u8; 2] = [0xff, 0xd9];
const SCAN: u8 = 0xda;
const COMMENT: u8 = 0xfe;

/// Whether the colours may be the four inks of a printing press: its frames have others than one
/// or three components, or can't be found.
pub(super) fn inks(bytes: &[u8]) -> bool {
    let Some(segments) = segments(bytes) else { return true };
    let frame = |segment: &&Segment<'_>| {
        matches!(segment.mark, 0xc0..=0xcf) && ![0xc4, 0xc8, 0xcc].contains(&segment.mark)
    };
    let mut frames = segments.iter().filter(frame);
    match (frames.next(), frames.next()) {
        (Some(frame), None) => !matches!(frame.parameters.get(5), Some(1 | 3)),
        _ => true,
    }
}

/// The file without what says nothing about its dots and their colours: where and when a photo was
/// taken, with what and by whom, smaller copies of it, remarks, and whatever follows its end. None
/// where the file can't be followed from segment to segment.
pub(super) fn bare(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = START.to_vec();
    for segment in segments(bytes)? {
        match segment.mark {
            0xe0 => match segment.parameters.strip_prefix(b"JFIF\0") {
                // Version, unit and density; a small copy of the picture follows.
                Some(rest) => {
                    kept.extend([&short(0xe0, 14)[..], b"JFIF\0", rest.get(..7)?, &[0, 0]].concat())
                }
                None => continue,
            },
            0xe2 if segment.parameters.starts_with(b"ICC_PROFILE\0") => kept.extend(segment.bytes),
            // How the colours were reckoned: without it they come out wrong.
            0xee if segment.parameters.starts_with(b"Adobe") => {
                kept.extend([&short(0xee, 12)[..], segment.parameters.get(..12)?].concat());
            }
            0xe0..=0xef | COMMENT => {}
            _ => kept.extend(segment.bytes),
        }
    }
    kept.extend(END);
    Some(kept)
}

/// A mark, and the length of its so many parameters.
fn short(mark: u8, parameters: u8) -> [u8; 4] {
    [0xff, mark, 0, parameters + 2]
}

/// All segments between the mark that begins the picture and that which ends it.
fn segments(bytes: &[u8]) -> Option<Vec<Segment<'_>>> {
    let mut segments = Vec::new();
    let mut rest = bytes.strip_prefix(&START)?;
    loop {
        // A mark may be filled up with as many 0xff as anybody likes.
        while rest.starts_with(&[0xff, 0xff]) {
            rest = &rest[1..];
        }
        if rest.starts_with(&END) {
            return Some(segments);
        }
        let [0xff, mark @ 1..=0xff, high, low, ..] = *rest else { return None };
        let length = usize::from(u16::from_be_bytes([high, low]));
        let parameters = rest.get(4..2 + length)?;
        let mut end = 2 + length;
        if mark == SCAN {
            end += dots(&rest[end..])?;
        }
        segments.push(Segment { mark, parameters, bytes: &rest[..end] });
        rest = &rest[end..];
    }
}

/// How many bytes there are up to the next mark that is not one within a scan.
fn dots(bytes: &[u8]) -> Option<usize> {
    let is_mark = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0 | 0xd0..=0xd7 | 0xff);
    bytes.windows(2).position(is_mark)
}
