//! `cairn sources …`: searches and fetches open statistics, converts and checks files. Exit status: 0 done; 1 something to look at,
//! or nothing found; 2 the question or the file; 3 the other end; 4 not allowed to leave or to be kept.

mod fetch;
mod files;
mod ledger;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};
use environment::Environment;
use sources::fault::Result;
use sources::publish::catalogue::Catalogue;

use files::Conversion;

/// `cairn sources`.
#[derive(Args)]
pub(crate) struct Sources {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Look for key figures or tables.
    #[command(
        after_help = "Examples:\n  cairn sources search kolada \"ungdomar\"\n  cairn sources search pxweb folkmängd --base-url https://statistikdatabasen.scb.se/api/v2\n  cairn sources search socialstyrelsen läkemedel"
    )]
    Search {
        /// Where.
        #[arg(value_enum)]
        source: Source,
        /// Words of the title.
        words: String,
        /// Another server.
        #[arg(long)]
        base_url: Option<String>,
    },
    /// Say what a table of PxWeb is counted by, and which code lists it has.
    #[command(
        after_help = "Examples:\n  cairn sources describe https://statistikdatabasen.scb.se/api/v2/tables/TAB6471\n  cairn sources describe https://statistikdatabasen.scb.se/api/v2/tables/TAB6471 --codelist vs_CKM03Kommun"
    )]
    Describe {
        /// The address of the table.
        url: String,
        /// A code list to show instead.
        #[arg(long)]
        codelist: Option<String>,
        /// The language to ask for.
        #[arg(long, default_value = "sv")]
        language: String,
        /// Another server.
        #[arg(long)]
        base_url: Option<String>,
    },
    /// Fetch figures into a file. With --cache, a fetch that was broken off goes on where it was.
    #[command(subcommand)]
    Fetch(Fetch),
    /// Convert a file; formats by the ends of the names: .json (JSON-stat; in also answers of Kolada and PxWeb), .csv, .xlsx, .px (in
    /// only).
    #[command(
        after_help = "Examples:\n  cairn sources convert table.px table.json\n  cairn sources convert answers.csv table.xlsx --mapping mapping.toml\n  cairn sources convert answers.csv - --mapping mapping.toml --dry-run"
    )]
    Convert {
        /// The file to read.
        from: PathBuf,
        /// The file to write; - is the terminal.
        to: PathBuf,
        /// What the columns of a CSV or XLSX file mean.
        #[arg(long)]
        mapping: Option<PathBuf>,
        /// Write nothing; show the first rows as they will be understood, and every row that will not.
        #[arg(long)]
        dry_run: bool,
        /// Leave out the rows that are not understood.
        #[arg(long)]
        skip: bool,
        /// The ledger in which the release of figures of our own stands; without it they do not leave.
        #[arg(long)]
        ledger: Option<PathBuf>,
    },
    /// Make a release of figures of our own, for `cairn disclosure ledger add`: which finest cells of the ledger each figure sums. What is
    /// held back must be so in the file already.
    #[command(
        after_help = "Example:\n  cairn sources release own.csv --ledger ledger.json --name \"sökt hjälp 2025\" --out release.json\n  cairn disclosure ledger add ledger.json release.json\n  cairn sources convert own.csv out.csv --ledger ledger.json"
    )]
    Release {
        /// The file with the figures.
        from: PathBuf,
        /// What the columns of a CSV or XLSX file mean.
        #[arg(long)]
        mapping: Option<PathBuf>,
        /// The ledger; its finest cells carry the codes of the dimensions.
        #[arg(long)]
        ledger: PathBuf,
        /// The name of the release, which no other in the ledger has.
        #[arg(long)]
        name: String,
        /// The file to write; - is the terminal.
        #[arg(long, default_value = "-")]
        out: PathBuf,
    },
    /// Say what a file holds and what looks wrong. Exit status 1 if something does.
    #[command(after_help = "Example:\n  cairn sources check table.json")]
    Check {
        /// The file.
        file: PathBuf,
        /// What the columns of a CSV or XLSX file mean.
        #[arg(long)]
        mapping: Option<PathBuf>,
    },
    /// Write a DCAT-AP catalogue of files: .ttl (Turtle) or .jsonld (JSON-LD).
    #[command(
        after_help = "Example:\n  cairn sources catalogue --address https://data.example.org --title \"Öppna data\" --publisher \"Region Rösmark\" --out catalogue.ttl a.json b.json"
    )]
    Catalogue {
        /// The address under which the catalogue and its files will lie.
        #[arg(long)]
        address: String,
        /// Its title.
        #[arg(long)]
        title: String,
        /// Who publishes.
        #[arg(long)]
        publisher: String,
        /// The file to write.
        #[arg(long)]
        out: PathBuf,
        /// The ledger in which the releases of figures of our own stand.
        #[arg(long)]
        ledger: Option<PathBuf>,
        /// The files of the datasets, in JSON-stat.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Source {
    Kolada,
    Pxweb,
    Socialstyrelsen,
}

