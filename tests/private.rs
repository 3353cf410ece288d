//! What is published says nothing that nobody wrote into the report: neither what a camera or a
//! program noted in a picture, nor the machine's names and paths.

use std::io::Read;
use std::path::Path;
use std::process::Command;

use base64::Engine;

use crate::bench::{copy_report, files, name, root, run};
use crate::generator::picture::crc;
use crate::outside::tool;

/// Stands in everything that is to stay private.
const MARK: &[u8] = b"PRIVATE-7Q-5551234";

#[test]
fn what_is_noted_in_a_picture_reaches_no_file() {
    for path in files(&root().join("fixtures/pictures")) {
        let whole = std::fs::read(&path).expect("a fixture");
        let noted = match whole.starts_with(b"\x89PNG") {
            true => noted_png(&whole),
            false => noted_jpeg(&whole),
        };
        assert!(count(&noted) > 5);
        let place = tempfile::tempdir().expect("a temporary folder");
        let out = built(place.path(), &format!("figures/{}", name(&path)), &noted);
        let shown = shown(&out);
        assert!(shown.iter().all(|bytes| *bytes == shown[0]), "{}", path.display());
        let decoded = |bytes: &[u8]| image::load_from_memory(bytes).expect("a picture");
        let drawn_anew = name(&path).contains("turned") || name(&path) == "inks.jpg";
        if !drawn_anew {
            assert_eq!(decoded(&shown[0]), decoded(&whole), "{}", path.display());
        }
        let profile = name(&path).starts_with("profile");
        assert_eq!(profile, has_profile(&shown[0]), "{}", path.display());
    }
}

#[test]
fn a_picture_that_cannot_be_followed_is_drawn_anew() {
    let whole = std::fs::read(root().join("fixtures/pictures/whole.png")).expect("a fixture");
    let photo = std::fs::read(root().join("fixtures/pictures/profile.jpg")).expect("a fixture");
    // A segment of comments that says to be longer than the file; a chunk that does.
    let comment = [&photo[..2], b"\xff\xfe\xff\xff", MARK, &photo[2..]].concat();
    let chunk = [&whole[..whole.len() - 12], &chunk(b"tEXt", MARK)[..], &whole[whole.len() - 12..]];
    let mut chunk = chunk.concat();
    let at = chunk.windows(4).position(|kind| kind == b"tEXt").expect("a chunk");
    chunk[at - 4] = 0x7f;
    for (file, bytes) in [("a.jpg", comment), ("a.png", chunk)] {
        let place = tempfile::tempdir().expect("a temporary folder");
        let folder = report(place.path(), &format!("figures/{file}"), &bytes);
        let folder = folder.to_str().expect("UTF-8");
        let (status, _, said) = run(place.path(), &["build", folder, "--to", "pdf,docx,html"]);
        match status {
            0 => drop(looked_through(&place.path().join("out"))),
            _ => assert!(said.contains("错误[figure-format]"), "{file}: {said}"),
        }
    }
}

#[test]
fn no_file_names_the_machine_its_user_or_where_the_report_lies() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let home = place.path().join(String::from_utf8_lossy(MARK).as_ref());
    copy_report("markdown-2022", &home.join("r"));
    copy_report("errors/applications-balance", &home.join("broken"));
    let mark = std::str::from_utf8(MARK).expect("ASCII");
    let path = |below: &str| home.join(below).to_str().expect("UTF-8").to_owned();
    let (r, broken, out) = (path("r"), path("broken"), path("out"));
    let review = ["--comments", "--track", "--content-controls"];
    for arguments in [
        [&["build", &r, "-o", &out, "--to", "pdf,docx,html,json,csv"], &review[..]].concat(),
        vec!["build", &broken, "-o", &out, "--to", "pdf,docx,html", "--draft"],
        vec!["form", &r, "-o", &path("out/form.xlsx")],
        vec!["preview", &r, "-o", &path("out/pages")],
    ] {
        let mut program = Command::new(env!("CARGO_BIN_EXE_nianbao"));
        program.current_dir(&home).args(&arguments);
        for name in ["USER", "LOGNAME", "HOME", "HOSTNAME", "USERNAME", "TMPDIR"] {
            program.env(name, mark);
        }
        let output = program.output().expect("the program starts");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code().is_some_and(|code| code < 2), "{arguments:?}: {said}");
    }
    assert!(looked_through(Path::new(&out)) >= 8);
}

