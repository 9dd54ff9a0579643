//! A region in which much has happened, all of it through pages: children, guardians and professionals have asked, been
//! answered, handed over, written, shared, hidden, withdrawn, opened without a relation and been reviewed. Everything that
//! was typed about anybody is a needle that must not be found where it does not belong.

mod asking;
mod assessing;
mod family;
mod oversight;
mod referring;
mod trails;

use std::collections::{BTreeMap, BTreeSet};

use directory::commands::{NewEntry, Seen, keep_entry};
use domain::front_door::level::Level;
use server::assemble;
use server::settings::{Given, Settings};
use testkit::{Answer, Browser, Engine, Region, TestApp};
use web::app::Login;

use crate::form::forms;

/// The region in which much has happened.
pub(crate) struct World {
    pub(crate) test: TestApp,
    /// Identifiers by the names that addresses of the tests use: `/led/{held}`.
    pub(crate) names: BTreeMap<String, String>,
    /// Everything that was typed about anybody.
    pub(crate) needles: Vec<String>,
    people: BTreeMap<String, Browser>,
}

impl World {
    /// The region with its organisations, before anybody has asked for anything.
    pub(crate) async fn quiet(engine: Engine) -> Self {
        let settings = Settings::read(None, Given::default()).expect("the defaults hold");
        let test = TestApp::assembled(engine, &assemble::migrations(), |database| {
            assemble::app(database, &settings, Login::Demo).expect("the parts come together")
        })
        .await;
        let region = Region::build(&test).await;
        let demo = test.demo();
        for place in ["bjorkeryd", "lindala"] {
            let (place, unit) = (region.municipality(place), region.unit("front_door"));
            front_door::area::commands::answer_for(&demo, place, unit).await.expect("an area");
        }
        front_door::rules::install_example(&demo, test.now().day()).await.expect("rules");
        for (code, level) in [("first_line", Level::FirstLine), ("psychiatry", Level::ChildPsychiatry)] {
            let mut entry = NewEntry::new(region.unit(code), "Hjälp när man mår dåligt.", "Help when one feels bad.");
            entry.levels = BTreeSet::from([level]);
            keep_entry(&demo, entry, Seen::Anything).await.expect("an entry");
        }
        let mut names: BTreeMap<String, String> =
            region.units.iter().map(|(code, unit)| (format!("unit_{code}"), unit.to_string())).collect();
        names.extend(region.municipalities.iter().map(|(code, id)| ((*code).to_owned(), id.to_string())));
        Self { test, names, needles: Vec::new(), people: BTreeMap::new() }
    }

    /// The region in which much has happened.
    pub(crate) async fn full(engine: Engine) -> Self {
        let mut world = Self::quiet(engine).await;
        world.let_people_ask().await;
        world.let_the_front_door_work().await;
        world.let_trails_move().await;
        world.let_the_family_decide().await;
        world.let_it_be_overseen().await;
        world.let_a_school_refer().await;
        world
    }

    /// Something about somebody that stands nowhere else.
    pub(crate) fn secret(&mut self, about: &str) -> String {
        let secret = format!("Zq{:03}vx {about}", self.needles.len());
        self.needles.push(secret.clone());
        secret
    }

    /// A name that stands nowhere else.
    pub(crate) fn secret_name(&mut self, name: &str) -> String {
        let secret = format!("Zq{:03}vx{name}", self.needles.len());
        self.needles.push(secret.clone());
        secret
    }

    /// A number that stands nowhere else, as it is typed; with the ways in which it could have been stored.
    pub(crate) fn secret_number(&mut self, typed: &'static str, stored: &[&str]) -> &'static str {
        self.needles.push(typed.to_owned());
        self.needles.extend(stored.iter().map(|stored| (*stored).to_owned()));
        typed
    }

    /// An address with the names in it replaced by identifiers.
    pub(crate) fn at(&self, address: &str) -> String {
        let mut parts = address.split('{');
        let mut whole = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (name, rest) = part.split_once('}').expect("a name ends with a brace");
            whole
                .push_str(self.names.get(name).unwrap_or_else(|| panic!("{address}: there is no {name} in the world")));
            whole.push_str(rest);
        }
        whole
    }

    /// Gives an identifier a name; what stands last in an address.
    pub(crate) fn name(&mut self, name: &str, address: &str) {
        let last = address.split(['?', '#']).next().and_then(|path| path.rsplit('/').next()).unwrap_or_default();
        assert_eq!(last.len(), 36, "{address} ends with an identifier, to be called {name}");
        self.names.insert(name.to_owned(), last.to_owned());
    }

    /// The browser of somebody, logged in if that is a persona.
    pub(crate) async fn browser(&mut self, who: &str) -> Browser {
        if !self.people.contains_key(who) {
            let browser = self.test.log_in(who).await;
            self.people.insert(who.to_owned(), browser);
        }
        self.people[who].clone()
    }

    /// Keeps a browser under a name.
    pub(crate) fn keep(&mut self, who: &str, browser: Browser) {
        self.people.insert(who.to_owned(), browser);
    }

    /// Somebody opens a page.
    pub(crate) async fn open(&mut self, who: &str, page: &str) -> Answer {
        let mut browser = self.browser(who).await;
        let answer = browser.get(&self.at(page)).await;
        self.keep(who, browser);
        answer
    }

    /// Somebody opens a page, fills in the form there that goes to an address, and sends it.
    pub(crate) async fn send(&mut self, who: &str, page: &str, to: &str, typed: &[(&str, &str)]) -> Answer {
        let (page, to) = (self.at(page), self.at(to));
        let mut browser = self.browser(who).await;
        let shown = browser.get(&page).await;
        assert_eq!(shown.status, 200, "{who} opens {page}, which leads to {:?}: {}", shown.location, shown.text);
        let form = forms(&shown.text).into_iter().find(|form| form.action == to);
        let form = form.unwrap_or_else(|| panic!("{who} finds no form to {to} on {page}: {}", shown.text));
        let filled = form.filled(typed);
        let fields: Vec<_> = filled.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let answer = browser.post(&to, &fields).await;
        self.keep(who, browser);
        answer
    }

    /// The same, and it must lead on.
    pub(crate) async fn does(&mut self, who: &str, page: &str, to: &str, typed: &[(&str, &str)]) -> Answer {
        let answer = self.send(who, page, to, typed).await;
        assert_eq!(answer.status, 303, "{who} sends {typed:?} to {}: {}", self.at(to), answer.text);
        answer
    }

    /// A question to the database, for what no page shows.
    pub(crate) async fn asked(&self, sql: &'static str) -> Vec<String> {
        let mut transaction = self.test.app.database().begin_reading("test.ask").await.expect("a transaction");
        let rows = transaction.rows(sql, vec![]).await.expect("an answer");
        transaction.commit().await.expect("an end");
        rows.iter().map(|row| row.id::<()>("id").expect("an identifier").to_string()).collect()
    }
}
