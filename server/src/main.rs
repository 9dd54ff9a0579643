//! `cairn`: the shared system that keeps hold of every child who is not feeling well.

mod clocks_command;
mod sdk_command;
mod sdk_loopback_command;
mod sources_command;
mod statistics_command;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use access::Actor;
use anyhow::Context as _;
use clap::{Args, Parser, Subcommand};
use database::Database;
use environment::Environment;
use identity::import::{Order, Refusal};
use sdk_command::SdkCommand;
use server::settings::{Given, Settings};
use server::{admin, assemble, demo, serve, telemetry};
use web::app::Login;

#[derive(Parser)]
#[command(
    name = "cairn",
    version,
    about = "Keeps hold of every child who is not feeling well.",
    arg_required_else_help = true
)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve for real use. Everything has a default; a settings file and the environment change it.
    Serve(Where),
    /// Serve the demo region: invented children, one-click log-in, a data folder of its own.
    Demo(Where),
    /// The log of who has read and done what.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// The keys under which everything about children is sealed.
    #[command(subcommand)]
    Keys(KeysCommand),
    /// Background work, which `serve` and `demo` do by themselves: what there is, how it went, and doing it by hand.
    #[command(subcommand)]
    Jobs(JobsCommand),
    /// Organisations and people at work.
    #[command(subcommand)]
    Directory(DirectoryCommand),
    /// Promised times: what the region promises, by when, and on what ground.
    #[command(subcommand)]
    Clocks(clocks_command::ClocksCommand),
    /// Children's data.
    #[command(subcommand)]
    Child(ChildCommand),
    /// Letters that any authority in the country can receive (SDK).
    #[command(subcommand)]
    Sdk(SdkCommand),
    /// Open statistics: search, fetch, convert, check.
    Sources(sources_command::Sources),
    /// Rates, intervals, survival, segregation.
    #[command(subcommand)]
    Statistics(statistics_command::Statistics),
    /// Tables that reveal nobody: protect, attack, and the ledger of what has been released.
    #[command(subcommand)]
    Disclosure(statistics_command::Disclosure),
}

#[derive(Subcommand)]
enum AuditCommand {
    /// Read every chain of the log and name the first line that is not what was written. Exit status 1 if there is one.
    Verify(Where),
}

#[derive(Subcommand)]
enum KeysCommand {
    /// Make a new master key and rewrap every key under it. Servers go on working: they read the new file by themselves,
    /// as soon as they meet the new key. The old key stays in the file until `keys retire`.
    Rotate(Where),
    /// Take the older master keys out of the file, when nothing is wrapped by them any longer: an hour after `keys
    /// rotate`, or when every server has been restarted.
    Retire(Where),
}

#[derive(Subcommand)]
enum JobsCommand {
    /// List every job: what it does, as whom, and how it went last time.
    List(Where),
    /// Run one job, or all, now: due or not, but never while a server is at it. Exit status 1 when one could not run.
    Run {
        /// The job's name. Without it, all.
        name: Option<String>,
        #[command(flatten)]
        at: Where,
    },
}

#[derive(Subcommand)]
enum DirectoryCommand {
    /// Register principals, secrecy domains, municipalities, units, people at work and their assignments from a file
    /// (docs/operations/import.md): all of it, or nothing when a single row cannot be taken. The same file can be
    /// imported again. Exit status 1 when nothing was imported.
    Import {
        /// The file (TOML).
        file: PathBuf,
        /// Say what would change, and which rows cannot be taken, and change nothing.
        #[arg(long)]
        dry_run: bool,
        /// Let the last who can receive a child leave this unit, which is written as it is registered; once for each
        /// unit. Whoever holds an open trail or has taken a request for help stays all the same.
        #[arg(long, value_name = "UNIT")]
        leave_empty: Vec<String>,
        #[command(flatten)]
        at: Where,
    },
}

#[derive(Subcommand)]
enum ChildCommand {
    /// Destroy a child's key: nothing about the child can be read again. Counts and the log stay. Cannot be undone.
    Erase {
        /// The child's identifier.
        child: String,
        #[command(flatten)]
        at: Where,
    },
}

