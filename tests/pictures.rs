//! Pictures of every kind: each is in every file as it looks, or is one finding at its line.

use std::path::{Path, PathBuf};
use std::process::Command;

use image::{DynamicImage, GenericImageView};

use crate::bench::{build, copy_report, files, name, root, run};

/// A report whose text shows these pictures, each with its content; what remains is a fixture.
fn report(place: &Path, pictures: &[(&str, &[u8])]) -> PathBuf {
    let folder = place.join("report");
    copy_report("gzjkq-2021", &folder);
    std::fs::create_dir_all(folder.join("figures")).expect("a temporary folder");
    let mut text = String::new();
    for (name, bytes) in pictures {
        std::fs::write(folder.join("figures").join(name), bytes).expect("a picture");
        text += &format!("![图]({})\n\n", format_args!("figures/{name}"));
    }
    let path = folder.join("narrative.md");
    let narrative = std::fs::read_to_string(&path).expect("a narrative");
    let narrative = narrative.replacen("# 存在的", &format!("{text}# 存在的"), 1);
    std::fs::write(path, narrative).expect("a narrative");
    folder
}

/// What the program shows of a picture, in the file as others read it.
fn shown(folder: &Path) -> [Vec<DynamicImage>; 2] {
    let out = build(folder, &["--to", "pdf,docx"]);
    let file = |format: &str| out.path().join(format!("{}.{format}", name(folder)));
    let status = Command::new("pdfimages")
        .args(["-png".as_ref(), file("pdf").as_os_str(), out.path().join("p").as_os_str()])
        .status();
    assert!(status.expect("poppler").success());
    let read = |path: &PathBuf| image::load_from_memory(&std::fs::read(path).expect("a file"));
    let drawn = files(out.path());
    let drawn = drawn.iter().filter(|path| path.extension().is_some_and(|end| end == "png"));
    let pdf = drawn.map(|path| read(path).expect("a PNG")).collect();
    let archive = std::fs::File::open(file("docx")).expect("a DOCX");
    let mut archive = zip::ZipArchive::new(archive).expect("a zip");
    let mut docx = Vec::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).expect("a part");
        if part.name().starts_with("word/media/") {
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut part, &mut bytes).expect("a part");
            docx.push(image::load_from_memory(&bytes).expect("a picture"));
        }
    }
    [pdf, docx]
}

#[test]
fn pictures_of_every_kind_are_upright_and_in_their_colours_in_every_file() {
    let pictures = files(&root().join("fixtures/pictures"));
    let coloured = |path: &&PathBuf| {
        !["grey.jpg", "one-bit.png", "wide.png", "high.png"].contains(&name(path))
    };
    let pictures: Vec<&PathBuf> = pictures.iter().filter(coloured).collect();
    assert!(pictures.len() >= 15);
    for path in pictures {
        let place = tempfile::tempdir().expect("a temporary folder");
        let bytes = std::fs::read(path).expect("a fixture");
        let folder = report(place.path(), &[(name(path), &bytes)]);
        for (kind, drawn) in ["pdf", "docx"].iter().zip(shown(&folder)) {
            let picture = drawn.first().unwrap_or_else(|| panic!("{}: {kind}", path.display()));
            assert_eq!(picture.dimensions(), (40, 24), "{}: {kind}", path.display());
            let red = picture.get_pixel(2, 2).0;
            let blue = picture.get_pixel(37, 21).0;
            let is_it = red[0] > 150 && red[2] < 60 && blue[2] > 150 && blue[0] < 60;
            assert!(is_it, "{}: {kind}: {red:?} {blue:?}", path.display());
        }
    }
}

#[test]
fn a_damaged_photo_is_a_finding_or_is_in_every_file() {
    let mut written = 0;
    for name in ["inks.jpg", "turned-6.jpg"] {
        let photo = std::fs::read(root().join("fixtures/pictures").join(name)).expect("a fixture");
        for at in (2..photo.len().min(220)).step_by(9) {
            let mut bytes = photo.clone();
            bytes[at] ^= 0x41;
            let place = tempfile::tempdir().expect("a temporary folder");
            report(place.path(), &[(name, &bytes)]);
            let (_, _, said) = run(place.path(), &["build", "report", "--to", "pdf"]);
            let told = said.contains("错误[figure-format]");
            assert!(told || said.contains("已写"), "{name} with another byte at {at}: {said}");
            written += usize::from(!told);
        }
    }
    assert!(written > 0);
}