#[derive(Subcommand)]
enum Fetch {
    /// Key figures from Kolada.
    #[command(
        after_help = "Example:\n  cairn sources fetch kolada N15428 --area 1380,1384 --years 2014- --out behoriga.json"
    )]
    Kolada {
        /// The key figures.
        #[arg(required = true, value_delimiter = ',')]
        indicators: Vec<String>,
        /// Areas: 00 or 0000 the country, 13 or 0013 a region, 1380 a municipality, G… a group.
        #[arg(long, value_delimiter = ',')]
        area: Vec<String>,
        /// Units (V11E…), instead of areas.
        #[arg(long, value_delimiter = ',')]
        unit: Vec<String>,
        /// Years: 2024, 2014-2020, 2014-.
        #[arg(long)]
        years: Option<String>,
        /// Only what has changed since this day (2026-01-31).
        #[arg(long)]
        changed_since: Option<String>,
        #[command(flatten)]
        to: To,
    },
    /// A part of a table from PxWeb, version 1 or 2.
    #[command(
        after_help = "Examples:\n  cairn sources fetch pxweb https://statistikdatabasen.scb.se/api/v2/tables/TAB6471 --select Region=13 --select \"Tid=top(3)\" --out folk.json\n  cairn sources fetch pxweb https://statistikdatabasen.scb.se/api/v2/tables/TAB6471 --codelist Region=vs_CKM03Kommun --select Region=13* --out kommuner.csv"
    )]
    Pxweb {
        /// The address of the table.
        url: String,
        /// What to take of a variable: VARIABLE=1380,1384 or *, 13*, top(3), from(2014), range(2014,2020).
        #[arg(long)]
        select: Vec<String>,
        /// Another code list of a variable: VARIABLE=ID. In version 1, agg:NAME or vs:NAME, and every value must be selected.
        #[arg(long)]
        codelist: Vec<String>,
        /// The format to ask for: json-stat2, px, csv, xlsx, parquet; of version 1 also json-stat, json, csv2, csv3, sdmx; of version 2
        /// json-px, html.
        #[arg(long, default_value = "json-stat2")]
        format: String,
        /// The language to ask for.
        #[arg(long, default_value = "sv")]
        language: String,
        #[command(flatten)]
        to: To,
    },
    /// Figures from Socialstyrelsen's statistics database.
    #[command(
        after_help = "Example:\n  cairn sources fetch socialstyrelsen lakemedel --select matt=2 --select atc=N06BA04 --select region=0,13 --select ar=2023 --out adhd.json"
    )]
    Socialstyrelsen {
        /// The subject.
        subject: String,
        /// Values of a variable, in the order of the address: matt=1.
        #[arg(long, required = true)]
        select: Vec<String>,
        #[command(flatten)]
        to: To,
    },
    /// School units of a municipality from Skolverket's register, as CSV. Names of people are not read.
    #[command(
        after_help = "Example:\n  cairn sources fetch skolverket --municipality 1384 --school-type GR --out schools.csv"
    )]
    Skolverket(Units),
    /// What is counted of school units, from Skolverket's planned educations.
    #[command(
        after_help = "Example:\n  cairn sources fetch planned --municipality 1384 --school-type gr --out schools.json"
    )]
    Planned {
        /// The municipality.
        #[arg(long)]
        municipality: String,
        /// fsk, gr, gran or gy.
        #[arg(long, default_value = "gr")]
        school_type: String,
        #[command(flatten)]
        to: To,
    },
}

#[derive(Args)]
struct Units {
    /// The municipality.
    #[arg(long)]
    municipality: String,
    /// GR, GY, FKLASS and others.
    #[arg(long)]
    school_type: Option<String>,
    /// The CSV file to write; - is the terminal.
    #[arg(long, default_value = "-")]
    out: PathBuf,
    /// Another server.
    #[arg(long)]
    base_url: Option<String>,
    /// A folder in which answers are kept.
    #[arg(long)]
    cache: Option<PathBuf>,
}

#[derive(Args)]
struct To {
    /// The file to write; its end says in which format, and without one it is JSON-stat. - is the terminal.
    #[arg(long, default_value = "-")]
    out: PathBuf,
    /// Another server.
    #[arg(long)]
    base_url: Option<String>,
    /// A folder in which answers are kept: what has not changed is not fetched again, and a fetch that was broken off goes on where
    /// it was.
    #[arg(long)]
    cache: Option<PathBuf>,
}

/// Runs it, and says what went wrong.
pub(crate) fn run(sources: &Sources, environment: &Environment) -> ExitCode {
    match act(&sources.what, environment) {
        Ok(code) => code,
        Err(fault) => {
            eprintln!("cairn: {fault}");
            ExitCode::from(fault.code.exit_status())
        }
    }
}

fn act(what: &What, environment: &Environment) -> Result<ExitCode> {
    match what {
        What::Search { source, words, base_url } => fetch::search(*source, words, base_url.as_deref(), environment),
        What::Describe { url, codelist, language, base_url } => {
            let url = fetch::address(url, base_url.as_deref());
            fetch::describe(&url, codelist.as_deref(), language, environment)
        }
        What::Fetch(what) => fetch::fetch(what, environment),
        What::Convert { from, to, mapping, dry_run, skip, ledger } => {
            let mapping = files::read_mapping(mapping.as_deref())?;
            let today = environment.now().day();
            if *dry_run {
                return files::dry(from, &mapping, today);
            }
            let ledger = ledger::open(ledger.as_deref())?;
            files::convert(from, to, &Conversion { mapping: &mapping, skip: *skip, ledger: ledger.as_ref() }, today)
        }
        What::Release { from, mapping, ledger, name, out } => {
            let mapping = files::read_mapping(mapping.as_deref())?;
            let dataset = files::one(from, &mapping, environment.now().day())?;
            ledger::release(&dataset, ledger, name, out)
        }
        What::Check { file, mapping } => {
            files::check(file, &files::read_mapping(mapping.as_deref())?, environment.now().day())
        }
        What::Catalogue { address, title, publisher, out, ledger, files } => {
            let about = Catalogue {
                address: address.clone(),
                title: title.clone(),
                description: title.clone(),
                publisher: publisher.clone(),
            };
            let ledger = ledger::open(ledger.as_deref())?;
            files::catalogue(&about, out, files, ledger.as_ref(), environment.now().day())
        }
    }
}
