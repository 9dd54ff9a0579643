//! A small front door: a queue with children in it, units that can take them, and the example rules.

use std::collections::BTreeSet;

use directory::commands::{NewEntry, Seen, keep_entry};
use domain::child::Protection;
use domain::front_door::intake::{Age as StatedAge, Asker, Intake, Interpreter, Login, Topic};
use domain::front_door::interview::{Item, Need, item};
use domain::front_door::level::Level;
use domain::front_door::reach::{Reach, Telephone, Trace};
use domain::front_door::request::Request;
use domain::front_door::text::Words;
use domain::id::Id;
use front_door::request::commands::{About, Asked, Stated, receive};
use front_door::request::store as requests;
use identity::children::commands::NewChild;
use identity::children::{Age, Identity, Label};
use testkit::{Answer, Browser, Engine, Region, TestApp};

/// What a child wrote; it must never be seen in a list.
pub(crate) const WORDS: &str = "Jag orkar inte gå till skolan längre.";

/// A running front door.
pub(crate) struct World {
    pub(crate) test: TestApp,
    pub(crate) region: Region,
}

impl World {
    /// With the example rules, one first-line clinic and child psychiatry in the directory.
    pub(crate) async fn start(engine: Engine) -> Self {
        let world = Self::without_rules(engine).await;
        let today = world.test.now().day();
        front_door::rules::install_example(&world.test.demo(), today).await.unwrap();
        world
    }

    pub(crate) async fn without_rules(engine: Engine) -> Self {
        let capabilities =
            vec![identity::capability(), directory::capability(), trail::capability(), front_door::capability()];
        let test = TestApp::start(engine, capabilities).await;
        let region = Region::build(&test).await;
        let unit = region.unit("front_door");
        for place in ["bjorkeryd", "lindala"] {
            let place = region.municipality(place);
            front_door::area::commands::answer_for(&test.demo(), place, unit).await.unwrap();
        }
        for (code, level) in [("first_line", Level::FirstLine), ("psychiatry", Level::ChildPsychiatry)] {
            let mut entry = NewEntry::new(region.unit(code), "Hjälp när man mår dåligt.", "Help when one feels bad.");
            entry.levels = BTreeSet::from([level]);
            keep_entry(&test.demo(), entry, Seen::Anything).await.unwrap();
        }
        Self { test, region }
    }

    /// A child asks for help.
    pub(crate) async fn asks(&self, name: &str, topic: Topic) -> Id<Request> {
        self.asks_protected(name, topic, Protection::None).await
    }

    pub(crate) async fn asks_protected(&self, name: &str, topic: Topic, protection: Protection) -> Id<Request> {
        let today = self.test.now().day();
        let place = self.region.municipality("lindala");
        let label = Label { given_name: name.to_owned(), age: Age::Stated(13, today), place: "Lindala".to_owned() };
        let child = NewChild { label, identity: Identity::default(), municipality: Some(place), protection };
        let child = About::New(self.test.environment.id(), Box::new(child));
        self.sent(name, topic, Asker::Child(Login::Without), child).await
    }

    /// A grown-up asks for the child of a request once more.
    pub(crate) async fn asks_again(&self, name: &str, first: Id<Request>) -> Id<Request> {
        let child = self.trail_of(first).await.child;
        self.sent(name, Topic::School, Asker::Guardian(Login::Without), About::Known(child)).await
    }

    /// A professional asks for help for a child.
    pub(crate) async fn asks_from(&self, who: &str, name: &str) -> Id<Request> {
        let place = self.region.municipality("lindala");
        let label = Label {
            given_name: name.to_owned(),
            age: Age::Stated(13, self.test.now().day()),
            place: "Lindala".to_owned(),
        };
        let (identity, protection) = (Identity::default(), Protection::None);
        let child = NewChild { label, identity, municipality: Some(place), protection };
        let child = About::New(self.test.environment.id(), Box::new(child));
        self.sent(name, Topic::School, Asker::Professional(self.region.post(who)), child).await
    }

    async fn sent(&self, name: &str, topic: Topic, asker: Asker, child: About) -> Id<Request> {
        let place = self.region.municipality("lindala");
        let intake = Intake {
            asker,
            topic,
            words: Words::new(WORDS).unwrap(),
            reach: Reach::Call(Telephone::parse("070-174 06 35").unwrap()),
            trace: Trace::Unsafe,
            interpreter: Interpreter::NotNeeded,
            municipality: place,
            age: StatedAge::new(13).ok(),
            first_name: domain::front_door::text::Name::new(name).ok(),
        };
        let told = Asked {
            intake,
            child,
            guardian: Stated::default(),
            first_step: domain::trail::Text::parse("Vi hör av oss").ok(),
        };
        receive(&self.test.demo(), told).await.unwrap().request
    }

