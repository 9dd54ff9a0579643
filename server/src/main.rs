//! The binary `cairn`.

mod statistics_command;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cairn", about = "Keeps hold of every child who is not feeling well.")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Work out statistics.
    Statistics(statistics_command::Statistics),
    /// Protect a table before it is published, or attack it as an outsider would.
    Disclosure(statistics_command::Disclosure),
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().command {
        Command::Statistics(arguments) => statistics_command::statistics(&arguments),
        Command::Disclosure(arguments) => statistics_command::disclosure(&arguments),
    }
}
