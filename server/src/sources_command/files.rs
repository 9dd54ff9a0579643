//! Reads, converts and checks files.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use domain::moment::{Day, Moment};
use sources::fault::{Code, Fault, Result};
use sources::jsonstat;
use sources::model::{Dataset, Value, findings};
use sources::publish::catalogue::{Catalogue, Distribution, Entry};
use sources::publish::{self, Cleared, NoLedger};
use sources::px;
use sources::table::{self, Input, Mapping, survey};

/// How many rows a dry run shows as they will be understood.
const ROWS_SHOWN: usize = 10;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    JsonStat,
    Csv,
    Xlsx,
    Px,
}

fn form(path: &Path) -> Result<Form> {
    let end = path.extension().map(|end| end.to_string_lossy().to_lowercase()).unwrap_or_default();
    match end.as_str() {
        "json" | "jsonstat" | "json-stat" => Ok(Form::JsonStat),
        "csv" | "txt" | "tsv" => Ok(Form::Csv),
        "xlsx" => Ok(Form::Xlsx),
        "px" => Ok(Form::Px),
        "" if path == Path::new("-") => Ok(Form::JsonStat),
        _ => Err(Fault::new(Code::Unsupported, path.display().to_string(), "the name does not say which format")
            .remedy("Names end with .json, .csv, .xlsx or .px.")),
    }
}

pub(super) fn read_mapping(path: Option<&Path>) -> Result<Mapping> {
    let Some(path) = path else { return Ok(Mapping::default()) };
    let text = std::fs::read_to_string(path).map_err(|error| Fault::file(path.display(), &error))?;
    Mapping::parse(&text).map_err(|fault| fault.within(&path.display().to_string()))
}

/// The datasets of a file, and the rows that were not understood.
fn load(path: &Path, mapping: &Mapping, today: Day) -> Result<(Vec<Dataset>, Vec<table::Misunderstood>, u64)> {
    let open = || File::open(path).map_err(|error| Fault::file("", &error));
    let loaded = match form(path)? {
        Form::JsonStat => open().and_then(jsonstat::read).map(|document| (document.datasets(), Vec::new(), 0)),
        Form::Px => open().and_then(px::read).map(|dataset| (vec![dataset], Vec::new(), 0)),
        Form::Csv | Form::Xlsx => table::read(&Input::File(path.to_owned()), mapping, today)
            .map(|understood| (vec![understood.dataset], understood.misunderstood, understood.misunderstood_count)),
    };
    loaded.map_err(|fault| fault.within(&path.display().to_string()))
}

pub(super) fn write(dataset: &Dataset, path: &Path) -> Result<()> {
    let cleared = Cleared::new(dataset, &NoLedger)?;
    if path == Path::new("-") {
        return cleared.jsonstat(std::io::stdout().lock());
    }
    let create =
        |path: &Path| File::create(path).map(BufWriter::new).map_err(|error| Fault::file(path.display(), &error));
    match form(path)? {
        Form::JsonStat => cleared.jsonstat(create(path)?),
        Form::Csv => {
            publish::csv(cleared, create(path)?)?;
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let description = path.with_file_name(format!("{name}-metadata.json"));
            let text = format!("{}\n", publish::csvw(cleared, &name));
            std::fs::write(&description, text).map_err(|error| Fault::file(description.display(), &error))
        }
        Form::Xlsx => {
            let bytes = publish::workbook(cleared)?;
            std::fs::write(path, bytes).map_err(|error| Fault::file(path.display(), &error))
        }
        Form::Px => Err(Fault::new(Code::Unsupported, path.display().to_string(), "px files are read, not written")),
    }
}

