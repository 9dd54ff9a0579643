//! A child on a trail that did not come through the front door, and what a school nurse does about it.
#![allow(dead_code, reason = "each test file uses its own part of it")]

use testkit::{Answer, Browser, Engine, Region, TestApp};

/// Numbers of the Tax Agency's published test series.
pub(crate) const GROWN_UP: &str = "19570428-9999";
pub(crate) const CHILDS: &str = "20180101-2392";

/// A child on a trail of the school nurse's own.
pub(crate) struct Opened {
    pub(crate) test: TestApp,
    pub(crate) region: Region,
    pub(crate) nora: Browser,
    pub(crate) led: String,
    pub(crate) child: String,
}

impl Opened {
    pub(crate) async fn of(engine: Engine, age: &str) -> Self {
        let capabilities = vec![identity::capability(), directory::capability(), trail::capability()];
        let test = TestApp::start(engine, capabilities).await;
        let region = Region::build(&test).await;
        let nora = test.log_in("nora").await;
        let mut opened = Self { test, region, nora, led: String::new(), child: String::new() };
        (opened.led, opened.child) = opened.one_more("Boel", age).await;
        opened
    }

    /// The addresses of a new trail and its child.
    pub(crate) async fn one_more(&mut self, name: &str, age: &str) -> (String, String) {
        let key = self.nora.get("/ny-led").await.field("key");
        let typed = [
            ("key", key.as_str()),
            ("fornamn", name),
            ("alder", age),
            ("skola", "Tallskolan"),
            ("vad", "Samtal hos Nora"),
            ("dag", "2026-11-30"),
        ];
        let answer = self.nora.post("/ny-led", &typed).await;
        answer.is(303);
        let led = answer.location.split('?').next().unwrap().to_owned();
        let list = self.nora.get(&led).await.link("/barn/");
        (led, list.strip_suffix("/vuxna").unwrap().to_owned())
    }

    pub(crate) fn at(&self, rest: &str) -> String {
        format!("{}{rest}", self.child)
    }

    /// Writes a grown-up down, and returns the address of the person.
    pub(crate) async fn adds(&mut self, child: &str, custody: &str) -> String {
        let add = format!("{child}/vuxna/lagg-till");
        self.nora.get(&add).await.is(200);
        let answer = self.nora.post(&add, &grown_up(GROWN_UP, custody)).await;
        answer.is(303);
        let (person, notice) = answer.location.split_once('?').unwrap();
        assert_eq!(notice, "klart=adults-added");
        person.to_owned()
    }

    /// A browser in which the grown-up has logged in with a code that Nora handed out.
    pub(crate) async fn logs_in(&mut self, person: &str) -> (Browser, String) {
        self.nora.get(person).await.is(200);
        let letter = self.nora.post(&format!("{person}/kod"), &[]).await;
        letter.is(200);
        let code = code_of(&letter);
        let mut browser = self.test.browser();
        browser.get("/logga-in").await.is(200);
        browser.post("/logga-in", &[("code", &code)]).await.is(303);
        (browser, code)
    }

    pub(crate) async fn count(&self, sql: &'static str) -> i64 {
        let mut transaction = self.test.app.database().begin_reading("test.count").await.unwrap();
        let row = transaction.row(sql, vec![]).await.unwrap().unwrap();
        row.integer("n").unwrap()
    }
}

fn code_of(page: &Answer) -> String {
    let rest = page.text.split_once("class=\"code\">").map_or("", |(_, rest)| rest);
    rest.split_once('<').map_or("", |(code, _)| code).to_owned()
}

pub(crate) fn grown_up<'a>(number: &'a str, custody: &'a str) -> [(&'a str, &'a str); 7] {
    [
        ("name", "Eva Lind"),
        ("relation", "mamma"),
        ("phone", "070-123 45 67"),
        ("message", "unsafe"),
        ("number", number),
        ("custody", custody),
        ("source", "register"),
    ]
}

/// What Nora has found out about Boel, with some of it otherwise.
pub(crate) fn found(version: &str, changes: &[(&str, &str)]) -> Vec<(String, String)> {
    let usual = [
        ("version", version),
        ("given_name", "Boel"),
        ("family_name", "Lind"),
        ("number_kind", "dated"),
        ("number", ""),
        ("number_region", ""),
        ("born", "2016-03-04"),
        ("municipality", ""),
        ("school", "Tallskolan"),
        ("phone", "070-765 43 21"),
        ("message", "unsafe"),
        ("interpreter", "so"),
    ];
    let other = |name: &str| changes.iter().find(|(changed, _)| *changed == name).map(|(_, value)| *value);
    usual.map(|(name, value)| (name.to_owned(), other(name).unwrap_or(value).to_owned())).into()
}

pub(crate) async fn sends(browser: &mut Browser, address: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post(address, &fields).await
}
