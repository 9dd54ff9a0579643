//! Finds the reference vectors beside the repository, where they are present.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// The folder `shared/statistics/vectors`, looked for in every folder above this crate.
pub(crate) fn folder() -> Option<PathBuf> {
    let start = Path::new(env!("CARGO_MANIFEST_DIR"));
    start.ancestors().map(|above| above.join("shared/statistics/vectors")).find(|folder| folder.is_dir())
}

/// One file of vectors, or none with a line that says so.
pub(crate) fn read(name: &str) -> Option<Value> {
    let file = folder().map(|folder| folder.join(name)).filter(|file| file.is_file());
    let Some(file) = file else {
        println!("skipped: {name} of the reference vectors is not present");
        return None;
    };
    Some(serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap())
}
