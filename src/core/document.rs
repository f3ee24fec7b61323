//! What a target returns: a typed tree per syntax, or a fixed file. Printers turn them into text; nothing else does.

pub mod hcl;
pub mod views;
pub mod xml;
pub mod yaml;

/// One output file before it is text.
#[derive(Debug)]
pub enum Document {
    /// Terraform.
    Hcl(hcl::File),
    /// Helm values, chart metadata, facts for other tools.
    Yaml(yaml::File),
    /// A gateway policy.
    Xml(xml::File),
    /// A file that is the same for every input: a Terraform module, a chart template.
    Asset(Asset),
    /// Prose for people, by a template.
    Prose(views::View),
}

/// A fixed file out of `templates/`, embedded in the program. No input ever gets into it.
#[derive(Debug, Clone, Copy)]
pub struct Asset {
    /// Its place under `templates/`.
    pub source: &'static str,
    /// Its text.
    pub text: &'static str,
    /// How a comment line starts in its syntax (`#`); none where it takes no comments.
    pub comment: Option<&'static str>,
}

/// The comment at the top of an output: what made it, and from which inputs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// What the file is, in a sentence.
    pub purpose: String,
    /// Repository paths of the inputs it was made from.
    pub inputs: Vec<String>,
}
