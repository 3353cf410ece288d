//! Parts → zip. Every entry carries the zip format's first day, so that the same parts give the same bytes.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// A file of the package.
pub(super) struct Part {
    pub path: String,
    pub bytes: Vec<u8>,
    /// None where the extension says it.
    pub content_type: Option<&'static str>,
}

impl Part {
    pub fn xml(path: &str, content_type: &'static str, bytes: Vec<u8>) -> Part {
        Part { path: path.to_owned(), bytes, content_type: Some(content_type) }
    }

    pub fn plain(path: &str, bytes: Vec<u8>) -> Part {
        Part { path: path.to_owned(), bytes, content_type: None }
    }
}

/// What is smaller is stored as it is: to begin a compressor takes longer than it saves bytes.
const WORTH_PACKING: usize = 2000;

pub(super) fn zip(parts: &[Part]) -> zip::result::ZipResult<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for part in parts {
        let method = if part.bytes.len() < WORTH_PACKING {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        let options = options.compression_method(method);
        writer.start_file(part.path.as_str(), options)?;
        writer.write_all(&part.bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}
