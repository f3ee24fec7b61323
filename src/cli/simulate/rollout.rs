//! `platgen simulate rollout`: the add-ons of an environment from an empty cluster, wave by wave.

use std::fmt::Write as _;

use camino::Utf8Path;
use serde_json::{Value, json};

use super::{Failed, Outcome, Shape, console, inputs, platform};
use crate::domain::addons::model::{Addon, Addons, Product};
use crate::domain::platform::model::Platform;

/// Options of `platgen simulate rollout`.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// The environment; needed if there are several
    #[arg(long, value_name = "ENV")]
    env: Option<String>,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = Shape::Human)]
    format: Shape,
}

/// Prints the waves. A circle, or a need that nothing makes, is an error of the inputs.
pub(super) fn run(root: &Utf8Path, options: &Options) -> Result<Outcome, Failed> {
    let (sources, compilation) = inputs::compiled(root)?;
    if console::any_error(&compilation.findings) {
        console::findings(&sources, &compilation.findings, super::super::Format::Human)?;
        return Ok(Outcome::Findings);
    }
    let platform = platform(&compilation.platforms, options.env.as_deref())?;
    console::to_stdout(&match options.format {
        Shape::Human => human(platform),
        Shape::Json => format!("{:#}\n", value(platform)),
    })?;
    Ok(Outcome::Clean)
}

/// Who makes something that is needed: what is given makes it before any add-on does.
fn makers<'a>(addons: &'a Addons, product: &'a Product) -> Vec<&'a str> {
    if addons.is_given(product) {
        return vec!["given"];
    }
    let makers = addons.makers(product);
    makers.map(|maker| maker.name.value.as_str()).collect()
}

/// Add-ons that one waits for by name: those it comes after, and those that take its signals.
fn named(addon: &Addon) -> Vec<&str> {
    let named = addon.after.iter().chain(addon.signals.values());
    named.map(|name| name.value.as_str()).collect()
}

fn human(platform: &Platform) -> String {
    let environment = &platform.environment.value;
    let Some(addons) = &platform.addons else {
        return format!("{environment} has no add-ons\n");
    };
    let mut text = format!(
        "{environment}: {} add-ons by {}, from an empty cluster\n",
        addons.charts.len(),
        addons.delivery.value.word()
    );
    // Writing to a String cannot fail.
    for given in &addons.given {
        let _ = writeln!(text, "given   {}", given.value);
    }
    for (number, wave) in addons.order().waves.iter().enumerate() {
        let _ = writeln!(text, "\nwave {number}");
        for addon in wave {
            let _ = writeln!(
                text,
                "  {}  {} {} in {}",
                addon.name.value, addon.chart.value, addon.version.value, addon.namespace.value
            );
            for need in &addon.needs {
                let from = makers(addons, &need.value).join(", ");
                let _ = writeln!(text, "    needs {} from {from}", need.value);
            }
            for before in named(addon) {
                let _ = writeln!(text, "    after {before}");
            }
        }
    }
    text
}

fn value(platform: &Platform) -> Value {
    let addons = platform.addons.as_ref();
    let waves = addons.map(|addons| {
        let order = addons.order();
        let wave = |wave: &Vec<&Addon>| -> Value {
            wave.iter()
                .map(|addon| addon_value(addons, addon))
                .collect()
        };
        order.waves.iter().map(wave).collect::<Vec<_>>()
    });
    let given = addons.map(|addons| texts(addons.given.iter().map(|given| &given.value)));
    json!({
        "environment": platform.environment.value.as_str(),
        "delivery": addons.map(|addons| addons.delivery.value.word()),
        "given": given.unwrap_or_default(),
        "waves": waves.unwrap_or_default(),
    })
}

fn texts<'a>(products: impl Iterator<Item = &'a Product>) -> Vec<String> {
    products.map(ToString::to_string).collect()
}

fn addon_value(addons: &Addons, addon: &Addon) -> Value {
    let needs = addon.needs.iter().map(
        |need| json!({"product": need.value.to_string(), "from": makers(addons, &need.value)}),
    );
    json!({
        "name": addon.name.value,
        "chart": addon.chart.value,
        "version": addon.version.value,
        "namespace": addon.namespace.value,
        "needs": needs.collect::<Vec<_>>(),
        "after": named(addon),
        "provides": texts(addon.provides.iter().map(|made| &made.value)),
    })
}
