//! `cairn statistics …` and `cairn disclosure …`: opens the file and hands it to the library.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Subcommand;
use statistics::command::{self, CommandError, Weighed};

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
    /// Everything ever published from one set of microdata, as one system.
    #[command(subcommand)]
    Ledger(Ledger),
}

#[derive(Subcommand)]
pub(crate) enum Ledger {
    /// Say whether a release would reveal anybody together with what is in the ledger, and by which cells. Exit status 1
    /// if it would. Without a release: the ledger itself.
    Check {
        /// The ledger.
        ledger: PathBuf,
        /// The release.
        release: Option<PathBuf>,
    },
    /// Enter a release in the ledger's file, unless it would reveal.
    Add {
        /// The ledger.
        ledger: PathBuf,
        /// The release.
        release: PathBuf,
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
        Disclosure::Ledger(Ledger::Check { ledger, release }) => Ok(match weigh(ledger, release.as_deref())? {
            Weighed::Safe(_) => ExitCode::SUCCESS,
            Weighed::Refused => ExitCode::FAILURE,
        }),
        Disclosure::Ledger(Ledger::Add { ledger, release }) => add(ledger, release),
    }
}

fn weigh(ledger: &Path, release: Option<&Path>) -> anyhow::Result<Weighed> {
    let file = open(ledger)?;
    let mut release = release.map(open).transpose()?;
    let release = release.as_mut().map(|reader| reader as &mut dyn Read);
    let mut writer = BufWriter::new(stdout().lock());
    let found = command::ledger(file, release, &mut writer)
        .with_context(|| format!("cannot weigh against {}", ledger.display()))?;
    writer.flush().context("cannot write the answer")?;
    Ok(found)
}

/// The new ledger is written beside the old one and takes its place at once, so that neither is ever half there.
fn add(ledger: &Path, release: &Path) -> anyhow::Result<ExitCode> {
    let Weighed::Safe(Some(text)) = weigh(ledger, Some(release))? else { return Ok(ExitCode::FAILURE) };
    let mut beside = ledger.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    let write = || -> std::io::Result<()> {
        let mut file = File::create(&beside)?;
        file.write_all(&text)?;
        file.sync_all()?;
        std::fs::rename(&beside, ledger)
    };
    write().with_context(|| format!("cannot write {}", ledger.display()))?;
    Ok(ExitCode::SUCCESS)
}

fn open(path: &Path) -> anyhow::Result<BufReader<File>> {
    Ok(BufReader::new(File::open(path).with_context(|| format!("cannot open {}", path.display()))?))
}

type Answer = fn(&mut dyn Read, &mut dyn Write) -> Result<(), CommandError>;

fn run(path: &Path, answer: Answer) -> anyhow::Result<ExitCode> {
    let mut file = open(path)?;
    let mut writer = BufWriter::new(stdout().lock());
    answer(&mut file, &mut writer).with_context(|| format!("cannot answer {}", path.display()))?;
    writer.flush().context("cannot write the answer")?;
    Ok(ExitCode::SUCCESS)
}
