//! The runner of tests that need programs from outside. It looks like Rust's own (`--list`, filters, `--nocapture`), and can do
//! what that cannot: a test whose programs are not on this machine is reported as ignored, with the reason.

use std::panic::{catch_unwind, resume_unwind};
use std::process::ExitCode;

use libtest_mimic::{Arguments, Completion, Failed, Trial};

use crate::support::option;

/// Makes a missing program a failure: `.ci/run` sets it, since it has installed them all.
const FORBID_SKIPS: &str = "PLATGEN_FORBID_SKIPS";

/// One test: a function that fails by panicking, and ends by [`ignore`] if it cannot be run here.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Test {
    /// Path of the function.
    pub(crate) name: &'static str,
    /// The function.
    pub(crate) run: fn(),
}

/// Lists the tests of a module, and after a semicolon the modules below it that have some. The compiler reports a function or a
/// module that is in no list as never used.
macro_rules! tests {
    ($($name:ident),* $(,)? $(; $($below:ident),* $(,)?)?) => {
        pub(crate) fn tests() -> Vec<$crate::harness::Test> {
            let own = [$($crate::harness::Test {
                name: concat!(module_path!(), "::", stringify!($name)),
                run: $name,
            }),*];
            let below: Vec<Vec<$crate::harness::Test>> = vec![$($($below::tests()),*)?];
            own.into_iter().chain(below.concat()).collect()
        }
    };
}
pub(crate) use tests;

/// How a test ends that cannot be run on this machine.
struct Ignored {
    reason: String,
}

/// Ends the test, to be reported as ignored for want of something; fails where that is forbidden.
#[track_caller]
pub(crate) fn ignore(missing: &str) -> ! {
    assert!(
        option(FORBID_SKIPS).is_none_or(|value| value != "1"),
        "{missing} is missing, and {FORBID_SKIPS}=1"
    );
    let reason = format!("{missing} is not on this machine");
    // Unlike a panic, this prints nothing.
    resume_unwind(Box::new(Ignored { reason }))
}

fn run(test: Test) -> Result<Completion, Failed> {
    let Err(payload) = catch_unwind(test.run) else {
        return Ok(Completion::Completed);
    };
    match payload.downcast::<Ignored>() {
        Ok(ignored) => Ok(Completion::ignored_with(ignored.reason)),
        Err(payload) => resume_unwind(payload),
    }
}

/// Options of the command line that take a value.
const WITH_VALUE: [&str; 6] = [
    "--skip",
    "--test-threads",
    "--format",
    "--color",
    "--logfile",
    "-Z",
];

/// Parts the command line into options and filters, of which libtest-mimic takes one only.
fn parted(words: impl Iterator<Item = String>) -> (Vec<String>, Vec<String>) {
    let (mut options, mut filters) = (Vec::new(), Vec::new());
    let mut value = false;
    for word in words {
        if value || word.starts_with('-') {
            value = !value && WITH_VALUE.contains(&word.as_str());
            options.push(word);
        } else {
            filters.push(word);
        }
    }
    (options, filters)
}

/// Runs what the command line asks for of these tests.
pub(crate) fn main(tests: Vec<Test>) -> ExitCode {
    let mut words = std::env::args();
    let program = words.next();
    let (options, filters) = parted(words);
    let arguments = Arguments::from_iter(program.into_iter().chain(options));
    let wanted = |name: &str| {
        let matches = |filter: &String| {
            name == filter || (!arguments.exact && name.contains(filter.as_str()))
        };
        filters.is_empty() || filters.iter().any(matches)
    };
    let named = tests.into_iter().map(|test| {
        let name = test.name.split_once("::");
        (name.map_or(test.name, |(_, name)| name), test)
    });
    let trials = named
        .filter(|(name, _)| wanted(name))
        .map(|(name, test)| Trial::ignorable_test(name, move || run(test)));
    libtest_mimic::run(&arguments, trials.collect()).exit_code()
}
