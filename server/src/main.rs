//! `cairn`: the shared system that keeps hold of every child who is not feeling well.

mod sources_command;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use access::{Access, Actor};
use anyhow::Context as _;
use audit::Asker;
use clap::{Args, Parser, Subcommand};
use environment::Environment;
use server::settings::{Given, Settings};
use server::{admin, assemble, demo, serve};
use tracing_subscriber::EnvFilter;
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
    /// Children's data.
    #[command(subcommand)]
    Child(ChildCommand),
    /// Open statistics: search, fetch, convert, check.
    Sources(sources_command::Sources),
}

#[derive(Subcommand)]
enum AuditCommand {
    /// Read every chain of the log and name the first line that is not what was written. Exit status 1 if there is one.
    Verify(Where),
}

#[derive(Subcommand)]
enum KeysCommand {
    /// Make a new master key, rewrap every key under it, and take the old one out of the file. Others go on working
    /// meanwhile; restart every server that was running afterwards, so that it reads the new file.
    Rotate(Where),
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
        let given = Given { listen: self.listen, data: self.data, database: self.database };
        Ok(Settings::read(self.settings.as_deref(), given)?)
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_env("CAIRN_LOG").unwrap_or_else(|_| EnvFilter::new("warn,server=info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match run(CommandLine::parse().command).await {
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
            let (_, router) = assemble::app(database, &settings, Login::Real)?;
            listen(router, settings.listen, |address| println!("Cairn listens on http://{address}")).await?;
        }
        Command::Demo(mut at) => {
            at.data.get_or_insert_with(|| PathBuf::from("demo-data"));
            let settings = at.settings()?;
            demo::ensure(&settings).await?;
            let database = assemble::open(&settings, &environment).await?;
            let (_, router) = assemble::app(database, &settings, Login::Demo)?;
            let announce = |address| {
                println!("The demo region is at http://{address}");
                println!("Log in with one click: http://{address}/logga-in");
            };
            listen(router, settings.listen, announce).await?;
        }
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
            let rewrapped = admin::rotate_keys(&database, &settings, &environment).await?;
            println!("Rewrapped {} keys of children and {} secrets.", rewrapped.children, rewrapped.secrets);
        }
        Command::Sources(sources) => return Ok(sources_command::run(&sources, &environment)),
        Command::Child(ChildCommand::Erase { child, at }) => {
            let database = assemble::open(&at.settings()?, &environment).await?;
            let child = child.parse().context("the child's identifier is not one")?;
            let access = Arc::new(Access::new()?);
            let asker = Asker { actor: Actor::Job("disposal"), access, database };
            return Ok(match admin::erase_child(&asker, child).await? {
                admin::Erased::Done => {
                    println!("The child's key is destroyed.");
                    ExitCode::SUCCESS
                }
                admin::Erased::Unknown => {
                    println!("There is no such child.");
                    ExitCode::FAILURE
                }
            });
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Listens, says so once it is true, and serves until asked to stop.
async fn listen(router: axum::Router, at: SocketAddr, announce: impl FnOnce(SocketAddr)) -> anyhow::Result<()> {
    let (listener, address) = serve::bind(at).await.with_context(|| format!("cannot listen on {at}"))?;
    announce(address);
    Ok(serve::serve(router, listener).await?)
}
