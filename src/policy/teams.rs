//! Teams that nothing is granted to.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::Platform;

/// A team without any grant gets a key that opens nothing.
pub(super) fn without_grants(platform: &Platform, findings: &mut Diagnostics) {
    for team in platform
        .teams
        .iter()
        .filter(|team| team.grants.is_empty() && team.enabled.value)
    {
        let message = format!("the team `{}` is granted no model", team.name.value);
        let finding = Diagnostic::about(Code::NoGrants, team.name.origin, message);
        findings.push(finding.help("grant it a model, name an access group, or remove the team"));
    }
}
