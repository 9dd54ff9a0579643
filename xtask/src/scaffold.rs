//! A new capability in the shape of the others.

use std::path::Path;

/// Writes the capability's files.
pub(crate) fn write(_root: &Path, _name: &str) -> anyhow::Result<()> {
    anyhow::bail!("not yet")
}
