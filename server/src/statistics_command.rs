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

/// The new ledger is written beside the old one and takes its place at once, so that neither is ever half there. The file
/// beside it is made before anything is weighed: of two releases entered at the same time the second is turned away, for it
/// would be weighed without the first and the first then lost. It is as closed to others as the ledger, which holds the
/// true counts.
fn add(ledger: &Path, release: &Path) -> anyhow::Result<ExitCode> {
    let rights = std::fs::metadata(ledger).with_context(|| format!("cannot open {}", ledger.display()))?.permissions();
    let mut beside = Beside::make(ledger)?;
    let Weighed::Safe(Some(text)) = weigh(ledger, Some(release))? else { return Ok(ExitCode::FAILURE) };
    let mut write = || -> std::io::Result<()> {
        beside.file.set_permissions(rights.clone())?;
        beside.file.write_all(&text)?;
        beside.file.sync_all()?;
        std::fs::rename(&beside.path, ledger)
    };
    write().with_context(|| format!("cannot write {}", ledger.display()))?;
    beside.placed = true;
    Ok(ExitCode::SUCCESS)
}

/// The file that will be the ledger; gone again unless it has taken its place.
struct Beside {
    path: PathBuf,
    file: File,
    placed: bool,
}

impl Beside {
    fn make(ledger: &Path) -> anyhow::Result<Self> {
        let mut name = ledger.as_os_str().to_owned();
        name.push(".new");
        let path = PathBuf::from(name);
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path).with_context(|| {
            format!("cannot make {}: another release is being entered, or was when the machine stopped", path.display())
        })?;
        Ok(Self { path, file, placed: false })
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        if !self.placed {
            let _ = std::fs::remove_file(&self.path);
        }
    }
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
