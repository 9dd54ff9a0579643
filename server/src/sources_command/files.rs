//! Reads, converts and checks files.

use std::fs::File;
use std::io::{BufWriter, Read as _, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use domain::moment::Day;
use sources::connect;
use sources::fault::{Code, Fault, Result};
use sources::json::Json;
use sources::jsonstat;
use sources::model::{Dataset, Value, findings};
use sources::publish::catalogue::{Catalogue, Distribution, Entry};
use sources::publish::{self, Cleared, Ledger};
use sources::px;
use sources::table::{self, Input, Mapping, survey};

/// How many rows a dry run shows as they will be understood.
const ROWS_SHOWN: usize = 10;

/// A file of this many bytes may be an answer of a source that is no JSON-stat; a larger one is not looked at so.
const ANSWER_MAX: u64 = 64 * 1024 * 1024;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    JsonStat,
    Csv,
    Xlsx,
    Px,
}

impl Form {
    const fn media(self) -> &'static str {
        match self {
            Self::JsonStat => "application/json",
            Self::Csv => "text/csv",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Px => "text/x-pcaxis",
        }
    }
}

/// The format that a name says.
pub(super) fn form(path: &Path) -> Result<Form> {
    let end = path.extension().map(|end| end.to_string_lossy().to_lowercase()).unwrap_or_default();
    match end.as_str() {
        "json" | "jsonstat" | "json-stat" | "" => Ok(Form::JsonStat),
        "csv" | "txt" | "tsv" => Ok(Form::Csv),
        "xlsx" => Ok(Form::Xlsx),
        "px" => Ok(Form::Px),
        _ => Err(Fault::new(Code::Unsupported, path.display().to_string(), "the name does not say which format")
            .remedy("Names end with .json, .csv, .xlsx or .px.")),
    }
}

pub(super) fn read_mapping(path: Option<&Path>) -> Result<Mapping> {
    let Some(path) = path else { return Ok(Mapping::default()) };
    let text = std::fs::read_to_string(path).map_err(|error| Fault::file(path.display(), &error))?;
    Mapping::parse(&text).map_err(|fault| fault.within(&path.display().to_string()))
}

/// The datasets of a file, and the rows that were not understood. A personal identity number in it stops here.
fn load(path: &Path, mapping: &Mapping, today: Day) -> Result<(Vec<Dataset>, Vec<table::Misunderstood>, u64)> {
    let open = || File::open(path).map_err(|error| Fault::file("", &error));
    let loaded = match form(path)? {
        Form::JsonStat => json(path).map(|datasets| (datasets, Vec::new(), 0)),
        Form::Px => open().and_then(px::read).map(|dataset| (vec![dataset], Vec::new(), 0)),
        Form::Csv | Form::Xlsx => table::read(&Input::File(path.to_owned()), mapping, today)
            .map(|understood| (vec![understood.dataset], understood.misunderstood, understood.misunderstood_count)),
    };
    let refused =
        |datasets: &[Dataset]| datasets.iter().try_for_each(|dataset| table::refuse_identity_numbers(dataset, today));
    let loaded = loaded.and_then(|loaded| refused(&loaded.0).map(|()| loaded));
    loaded.map_err(|fault| fault.within(&path.display().to_string()))
}

/// JSON-stat, or an answer of Kolada or PxWeb that somebody has kept.
fn json(path: &Path) -> Result<Vec<Dataset>> {
    let open = || File::open(path).map_err(|error| Fault::file("", &error));
    let file = open()?;
    let length = file.metadata().map_or(u64::MAX, |about| about.len());
    let fault = match jsonstat::read(file) {
        Ok(document) => return Ok(document.datasets()),
        Err(fault) if fault.code != Code::WrongShape || length > ANSWER_MAX => return Err(fault),
        Err(fault) => fault,
    };
    let mut bytes = Vec::new();
    open()?.read_to_end(&mut bytes).map_err(|error| Fault::file("", &error))?;
    match Json::parse(&bytes).ok().and_then(|json| connect::read_answer(&json)) {
        Some(answer) => answer.map(|dataset| vec![dataset]),
        None => Err(fault),
    }
}

/// A folder in which a file may be written: nobody asks or reads in vain.
pub(super) fn folder_of(path: &Path) -> Result<()> {
    match path.parent() {
        Some(folder) if folder != Path::new("") && !folder.is_dir() => {
            Err(Fault::new(Code::File, path.display().to_string(), "there is no such folder"))
        }
        Some(_) | None => Ok(()),
    }
}

