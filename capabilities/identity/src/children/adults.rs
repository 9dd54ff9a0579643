//! The grown-ups around a child: who they are, and how somebody made sure who has custody. Whoever asked for help is one of
//! them from the start, without custody; confirming it makes no second person of them.

pub(crate) mod adding;
pub mod commands;
pub(crate) mod ending;
pub(crate) mod forms;
pub(crate) mod pages;
pub(crate) mod store;

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
