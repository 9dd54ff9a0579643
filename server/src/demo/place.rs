//! Where the region is made: in an empty place only, and anew where a making was broken off. A region that is in use for
//! real is never touched.

use std::path::{Path, PathBuf};

use database::{Database, Location};
use identity::login::commands::Persona;
use identity::organisations::Book;

use super::DemoError;
use crate::settings::Settings;

/// What a database holds before the demo starts.
pub(super) enum Held {
    /// Nothing yet.
    Nothing,
    /// A demo region, whole: personas are its last part.
    Region(Vec<Persona>),
    /// Organisations, but no personas: not a demo region, or half of one.
    Other,
}

pub(super) async fn held(database: &Database) -> Result<Held, DemoError> {
    let personas = identity::login::commands::personas(database).await?;
    if !personas.is_empty() {
        return Ok(Held::Region(personas));
    }
    let mut transaction = database.begin_reading("demo.held").await?;
    let book = Book::open(&mut transaction).await?;
    transaction.commit().await?;
    let empty = book.domains().next().is_none() && book.municipalities().is_empty();
    Ok(if empty { Held::Nothing } else { Held::Other })
}

/// A file that stands in the data folder while the region is being made, so that the next start knows half a region.
pub(super) struct Mark(PathBuf);

impl Mark {
    pub(super) fn of(settings: &Settings) -> Self {
        Self(settings.data.join("demo-being-made"))
    }

    pub(super) fn set(&self) -> Result<(), DemoError> {
        std::fs::write(&self.0, "The demo region is being made here.\n").map_err(|source| self.fault(source))
    }

    pub(super) fn clear(&self) -> Result<(), DemoError> {
        std::fs::remove_file(&self.0).map_err(|source| self.fault(source))
    }

    /// Removes the half of a region that a broken making left, where it is a file of the demo's own.
    pub(super) fn clear_away(&self, settings: &Settings) -> Result<(), DemoError> {
        if !self.0.exists() {
            return Ok(());
        }
        let Location::Sqlite(file) = &settings.database else { return Ok(()) };
        if file.parent() != Some(settings.data.as_path()) {
            return Ok(());
        }
        println!("The demo region was not finished last time: it is made anew.");
        ["", "-wal", "-shm"].into_iter().try_for_each(|end| remove(&with_end(file, end)))
    }

    fn fault(&self, source: std::io::Error) -> DemoError {
        DemoError::Place { file: self.0.clone(), source }
    }
}

fn with_end(file: &Path, end: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

fn remove(file: &Path) -> Result<(), DemoError> {
    match std::fs::remove_file(file) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
            Err(DemoError::Place { file: file.to_owned(), source })
        }
        Ok(()) | Err(_) => Ok(()),
    }
}
