//! A child, two guardians and a trail, in the small region, and what people do with forms about them.
#![allow(dead_code, reason = "each test file uses its own part of the family")]

use access::Actor;
use access::action::identity::RegisterChild;
use access::facts::RegionFacts;
use domain::child::{Child, Custody, Person, Protection};
use domain::id::Id;
use domain::moment::Day;
use domain::trail::{NextStep, Start, Step, Text, Trail, When};
use identity::children::commands::{NewChild, NewGuardian, add_guardian, make_person, register};
use identity::children::{Age, Contact, Identity, Label};
use identity::login::commands::Kind;
use testkit::{Answer, Browser, Engine, Region, TestApp};
use trail::commands::{self, Opening};
use web::Capability;

/// A child called Elin, her mother and father, and a trail that her school's counsellor holds.
pub(crate) struct Family {
    pub test: TestApp,
    pub region: Region,
    pub child: Id<Child>,
    pub elin: Id<Person>,
    pub mother: Id<Person>,
    pub father: Id<Person>,
    pub trail: Id<Trail>,
}

impl Family {
    /// Elin, so many years old today.
    pub(crate) async fn of(engine: Engine, years: i16) -> Self {
        Self::with(engine, years, Protection::None).await
    }

    pub(crate) async fn with(engine: Engine, years: i16, protection: Protection) -> Self {
        Self::beside(engine, years, protection, vec![]).await
    }

    /// The same, where other capabilities run too.
    pub(crate) async fn beside(engine: Engine, years: i16, protection: Protection, others: Vec<Capability>) -> Self {
        let mut capabilities = vec![identity::capability(), directory::capability(), trail::capability()];
        capabilities.extend(others);
        let test = TestApp::start(engine, capabilities).await;
        let region = Region::build(&test).await;
        let born = Day::from_parts(2026 - years, 3, 4).expect("a day");
        let (child, elin, mother, father) = register_family(&test, born, protection).await;
        let people =
            [("elin", Kind::Child(elin)), ("mamma", Kind::Guardian(mother)), ("pappa", Kind::Guardian(father))];
        for (place, (code, kind)) in (100..).zip(people) {
            region.persona(&test, place, code, kind, code).await;
        }
        let asker = test.asker(Actor::Staff(region.post("samira")));
        let when = When::At(test.now().plus(jiff::SignedDuration::from_hours(53)));
        let step = Step { what: text("Du träffar Samira på skolan."), when };
        let start = Start::Professional(region.post("samira"));
        let opening = Opening { child, start, next_step: NextStep::Known(step) };
        let trail = commands::open(&asker, opening).await.expect("a trail");
        Self { test, region, child, elin, mother, father, trail }
    }

    /// Lets a unit share in the help.
    pub(crate) async fn involve(&self, unit: &str) {
        let mut transaction = self.test.app.database().begin("test.involve").await.expect("a transaction");
        let unit = self.region.unit(unit);
        trail::invite(&mut transaction, (self.child, self.trail), unit, self.test.now()).await.expect("it is noted");
        transaction.commit().await.expect("it is saved");
    }

    /// Somebody more has custody from now on.
    pub(crate) async fn one_more_decides(&self) {
        let mut act = self.test.demo().begin("test.custody").await.expect("an act");
        let permit = act.authorize::<RegisterChild>(&RegionFacts).await.expect("a right");
        add_guardian(&mut act, &permit, self.child, holder("faster")).await.expect("a guardian");
        act.commit(permit).await.expect("it is saved");
    }

    /// An address under the trail at work.
    pub(crate) fn at(&self, rest: &str) -> String {
        format!("/led/{}{rest}", self.trail)
    }

    /// An address under the trail on the child's own page.
    pub(crate) fn own(&self, rest: &str) -> String {
        format!("/min-sida/led/{}{rest}", self.trail)
    }

    /// Writes an entry and returns its identifier.
    pub(crate) async fn write(&self, who: &mut Browser, body: &str) -> String {
        who.get(&self.at("/anteckning")).await.is(200);
        let fields = [("kind", "visit"), ("happened", "2026-11-23"), ("body", body)];
        who.post(&self.at("/anteckning"), &fields).await.is(303);
        self.entry(who, body).await
    }

    /// The identifier of the entry that says this, among those the person may share.
    pub(crate) async fn entry(&self, who: &mut Browser, body: &str) -> String {
        let page = who.get(&self.at("/dela")).await;
        let before = page.text.split_once(body).map_or("", |(before, _)| before);
        let value = before.rsplit_once("name=\"entry\" value=\"").map_or("", |(_, rest)| rest);
        value.split_once('"').map_or(String::new(), |(id, _)| id.to_owned())
    }

    /// The page that shows what a unit will newly see.
    pub(crate) async fn ground(&self, who: &mut Browser, entry: &str, unit: &str) -> Answer {
        let unit = self.region.unit(unit);
        who.get(&self.at(&format!("/dela/grund?entry={entry}&to={unit}"))).await
    }