/// Where the settings and the data are.
#[derive(Args, Clone)]
struct Where {
    /// The settings file (TOML).
    #[arg(long, env = "CAIRN_SETTINGS")]
    settings: Option<PathBuf>,
    /// The folder for the embedded database and the master key.
    #[arg(long, env = "CAIRN_DATA")]
    data: Option<PathBuf>,
    /// The database: `postgres://user:password@host/name` or `sqlite:FILE`. Without it, SQLite in the data folder.
    #[arg(long, env = "CAIRN_DATABASE", hide_env_values = true)]
    database: Option<String>,
    /// The address and port to listen on.
    #[arg(long, env = "CAIRN_LISTEN")]
    listen: Option<String>,
}

impl Where {
    fn settings(self) -> anyhow::Result<Settings> {
        #[expect(
            clippy::disallowed_methods,
            reason = "a secret does not belong on a command line, which others can see"
        )]
        let staff_login_secret = std::env::var("CAIRN_STAFF_LOGIN_SECRET").ok();
        let given = Given { listen: self.listen, data: self.data, database: self.database, staff_login_secret };
        Ok(Settings::read(self.settings.as_deref(), given)?)
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    telemetry::start();
    match Box::pin(run(CommandLine::parse().command)).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("cairn: {error:#}");
            ExitCode::from(2)
        }
    }
}

async fn run(command: Command) -> anyhow::Result<ExitCode> {
    let environment = Environment::real();
    match command {
        Command::Serve(at) => {
            let settings = at.settings()?;
            let database = assemble::open(&settings, &environment).await?;
            let (_, router) = assemble::app(database.clone(), &settings, Login::Real)?;
            let announce = |address| println!("Cairn listens on http://{address}");
            listen(router, database, &settings, announce).await?;
        }
        Command::Demo(mut at) => {
            at.data.get_or_insert_with(|| PathBuf::from("demo-data"));
            let settings = at.settings()?;
            let personas = demo::ensure(&settings).await?;
            let database = assemble::open(&settings, &environment).await?;
            let (_, router) = assemble::app(database.clone(), &settings, Login::Demo)?;
            let announce = |address| {
                println!("The demo region is at http://{address}");
                println!("Log in with one click, as one of these: http://{address}/logga-in");
                for persona in &personas {
                    println!("  {:<16}{}", persona.name, persona.about_english);
                }
            };
            listen(router, database, &settings, announce).await?;
        }
        Command::Jobs(command) => return background(&environment, command).await,
        Command::Audit(AuditCommand::Verify(at)) => {
            let database = assemble::open(&at.settings()?, &environment).await?;
            return Ok(match admin::verify_log(&database).await? {
                Ok(verified) => {
                    println!("The log is whole: {} lines in {} chains.", verified.lines, verified.chains);
                    ExitCode::SUCCESS
                }
                Err(broken) => {
                    println!("The log is broken: {broken}.");
                    ExitCode::FAILURE
                }
            });
        }
        Command::Keys(KeysCommand::Rotate(at)) => {
            let settings = at.settings()?;
            let database = assemble::open(&settings, &environment).await?;
            let rewrapped = admin::rotate_keys(&database, &settings.master_key_file, &environment).await?;
            println!("Rewrapped {} keys of children and {} secrets.", rewrapped.children, rewrapped.secrets);
            println!("Copy the key file to its safe place now. In an hour: cairn keys retire");
        }
        Command::Sdk(command) => return sdk_command::run(command, &environment),
        Command::Sources(sources) => return Ok(sources_command::run(&sources, &environment)),
        Command::Keys(KeysCommand::Retire(at)) => {
            let settings = at.settings()?;
            let database = assemble::open(&settings, &environment).await?;
            let rewrapped = admin::retire_keys(&database, &settings.master_key_file, &environment).await?;
            println!("Rewrapped {} keys that were left. The file has one key now: copy it.", rewrapped.children);
        }
        Command::Directory(DirectoryCommand::Import { file, dry_run, leave_empty, at }) => {
            return import(&environment, at.settings()?, &file, leave_empty, dry_run).await;
        }
        Command::Clocks(command) => return clocks_command::run(&environment, command).await,
        Command::Statistics(what) => return statistics_command::statistics(&what),
        Command::Disclosure(what) => return statistics_command::disclosure(&what),
        Command::Child(ChildCommand::Erase { child, at }) => return erase(&environment, at.settings()?, &child).await,
    }
    Ok(ExitCode::SUCCESS)
}

