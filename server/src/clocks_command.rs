//! `cairn clocks`: the promised times of the region. What is in force is never changed; a new value holds from a day to come.

use std::process::ExitCode;

use access::Actor;
use anyhow::Context as _;
use audit::Asker;
use clap::{Args, Subcommand};
use directory::promises::codes::{
    evidence_code, evidence_from, scope_code, scope_from, start_code, start_from, unit_code, unit_from,
};
use directory::promises::commands::set;
use domain::clock::{Code, Definition, Scope, Source, Start, Unit};
use domain::moment::Day;
use environment::Environment;
use server::assemble;
use server::settings::Settings;

use crate::Where;

#[derive(Subcommand)]
pub(crate) enum ClocksCommand {
    /// List every promised time: code, scope, amount and unit, what starts it, from which day, and its source.
    List(Where),
    /// Set a promised time from a day to come. What has been received before that day keeps what it was promised.
    Set(Box<Set>),
}

/// A promised time to be set.
#[derive(Args)]
pub(crate) struct Set {
    /// Which promise, as `clocks list` names it: `referral_triage`.
    code: String,
    /// Who promises: `local`, or `national` where the law or the agreement has changed.
    #[arg(long, default_value = "local")]
    scope: String,
    /// How many of the unit; 0 for `same_day`.
    #[arg(long)]
    amount: u16,
    /// `working_days`, `working_hours`, `calendar_days`, `hours` or `same_day`.
    #[arg(long)]
    unit: String,
    /// What starts it, as `clocks list` names it. Without it, what starts it now.
    #[arg(long)]
    start: Option<String>,
    /// The first day on which it is promised, not before tomorrow: 2027-01-01.
    #[arg(long)]
    valid_from: String,
    /// Where it stands, so that anybody can look it up: "Nämndens beslut 2026-11-12, § 84".
    #[arg(long)]
    source: String,
    /// How firm that is: `law`, `target`, `practice` (of other regions), `decided` (by this one) or `proposed`.
    #[arg(long, default_value = "decided")]
    evidence: String,
    #[command(flatten)]
    at: Where,
}

/// Does what is asked.
pub(crate) async fn run(environment: &Environment, command: ClocksCommand) -> anyhow::Result<ExitCode> {
    match command {
        ClocksCommand::List(at) => list(environment, at.settings()?).await,
        ClocksCommand::Set(new) => {
            let Set { code, scope, amount, unit, start, valid_from, source, evidence, at } = *new;
            let code = code.parse::<Code>().with_context(|| format!("there is no promise `{code}`"))?;
            let scope = scope_from(&scope).with_context(|| format!("`{scope}` is not local or national"))?;
            let unit = unit_from(&unit).with_context(|| format!("`{unit}` is no unit of time"))?;
            let evidence = evidence_from(&evidence).with_context(|| format!("`{evidence}` is no kind of source"))?;
            let valid_from = valid_from.parse::<Day>().with_context(|| format!("`{valid_from}` is not a day"))?;
            let database = assemble::open(&at.settings()?, environment).await?;
            let asker = assemble::asker(Actor::Job("import"), database)?;
            let start = match start {
                Some(start) => start_from(&start).with_context(|| format!("`{start}` starts nothing"))?,
                None => held(&asker, code, scope).await?,
            };
            let source = Source { evidence, text: source };
            let new = Definition { code, amount, unit, start, scope, source, valid_from };
            set(&asker, &new).await?;
            println!("{}", line(&new));
            println!("What is received before that day keeps what it was promised.");
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// What starts it now.
async fn held(asker: &Asker, code: Code, scope: Scope) -> anyhow::Result<Start> {
    let mut transaction = asker.database.begin_reading("directory.promises").await?;
    let promises = directory::promises(&mut transaction).await?;
    let now = transaction.database().environment().now();
    transaction.commit().await?;
    promises.start(code, scope, now).context("nothing says what starts it: give --start")
}

async fn list(environment: &Environment, settings: Settings) -> anyhow::Result<ExitCode> {
    let database = assemble::open(&settings, environment).await?;
    let mut transaction = database.begin_reading("directory.promises").await?;
    let promises = directory::promises(&mut transaction).await?;
    transaction.commit().await?;
    let mut all = promises.all().to_vec();
    all.sort_by_key(|one| (one.code, one.scope, one.valid_from));
    for one in &all {
        println!("{}", line(one));
    }
    Ok(ExitCode::SUCCESS)
}

fn line(one: &Definition) -> String {
    let Definition { code, amount, unit, start, scope, source, valid_from } = one;
    let time = match unit {
        Unit::SameDay => unit_code(*unit).to_owned(),
        Unit::WorkingDays | Unit::WorkingHours | Unit::CalendarDays | Unit::Hours => {
            format!("{amount} {}", unit_code(*unit))
        }
    };
    let (scope, start, evidence) = (scope_code(*scope), start_code(*start), evidence_code(source.evidence));
    format!("{:<28}{scope:<10}{time:<18}from {start:<24}since {valid_from}  {evidence}: {}", code.as_str(), source.text)
}
