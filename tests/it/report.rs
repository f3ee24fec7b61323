//! `platgen report`: what it says is right, stays data in every form, and can be looked at in a real browser.

#![cfg(test)]

mod figures;
mod forms;

use crate::support::report::{fixture, report_of, report_on};
use crate::support::{copy_inputs, platgen, scratch, texts};

#[test]
fn the_command_writes_every_form() {
    let root = scratch("report-command");
    copy_inputs(&fixture(), &root);
    let reported = |arguments: &[&str]| {
        let output = platgen(&root, arguments);
        let (out, err) = texts(&output);
        (output.status.code(), out, err)
    };
    let starts = [
        ("markdown", "## Platform report: hai\n"),
        ("json", "{\n  \"schemaVersion\": 1,"),
        ("csv", "\"environment\",\"team\","),
        ("html", "<!doctype html>\n"),
    ];
    for (format, start) in starts {
        let (code, out, err) = reported(&["report", "--format", format]);
        assert_eq!((code, err.as_str()), (Some(0), ""), "{format}");
        assert!(out.starts_with(start), "{format}: {out}");
        let (code, empty, _) = reported(&["report", "--format", format, "--output", "out/report"]);
        assert_eq!((code, empty.as_str()), (Some(0), ""));
        let written = std::fs::read_to_string(root.join("out/report")).unwrap();
        assert_eq!(written, out);
        assert!(written.ends_with('\n') && !written.contains('\r'));
    }
    let (_, one, _) = reported(&["report", "--env", "prod"]);
    assert!(one.contains("### prod") && !one.contains("### demo"));
    assert!(
        !one.contains("Differences"),
        "one environment differs from none"
    );
    let (code, out, err) = reported(&["report", "--env", "stage"]);
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(
        err.contains("`stage`") && err.contains("demo, prod"),
        "{err}"
    );
    let folder = reported(&["report", "--output", "catalog"]);
    assert_eq!(folder.0, Some(2), "{folder:?}");
}

#[test]
fn inputs_with_errors_make_no_report() {
    let root = scratch("report-errors");
    copy_inputs(&fixture(), &root);
    let team = root.join("teams/beta/access.yaml");
    let text = std::fs::read_to_string(&team).unwrap();
    std::fs::write(&team, text.replace("gpt-4o,", "gpt-4p,")).unwrap();
    for format in ["markdown", "html"] {
        let output = platgen(&root, &["report", "--format", format, "--output", "report"]);
        let (out, err) = texts(&output);
        assert_eq!((output.status.code(), out.as_str()), (Some(1), ""));
        assert!(err.contains("teams/beta/access.yaml:6:14"), "{err}");
        assert!(!root.join("report").exists());
    }
}
