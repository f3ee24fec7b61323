//! The report as one page that needs nothing else: no script, style, font or picture from anywhere, and no request.
//!
//! Summary, plots and tables are plain HTML and SVG, escaped by the template engine, so that they are there without scripts and
//! on paper. The access matrix is data ([`data`]) that the page's script shows, page by page, with `textContent` only. A
//! Content-Security-Policy allows exactly the page's own script and style, by their hashes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::template::{Syntax, render};
use super::view::{Difference, Entity, Environment, Family, Model, Policy, Report};
use super::words;

mod data;

const STYLE: &str = include_str!("../../templates/report/page.css");
const SCRIPT: &str = include_str!("../../templates/report/page.js");

/// Differences that are shown; there may be one for each grant.
const SHOWN: usize = 500;

/// Policies that are plotted; the largest are the ones that matter.
const PLOTTED: usize = 12;

/// Where the bars of loads end at the latest, in capacities: one model far beyond its own would make all others invisible.
const LONGEST: f64 = 3.0;

#[derive(Serialize)]
struct Page<'r> {
    platform: &'r str,
    content_security_policy: String,
    environments: Vec<Section<'r>>,
    grants: usize,
    differences: &'r [Difference],
    more_differences: usize,
}

#[derive(Serialize)]
struct Section<'r> {
    about: About<'r>,
    environment: Shown<'r>,
    loads: Vec<Load<'r>>,
    axis: f64,
    families: Vec<Bar<'r, Family>>,
    entities: Vec<Bar<'r, Entity>>,
    policies: Vec<Bar<'r, Policy>>,
    more_policies: usize,
}

#[derive(Serialize)]
struct About<'r> {
    name: &'r str,
    base_name: &'r str,
    location: &'r str,
}

/// What of an environment is shown as it is; the grants are left to the script.
#[derive(Serialize)]
struct Shown<'r> {
    summary: &'r super::view::Summary,
    teams: &'r [super::view::Team],
    gpu: &'r super::view::Gpu,
    sku: &'r str,
    units: u32,
}

/// A model's bar: from 0 to `axis` times its capacity.
#[derive(Serialize)]
struct Load<'r> {
    model: &'r Model,
    deployments: String,
    /// Length of the bar in hundredths of the axis; none where the capacity is unknown.
    fill: Option<f64>,
    /// Where on the axis the capacity is.
    mark: f64,
}

/// A bar against its largest value or its limit.
#[derive(Serialize)]
struct Bar<'r, T> {
    of: &'r T,
    /// Length in hundredths; none without a limit.
    fill: Option<f64>,
}

/// The page.
pub fn print(report: &Report) -> String {
    let page = Page {
        platform: &report.platform,
        content_security_policy: content_security_policy(),
        environments: report.environments.iter().map(section).collect(),
        grants: report.environments.iter().map(|one| one.grants.len()).sum(),
        differences: report
            .differences
            .get(..SHOWN)
            .unwrap_or(&report.differences),
        more_differences: report.differences.len().saturating_sub(SHOWN),
    };
    let template = include_str!("../../templates/report/page.html.j2");
    let facts = minijinja::context! {
        page => Value::from(Serde(&page)),
        style => Value::from_safe_string(STYLE.to_owned()),
        script => Value::from_safe_string(SCRIPT.to_owned()),
        data => Value::from_safe_string(data::for_script(report)),
    };
    render(template, Syntax::Html, facts)
}

fn content_security_policy() -> String {
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text.as_bytes()));
    format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        hash(SCRIPT),
        hash(STYLE)
    )
}

fn section(environment: &Environment) -> Section<'_> {
    let gateway = &environment.gateway;
    let shown: Vec<&Model> = environment
        .models
        .iter()
        .filter(|model| model.enabled)
        .collect();
    let highest = shown
        .iter()
        .filter_map(|model| model.overcommit)
        .fold(1.25, f64::max)
        .min(LONGEST);
    let widest = environment
        .gpu
        .families
        .iter()
        .map(|family| family.vcpus)
        .max();
    Section {
        about: About {
            name: &environment.name,
            base_name: &environment.base_name,
            location: &environment.location,
        },
        environment: Shown {
            summary: &environment.summary,
            teams: &environment.teams,
            gpu: &environment.gpu,
            sku: &gateway.sku,
            units: gateway.units,
        },
        loads: loads(shown, highest),
        axis: highest,
        families: environment
            .gpu
            .families
            .iter()
            .map(|of| Bar {
                of,
                fill: Some(hundredths(of.vcpus.into(), widest.unwrap_or(0).into())),
            })
            .collect(),
        entities: gateway
            .entities
            .iter()
            .map(|of| bar(of, of.count, of.limit))
            .collect(),
        policies: gateway
            .policies
            .iter()
            .take(PLOTTED)
            .map(|of| bar(of, of.bytes, Some(of.limit)))
            .collect(),
        more_policies: gateway.policies.len().saturating_sub(PLOTTED),
    }
}

/// Fullest first; those whose capacity is unknown last.
fn loads(models: Vec<&Model>, axis: f64) -> Vec<Load<'_>> {
    let mut loads: Vec<Load<'_>> = models
        .into_iter()
        .map(|model| Load {
            model,
            deployments: super::aspects::deployments(&model.deployments),
            fill: model
                .overcommit
                .map(|factor| words::rounded((factor / axis).min(1.0) * 100.0)),
            mark: words::rounded(100.0 / axis),
        })
        .collect();
    let order = |load: &Load<'_>| load.model.overcommit.unwrap_or(-1.0);
    loads.sort_by(|a, b| {
        order(b)
            .total_cmp(&order(a))
            .then_with(|| a.model.name.cmp(&b.model.name))
    });
    loads
}

fn bar<T>(of: &T, count: usize, limit: Option<usize>) -> Bar<'_, T> {
    Bar {
        of,
        fill: limit.map(|limit| hundredths(words::count(count), words::count(limit))),
    }
}

/// A part of a whole in hundredths, at most all of it, with two digits.
fn hundredths(part: u64, whole: u64) -> f64 {
    let share = words::as_f64(part.into()) / words::as_f64(whole.max(1).into());
    words::rounded(share.min(1.0) * 100.0)
}
