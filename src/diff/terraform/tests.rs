//! The table of arguments that force replacement fits the modules.

use camino::Utf8Path;

use super::*;

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the modules are files of this repository"
)]
fn every_type_of_the_modules_is_in_the_table_and_nothing_else() {
    let modules = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/terraform/modules");
    let mut types = BTreeSet::from(["azurerm_resource_group".to_owned()]);
    for module in modules.read_dir_utf8().unwrap() {
        for file in module.unwrap().path().read_dir_utf8().unwrap() {
            let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
            let mut config = Config::default();
            config.add_text(&text);
            assert!(hcl::parse(&text).is_ok());
            types.extend(
                config
                    .resources
                    .values()
                    .map(|block| block.labels[0].clone()),
            );
        }
    }
    assert_eq!(types, replacing().keys().cloned().collect());
}