async fn erase(environment: &Environment, settings: Settings, child: &str) -> anyhow::Result<ExitCode> {
    let child = child.parse().context("the child's identifier is not one")?;
    let database = assemble::open(&settings, environment).await?;
    let asker = assemble::asker(Actor::Job("disposal"), database)?;
    Ok(match admin::erase_child(&asker, child).await? {
        admin::Erased::Done => {
            println!("The child's key is destroyed.");
            ExitCode::SUCCESS
        }
        admin::Erased::Unknown => {
            println!("There is no such child.");
            ExitCode::FAILURE
        }
    })
}

async fn import(
    environment: &Environment,
    settings: Settings,
    file: &Path,
    leave_empty: Vec<String>,
    dry_run: bool,
) -> anyhow::Result<ExitCode> {
    let bytes = std::fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let text = match identity::import::text_of(&bytes) {
        Ok(text) => text,
        Err(refusal) => return Ok(not_imported(file, &[refusal])),
    };
    let order = Order { text, leave_empty: leave_empty.into_iter().collect() };
    let database = assemble::open(&settings, environment).await?;
    let asker = assemble::asker(Actor::Job("import"), database)?;
    let plan =
        if dry_run { identity::import::prepare(&asker, &order).await? } else { admin::import(&asker, &order).await? };
    let verb = if dry_run || !plan.refusals.is_empty() { "would:" } else { "did:  " };
    for change in &plan.changes {
        println!("{verb} {change}");
    }
    println!("{} changes, {} already so, {} rows refused.", plan.changes.len(), plan.unchanged, plan.refusals.len());
    if plan.refusals.is_empty() { Ok(ExitCode::SUCCESS) } else { Ok(not_imported(file, &plan.refusals)) }
}

/// Why nothing was imported, last, where it is seen.
fn not_imported(file: &Path, refusals: &[Refusal]) -> ExitCode {
    for refusal in refusals {
        println!("{}: {refusal}", file.display());
    }
    println!("Nothing was imported.");
    ExitCode::FAILURE
}

/// Listens, says so once it is true, and serves until asked to stop.
async fn listen(
    router: axum::Router,
    database: Database,
    settings: &Settings,
    announce: impl FnOnce(SocketAddr),
) -> anyhow::Result<()> {
    let runner = assemble::runner(database.clone(), settings)?;
    let (listener, address) =
        serve::bind(settings.listen).await.with_context(|| format!("cannot listen on {}", settings.listen))?;
    announce(address);
    Ok(serve::serve(router, listener, database, runner).await?)
}

/// Background work by hand.
async fn background(environment: &Environment, command: JobsCommand) -> anyhow::Result<ExitCode> {
    match command {
        JobsCommand::List(at) => {
            let settings = at.settings()?;
            let runner = assemble::runner(assemble::open(&settings, environment).await?, &settings)?;
            for job in runner.jobs() {
                println!("{:<14}{} (as {})", job.name, job.about, job.actor);
                match runner.last(job).await? {
                    Some(last) => {
                        let went = match last.outcome {
                            jobs::Outcome::Done => format!("did {}", last.amount),
                            jobs::Outcome::Failed => "failed".to_owned(),
                        };
                        println!("{:<14}last {}: {went}", "", last.ran_at.stockholm().strftime("%Y-%m-%d %H:%M"));
                    }
                    None => println!("{:<14}has not run", ""),
                }
            }
            Ok(ExitCode::SUCCESS)
        }
        JobsCommand::Run { name, at } => {
            let settings = at.settings()?;
            let runner = assemble::runner(assemble::open(&settings, environment).await?, &settings)?;
            let chosen: Vec<_> =
                runner.jobs().iter().filter(|job| name.as_ref().is_none_or(|name| name == job.name)).collect();
            if chosen.is_empty() {
                let names: Vec<_> = runner.jobs().iter().map(|job| job.name).collect();
                anyhow::bail!("there is no job `{}`; there are: {}", name.unwrap_or_default(), names.join(", "));
            }
            let mut code = ExitCode::SUCCESS;
            for job in chosen {
                match runner.run_by_hand(job).await? {
                    jobs::Went::Done(amount) => println!("{}: did {amount}", job.name),
                    jobs::Went::NotNow => {
                        println!("{}: a server is at it now", job.name);
                        code = ExitCode::FAILURE;
                    }
                    jobs::Went::Failed(error) => {
                        println!("{}: failed: {:#}", job.name, anyhow::Error::from(error));
                        code = ExitCode::FAILURE;
                    }
                }
            }
            Ok(code)
        }
    }
}
