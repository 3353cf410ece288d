//! JSON judged by its JSON Schema, by a validator that is not ours: jsonschema of PyPI. The crates
//! that do it switch on features that typst's crates don't, and would have typst compiled twice.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::bench::root;
use crate::outside::tools;

/// A schema of docs/.
pub fn schema(name: &str) -> Value {
    let text = std::fs::read_to_string(root().join("docs").join(name)).expect("a schema");
    serde_json::from_str(&text).expect("a schema in JSON")
}

/// What is wrong with each value; none where it fits. The schema must be one of 2020-12.
pub fn faults(schema: &Value, values: &[Value]) -> Vec<Option<String>> {
    let case = json!({ "schema": schema, "values": values }).to_string();
    let mut judge = Command::new(tools().join("venv/bin/python"))
        .arg(root().join("tests/outside/judge.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{error}; run tests/run, which sets the tools up"));
    judge.stdin.take().expect("a pipe").write_all(case.as_bytes()).expect("all is read");
    let output = judge.wait_with_output().expect("its output");
    assert!(output.status.success(), "the schema is one of 2020-12");
    let faults: Vec<Option<String>> = serde_json::from_slice(&output.stdout).expect("a list");
    assert_eq!(faults.len(), values.len());
    faults
}

/// Every value must fit.
pub fn accept(schema: &Value, values: &[Value]) {
    for (fault, value) in faults(schema, values).iter().zip(values) {
        assert_eq!(*fault, None, "{value}");
    }
}
