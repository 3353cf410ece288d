fn main() {
    let layouts = nianbao::files::load_layouts(&[]).unwrap();
    for f in std::env::args().skip(1) {
        let b = std::fs::read(&f).unwrap();
        let doc = nianbao::intake::html::read(&b).unwrap();
        if std::env::var("BLOCKS").is_ok() { for b in &doc.blocks { println!("{:?}", b); } }
        for l in layouts.iter() { println!("{}", nianbao::intake::dump(&doc, l)); }
    }
}
