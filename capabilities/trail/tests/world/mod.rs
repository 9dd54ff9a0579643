//! A region, and Elin's trail with the counsellor of her school.
#![allow(dead_code, reason = "each test file uses its own part of it")]

use access::Actor;
use access::action::identity::RegisterChild;
use access::facts::RegionFacts;
use domain::child::{Child, Protection};
use domain::id::Id;
use domain::moment::Day;
use domain::trail::{NextStep, Start, Trail};
use identity::children::commands::{NewChild, NewGuardian, add_guardian, register};
use identity::children::{Age, Contact, Identity, Label};
use testkit::{Browser, Region, TestApp, engines, run};
use trail::commands::{self, Opening};

/// A region, and Elin's trail with Samira at the school.
pub(crate) struct World {
    pub(crate) test: TestApp,
    pub(crate) region: Region,
    pub(crate) child: Id<Child>,
    pub(crate) trail: Id<Trail>,
}

impl World {
    pub(crate) async fn new(test: TestApp, protection: Protection) -> Self {
        let region = Region::build(&test).await;
        let child = child(&test, "Elin", "2011-03-04", protection).await;
        let samira = region.post("samira");
        let opening = Opening { child, start: Start::Professional(samira), next_step: NextStep::Missing };
        let trail = commands::open(&test.asker(Actor::Staff(samira)), opening).await.expect("a trail");
        Self { test, region, child, trail }
    }

    pub(crate) async fn log_in(&self, who: &str) -> Browser {
        self.test.log_in(who).await
    }

    pub(crate) fn led(&self, last: &str) -> String {
        if last.is_empty() { format!("/led/{}", self.trail) } else { format!("/led/{}/{last}", self.trail) }
    }

    pub(crate) fn unit(&self, code: &str) -> String {
        self.region.unit(code).to_string()
    }

    /// Samira offers the baton to a unit.
    pub(crate) async fn offer(&self, to: &str) {
        let mut samira = self.log_in("samira").await;
        samira.get(&self.led("lamna-over")).await.is(200);
        let unit = self.unit(to);
        let fields = [
            ("till", unit.as_str()),
            ("syfte", "ordinary"),
            ("sammanfattning", "Elin sover dåligt sedan i våras."),
            ("grund", "general_clause"),
            ("nodvandigt", "De ska kunna hjälpa Elin vidare."),
            ("steg", "skicka"),
        ];
        samira.post(&self.led("lamna-over"), &fields).await.is(303);
    }
}

pub(crate) async fn child(test: &TestApp, name: &str, born: &str, protection: Protection) -> Id<Child> {
    let mut act = test.demo().begin("test.child").await.expect("an act");
    let permit = act.authorize::<RegisterChild>(&RegionFacts).await.expect("a right");
    let born: Day = born.parse().expect("a day");
    let label = Label { given_name: name.to_owned(), age: Age::Born(born), place: "Björkeryd".to_owned() };
    let identity = Identity { number: "201103042394".to_owned(), ..Identity::default() };
    let new = NewChild { label, identity, municipality: None, protection };
    let child = register(&mut act, &permit, new).await.expect("a child");
    let mother = NewGuardian {
        name: "Sara Lund".to_owned(),
        relation: "mamma".to_owned(),
        number: String::new(),
        contact: Contact { phone: "070-123 45 67".to_owned(), ..Contact::default() },
        custody: domain::child::Custody::Holder,
    };
    add_guardian(&mut act, &permit, child, mother).await.expect("a guardian");
    act.commit(permit).await.expect("the child is saved");
    child
}

/// How many lines of the log about the child there are of an action.
pub(crate) async fn lines_about(world: &World, action: &str) -> i64 {
    let sql = "SELECT COUNT(*) AS n FROM audit_line WHERE child_id = $1 AND action = $2";
    let mut transaction = world.test.app.database().begin_reading("test.lines").await.expect("a transaction");
    let row = transaction.row(sql, database::values![world.child, action]).await.expect("an answer").expect("a row");
    row.integer("n").expect("a number")
}

/// Runs a story on each engine.
pub(crate) fn story(tell: impl AsyncFn(World)) {
    run(async {
        for engine in engines() {
            let test =
                TestApp::start(engine, vec![identity::capability(), directory::capability(), trail::capability()])
                    .await;
            tell(World::new(test, Protection::None).await).await;
        }
    });
}
