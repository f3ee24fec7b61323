//! The printer of Terraform files: what an independent reader reads back is what the tree said.

use std::collections::BTreeMap;

use arbitrary::{Result, Unstructured};
use platgen::core::document::hcl::{Expr, File, Ident, Item, Key};
use platgen::core::print::hcl::print;

use super::words::{header, some, text};

/// Prints a literal out of bytes.
pub(crate) fn run(data: &[u8]) {
    let mut bytes = Unstructured::new(data);
    let Ok((header, value)) =
        header(&mut bytes).and_then(|header| Ok((header, literal(&mut bytes, 5)?)))
    else {
        return;
    };
    let body = vec![
        Item::Comment(header.purpose.clone()),
        Item::Attribute(Ident::of("value"), expr(&value)),
    ];
    let printed = print(&File { header, body }).text;
    let read: BTreeMap<String, hcl::Value> = match hcl::from_str(&printed) {
        Ok(read) => read,
        Err(fault) => panic!("{fault}\n{printed}"),
    };
    assert_eq!(read.len(), 1, "{printed}");
    assert!(alike(&read["value"], &value), "{printed}\n{value:?}");
}

/// A value of which HCL has a literal.
fn literal(bytes: &mut Unstructured<'_>, depth: usize) -> Result<hcl::Value> {
    Ok(match bytes.int_in_range(0..=7)? {
        0 => hcl::Value::Null,
        1 => hcl::Value::from(bytes.arbitrary::<bool>()?),
        2 => hcl::Value::from(bytes.arbitrary::<i64>()?),
        3 => {
            // HCL's own numbers are finite, and the reader here takes no larger ones.
            let number: f64 = bytes.arbitrary()?;
            hcl::Value::from(if number.abs() < 1e18 { number } else { 1.5 })
        }
        4 | 5 => hcl::Value::from(text(bytes)?),
        6 => hcl::Value::Array(some(bytes, depth, literal)?),
        _ => {
            let entries = some(bytes, depth, |bytes, depth| {
                Ok((text(bytes)?, literal(bytes, depth)?))
            })?;
            let entries: BTreeMap<String, hcl::Value> = entries.into_iter().collect();
            hcl::Value::Object(entries.into_iter().collect())
        }
    })
}

/// The same value as the printer takes it, now and then with a comment.
pub(crate) fn expr(value: &hcl::Value) -> Expr {
    match value {
        hcl::Value::Null => Expr::Null,
        hcl::Value::Bool(value) => Expr::Bool(*value),
        hcl::Value::Number(number) => number
            .as_i64()
            .map_or_else(|| Expr::Float(number.as_f64().unwrap()), Expr::Integer),
        hcl::Value::String(text) => Expr::text(text.clone()),
        hcl::Value::Array(items) => Expr::List(items.iter().map(expr).collect()),
        hcl::Value::Object(map) => Expr::Object(
            map.iter()
                .map(|(key, value)| (Key(key.clone()), commented(key, value)))
                .collect(),
        ),
    }
}

fn commented(key: &str, value: &hcl::Value) -> Expr {
    if key.len() % 5 == 1 {
        expr(value).commented(format!("{key}\nmore"))
    } else {
        expr(value)
    }
}

/// Equal but for the kind of number: HCL has just one.
pub(crate) fn alike(a: &hcl::Value, b: &hcl::Value) -> bool {
    match (a, b) {
        (hcl::Value::Number(a), hcl::Value::Number(b)) => a.as_f64() == b.as_f64(),
        (hcl::Value::Array(a), hcl::Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| alike(a, b))
        }
        (hcl::Value::Object(a), hcl::Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(key, a)| b.get(key).is_some_and(|b| alike(a, b)))
        }
        (a, b) => a == b,
    }
}