#[test]
fn pictures_as_long_as_can_be_are_in_every_file() {
    for name in ["wide.png", "high.png", "grey.jpg", "one-bit.png"] {
        let place = tempfile::tempdir().expect("a temporary folder");
        let bytes = std::fs::read(root().join("fixtures/pictures").join(name)).expect("a fixture");
        let folder = report(place.path(), &[(name, &bytes)]);
        let [pdf, docx] = shown(&folder);
        assert!(!pdf.is_empty() && !docx.is_empty(), "{name}");
    }
}

#[test]
fn a_picture_that_cannot_be_shown_is_one_finding_at_its_line() {
    let whole = std::fs::read(root().join("fixtures/pictures/whole.png")).expect("a fixture");
    let photo = std::fs::read(root().join("fixtures/pictures/turned-6.jpg")).expect("a fixture");
    let with = |at: usize, byte: u8| {
        let mut bytes = whole.clone();
        bytes[at] ^= byte;
        bytes
    };
    let large = |width: u32, height: u32| {
        let mut bytes = whole[..16].to_vec();
        bytes.extend([width.to_be_bytes(), height.to_be_bytes()].concat());
        bytes.extend([8, 2, 0, 0, 0]);
        bytes.extend(crc32(&bytes[12..]).to_be_bytes());
        bytes.extend(&whole[33..]);
        bytes
    };
    let pictures: [(&str, Vec<u8>, &str); 9] = [
        ("crc.png", with(30, 1), "损坏"),
        ("dots.png", with(whole.len() - 20, 1), "损坏"),
        ("cut.png", whole[..whole.len() - 30].to_vec(), "损坏"),
        ("cut.jpg", photo[..photo.len() - 40].to_vec(), "损坏"),
        ("huge.png", large(1 << 24, 1 << 20), "太大"),
        ("square.png", large(65_535, 65_535), "太大"),
        ("long.png", large(65_536, 1), "太大"),
        ("web.png", b"RIFF\0\0\0\0WEBPVP8 ".to_vec(), "WebP"),
        ("none.jpg", Vec::new(), "空的"),
    ];
    for (name, bytes, told) in pictures {
        let place = tempfile::tempdir().expect("a temporary folder");
        let folder = report(place.path(), &[(name, &bytes)]);
        let folder = folder.to_str().expect("UTF-8");
        for command in [&["check"][..], &["build", "--to", "docx"], &["build", "--to", "pdf"]] {
            let arguments = [command, &[folder]].concat();
            let (status, _, said) = run(place.path(), &arguments);
            assert_eq!((status, said.matches("错误[").count()), (1, 1), "{name}: {said}");
            let placed = said.contains("错误[figure-format]") && said.contains("narrative.md:");
            assert!(placed && said.contains(told), "{name}: {said}");
        }
    }
}

#[test]
fn a_picture_by_nearly_its_name_is_pointed_to() {
    let whole = std::fs::read(root().join("fixtures/pictures/whole.png")).expect("a fixture");
    for (typed, there) in [
        ("figures/a.png", "A.PNG"),
        ("figures\\图1.png", "图1.png"),
        ("图1.png", "图1.png"),
        ("figures/a.jpg", "a.jpeg"),
    ] {
        let place = tempfile::tempdir().expect("a temporary folder");
        let folder = report(place.path(), &[(there, &whole)]);
        let path = folder.join("narrative.md");
        let text = std::fs::read_to_string(&path).expect("a narrative");
        std::fs::write(&path, text.replace(&format!("(figures/{there})"), &format!("({typed})")))
            .expect("a narrative");
        let (_, _, said) = run(place.path(), &["check", "report"]);
        assert!(said.contains(&format!("写成 figures/{there}")), "{typed}: {said}");
    }
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 }
        })
    })
}
