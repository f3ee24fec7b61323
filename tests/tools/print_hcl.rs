//! Printed Terraform is what `terraform fmt` would make of it.

#![cfg(test)]

use platgen::core::print::hcl::print;
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;

use crate::harness::tests;
use crate::programs::Tool;
use crate::support::Scratch;
use crate::support::hcl_trees::{file, items};

tests![terraform_would_format_it_alike];

fn terraform_would_format_it_alike() {
    let terraform = Tool::find("terraform");
    let scratch = Scratch::new("print-hcl");
    let mut runner = TestRunner::deterministic();
    let strategy = items(3);
    for number in 0..300 {
        let body = strategy.new_tree(&mut runner).unwrap().current();
        scratch.write(&format!("{number}.tf"), &print(&file(body)).text);
    }
    terraform.run(scratch.path(), &["fmt", "-check", "-diff"]);
}
