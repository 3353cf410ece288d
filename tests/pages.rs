use crate::bench::{fixtures, root, run};
use crate::office;
#[test]
fn explore() {
    let out = std::path::PathBuf::from("/tmp/b/lo");
    std::fs::create_dir_all(&out).unwrap();
    let list: Vec<String> = fixtures().iter().map(|f| f.display().to_string()).collect();
    let mut a = vec!["build"];
    a.extend(list.iter().map(String::as_str));
    a.extend(["-o", "/tmp/b/lo/ours"]);
    run(root(), &a);
    let docs: Vec<_> =
        fixtures().iter().map(|f| out.join("ours").join(format!("{}.docx", f.file_name().unwrap().to_str().unwrap()))).collect();
    office::convert(&docs, "pdf", &out.join("office"));
}
