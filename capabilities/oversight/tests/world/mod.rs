//! A small world for these tests: Elin, whose trail is held by child psychiatry, her mother, and people at the first line
//! who have nothing to do with her.
#![expect(clippy::expect_used, reason = "a test may stop where its world is wrong")]

use access::Actor;
use access::action::identity::RegisterChild;
use access::action::trail::Read;
use access::facts::RegionFacts;
use domain::child::{Child, Custody, Person, Protection};
use domain::id::Id;
use domain::moment::Day;
use domain::organisation::Post;
use domain::trail::{NextStep, Start, Trail};
use identity::children::commands::{NewChild, NewGuardian, add_guardian, make_person, register};
use identity::children::{Age, Contact, Identity, Label};
use identity::login::commands::Kind;
use testkit::{Browser, Engine, Region, TestApp};
use trail::commands::{Opening, open, permitted};

/// Elin's number, from the Tax Agency's test series.
pub(crate) const NUMBER: &str = "20180101-2392";
/// Why Johan opens.
pub(crate) const WHY: &str = "Elin står i receptionen och vill inte leva.";

/// The world.
pub(crate) struct World {
    pub(crate) test: TestApp,
    pub(crate) region: Region,
    pub(crate) child: Id<Child>,
    pub(crate) trail: Id<Trail>,
}

impl World {
    /// Everyone in place, with a trail that Maria at child psychiatry holds.
    pub(crate) async fn new(engine: Engine, protection: Protection) -> Self {
        let capabilities =
            vec![identity::capability(), directory::capability(), trail::capability(), oversight::capability()];
        let test = TestApp::start(engine, capabilities).await;
        let region = Region::build(&test).await;
        let (child, elin, mother, father) = family(&test, &region, protection).await;
        region.persona(&test, 90, "elin", Kind::Child(elin), "Elin").await;
        region.persona(&test, 91, "mamma", Kind::Guardian(mother), "Mamma till Elin").await;
        region.persona(&test, 92, "pappa", Kind::Guardian(father), "Pappa till Elin").await;
        let maria = region.post("maria");
        let opening = Opening { child, start: Start::Professional(maria), next_step: NextStep::Missing };
        let trail = open(&test.asker(Actor::Staff(maria)), opening).await.expect("a trail");
        Self { test, region, child, trail }
    }

    /// Whether somebody can read Elin's trail right now.
    pub(crate) async fn reads(&self, code: &str) -> bool {
        let post: Post = self.region.post(code);
        let mut act = self.test.asker(Actor::Staff(post)).begin_reading("test.read").await.expect("an act");
        let Ok(permit) = permitted::<Read>(&mut act, self.trail).await else { return false };
        act.finish(permit).await.expect("a line").shown();
        true
    }

    /// What a statement counts, as `n`.
    pub(crate) async fn count(&self, sql: &'static str) -> i64 {
        let mut transaction = self.test.app.database().begin_reading("test.count").await.expect("a transaction");
        let row = transaction.row(sql, vec![]).await.expect("an answer").expect("a row");
        row.integer("n").expect("a number")
    }

    /// The address of Elin's trail.
    pub(crate) fn address(&self) -> String {
        format!("/led/{}", self.trail)
    }

    /// Breaks the glass for Elin in a browser that is logged in.
    pub(crate) async fn break_glass(&self, browser: &mut Browser) {
        browser.get("/nodoppning").await.is(200);
        let fields = [("number", NUMBER), ("reason", "child_is_here"), ("why", WHY)];
        let answer = browser.post("/nodoppning", &fields).await;
        answer.is(303);
        assert_eq!(answer.location, format!("/led/{}?klart=glass-broken", self.trail));
    }
}

/// The first opening on the queue.
pub(crate) async fn first_opening(browser: &mut Browser) -> String {
    let page = browser.get("/granskning").await;
    page.is(200);
    page.text
        .split("href=\"/granskning/")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .find(|id| id.len() == 36)
        .map(|id| format!("/granskning/{id}"))
        .expect("an opening waits")
}

async fn family(
    test: &TestApp,
    region: &Region,
    protection: Protection,
) -> (Id<Child>, Id<Person>, Id<Person>, Id<Person>) {
    let mut act = test.demo().begin("test.family").await.expect("an act");
    let permit = act.authorize::<RegisterChild>(&RegionFacts).await.expect("a right");
    let born = Day::from_parts(2018, 1, 1).expect("a day");
    let label = Label { given_name: "Elin".to_owned(), age: Age::Born(born), place: "Björkeryd".to_owned() };
    let identity =
        Identity { family_name: "Söderqvist".to_owned(), number: "201801012392".to_owned(), ..Identity::default() };
    let municipality = Some(region.municipality("bjorkeryd"));
    let new = NewChild { label, identity, municipality, protection };
    let child = register(&mut act, &permit, new).await.expect("a child");
    let elin = make_person(&mut act, &permit, child, "201801012392").await.expect("a person");
    let mother = NewGuardian {
        name: "Karin Söderqvist".to_owned(),
        relation: "mamma".to_owned(),
        number: "200001012384".to_owned(),
        contact: Contact::default(),
        custody: Custody::Holder,
    };
    let mother = add_guardian(&mut act, &permit, child, mother).await.expect("a guardian");
    let father = NewGuardian {
        name: "Jonas Berg".to_owned(),
        relation: "pappa".to_owned(),
        number: String::new(),
        contact: Contact::default(),
        custody: Custody::Holder,
    };
    let father = add_guardian(&mut act, &permit, child, father).await.expect("a guardian");
    act.commit(permit).await.expect("the family is saved").shown();
    (child, elin, mother, father)
}
