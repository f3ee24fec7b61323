//! What a hostile or careless pull request could once do, each with the tests that show it can no more.

#![cfg(test)]

use crate::faults::table::{is_test, read};

/// Number, what happened, and the tests: a function of a file, or a case.
const ROWS: &[(&str, &str, &[&str])] = &[
    (
        "R1",
        "files that Terraform and Helm load by themselves passed the drift gate",
        &[
            "tests/it/closed.rs::everything_unplanned_is_an_error_at_its_place",
            "tests/it/closed.rs::links_and_special_files_are_errors_wherever_they_are",
        ],
    ),
    (
        "R2",
        "an edited manifest made a build delete state and a check print it; what Terraform loads could be committed",
        &[
            "tests/it/closed.rs::state_is_never_read_shown_or_removed",
            "tests/it/closed.rs::a_manifest_gives_away_only_what_platgen_wrote",
            "tests/it/closed.rs::what_terraform_keeps_for_itself_may_not_be_committed",
        ],
    ),
    (
        "R3",
        "committed files that looked like a repository ran a command",
        &["tests/it/staged.rs::a_repository_made_of_committed_files_is_none"],
    ),
    (
        "R4",
        "a change of authentication, groups or keys was reported as a change for nobody",
        &[
            "tests/it/diff/complete.rs::every_change_of_an_input_shows_or_is_declared_to_affect_nobody",
        ],
    ),
    (
        "R5",
        "streams without usage, work in the background and packed answers were not counted",
        &[
            "tests/tools/gateway/limits.rs::a_stream_reports_its_usage_or_is_refused",
            "tests/tools/gateway/scenarios.rs::members_and_headers_pass_by_a_list_and_are_refused_by_name",
        ],
    ),
    (
        "R6",
        "a cost centre that only looked like another evaded its guardrail",
        &[
            "tests/cases/err-cost-center-look-alikes",
            "tests/cases/err-guardrails-cost-centers",
        ],
    ),
    (
        "R7",
        "an exception matched words of a message, which teams write parts of",
        &[
            "tests/cases/err-guardrails-exception-by-words",
            "src/guardrails/tests.rs::an_exception_for_a_team_or_a_model_takes_no_other_name_for_it",
        ],
    ),
    (
        "R8",
        "two builds at once left removed access on disk for good",
        &[
            "tests/it/closed.rs::builds_take_turns",
            "tests/it/closed.rs::two_builds_at_once_leave_what_one_leaves",
        ],
    ),
    (
        "R9",
        "allowed regions ignored where a Foundry project lies",
        &["tests/cases/err-guardrails-regions"],
    ),
    (
        "R10",
        "members of a body and headers that no policy knew reached Foundry",
        &[
            "tests/tools/gateway/scenarios.rs::members_and_headers_pass_by_a_list_and_are_refused_by_name",
            "tests/tools/gateway/scenarios.rs::a_body_that_readers_could_understand_differently_is_refused",
        ],
    ),
    (
        "R11",
        "a file with a hundred thousand faults took minutes and a gibibyte",
        &["src/core/diag/collect.rs::what_is_not_kept_is_counted"],
    ),
    (
        "R12",
        "outputs were written through a symbolic link",
        &[
            "tests/it/closed.rs::a_folder_of_outputs_that_leads_elsewhere_is_refused",
            "tests/it/build.rs::nothing_is_removed_through_a_link",
        ],
    ),
    (
        "R13",
        "what stands on a disk commanded the terminal that shows it",
        &["src/cli/console.rs::what_a_terminal_would_obey_is_shown"],
    ),
    (
        "R14",
        "texts of teams became links and mentions",
        &[
            "tests/it/report/forms.rs::nobody_is_mentioned",
            "src/core/diag/render/tests.rs::for_code_scanning",
        ],
    ),
    (
        "R15",
        "simulator and gateway read numbers and headers differently",
        &["tests/tools/differential/cases.rs::simulator_and_gateway_agree_on_every_case"],
    ),
];

#[test]
fn every_row_is_shown_by_tests_that_exist() {
    let numbers: Vec<&str> = ROWS.iter().map(|(number, _, _)| *number).collect();
    let wanted: Vec<String> = (1..=15).map(|number| format!("R{number}")).collect();
    assert_eq!(numbers, wanted);
    for (number, what, tests) in ROWS {
        assert!(what.len() > 20 && !tests.is_empty(), "{number}");
        for test in *tests {
            let exists = match test.split_once("::") {
                Some((path, name)) => is_test(&read(path), name),
                None => !read(&format!("{test}/README.md")).is_empty(),
            };
            assert!(exists, "{number}: there is no test {test}");
        }
    }
}
