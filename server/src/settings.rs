//! Settings: read once, from one file and the environment, into one typed value. A bad key stops the start with a
//! sentence that names it.

mod staff_login;

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use database::Location;
use domain::moment::Day;
use jiff::SignedDuration;
use serde::Deserialize;
use web::app::{AcuteNumber, ReaderNames};

/// The built-in list of numbers to call when it is urgent.
const ACUTE: &str = include_str!("../data/acute.toml");

/// How often background work is due, when nothing else is set.
const JOBS_EVERY_MINUTES: i64 = 15;

/// Why the settings cannot be used. Each message names the key and says what to write.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file cannot be read.
    #[error("the settings file {path} cannot be read: {source}")]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is not TOML, or has a key that does not exist.
    #[error("the settings file {path} has a fault: {message}")]
    Malformed {
        /// Which file.
        path: PathBuf,
        /// Where and what.
        message: String,
    },
    /// A key has a value that cannot be used.
    #[error("the setting `{key}` cannot be used: {message}")]
    Key {
        /// Which key.
        key: &'static str,
        /// What to write instead.
        message: String,
    },
}

/// What the operator has set.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The folder for the SQLite file and the master key.
    pub data: PathBuf,
    /// Where the data is.
    pub database: Location,
    /// The file with the master keys.
    pub master_key_file: PathBuf,
    /// The region's name.
    pub region_name: String,
    /// Numbers to call when it is urgent.
    pub acute: Vec<AcuteNumber>,
    /// The day they were last reviewed.
    pub acute_reviewed_on: Day,
    /// Whether a family that asks who has read sees names of people at work.
    pub reader_names: ReaderNames,
    /// Proxies that are believed when they say where a request came from.
    pub trusted_proxies: Vec<IpAddr>,
    /// The identity provider for people at work, where there is one.
    pub staff_login: Option<oidc::Settings>,
    /// How long after it last ran each job is due again.
    pub jobs_every: SignedDuration,
}

/// The settings file as written. Unknown keys are refused: a misspelt key must not be silently without effect.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    listen: Option<String>,
    data: Option<PathBuf>,
    database: Option<String>,
    master_key_file: Option<PathBuf>,
    region_name: Option<String>,
    acute_numbers_file: Option<PathBuf>,
    reader_names: Option<String>,
    trusted_proxies: Option<Vec<String>>,
    public_address: Option<String>,
    staff_login: Option<staff_login::Written>,
    jobs_every_minutes: Option<i64>,
}

