//! Pictures: whether every program can show one, and one that all of them show alike and that says
//! no more than it shows. A phone leaves it to the program to turn a photo upright, and some do; a
//! print shop's colours are inks, which some take for light. Such a picture is drawn anew; of all
//! others the dots go into files as they are, and what a camera noted beside them does not: where a
//! photo was taken, and by whom, is nobody's business.

mod jpeg;
mod png;

use std::io::Cursor;
use std::sync::Arc;

use exif::{In, Tag};
use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::{PngDecoder, PngEncoder};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageResult, Limits};

use crate::limits;
use crate::messages::Text;
use crate::say;

/// A picture as it goes into files.
pub(crate) struct Picture {
    /// A PNG or a JPEG.
    pub bytes: Arc<[u8]>,
    /// Width and height, upright.
    pub pixels: [usize; 2],
}

/// How much of a photo's fineness is kept when it is drawn anew, of 100.
const QUALITY: u8 = 92;

/// What programs take for pictures, by how they begin, and what people call them.
const OTHERS: [(usize, &[u8], &str); 9] = [
    (0, b"GIF8", "GIF"),
    (8, b"WEBP", "WebP"),
    (0, b"BM", "BMP"),
    (0, b"II*\0", "TIFF"),
    (0, b"MM\0*", "TIFF"),
    (4, b"ftyphei", "HEIC"),
    (4, b"ftypmif1", "HEIC"),
    (0, b"<svg", "SVG"),
    (0, b"%PDF", "PDF"),
];

/// Reads a picture to its end. The error says why it can't be used.
pub(crate) fn read(original: &Arc<[u8]>) -> Result<Picture, Text> {
    let is_png = original.starts_with(png::START);
    let is_jpeg = original.starts_with(b"\xff\xd8\xff");
    let bare = match is_png {
        true => png::bare(original),
        false => jpeg::bare(original),
    };
    let bytes = match &bare {
        Some(bare) if bare.len() < original.len() => Arc::from(&bare[..]),
        _ => Arc::clone(original),
    };
    let (mut decoded, icc) = if is_png {
        let decoder = PngDecoder::with_limits(Cursor::new(&bytes[..]), memory());
        decode(decoder, limits::PNG_SIDE, ends(&bytes, b"IEND"))?
    } else if is_jpeg {
        let decoder = JpegDecoder::new(Cursor::new(&bytes[..]));
        decode(decoder, limits::JPEG_SIDE, ends(&bytes, b"\xff\xd9"))?
    } else {
        return Err(no_picture(original));
    };
    let turned = orientation(original);
    decoded.apply_orientation(turned);
    let pixels = [decoded.width() as usize, decoded.height() as usize];
    let inks = is_jpeg && jpeg::inks(&bytes);
    let bytes = match turned != Orientation::NoTransforms || inks || bare.is_none() {
        // The profile of inks says nothing about light.
        true => draw(&decoded, is_jpeg, icc.filter(|_| !inks))
            .map_err(|_| say!("picture-damaged"))?
            .into(),
        false => bytes,
    };
    Ok(Picture { bytes, pixels })
}

/// What a file is that is neither a PNG nor a JPEG.
fn no_picture(bytes: &[u8]) -> Text {
    let named = OTHERS
        .iter()
        .find(|(at, begins, _)| bytes.get(*at..).is_some_and(|bytes| bytes.starts_with(begins)));
    match named {
        Some((_, _, kind)) => say!("picture-kind", kind = *kind),
        None if bytes.is_empty() => say!("picture-empty"),
        None => say!("picture-no-kind"),
    }
}

/// The memory that a picture may take while it is read.
fn memory() -> Limits {
    let mut memory = Limits::no_limits();
    memory.max_alloc = Some(limits::FIGURE_MEMORY);
    memory
}

/// The dots of a picture, and its profile of colours.
fn decode<T: ImageDecoder>(
    decoder: ImageResult<T>,
    side: u32,
    ends: bool,
) -> Result<(DynamicImage, Option<Vec<u8>>), Text> {
    let damaged = |_| say!("picture-damaged");
    let mut decoder = decoder.map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    if width.max(height) > side || decoder.total_bytes() > limits::FIGURE_MEMORY {
        let most = limits::FIGURE_MEMORY / 3 / 10_000;
        return Err(say!(
            "picture-large",
            width = width,
            height = height,
            side = side,
            most = most
        ));
    }
    // A JPEG that stops short is filled with grey, without a word.
    if !ends {
        return Err(say!("picture-damaged"));
    }
    let icc = decoder.icc_profile().ok().flatten();
    Ok((DynamicImage::from_decoder(decoder).map_err(damaged)?, icc))
}

/// Whether the mark that ends a picture stands near its end.
fn ends(bytes: &[u8], mark: &[u8]) -> bool {
    bytes.windows(mark.len()).rev().take(1024).any(|end| end == mark)
}

/// How the picture is to be turned, as typst has it.
fn orientation(bytes: &[u8]) -> Orientation {
    let noted = exif::Reader::new().read_from_container(&mut Cursor::new(bytes)).ok();
    let turned = noted.as_ref().and_then(|noted| {
        let value = noted.get_field(Tag::Orientation, In::PRIMARY)?.value.get_uint(0)?;
        Orientation::from_exif(u8::try_from(value).ok()?)
    });
    turned.unwrap_or(Orientation::NoTransforms)
}

/// The picture as a file of the same kind.
fn draw(decoded: &DynamicImage, is_jpeg: bool, icc: Option<Vec<u8>>) -> ImageResult<Vec<u8>> {
    let mut drawn = Vec::new();
    if is_jpeg {
        let mut encoder = JpegEncoder::new_with_quality(&mut drawn, QUALITY);
        icc.map(|icc| encoder.set_icc_profile(icc));
        decoded.write_with_encoder(encoder)?;
    } else {
        let mut encoder = PngEncoder::new(&mut drawn);
        icc.map(|icc| encoder.set_icc_profile(icc));
        decoded.write_with_encoder(encoder)?;
    }
    Ok(drawn)
}
