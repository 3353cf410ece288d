//! Layouts and fonts are embedded by folder; a file that is new there must build the program anew.

fn main() {
    println!("cargo::rerun-if-changed=layouts");
    println!("cargo::rerun-if-changed=fonts");
}