    /// Goes through the forms of sharing, and returns what the check page and the last form answered.
    pub(crate) async fn share(
        &self,
        who: &mut Browser,
        entry: &str,
        unit: &str,
        on: &[(&str, &str)],
    ) -> (Answer, Answer) {
        let page = self.ground(who, entry, unit).await;
        page.is(200);
        let unit = self.region.unit(unit).to_string();
        let seen_name = format!("seen-{unit}");
        let seen = page.field(&seen_name);
        let named: Vec<(String, &str)> = on.iter().map(|(name, value)| (format!("{name}-{unit}"), *value)).collect();
        let mut fields = vec![("entry", entry), ("to", unit.as_str()), (seen_name.as_str(), seen.as_str())];
        fields.extend(named.iter().map(|(name, value)| (name.as_str(), *value)));
        let check = who.post(&self.at("/dela/granska"), &fields).await;
        let done = who.post(&self.at("/dela"), &fields).await;
        (check, done)
    }

    /// Offers the baton to a unit. From the school it crosses into another domain; inside health care nothing is asked, and
    /// what is said of the ground is not needed.
    pub(crate) async fn offers(&self, giver: &mut Browser, unit: &str, summary: &str) {
        giver.get(&self.at("/lamna-over")).await.is(200);
        let unit = self.region.unit(unit).to_string();
        let fields = [
            ("till", unit.as_str()),
            ("syfte", "ordinary"),
            ("sammanfattning", summary),
            ("grund", "general_clause"),
            ("nodvandigt", "De ska hjälpa Elin vidare."),
            ("steg", "skicka"),
        ];
        giver.post(&self.at("/lamna-over"), &fields).await.is(303);
    }

    /// Samira writes, and asks the family whether a unit may see it. Returns her browser and the entry.
    pub(crate) async fn written_and_asked(&self, body: &str, unit: &str, maturity: &str) -> (Browser, String) {
        let mut samira = self.test.log_in("samira").await;
        let entry = self.write(&mut samira, body).await;
        self.ask(&mut samira, &entry, unit, maturity).await.1.is(303);
        (samira, entry)
    }

    /// A guardian before the question that waits for them, and its address.
    pub(crate) async fn before_question(&self, who: &str) -> (Browser, String) {
        let mut guardian = self.test.log_in(who).await;
        let question = guardian.get("/min-familj").await.link("/min-familj/fraga/");
        guardian.get(&question).await.is(200);
        (guardian, question)
    }

    /// Both guardians say yes to the question that waits for them. Returns its address.
    pub(crate) async fn both_say_yes(&self) -> String {
        let mut address = String::new();
        for who in ["mamma", "pappa"] {
            let (mut guardian, question) = self.before_question(who).await;
            guardian.post(&question, &[("said", "yes")]).await.is(303);
            address = question;
        }
        address
    }

    /// Asks the family whether a unit may see an entry.
    pub(crate) async fn ask(&self, who: &mut Browser, entry: &str, unit: &str, maturity: &str) -> (Answer, Answer) {
        let on = [
            ("ground", "ask"),
            ("purpose", "Så att de som hjälper dig vet samma sak."),
            ("until", "2027-06-30"),
            ("maturity", maturity),
        ];
        self.share(who, entry, unit, &on).await
    }
}

fn holder(relation: &str) -> NewGuardian {
    NewGuardian {
        name: format!("{relation} Andersson"),
        relation: relation.to_owned(),
        number: String::new(),
        contact: Contact::default(),
        custody: Custody::Holder,
    }
}

async fn register_family(
    test: &TestApp,
    born: Day,
    protection: Protection,
) -> (Id<Child>, Id<Person>, Id<Person>, Id<Person>) {
    let mut act = test.demo().begin("test.family").await.expect("an act");
    let permit = act.authorize::<RegisterChild>(&RegionFacts).await.expect("a right");
    let label = Label { given_name: "Elin".to_owned(), age: Age::Born(born), place: "Björkeryd".to_owned() };
    let new = NewChild { label, identity: Identity::default(), municipality: None, protection };
    let child = register(&mut act, &permit, new).await.expect("a child");
    let elin = make_person(&mut act, &permit, child, "").await.expect("a person");
    let mut guardians = vec![];
    for relation in ["mamma", "pappa"] {
        guardians.push(add_guardian(&mut act, &permit, child, holder(relation)).await.expect("a guardian"));
    }
    act.commit(permit).await.expect("the family is saved");
    let (father, mother) = (guardians.pop().expect("a father"), guardians.pop().expect("a mother"));
    (child, elin, mother, father)
}

pub(crate) fn text<const MAX: usize>(written: &str) -> Text<MAX> {
    Text::parse(written).expect("a short text")
}
