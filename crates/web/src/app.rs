//! What the whole server shares, and what a capability brings to it.

use std::net::IpAddr;
use std::sync::Arc;

use access::Access;
use audit::{Asker, Follower, Followers};
use axum::Router;
use database::{Database, Migrations};
use domain::moment::Day;
use domain::organisation::Post;
use environment::Environment;
use i18n::{Language, Source, Texts};

use crate::limit::Limiter;

/// What the whole server shares. Cheap to clone.
#[derive(Clone)]
pub struct App {
    shared: Arc<Shared>,
}

/// The parts of an [`App`].
pub struct Shared {
    /// The data.
    pub database: Database,
    /// The policies in force.
    pub access: Arc<Access>,
    /// The messages.
    pub texts: Texts,
    /// What the operator has set.
    pub settings: Settings,
    /// Items of the menu at work, in order.
    pub menu: Vec<MenuItem>,
    /// How often one address may try things.
    pub limiter: Limiter,
    /// Addresses of style sheet, module and icons.
    pub assets: crate::Assets,
    /// What capabilities do when something happens below them.
    pub followers: Followers,
}

/// What the operator has set, as pages need it.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The name of the region, as shown beside the mark.
    pub region_name: String,
    /// How people log in.
    pub login: Login,
    /// Numbers to call when it is urgent: the one reviewed list.
    pub acute: Vec<AcuteNumber>,
    /// The day that list was last reviewed, if it says so.
    pub acute_reviewed_on: Option<Day>,
    /// Whether a family that asks who has read sees names of people at work.
    pub reader_names: ReaderNames,
    /// Proxies that are believed when they say where a request came from.
    pub trusted_proxies: Vec<IpAddr>,
}

/// Whether a family that asks who has read sees names of people at work. Unit and role are always shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReaderNames {
    /// Unit and role only.
    Hidden,
    /// Names too.
    Shown,
}

/// How people log in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Login {
    /// With one click on an invented person. In the demo region only.
    Demo,
    /// With a code that the person was given, or through the region's identity provider.
    Real,
}

/// A number to call when it is urgent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcuteNumber {
    /// A stable code, by which pages order the numbers that they know.
    pub code: String,
    /// As people read it: "116 111".
    pub shown: String,
    /// As a telephone dials it: "116111".
    pub dialled: String,
    /// When to call it, in Swedish.
    pub swedish: String,
    /// When to call it, in English.
    pub english: String,
    /// Who answers, and for whose word the list is.
    pub source: String,
}

impl AcuteNumber {
    /// When to call it.
    pub fn about(&self, language: Language) -> &str {
        match language {
            Language::Swedish => &self.swedish,
            Language::English => &self.english,
        }
    }
}

/// An item of the menu at work.
#[derive(Clone, Copy, Debug)]
pub struct MenuItem {
    /// Where it stands: low numbers first.
    pub place: u8,
    /// Where it leads.
    pub href: &'static str,
    /// The beginnings of other addresses whose pages stand beneath it.
    pub beneath: &'static [&'static str],
    /// Its icon.
    pub icon: &'static str,
    /// The key of its words.
    pub words: &'static str,
    /// Who has use of it. Not a right: the page asks for that.
    pub for_whom: fn(&Post) -> bool,
}

/// What a capability brings.
pub struct Capability {
    /// Its name, the same as its crate's.
    pub name: &'static str,
    /// Its pages.
    pub routes: Router<App>,
    /// Its tables.
    pub migrations: Migrations,
    /// Its messages.
    pub messages: Source,
    /// Its places in the menu at work.
    pub menu: &'static [MenuItem],
    /// Every statement it may run, for the test that prepares them.
    pub statements: &'static [&'static [&'static str]],
    /// What it does when something happens in a capability below it, each of a type that the one below names.
    pub followers: Vec<Follower>,
}

impl App {
    /// Brings the parts together.
    pub fn new(shared: Shared) -> Self {
        Self { shared: Arc::new(shared) }
    }

    /// The data.
    pub fn database(&self) -> &Database {
        &self.shared.database
    }

    /// Time, identifiers and chance.
    pub fn environment(&self) -> &Environment {
        self.shared.database.environment()
    }

    /// The messages.
    pub fn texts(&self) -> &Texts {
        &self.shared.texts
    }

    /// What the operator has set.
    pub fn settings(&self) -> &Settings {
        &self.shared.settings
    }

    /// Items of the menu at work.
    pub fn menu(&self) -> &[MenuItem] {
        &self.shared.menu
    }

    /// How often one address may try things.
    pub fn limiter(&self) -> &Limiter {
        &self.shared.limiter
    }

    /// Addresses of style sheet, module and icons.
    pub fn assets(&self) -> &crate::Assets {
        &self.shared.assets
    }

    /// An asker with these policies and this data.
    pub fn asker(&self, actor: access::Actor) -> Asker {
        let Shared { access, database, followers, .. } = &*self.shared;
        Asker { actor, access: Arc::clone(access), database: database.clone(), followers: followers.clone() }
    }
}
