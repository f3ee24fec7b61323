//! Printed Terraform reads back as what its tree says. That `terraform fmt` would leave it alone is tested in `tests/tools/`.

use std::collections::BTreeMap;

use platgen::core::document::hcl::{Ident, Item};
use platgen::core::print::hcl::print;
use proptest::prelude::*;

pub(crate) use crate::support::hcl_trees::hostile;
use crate::support::hcl_trees::{file, items, literal};
use crate::targets::print_hcl::{alike, expr};

proptest! {
    #[test]
    fn literals_read_back_alike(value in literal()) {
        let body = vec![Item::Attribute(Ident::of("value"), expr(&value))];
        let text = print(&file(body)).text;
        let read: BTreeMap<String, hcl::Value> = hcl::from_str(&text).map_err(|error| {
            TestCaseError::fail(format!("{error}\n{text}"))
        })?;
        prop_assert_eq!(read.len(), 1, "{}", text);
        prop_assert!(alike(&read["value"], &value), "{}\n{:?}\n{:?}", text, read["value"], value);
    }

    #[test]
    fn traces_stay_within_the_text(body in items(2)) {
        let printed = print(&file(body));
        let lines = printed.text.lines().count();
        prop_assert!(printed.text.ends_with('\n') && !printed.text.contains("\n\n\n"));
        prop_assert!(printed.trace.iter().all(|(line, _)| *line as usize <= lines));
    }
}