/// The format to write, of a name that says one that is written in a folder that is there.
pub(super) fn form_to_write(path: &Path) -> Result<Form> {
    folder_of(path)?;
    match form(path)? {
        Form::Px => Err(Fault::new(Code::Unsupported, path.display().to_string(), "px files are read, not written")),
        other @ (Form::JsonStat | Form::Csv | Form::Xlsx) => Ok(other),
    }
}

/// Says lines on standard output. A reader that has seen enough is no fault.
pub(super) fn print(lines: &[String]) {
    let mut out = std::io::stdout().lock();
    for line in lines {
        let _ = writeln!(out, "{line}");
    }
}

/// Writes beside a file what it shall hold, and says where; leaves nothing when that fails.
fn prepared(path: &Path, put: impl FnOnce(&mut BufWriter<File>) -> Result<()>) -> Result<PathBuf> {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let failed = |error: &std::io::Error| Fault::file(path.display(), error);
    let mut file = BufWriter::new(File::create(&part).map_err(|error| failed(&error))?);
    let written = put(&mut file).and_then(|()| file.flush().map_err(|error| failed(&error)));
    if let Err(fault) = written {
        // What is left over is of no use; that it cannot be taken away changes nothing.
        let _ = std::fs::remove_file(&part);
        return Err(fault);
    }
    Ok(part)
}

/// Puts what was prepared in its place.
fn placed(part: &Path, path: &Path) -> Result<()> {
    std::fs::rename(part, path).map_err(|error| {
        let _ = std::fs::remove_file(part);
        Fault::file(path.display(), &error)
    })
}

/// Writes a file whole or not at all.
pub(super) fn whole(path: &Path, put: impl FnOnce(&mut BufWriter<File>) -> Result<()>) -> Result<()> {
    placed(&prepared(path, put)?, path)
}

fn put_bytes(path: &Path, file: &mut BufWriter<File>, bytes: &[u8]) -> Result<()> {
    file.write_all(bytes).map_err(|error| Fault::file(path.display(), &error))
}

pub(super) fn bytes(path: &Path, bytes: &[u8]) -> Result<()> {
    whole(path, |file| put_bytes(path, file, bytes))
}

/// Rows and their description: both or neither.
fn csv(cleared: Cleared<'_>, path: &Path) -> Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let beside = path.with_file_name(format!("{name}-metadata.json"));
    let rows = prepared(path, |file| publish::csv(cleared, file))?;
    let text = format!("{}\n", publish::csvw(cleared, &name));
    let described = prepared(&beside, |file| put_bytes(&beside, file, text.as_bytes()));
    let described = described.and_then(|part| placed(&part, &beside));
    if let Err(fault) = described {
        let _ = std::fs::remove_file(&rows);
        return Err(fault);
    }
    placed(&rows, path).inspect_err(|_| {
        let _ = std::fs::remove_file(&beside);
    })
}

/// Writes a dataset that may leave, in the format that the name says.
pub(super) fn write(dataset: &Dataset, path: &Path, ledger: &dyn Ledger) -> Result<()> {
    let cleared = Cleared::new(dataset, ledger)?;
    if path == Path::new("-") {
        return cleared.jsonstat(std::io::stdout().lock());
    }
    match form_to_write(path)? {
        Form::JsonStat => whole(path, |file| cleared.jsonstat(file)),
        Form::Csv => csv(cleared, path),
        Form::Xlsx | Form::Px => bytes(path, &publish::workbook(cleared)?),
    }
}

/// The datasets of a file of which every row is understood, or those that are not may be left out.
fn understood(from: &Path, mapping: &Mapping, skip: bool, today: Day) -> Result<Vec<Dataset>> {
    if mapping.survey.is_some() {
        survey::read(&Input::File(from.to_owned()), mapping, today)
            .map_err(|fault| fault.within(&from.display().to_string()))?;
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
    Ok(datasets)
}

/// The one dataset of a file.
pub(super) fn one(from: &Path, mapping: &Mapping, today: Day) -> Result<Dataset> {
    let mut datasets = understood(from, mapping, false, today)?;
    match datasets.pop() {
        Some(dataset) if datasets.is_empty() => Ok(dataset),
        _ => Err(Fault::new(Code::WrongShape, from.display().to_string(), "must hold exactly one dataset")),
    }
}

/// How a file is converted.
pub(super) struct Conversion<'a> {
    /// What its columns mean.
    pub(super) mapping: &'a Mapping,
    /// Whether rows that are not understood are left out.
    pub(super) skip: bool,
    /// Who certifies figures of our own.
    pub(super) ledger: &'a dyn Ledger,
}