/// Builds a report that shows the picture, looks through what was written, and gives the folder.
fn built(place: &Path, path: &str, picture: &[u8]) -> std::path::PathBuf {
    let folder = report(place, path, picture);
    let folder = folder.to_str().expect("UTF-8");
    let arguments = [
        "build",
        folder,
        "--to",
        "pdf,docx,html,json",
        "--comments",
        "--track",
        "--content-controls",
    ];
    let (status, _, said) = run(place, &arguments);
    assert_eq!(status, 0, "{path}: {said}");
    let (status, _, said) = run(place, &["extract", "out/r.pdf", "-o", "out/back"]);
    assert_eq!(status, 0, "{path}: {said}");
    let out = place.join("out");
    assert_eq!(looked_through(&out), 4, "{path}");
    looked_through(&out.join("back"));
    looked_through(&out.join("back/figures"));
    out
}

fn report(place: &Path, path: &str, picture: &[u8]) -> std::path::PathBuf {
    let folder = place.join("r");
    copy_report("gzjkq-2021", &folder);
    std::fs::create_dir_all(folder.join("figures")).expect("a temporary folder");
    std::fs::write(folder.join(path), picture).expect("a picture");
    let narrative = folder.join("narrative.md");
    let text = std::fs::read_to_string(&narrative).expect("a narrative");
    let text = text.replacen("# 存在的", &format!("![图]({path})\n\n# 存在的"), 1);
    std::fs::write(narrative, text).expect("a narrative");
    folder
}

/// Looks for the mark in all files of a folder, unpacked; how many there are.
fn looked_through(folder: &Path) -> usize {
    let files = files(folder);
    for path in &files {
        let mut bytes = vec![std::fs::read(path).expect("a file")];
        match path.extension().and_then(|end| end.to_str()) {
            Some("pdf") => bytes.push(plain_pdf(path)),
            Some("docx" | "xlsx") => parts(&bytes[0].clone(), &mut bytes),
            Some("html") => bytes.push(data(&bytes[0])),
            _ => {}
        }
        for bytes in bytes {
            assert_eq!(count(&bytes), 0, "{}", path.display());
        }
    }
    files.len()
}

fn count(bytes: &[u8]) -> usize {
    let wide: Vec<u8> = MARK.iter().flat_map(|byte| [0, *byte]).collect();
    let is_it = |mark: &[u8]| bytes.windows(mark.len()).filter(|part| *part == mark).count();
    is_it(MARK) + is_it(&wide)
}

/// A PDF with its streams unpacked.
fn plain_pdf(path: &Path) -> Vec<u8> {
    let plain = path.with_extension("plain");
    let [from, to] = [path, &plain].map(|path| path.to_str().expect("UTF-8"));
    tool(Path::new("qpdf"), &["--qdf", "--object-streams=disable", from, to]);
    let bytes = std::fs::read(&plain).expect("a PDF");
    std::fs::remove_file(plain).expect("a temporary file");
    bytes
}

/// The parts of a package, and of the packages among them.
fn parts(package: &[u8], found: &mut Vec<Vec<u8>>) {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(package)).expect("a zip");
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).expect("a part");
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("a part");
        if bytes.starts_with(b"PK\x03\x04") {
            parts(&bytes, found);
        }
        found.push(bytes);
    }
}

/// The first picture that stands in a page.
fn data(page: &[u8]) -> Vec<u8> {
    let page = std::str::from_utf8(page).expect("UTF-8");
    let Some((_, data)) = page.split_once(";base64,") else { return Vec::new() };
    let data = data.split('"').next().expect("an end");
    base64::engine::general_purpose::STANDARD.decode(data).expect("base64")
}

/// The picture as the DOCX, the page and the attachment of the PDF have it.
fn shown(out: &Path) -> [Vec<u8>; 3] {
    let mut docx = Vec::new();
    parts(&std::fs::read(out.join("r.docx")).expect("a DOCX"), &mut docx);
    let is_picture =
        |bytes: &&Vec<u8>| bytes.starts_with(b"\x89PNG") || bytes.starts_with(b"\xff\xd8");
    let docx = docx.iter().find(is_picture).expect("a picture").clone();
    let page = std::fs::read(out.join("r.html")).expect("a page");
    let attached = files(&out.join("back/figures"));
    [docx, data(&page), std::fs::read(&attached[0]).expect("a picture")]
}

