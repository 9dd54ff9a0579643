//! The grown-ups around a child: who they are, and how somebody made sure who has custody. Whoever asked for help is one of
//! them from the start, without custody; confirming it makes no second person of them.

pub(crate) mod adding;
pub mod commands;
pub(crate) mod ending;
pub(crate) mod forms;
mod leaving;
pub(crate) mod pages;
pub(crate) mod store;

use std::pin::Pin;

use audit::Act;
use database::Failure;
use domain::child::Child;
use domain::id::Id;
use domain::organisation::Unit;

/// What comes of asking where a child is helped.
pub type Helped<'a> = Pin<Box<dyn Future<Output = Result<Option<String>, Failure>> + Send + 'a>>;

/// Where a unit helps a child, as an address to go back to; nothing where it does not, or in more places than one. Handed in by
/// capabilities of higher tiers: this one knows nothing of trails.
#[derive(Clone, Copy)]
pub struct WhereHelped(pub for<'a> fn(&'a mut Act, Id<Unit>, Id<Child>) -> Helped<'a>);

/// How somebody made sure who has custody. Source: FB 6:2-6:4; dossier 2.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// The population register.
    Register,
    /// A judgment or another document that they showed.
    Document,
    /// Another authority.
    Authority,
}

impl Source {
    /// Every source, in the order in which it is asked.
    pub const ALL: [Self; 3] = [Self::Register, Self::Document, Self::Authority];

    /// The stable name used in storage, forms and message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Document => "document",
            Self::Authority => "authority",
        }
    }

    /// The source with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.code() == code)
    }
}