    /// Who holds the trail of a request, and who is asked to take it.
    pub(crate) async fn trail_of(&self, id: Id<Request>) -> access::facts::TrailFacts {
        let now = self.test.now();
        let mut act =
            self.test.asker(access::Actor::Staff(self.region.post("mikael"))).begin_reading("test").await.unwrap();
        let facts = requests::facts(act.transaction(), id, now).await.unwrap().unwrap();
        let permit = act.authorize::<access::action::front_door::SeeRequest>(&facts).await.unwrap();
        let trail = requests::find(&mut act, &permit, id).await.unwrap().unwrap().trail;
        let facts = trail::facts(act.transaction(), trail, now).await.unwrap().unwrap();
        act.finish(permit).await.unwrap();
        facts
    }

    /// Somebody who has taken the request, at the beginning of the assessment.
    pub(crate) async fn taken_by(&self, who: &str, id: Id<Request>) -> Browser {
        let mut browser = self.test.log_in(who).await;
        browser.get("/en-vag-in").await.is(200);
        let answer = browser.post(&format!("/en-vag-in/{id}/ta-emot"), &[]).await;
        assert_eq!(answer.location, format!("/en-vag-in/{id}"), "{}", answer.text);
        browser
    }
}

/// The address of a step.
pub(crate) fn step(id: Id<Request>, step: &str) -> String {
    format!("/en-vag-in/{id}/{step}")
}

/// Fields of a form: name and value.
pub(crate) type Form = Vec<(String, String)>;

/// Sends a step with the version of the page it is on.
pub(crate) async fn send(browser: &mut Browser, address: &str, fields: &Form) -> Answer {
    let page = browser.get(address).await;
    page.is(200);
    let version = page.field("version");
    let mut all: Vec<(&str, &str)> = vec![("version", &version)];
    all.extend(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    browser.post(address, &all).await
}

/// Every required item of a part of the interview, each with the answer that `answer` gives.
pub(crate) fn answers(of: impl Fn(&Item) -> bool, answer: impl Fn(&Item) -> &'static str) -> Form {
    let required = item::ALL.iter().filter(|item| item.need == Need::Required && of(item));
    required.map(|item| (item.code.to_owned(), answer(item).to_owned())).collect()
}

/// Safety: everything asked, nothing dangerous.
pub(crate) fn safe() -> Form {
    let mut form = answers(
        |item| item.code.starts_with("caller_") || item.code.starts_with("acute_"),
        |item| match item.code {
            "caller_relation" => "self",
            "caller_consent" => "child",
            "caller_child_knows" | "caller_can_talk_freely" => "yes",
            _ => "no",
        },
    );
    form.push(("speaker".to_owned(), "child".to_owned()));
    form
}

/// Safety: everything asked, with a yes to one acute question.
pub(crate) fn in_danger(question: &str) -> Form {
    let answered =
        |(name, value): (String, String)| if name == question { (name, "yes".to_owned()) } else { (name, value) };
    safe().into_iter().map(answered).collect()
}

/// The talk: what is required.
pub(crate) fn talk() -> Form {
    form(&[("speaker", "child"), ("school_attendance", "little"), ("contacts_ongoing", "no")])
}

/// The ratings: one area as given, the rest none.
pub(crate) fn ratings(area: &str, value: &'static str) -> Form {
    let name = format!("area_{area}");
    let mut form = answers(|item| item.code.starts_with("area_"), |item| if item.code == name { value } else { "0" });
    form.push(("summary".to_owned(), "Oron är störst på morgonen.".to_owned()));
    form
}

/// The child's own words.
pub(crate) fn words() -> Form {
    form(&[("speaker", "child"), ("concern", "Benen går inte när bussen kommer."), ("wish", "Någon att prata med.")])
}

pub(crate) fn form(fields: &[(&str, &str)]) -> Form {
    fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// Everything up to the decision, with one area rated.
pub(crate) async fn assess(browser: &mut Browser, id: Id<Request>, area: &str, value: &'static str) {
    for (name, fields) in
        [("sakerhet", safe()), ("samtal", talk()), ("livsomraden", ratings(area, value)), ("egna-ord", words())]
    {
        let answer = send(browser, &step(id, name), &fields).await;
        assert_eq!(answer.status, 303, "{name}: {}", answer.text);
    }
}

/// How many lines of the log there are.
pub(crate) async fn lines(world: &World, sql: &'static str) -> i64 {
    let mut transaction = world.test.app.database().begin_reading("test.lines").await.unwrap();
    transaction.row(sql, vec![]).await.unwrap().unwrap().integer("n").unwrap()
}