fn has_profile(picture: &[u8]) -> bool {
    let holds = |mark: &[u8]| picture.windows(mark.len()).any(|part| part == mark);
    holds(b"ICC_PROFILE\0") || holds(b"iCCP")
}

/// A JPEG with the mark in every place where cameras and programs note something.
fn noted_jpeg(whole: &[u8]) -> Vec<u8> {
    let segment = |mark: u8, begins: &[u8], noted: &[u8]| {
        let length = (2 + begins.len() + noted.len()) as u16;
        [&[0xff, mark][..], &length.to_be_bytes(), begins, noted].concat()
    };
    // One field: who made the photo.
    let exif =
        [b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x3b\0\x02", &size(MARK)[..], b"\0\0\0\x1a\0\0\0\0"];
    let small = [b"JFIF\0\x01\x02\0\0\x01\0\x01\x02\x03".as_slice(), MARK].concat();
    let noted = [
        segment(0xe0, b"JFXX\0\x10", MARK),
        segment(0xe1, &exif.concat(), MARK),
        segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>", MARK),
        segment(0xe1, b"http://ns.adobe.com/xmp/extension/\0", MARK),
        segment(0xe2, b"MPF\0", MARK),
        segment(0xe2, b"FPXR\0", MARK),
        segment(0xeb, b"JP\0\x01\0\0\0\x01", MARK),
        segment(0xec, b"Ducky", MARK),
        segment(0xed, b"Photoshop 3.0\08BIM\x04\x04\0\0\0\0\0\x18\x1c\x02\x50\0\x12", MARK),
        segment(0xef, b"", MARK),
        segment(0xfe, b"", MARK),
    ]
    .concat();
    let rest = &whole[2..];
    let scan = rest.windows(2).position(|mark| mark == [0xff, 0xda]).expect("a scan");
    let jfif = if rest.starts_with(b"\xff\xe0") { 2 + usize::from(rest[3]) } else { 0 };
    let begins = if jfif > 0 { segment(0xe0, &small, b"") } else { Vec::new() };
    [&whole[..2], &begins, &rest[jfif..scan], &noted, &rest[scan..], MARK].concat()
}

/// The length of a text of Exif.
fn size(text: &[u8]) -> [u8; 4] {
    (text.len() as u32).to_be_bytes()
}

/// A PNG with the mark in every place where programs note something.
fn noted_png(whole: &[u8]) -> Vec<u8> {
    let with = |begins: &[u8]| [begins, MARK].concat();
    // Deflate without compression, so that the mark can be found.
    let (length, sum) = (MARK.len() as u16, [0; 4]);
    let stored = [b"\x78\x01\x01", &length.to_le_bytes()[..], &(!length).to_le_bytes()];
    let stored = [&stored.concat(), MARK, &sum].concat();
    let noted = [
        chunk(b"tEXt", &with(b"Author\0")),
        chunk(b"zTXt", &[b"Comment\0\0", &stored[..]].concat()),
        chunk(b"iTXt", &with(b"XML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta>")),
        chunk(b"sPLT", &with(b"palette\0\x08")),
        chunk(b"prVt", MARK),
        chunk(b"caBX", MARK),
        chunk(b"vpAg", MARK),
    ]
    .concat();
    let has_exif = whole.windows(4).any(|kind| kind == b"eXIf");
    let exif =
        [b"MM\0*\0\0\0\x08\0\x01\x01\x3b\0\x02", &size(MARK)[..], b"\0\0\0\x1a\0\0\0\0", MARK];
    let exif = if has_exif { Vec::new() } else { chunk(b"eXIf", &exif.concat()) };
    let dots = whole.windows(4).position(|kind| kind == b"IDAT").expect("dots") - 4;
    let end = whole.len() - 12;
    let late = chunk(b"tEXt", &with(b"Software\0"));
    [&whole[..dots], &noted, &exif, &whole[dots..end], &late, &whole[end..], MARK].concat()
}

fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let kind_and_content = [&kind[..], content].concat();
    let sum = crc(&kind_and_content).to_be_bytes();
    [&size(content)[..], &kind_and_content, &sum].concat()
}
