//! Whose figures they are, where they were found, and what may be done with them.

use domain::moment::Moment;

/// Whether somebody has published the figures, or they are ours and have not left yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// Published by the source.
    #[default]
    Published,
    /// Worked out here, from answers or events about single children. Leaves only with a certificate.
    Own,
}

/// Whose figures, from where, under which licence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// The source as it wants to be named.
    pub name: String,
    /// The address the figures were fetched from.
    pub address: Option<String>,
    /// The line of licence that must follow the figures.
    pub licence: Option<String>,
    /// When they were fetched.
    pub fetched: Option<Moment>,
    /// The source's mark of this version, an entity tag for example.
    pub revision: Option<String>,
    /// Whether they are published already.
    pub origin: Origin,
}

impl Provenance {
    /// A published source by name.
    pub fn published(name: impl Into<String>, licence: impl Into<String>) -> Self {
        Self { name: name.into(), licence: Some(licence.into()), ..Self::default() }
    }
}
