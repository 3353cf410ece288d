//! LibreOffice as the word processor of the tests, with our faces under the names that the DOCX
//! asks for.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, MutexGuard, OnceLock};

use nianbao::files;
use nianbao::fonts::{Fonts, FoundFonts};
use nianbao::layout::{Role, Style};

use crate::outside::tools;

/// One run at a time: two would fight over the processor's profile.
static DESK: Mutex<()> = Mutex::new(());

/// Whoever has it may run the processor.
pub fn desk() -> MutexGuard<'static, ()> {
    DESK.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Opens `documents` and saves them below `out` as `kind`: `pdf`, `docx`, ….
pub fn convert(documents: &[PathBuf], kind: &str, out: &Path) {
    let _desk = desk();
    let profile =
        format!("-env:UserInstallation=file://{}", tools().join("office/profile").display());
    let office = Command::new("soffice")
        .args([&profile, "--headless", "--norestore", "--convert-to", kind, "--outdir"])
        .arg(out)
        .args(documents)
        .env("FONTCONFIG_FILE", fonts())
        .output();
    let output = office
        .unwrap_or_else(|error| panic!("soffice: {error}; run tests/run, which sets the tools up"));
    assert!(output.status.success(), "soffice: {}", String::from_utf8_lossy(&output.stderr));
}

/// The configuration by which the names of the DOCX lead to our faces; no other face can be found.
pub fn fonts() -> &'static Path {
    static FILE: OnceLock<PathBuf> = OnceLock::new();
    FILE.get_or_init(|| {
        let folder = tools().join("office");
        let faces = folder.join("faces");
        std::fs::create_dir_all(&faces).expect("a writable folder");
        let fonts = Fonts::new(FoundFonts::default());
        for face in fonts.faces() {
            let path = faces.join(format!("{}.ttf", face.family));
            let bytes = face.bytes().expect("a whole face");
            if std::fs::metadata(&path).map_or(0, |file| file.len()) != bytes.len() as u64 {
                std::fs::write(path, bytes).expect("a writable file");
            }
        }
        let (faces, cache) = (faces.display(), folder.join("cache"));
        let mut rules = format!("<dir>{faces}</dir><cachedir>{}</cachedir>", cache.display());
        // None of the faces has a bold.
        rules += r#"<match target="font">
            <test name="weight" compare="less_eq"><const>medium</const></test>
            <test target="pattern" name="weight" compare="more"><const>medium</const></test>
            <edit name="embolden" mode="assign"><bool>true</bool></edit></match>"#;
        for (word, family) in names(&fonts) {
            rules += &format!(
                r#"<match target="pattern">
                <test name="family"><string>{word}</string></test>
                <edit name="family" mode="assign_replace" binding="strong">
                <string>{family}</string></edit></match>"#
            );
        }
        let file = folder.join("fonts.conf");
        let rules = format!("<?xml version=\"1.0\"?><fontconfig>{rules}</fontconfig>");
        std::fs::write(&file, rules).expect("a writable file");
        file
    })
}

/// The names in the DOCX, each with the family that stands for it; what that one lacks, the
/// processor finds in the others.
fn names(fonts: &Fonts) -> BTreeMap<String, String> {
    let layouts = files::load_layouts(&[]).expect("the built-in layouts");
    let style =
        Style::from_table(&layouts.newest().expect("a layout").style).expect("a whole style");
    let mut names = BTreeMap::new();
    for role in Role::ALL {
        let (text, faces) =
            (style.text(role), fonts.resolve(&style, role).expect("the faces of the role"));
        let family = |index: &usize| fonts.faces()[*index].family.clone();
        names.extend(faces.han.first().map(|face| (text.word.clone(), family(face))));
        names.extend(faces.latin.first().map(|face| (text.word_latin.clone(), family(face))));
    }
    names
}
