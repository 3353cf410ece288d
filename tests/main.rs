//! All integration tests, in one binary: typst links once.
//!
//! `tests/run` sets up the outside readers and validators and then runs everything; a test whose
//! tool is missing fails, it is never skipped. `NIANBAO_UPDATE_GOLDENS=1 cargo test --release`
//! rewrites tests/golden/; read the difference before you commit it.

#![forbid(unsafe_code)]

mod access;
mod alike;
mod anchors;
mod archive;
mod batch;
mod bench;
mod book;
mod cli;
mod corpus;
mod coverage;
mod dependencies;
mod editions;
mod english;
mod extract;
mod families;
mod findings;
mod folders;
mod form;
#[path = "fuzz/bench.rs"]
mod fuzz;
mod generator;
mod grid;
mod hostile;
mod house;
mod html;
mod intake;
mod judge;
mod laws;
mod layouts;
mod limits;
mod manners;
mod meant;
mod merge;
mod messages;
mod mutated;
mod numbers;
mod office;
mod open_data;
mod outside;
mod pages;
mod parity;
mod parted;
mod pictures;
mod places;
mod planted;
mod preview;
mod private;
mod prose;
mod readers;
mod review;
mod rust_code;
mod schema;
mod sentences;
mod slips;
mod spread;
mod texts;
mod total;
mod tree;
mod wanted;
mod watch;
mod ways;
mod word;
mod worker;
