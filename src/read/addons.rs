//! The add-ons of an environment: the file of the catalog, with what the overlay writes under `addons`.

use camino::Utf8Path;

use super::{CatalogFiles, typed_as};
use crate::core::diag::Diagnostics;
use crate::core::sources::Sources;
use crate::core::yaml::overlay::{Removed, merge};
use crate::core::yaml::tree::{Node, Value};
use crate::domain::addons::syntax::AddonsFile;
use crate::schema::Kind;

/// An overlay less its `addons`, and a file of add-ons with nothing but those.
pub(super) fn split(overlay: Node) -> (Node, Option<Node>) {
    let (span, mark) = (overlay.span, overlay.overlay);
    let Value::Map(entries) = overlay.value else {
        return (overlay, None);
    };
    let (addons, rest): (Vec<_>, Vec<_>) =
        entries.into_iter().partition(|entry| entry.key == "addons");
    let of = |entries| Node {
        value: Value::Map(entries),
        span,
        overlay: mark,
    };
    let addons = (!addons.is_empty()).then(|| of(addons));
    (of(rest), addons)
}

/// The add-ons of an environment, if it has any, and the paths of the files that say so.
pub(super) fn of(
    catalog: &CatalogFiles<'_>,
    overlay: Option<(&Utf8Path, Node)>,
    removed: &mut Vec<Removed>,
    sources: &Sources,
    findings: &mut Diagnostics,
) -> (Option<AddonsFile>, Vec<String>) {
    let base = catalog.addons.as_ref();
    let mut paths: Vec<String> = base.iter().map(|base| base.path.to_string()).collect();
    let base = base.and_then(|base| base.tree.clone());
    let base = base.filter(|tree| tree.value != Value::Null);
    let tree = match (base, overlay) {
        (None, None) => None,
        (Some(base), None) => Some(base),
        (base, Some((path, above))) => {
            paths.push(path.to_string());
            let empty = Node {
                value: Value::Map(Vec::new()),
                span: above.span,
                overlay: above.overlay,
            };
            Some(merge(base.unwrap_or(empty), above, removed))
        }
    };
    // An overlay that takes all add-ons away leaves an environment without any.
    let tree = tree.filter(|tree| tree.entries().is_none_or(|entries| !entries.is_empty()));
    let file = tree.and_then(|tree| typed_as(Kind::Addons, &tree, removed, sources, findings));
    (file, paths)
}
