fn main() {
    let layouts = nianbao::files::load_layouts(&[]).unwrap();
    let f = std::env::args().nth(1).unwrap();
    let b = std::fs::read(&f).unwrap();
    let doc = if f.ends_with("pdf") { nianbao::intake::pdf::read(b, || None).unwrap() } else if f.ends_with("docx") { nianbao::intake::read_word(&b).unwrap() } else { nianbao::intake::html::read(&b).unwrap() };
    if std::env::var("BLOCKS").is_ok() { for b in &doc.blocks { println!("{:?}", b); } }
    let source = nianbao::intake::ImportSource { name: f, kind: "html", sha256: String::new() };
    match nianbao::intake::import(&doc, &source, &layouts, Default::default()) {
        Ok(i) => { println!("{}", std::str::from_utf8(&i.folder.files["report.json"]).unwrap()); println!("{}", std::str::from_utf8(&i.folder.files["narrative.md"]).unwrap());
          for f in i.findings { eprintln!("{} {} {}", f.code, f.message, f.location.unwrap().named()); } },
        Err(e) => println!("{}", e.message),
    }
}