pub(super) fn convert(from: &Path, to: &Path, mapping: &Mapping, skip: bool, today: Day) -> Result<ExitCode> {
    if mapping.survey.is_some() {
        survey::read(&Input::File(from.to_owned()), mapping, today)?;
        return Err(Fault::new(
            Code::NoCertificate,
            from.display().to_string(),
            "answers of single people do not leave",
        )
        .remedy("`cairn sources check` says what the file holds."));
    }
    let (datasets, misunderstood, count) = load(from, mapping, today)?;
    tell(&misunderstood, count);
    if count > 0 && !skip {
        return Err(Fault::new(
            Code::NotUnderstood,
            from.display().to_string(),
            format!("{count} rows are not understood"),
        )
        .remedy("Mend them, say more in a mapping, or leave them out with --skip."));
    }
    match datasets.as_slice() {
        [dataset] => write(dataset, to)?,
        [] => return Err(Fault::new(Code::WrongShape, from.display().to_string(), "there is no dataset in it")),
        several => {
            for (number, dataset) in (1..).zip(several) {
                let stem = to.file_stem().unwrap_or_default().to_string_lossy();
                let end = to.extension().unwrap_or_default().to_string_lossy();
                write(dataset, &to.with_file_name(format!("{stem}-{number}.{end}")))?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn tell(misunderstood: &[table::Misunderstood], count: u64) {
    for row in misunderstood {
        let column = if row.heading.is_empty() { String::new() } else { format!(", column \"{}\"", row.heading) };
        eprintln!("line {}{column}: {}", row.line, row.text);
    }
    if count > misunderstood.len() as u64 {
        eprintln!("and {} more", count - misunderstood.len() as u64);
    }
}

pub(super) fn dry(from: &Path, mapping: &Mapping, today: Day) -> Result<ExitCode> {
    if mapping.survey.is_some() {
        return check(from, mapping, today);
    }
    let (datasets, misunderstood, count) = load(from, mapping, today)?;
    for dataset in &datasets {
        let roles =
            dataset.dimensions.iter().map(|dimension| format!("{} ({})", dimension.code, dimension.role.as_str()));
        println!("{}", roles.collect::<Vec<_>>().join("\t"));
        for position in dataset.positions().take(ROWS_SHOWN) {
            let codes: Vec<&str> = dataset.categories(position).iter().map(|category| category.code.as_str()).collect();
            let value = match dataset.observation(position).value {
                Value::Figure(figure) => figure.to_string(),
                Value::Text(text) => text,
                Value::Absent(absence) => format!(".. {}", absence.as_str()),
            };
            println!("{}\t{value}", codes.join("\t"));
        }
    }
    tell(&misunderstood, count);
    Ok(if count == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

pub(super) fn check(path: &Path, mapping: &Mapping, today: Day) -> Result<ExitCode> {
    if mapping.survey.is_some() {
        let survey = survey::read(&Input::File(path.to_owned()), mapping, today)
            .map_err(|fault| fault.within(&path.display().to_string()))?;
        println!("{} who answered, {} questions", survey.count, survey.questions.len());
        for question in &survey.questions {
            println!("{}: {} answers, {} without", question.heading, question.codes.len(), question.unanswered());
        }
        for heading in &survey.free_text {
            println!("{heading}: free text, not read");
        }
        let small = survey.small_groups();
        for group in &small {
            let words: Vec<String> =
                group.group.iter().map(|(heading, answer)| format!("{heading} {answer}")).collect();
            println!("small group: {}", words.join(", "));
        }
        return Ok(if small.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    let (datasets, misunderstood, count) = load(path, mapping, today)?;
    let mut found = count > 0;
    for dataset in &datasets {
        println!("{}: {} cells", if dataset.label.is_empty() { "dataset" } else { &dataset.label }, dataset.size());
        for dimension in &dataset.dimensions {
            println!("  {} ({}): {} categories", dimension.code, dimension.role.as_str(), dimension.categories.len());
        }
        for finding in findings(dataset) {
            found = true;
            println!("  {}: {}: {}", finding.check, finding.place, finding.text);
        }
    }
    tell(&misunderstood, count);
    Ok(if found { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

pub(super) fn catalogue(about: &Catalogue, out: &Path, files: &[PathBuf]) -> Result<ExitCode> {
    let mut datasets = Vec::new();
    for path in files {
        let (mut of_file, ..) = load(path, &Mapping::default(), Moment::from_microseconds(0).day())?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match of_file.pop() {
            Some(dataset) if of_file.is_empty() => datasets.push((name, file, dataset)),
            _ => return Err(Fault::new(Code::WrongShape, path.display().to_string(), "must hold exactly one dataset")),
        }
    }
    let mut entries = Vec::new();
    for (name, file, dataset) in &datasets {
        let distribution = Distribution { file: file.clone(), media: "application/json".to_owned() };
        let dataset = Cleared::new(dataset, &NoLedger)?;
        entries.push(Entry { dataset, name: name.clone(), distributions: vec![distribution] });
    }
    let text = match out.extension().map(|end| end.to_string_lossy().into_owned()).as_deref() {
        Some("ttl") => about.turtle(&entries)?,
        Some("jsonld" | "json") => format!("{}\n", about.json_ld(&entries)?),
        _ => return Err(Fault::new(Code::Unsupported, out.display().to_string(), "must end with .ttl or .jsonld")),
    };
    std::fs::write(out, text).map_err(|error| Fault::file(out.display(), &error))?;
    Ok(ExitCode::SUCCESS)
}