pub(super) fn convert(from: &Path, to: &Path, how: &Conversion<'_>, today: Day) -> Result<ExitCode> {
    form_to_write(to)?;
    let datasets = understood(from, how.mapping, how.skip, today)?;
    match datasets.as_slice() {
        [dataset] => write(dataset, to, how.ledger)?,
        [] => return Err(Fault::new(Code::WrongShape, from.display().to_string(), "there is no dataset in it")),
        _ if to == Path::new("-") => {
            return Err(Fault::new(Code::Question, from.display().to_string(), "there are several datasets in it")
                .remedy("Name a file: each gets its number."));
        }
        several => {
            for dataset in several {
                Cleared::new(dataset, how.ledger)?;
            }
            for (number, dataset) in (1..).zip(several) {
                let stem = to.file_stem().unwrap_or_default().to_string_lossy();
                let end = to.extension().unwrap_or_default().to_string_lossy();
                write(dataset, &to.with_file_name(format!("{stem}-{number}.{end}")), how.ledger)?;
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
        let mut lines = vec![roles.collect::<Vec<_>>().join("\t")];
        for position in dataset.positions().take(ROWS_SHOWN) {
            let codes: Vec<&str> = dataset.categories(position).iter().map(|category| category.code.as_str()).collect();
            let value = match dataset.observation(position).value {
                Value::Figure(figure) => figure.to_string(),
                Value::Text(text) => text,
                Value::Absent(absence) => format!(".. {}", absence.as_str()),
            };
            lines.push(format!("{}\t{value}", codes.join("\t")));
        }
        print(&lines);
    }
    tell(&misunderstood, count);
    Ok(if count == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

pub(super) fn check(path: &Path, mapping: &Mapping, today: Day) -> Result<ExitCode> {
    if mapping.survey.is_some() {
        let survey = survey::read(&Input::File(path.to_owned()), mapping, today)
            .map_err(|fault| fault.within(&path.display().to_string()))?;
        let mut lines = vec![format!("{} who answered, {} questions", survey.count, survey.questions.len())];
        for question in &survey.questions {
            let (answers, without) = (question.codes.len(), question.unanswered());
            lines.push(format!("{}: {answers} answers, {without} without", question.heading));
        }
        lines.extend(survey.free_text.iter().map(|heading| format!("{heading}: free text, not read")));
        let small = survey.small_groups();
        for group in &small {
            let words: Vec<String> =
                group.group.iter().map(|(heading, answer)| format!("{heading} {answer}")).collect();
            lines.push(format!("small group: {}", words.join(", ")));
        }
        print(&lines);
        return Ok(if small.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    let (datasets, misunderstood, count) = load(path, mapping, today)?;
    let mut found = count > 0;
    for dataset in &datasets {
        let label = if dataset.label.is_empty() { "dataset" } else { &dataset.label };
        let mut lines = vec![format!("{label}: {} cells", dataset.size())];
        for dimension in &dataset.dimensions {
            let (role, count) = (dimension.role.as_str(), dimension.categories.len());
            lines.push(format!("  {} ({role}): {count} categories", dimension.code));
        }
        for finding in findings(dataset) {
            found = true;
            lines.push(format!("  {}: {}: {}", finding.check, finding.place, finding.text));
        }
        print(&lines);
    }
    tell(&misunderstood, count);
    Ok(if found { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

pub(super) fn catalogue(
    about: &Catalogue,
    out: &Path,
    files: &[PathBuf],
    ledger: &dyn Ledger,
    today: Day,
) -> Result<ExitCode> {
    let mut datasets = Vec::new();
    for path in files {
        let (mut of_file, ..) = load(path, &Mapping::default(), today)?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match of_file.pop() {
            Some(dataset) if of_file.is_empty() => datasets.push((name, file, form(path)?.media(), dataset)),
            _ => return Err(Fault::new(Code::WrongShape, path.display().to_string(), "must hold exactly one dataset")),
        }
    }
    let mut entries = Vec::new();
    for (name, file, media, dataset) in &datasets {
        let distribution = Distribution { file: file.clone(), media: (*media).to_owned() };
        let dataset = Cleared::new(dataset, ledger)?;
        entries.push(Entry { dataset, name: name.clone(), distributions: vec![distribution] });
    }
    let text = match out.extension().map(|end| end.to_string_lossy().into_owned()).as_deref() {
        Some("ttl") => about.turtle(&entries)?,
        Some("jsonld" | "json") => format!("{}\n", about.json_ld(&entries)?),
        _ => return Err(Fault::new(Code::Unsupported, out.display().to_string(), "must end with .ttl or .jsonld")),
    };
    bytes(out, text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
