//! Which operation a method and a path call.

use super::text;
use crate::domain::names;
use crate::gateway::Operation;

/// What a path leads to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Route {
    /// Whether the path is below the API's.
    pub(super) api: bool,
    /// The operation, if there is one.
    pub(super) operation: Option<Operation>,
    /// Parameters of the operation's path.
    pub(super) parameters: Vec<(String, String)>,
    /// The path below the API's, without a leading slash.
    pub(super) rest: String,
}

/// Matches a method and a path without query. Case and a slash at the end make no difference; what is fixed in a template
/// wins over a parameter.
pub(super) fn find(method: &str, path: &str) -> Route {
    let trimmed = path.trim_matches('/');
    let segments: Vec<&str> = if trimmed.is_empty() {
        Vec::new()
    } else {
        trimmed.split('/').collect()
    };
    let api: Vec<&str> = names::API_PATH.split('/').collect();
    let below = segments.split_at_checked(api.len()).filter(|(start, _)| {
        start
            .iter()
            .zip(&api)
            .all(|(a, b)| a.eq_ignore_ascii_case(b))
    });
    let Some((_, rest)) = below else {
        return Route::default();
    };
    let slash = if !rest.is_empty() && path.ends_with('/') {
        "/"
    } else {
        ""
    };
    let mut found = Route {
        api: true,
        rest: format!("{}{slash}", rest.join("/")),
        ..Route::default()
    };
    let mut most = 0;
    for operation in Operation::ALL {
        let template = operation.url_template();
        let template: Vec<&str> = template.trim_matches('/').split('/').collect();
        let weight: usize = template
            .iter()
            .map(|segment| if segment.starts_with('{') { 1 } else { 2 })
            .sum();
        if operation.method() != method || (found.operation.is_some() && weight <= most) {
            continue;
        }
        if let Some(parameters) = fits(&template, rest) {
            most = weight;
            found.operation = Some(operation);
            found.parameters = parameters;
        }
    }
    found
}

fn fits(template: &[&str], path: &[&str]) -> Option<Vec<(String, String)>> {
    if template.len() != path.len() {
        return None;
    }
    let mut parameters = Vec::new();
    for (segment, given) in template.iter().zip(path) {
        match segment
            .strip_prefix('{')
            .and_then(|name| name.strip_suffix('}'))
        {
            Some(_) if given.is_empty() => return None,
            Some(name) => parameters.push((
                name.to_owned(),
                text::percent_decoded(&given.replace('+', " ")),
            )),
            None if !segment.eq_ignore_ascii_case(given) => return None,
            None => {}
        }
    }
    Some(parameters)
}
