//! Loads a region of any size on each engine and measures the main pages and commands through the running server, beside
//! the server's own health page and the page's SQL alone. Every limit is on: rights are asked, reads are logged, what is
//! stored is sealed. See `bench/README.md`.

mod commands;
mod copy;
mod machine;
mod measure;
mod pages;
mod pattern;
mod places;
mod report;
mod serving;
mod sql;
mod world;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::places::Engine;

#[derive(Parser)]
#[command(name = "bench", about = "Measures Cairn with many children in it.")]
struct CommandLine {
    #[command(subcommand)]
    hidden: Option<Hidden>,
    #[command(flatten)]
    options: Options,
}

#[derive(Subcommand)]
enum Hidden {
    /// Serve a folder: the process that is measured. Started by the measurement itself.
    #[command(hide = true)]
    Serve {
        /// The folder with the data.
        #[arg(long)]
        data: PathBuf,
        /// The database.
        #[arg(long)]
        database: String,
    },
}

/// What to measure.
#[derive(clap::Args, Clone)]
struct Options {
    /// How many children; several sizes, separated by commas, are compared.
    #[arg(long, value_delimiter = ',', default_value = "1000,100000")]
    children: Vec<usize>,
    /// Which engines.
    #[arg(long, value_delimiter = ',', default_value = "sqlite,postgres")]
    engine: Vec<Engine>,
    /// How many times each page is asked for.
    #[arg(long, default_value_t = 400)]
    pages: usize,
    /// How many times each command is done.
    #[arg(long, default_value_t = 100)]
    commands: usize,
    /// How many people do things at once.
    #[arg(long, default_value_t = 2)]
    people: usize,
    /// How many children the pattern has of each kind; the rest are made after them.
    #[arg(long, default_value_t = 8)]
    pattern: usize,
    /// How many colleagues each of the two clinicians has; they hold what is more than one person can.
    #[arg(long, default_value_t = 150)]
    colleagues: usize,
    /// A PostgreSQL that databases may be made in. Without it, a cluster of its own is started and removed.
    #[arg(long, env = "CAIRN_BENCH_POSTGRES", hide_env_values = true)]
    postgres: Option<String>,
    /// Where the data lies meanwhile; removed afterwards. 100,000 children take some gigabytes on each engine.
    #[arg(long)]
    folder: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let CommandLine { hidden, options } = CommandLine::parse();
    match hidden {
        Some(Hidden::Serve { data, database }) => serving::serve(data, database).await,
        None => measure::all(&options).await,
    }
}