/// What the command line and the environment say, which goes before the file.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// `--listen`, `CAIRN_LISTEN`
    pub listen: Option<String>,
    /// `--data`, `CAIRN_DATA`
    pub data: Option<PathBuf>,
    /// `--database`, `CAIRN_DATABASE`
    pub database: Option<String>,
    /// `CAIRN_STAFF_LOGIN_SECRET`
    pub staff_login_secret: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AcuteFile {
    reviewed_on: String,
    number: Vec<AcuteLine>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AcuteLine {
    code: String,
    shown: String,
    swedish: String,
    english: String,
    source: String,
}

impl Settings {
    /// Reads the settings. Without a file, everything has a default that works on one machine.
    pub fn read(file: Option<&Path>, given: Given) -> Result<Self, SettingsError> {
        let written = match file {
            None => Written::default(),
            Some(path) => parse(path, &text(path)?)?,
        };
        let data = given.data.or(written.data).unwrap_or_else(|| PathBuf::from("cairn-data"));
        let listen = given.listen.or(written.listen).unwrap_or_else(|| "127.0.0.1:8080".to_owned());
        let listen = listen.parse().map_err(|_| SettingsError::Key {
            key: "listen",
            message: format!("`{listen}` is not an address and a port, such as 127.0.0.1:8080"),
        })?;
        let database = location(given.database.or(written.database), &data)?;
        let (acute, acute_reviewed_on) = match &written.acute_numbers_file {
            None => acute(Path::new("data/acute.toml"), ACUTE)?,
            Some(path) => acute(path, &text(path)?)?,
        };
        let region_name = written.region_name.unwrap_or_else(|| "Region Rösmark".to_owned());
        if region_name.trim().is_empty() {
            return Err(SettingsError::Key { key: "region_name", message: "write the region's name".to_owned() });
        }
        let master_key_file = written.master_key_file.unwrap_or_else(|| data.join("master.key"));
        let reader_names = reader_names(written.reader_names.as_deref())?;
        let public_address = written.public_address.as_deref();
        let staff_login =
            written.staff_login.map(|written| staff_login::read(written, public_address, given.staff_login_secret));
        Ok(Self {
            listen,
            data,
            database,
            master_key_file,
            region_name,
            acute,
            acute_reviewed_on,
            reader_names,
            trusted_proxies: trusted_proxies(written.trusted_proxies.unwrap_or_default())?,
            staff_login: staff_login.transpose()?,
            jobs_every: jobs_every(written.jobs_every_minutes)?,
        })
    }
}

fn reader_names(written: Option<&str>) -> Result<ReaderNames, SettingsError> {
    match written {
        None | Some("hidden") => Ok(ReaderNames::Hidden),
        Some("shown") => Ok(ReaderNames::Shown),
        Some(_) => Err(SettingsError::Key {
            key: "reader_names",
            message: "write \"hidden\" (a family sees unit and role) or \"shown\" (names too)".to_owned(),
        }),
    }
}

fn trusted_proxies(written: Vec<String>) -> Result<Vec<IpAddr>, SettingsError> {
    let address = |text: String| match text.parse::<IpAddr>() {
        Ok(address) => Ok(address.to_canonical()),
        Err(_) => Err(SettingsError::Key {
            key: "trusted_proxies",
            message: format!("`{text}` is not an address, such as 10.0.0.1; write the address of each proxy"),
        }),
    };
    written.into_iter().map(address).collect()
}

fn jobs_every(written: Option<i64>) -> Result<SignedDuration, SettingsError> {
    match written.unwrap_or(JOBS_EVERY_MINUTES) {
        minutes @ 1..=1440 => Ok(SignedDuration::from_mins(minutes)),
        _ => Err(SettingsError::Key {
            key: "jobs_every_minutes",
            message: "write a number of minutes from 1 to 1440 (a day)".to_owned(),
        }),
    }
}

fn location(database: Option<String>, data: &Path) -> Result<Location, SettingsError> {
    match database {
        None => Ok(Location::Sqlite(data.join("cairn.sqlite"))),
        Some(address) if address.starts_with("postgres://") || address.starts_with("postgresql://") => {
            Ok(Location::Postgres(address))
        }
        Some(address) if address.starts_with("sqlite:") => {
            Ok(Location::Sqlite(PathBuf::from(address.trim_start_matches("sqlite:"))))
        }
        // The address may hold a password: it is not repeated.
        Some(_) => Err(SettingsError::Key {
            key: "database",
            message: "write postgres://user:password@host/name, or sqlite:FILE, or leave it out".to_owned(),
        }),
    }
}

fn text(path: &Path) -> Result<String, SettingsError> {
    std::fs::read_to_string(path).map_err(|source| SettingsError::File { path: path.into(), source })
}

fn parse<T: serde::de::DeserializeOwned>(path: &Path, text: &str) -> Result<T, SettingsError> {
    toml::from_str(text).map_err(|error| {
        // The line itself may hold a password: it is named, not repeated.
        let line =
            error.span().map_or(1, |span| text.bytes().take(span.start).filter(|byte| *byte == b'\n').count() + 1);
        SettingsError::Malformed { path: path.into(), message: format!("line {line}: {}", error.message()) }
    })
}

fn acute(path: &Path, text: &str) -> Result<(Vec<AcuteNumber>, Day), SettingsError> {
    let file: AcuteFile = parse(path, text)?;
    if !file.number.iter().any(|line| line.code == "112") {
        let message = "the list must have the number 112".to_owned();
        return Err(SettingsError::Key { key: "acute_numbers_file", message });
    }
    let number = |line: AcuteLine| {
        let dialled: String = line.shown.chars().filter(|letter| letter.is_ascii_digit() || *letter == '+').collect();
        let AcuteLine { code, shown, swedish, english, source } = line;
        AcuteNumber { code, shown, dialled, swedish, english, source }
    };
    let message = || format!("`reviewed_on` in {} is not a day, such as 2026-11-22", path.display());
    let reviewed_on = file.reviewed_on.parse();
    let reviewed_on = reviewed_on.map_err(|_| SettingsError::Key { key: "acute_numbers_file", message: message() })?;
    Ok((file.number.into_iter().map(number).collect(), reviewed_on))
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn read(text: &str) -> Result<Settings, SettingsError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cairn.toml");
        std::fs::write(&path, text).unwrap();
        Settings::read(Some(&path), Given::default())
    }

    #[test]
    fn without_a_file_everything_works_on_one_machine() {
        let settings = Settings::read(None, Given::default()).unwrap();
        assert_eq!(settings.listen.to_string(), "127.0.0.1:8080");
        assert!(matches!(settings.database, Location::Sqlite(_)));
        assert!(settings.acute.iter().any(|number| number.dialled == "116111"));
    }

    #[test]
    fn a_bad_key_is_named() {
        for (text, named) in [
            ("listen = \"nowhere\"", "listen"),
            ("database = \"mysql://x\"", "database"),
            ("region_name = \" \"", "region_name"),
            ("reader_names = \"some\"", "reader_names"),
            ("jobs_every_minutes = 0", "jobs_every_minutes"),
            ("trusted_proxies = [\"proxy\"]", "trusted_proxies"),
            ("lissten = \"127.0.0.1:1\"", "lissten"),
        ] {
            let message = read(text).unwrap_err().to_string();
            assert!(message.contains(named), "{message} should name {named}");
        }
    }

    #[test]
    fn a_password_in_a_bad_address_is_not_repeated() {
        assert!(!read("database = \"mysql://user:hemligt@host\"").unwrap_err().to_string().contains("hemligt"));
    }
}
