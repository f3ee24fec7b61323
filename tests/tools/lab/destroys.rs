//! No unannounced destroy: what `platgen diff` says that Terraform will destroy or replace is compared with plans of the real
//! providers, for changes of the inputs one by one, against the applied demo.
//!
//! `tests/lab/destroys/changes.yaml` lists the changes, `compare.py` beside it compares. A run of the tests takes a sample;
//! `.ci/destroys` runs all, asks the providers about every argument too, and writes down what came of it.

#![cfg(test)]

use std::thread;

use camino::Utf8Path;

use super::session::Session;
use super::{ROOTS, create, init};
use crate::harness::tests;
use crate::support::{option, repository};

tests![what_terraform_destroys_is_announced];

/// How many of the changes a run of the tests takes; `PLATGEN_DESTROYS=all` takes them all.
const SAMPLE: &str = "15";
/// Which they are; `PLATGEN_DESTROYS_SEED` takes others.
const SEED: &str = "20261130";

fn what_terraform_destroys_is_announced() {
    let lab = Session::start("lab-destroys");
    lab.build();
    thread::scope(|scope| {
        for root in ROOTS {
            let lab = &lab;
            scope.spawn(move || init(lab, root));
        }
    });
    lab.phase("applied", || {
        // Teams need the gateway only, so they and the models go side by side.
        create(&lab, ROOTS[0]);
        thread::scope(|scope| {
            scope.spawn(|| create(&lab, ROOTS[1]));
            scope.spawn(|| {
                create(&lab, ROOTS[2]);
                create(&lab, ROOTS[3]);
            });
        });
        String::new()
    });
    let (applied, changes) = (lab.folder(), lab.folder().join("changes"));
    let platgen = env!("CARGO_BIN_EXE_platgen");
    let compared = |options: &[&str]| {
        let own = [platgen, applied.as_str(), changes.as_str()];
        lab.script("destroys/compare.py", &[&own, options].concat())
    };
    let results = repository().join("tests/lab/destroys");
    if option("PLATGEN_DESTROYS").as_deref() == Some("all") {
        let result = results.join("RESULT.txt");
        lab.phase("compared", || compared(&["--write", result.as_str()]));
        let table = repository().join("src/diff/terraform/replacing.yaml");
        let result = results.join("ARGUMENTS.txt");
        let words = [&table, applied, &changes].map(Utf8Path::as_str);
        let words = [&words[..], &["--write", result.as_str()]].concat();
        lab.phase("arguments", || lab.script("destroys/arguments.py", &words));
    } else {
        let seed = option("PLATGEN_DESTROYS_SEED").unwrap_or_else(|| SEED.to_owned());
        let sample = ["--sample", SAMPLE, "--seed", &seed];
        lab.phase("compared", || compared(&sample));
    }
    lab.report();
}
