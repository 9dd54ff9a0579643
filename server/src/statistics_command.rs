//! `cairn statistics …` and `cairn disclosure …`: opens the file and hands it to the library.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Subcommand;
use statistics::command::{self, CommandError};

/// `cairn statistics`.
#[derive(Subcommand)]
pub(crate) enum Statistics {
    /// Answer the cases of a JSON file: {"method": …, "cases": [{"id", "input"}]}.
    Run {
        /// The file.
        file: PathBuf,
    },
}

/// `cairn disclosure`.
#[derive(Subcommand)]
pub(crate) enum Disclosure {
    /// Find which cells of a table to suppress.
    Protect {
        /// The file.
        file: PathBuf,
    },
    /// Work out what can be inferred from a table with suppressed cells.
    Attack {
        /// The file.
        file: PathBuf,
    },
}

pub(crate) fn statistics(what: &Statistics) -> anyhow::Result<ExitCode> {
    match what {
        Statistics::Run { file } => run(file, |reader, writer| command::statistics(reader, writer)),
    }
}

pub(crate) fn disclosure(what: &Disclosure) -> anyhow::Result<ExitCode> {
    match what {
        Disclosure::Protect { file } => run(file, |reader, writer| command::protect(reader, writer)),
        Disclosure::Attack { file } => run(file, |reader, writer| command::attack(reader, writer)),
    }
}

type Answer = fn(&mut dyn std::io::Read, &mut dyn Write) -> Result<(), CommandError>;

fn run(path: &Path, answer: Answer) -> anyhow::Result<ExitCode> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let mut writer = BufWriter::new(stdout().lock());
    answer(&mut BufReader::new(file), &mut writer).with_context(|| format!("cannot answer {}", path.display()))?;
    writer.flush().context("cannot write the answer")?;
    Ok(ExitCode::SUCCESS)
}
