//! The master keys: a file that only its owner may read, with the current key on its first line.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use environment::Environment;
use uuid::Uuid;

use crate::seal::{Key, Sealed, Unreadable, Wrapped};

/// The place name under which keys are sealed.
const PLACE: &str = "key";

/// Why the master keys cannot be used. The message says what to do.
#[derive(Debug, thiserror::Error)]
pub enum MasterError {
    /// The file cannot be read or written.
    #[error("the master key file {path} cannot be used: {source}")]
    File {
        /// Where it should be.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Others may read the file.
    #[error("the master key file {path} can be read by others (mode {mode:o}); run: chmod 600 {path}")]
    TooOpen {
        /// Where it is.
        path: PathBuf,
        /// The mode it has.
        mode: u32,
    },
    /// A line is not `name:key`.
    #[error(
        "line {line} of the master key file {path} is not a name and a key of 32 bytes in base64, separated by a colon"
    )]
    Malformed {
        /// Where it is.
        path: PathBuf,
        /// Which line, counted from 1.
        line: usize,
    },
    /// A wrapped key names a master key that the file does not have.
    #[error("the master key {name} is not in the file; put back the line that begins with {name}:")]
    Missing {
        /// The name of the missing key.
        name: String,
    },
    /// A wrapped key does not open.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
}

/// The master keys in force. New keys are wrapped by the first; the others open what has not been rewrapped yet.
#[derive(Clone)]
pub struct Master {
    keys: Vec<(String, Key)>,
    environment: Environment,
    path: PathBuf,
    edition: Edition,
}

/// Which file was read: another takes its place whenever the keys change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Edition {
    inode: u64,
    seconds: i64,
    nanoseconds: i64,
}

impl Edition {
    fn of(metadata: &fs::Metadata) -> Self {
        Self { inode: metadata.ino(), seconds: metadata.mtime(), nanoseconds: metadata.mtime_nsec() }
    }
}

impl Master {
    /// Reads the file, or makes it with one new key if it does not exist. Refuses a file that others may read.
    pub fn open(path: &Path, environment: &Environment) -> Result<Self, MasterError> {
        if !path.exists() {
            write(path, &[fresh(environment)])?;
        }
        let metadata = fs::metadata(path).map_err(|source| MasterError::File { path: path.into(), source })?;
        let mode = metadata.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            return Err(MasterError::TooOpen { path: path.into(), mode });
        }
        let keys = read(path)?;
        let edition = Edition::of(&metadata);
        Ok(Self { keys, environment: environment.clone(), path: path.into(), edition })
    }

    /// The keys of the file as it is now, if it is another than these were read from. A server that runs while keys are
    /// rotated asks before it wraps, and when it meets a name it does not know.
    pub fn newer(&self) -> Result<Option<Self>, MasterError> {
        let failed = |source| MasterError::File { path: self.path.clone(), source };
        let metadata = fs::metadata(&self.path).map_err(failed)?;
        if Edition::of(&metadata) == self.edition {
            return Ok(None);
        }
        Self::open(&self.path, &self.environment).map(Some)
    }

    /// Puts a new key first in the file, so that it wraps from now on. The old keys stay: whatever a server wraps by one
    /// of them before it looks at the file again must open.
    pub fn rotate(path: &Path, environment: &Environment) -> Result<Self, MasterError> {
        let mut keys = Self::open(path, environment)?.keys;
        keys.insert(0, fresh(environment));
        write(path, &keys)?;
        Self::open(path, environment)
    }

    /// Takes all keys but the first out of the file. Only for one who knows that nothing is wrapped by them.
    pub fn retire(path: &Path, environment: &Environment) -> Result<Self, MasterError> {
        let keys: Vec<_> = Self::open(path, environment)?.keys.into_iter().take(1).collect();
        write(path, &keys)?;
        Self::open(path, environment)
    }

    /// The name of the key that wraps now.
    pub fn current(&self) -> &str {
        self.keys.first().map_or("", |(name, _)| name)
    }

    /// Wraps a key under the current master key.
    pub fn wrap(&self, key: &Key) -> Wrapped {
        let Some((name, master)) = self.keys.first() else {
            return Wrapped { master: String::new(), bytes: Vec::new() };
        };
        let bound = Key::from_bytes(key.owner(), *master.bytes());
        Wrapped { master: name.clone(), bytes: bound.seal(PLACE, key.bytes(), &self.environment).0 }
    }

    /// Opens a wrapped key of `owner`.
    pub fn unwrap(&self, owner: Uuid, wrapped: &Wrapped) -> Result<Key, MasterError> {
        let (_, master) = self
            .keys
            .iter()
            .find(|(name, _)| *name == wrapped.master)
            .ok_or_else(|| MasterError::Missing { name: wrapped.master.clone() })?;
        let bound = Key::from_bytes(owner, *master.bytes());
        let plain = bound.open(PLACE, &Sealed(wrapped.bytes.clone()))?;
        let bytes: [u8; 32] = plain.try_into().map_err(|_| Unreadable { place: PLACE })?;
        Ok(Key::from_bytes(owner, bytes))
    }
}

fn fresh(environment: &Environment) -> (String, Key) {
    let name: [u8; 4] = environment.bytes();
    (format!("{:08x}", u32::from_be_bytes(name)), Key::generate(Uuid::nil(), environment))
}

fn read(path: &Path) -> Result<Vec<(String, Key)>, MasterError> {
    let text = fs::read_to_string(path).map_err(|source| MasterError::File { path: path.into(), source })?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let keys: Vec<_> = lines
        .map(|(index, line)| parse(line).ok_or(MasterError::Malformed { path: path.into(), line: index + 1 }))
        .collect::<Result<_, _>>()?;
    if keys.is_empty() { Err(MasterError::Malformed { path: path.into(), line: 1 }) } else { Ok(keys) }
}

fn parse(line: &str) -> Option<(String, Key)> {
    let (name, key) = line.trim().split_once(':')?;
    let bytes: [u8; 32] = STANDARD.decode(key).ok()?.try_into().ok()?;
    Some((name.to_owned(), Key::from_bytes(Uuid::nil(), bytes)))
}

/// Writes beside the file and moves it into place, so that a crash leaves either the old keys or the new, never half.
fn write(path: &Path, keys: &[(String, Key)]) -> Result<(), MasterError> {
    let failed = |source| MasterError::File { path: path.into(), source };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let beside = path.with_extension("new");
    let mut file =
        fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside).map_err(failed)?;
    for (name, key) in keys {
        writeln!(file, "{name}:{}", STANDARD.encode(key.bytes())).map_err(failed)?;
    }
    file.sync_all().map_err(failed)?;
    fs::rename(&beside, path).map_err(failed)
}
