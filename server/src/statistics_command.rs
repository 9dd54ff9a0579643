//! `cairn statistics …` and `cairn disclosure …`: opens the file and hands it to the library.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write, stdout};
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, Subcommand};
use statistics::command::{self, CommandError};

/// `cairn statistics`.
#[derive(Args)]
pub(crate) struct Statistics {
    #[command(subcommand)]
    what: StatisticsCommand,
}

#[derive(Subcommand)]
enum StatisticsCommand {
    /// Answer the cases of a JSON file: {"method": …, "cases": [{"id", "input"}]}.
    Run {
        /// The file.
        file: PathBuf,
    },
}

/// `cairn disclosure`.
#[derive(Args)]
pub(crate) struct Disclosure {
    #[command(subcommand)]
    what: DisclosureCommand,
}

#[derive(Subcommand)]
enum DisclosureCommand {
    /// Find which cells of a table to suppress.
    Protect {
        /// The file.
        file: PathBuf,
    },
    /// Work out what an outsider can infer from a table with suppressed cells.
    Attack {
        /// The file.
        file: PathBuf,
    },
}

pub(crate) fn statistics(arguments: &Statistics) -> anyhow::Result<()> {
    match &arguments.what {
        StatisticsCommand::Run { file } => run(file, |reader, writer| command::statistics(reader, writer)),
    }
}

pub(crate) fn disclosure(arguments: &Disclosure) -> anyhow::Result<()> {
    match &arguments.what {
        DisclosureCommand::Protect { file } => run(file, |reader, writer| command::protect(reader, writer)),
        DisclosureCommand::Attack { file } => run(file, |reader, writer| command::attack(reader, writer)),
    }
}

type Answer = fn(&mut dyn std::io::Read, &mut dyn Write) -> Result<(), CommandError>;

fn run(path: &Path, answer: Answer) -> anyhow::Result<()> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let mut writer = BufWriter::new(stdout().lock());
    answer(&mut BufReader::new(file), &mut writer).with_context(|| format!("cannot answer {}", path.display()))?;
    writer.flush().context("cannot write the answer")
}
