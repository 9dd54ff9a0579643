//! Who has custody, and what a code opens: whoever asked is one person from the first question to the family's page.

use access::action::identity::RegisterChild;
use access::facts::RegionFacts;
use domain::child::{Child, Custody, Protection};
use domain::front_door::request::Request;
use domain::id::Id;
use identity::children::commands::{NewChild, NewGuardian, add_guardian, register};
use identity::children::{Age, Contact, Identity, Label};
use identity::login::commands::Kind;
use testkit::{Answer, Browser, Engine, Region, TestApp, engines, run};

use crate::world::{answer_all, code_of, count, logged_in, requests, taken, world};

/// A number of the Tax Agency's published test series.
const NUMBER: &str = "19570428-9999";

/// A grown-up asks about a child of nine, and Mikael takes it. Returns the guardian's browser with the code of the receipt,
/// Mikael's, the request, and the address of the person among the grown-ups around the child.
async fn asked(test: &TestApp, region: &Region, age: &str) -> (Browser, Browser, Id<Request>, String) {
    let mut browser = test.browser();
    let changes = [
        ("who", "guardian"),
        ("own_name", "Eva Lind"),
        ("own_relation", "mamma"),
        ("age", age),
        ("first_name", "Boel"),
    ];
    answer_all(&mut browser, region, &changes).await.is(200);
    let receipt = browser.submit("/be-om-hjalp/granska", &[]).await;
    let eva = logged_in(test, &code_of(&receipt)).await;
    let id = *requests(test).await.last().unwrap();
    let mut mikael = taken(test, id).await;
    let page = mikael.get(&format!("/en-vag-in/{id}")).await;
    page.is(200).says("Eva Lind").says("vårdnad inte bekräftad");
    let person = page.link(&format!("{}/", page.link("/barn/")));
    assert!(person.contains("/vuxna/"), "the grown-up leads to where custody is confirmed: {person}");
    (eva, mikael, id, person)
}

/// What Mikael has found out about Eva.
fn found<'a>(number: &'a str, custody: &'a str) -> [(&'a str, &'a str); 7] {
    [
        ("name", "Eva Lind"),
        ("relation", "mamma"),
        ("phone", "070-123 45 67"),
        ("message", "not_asked"),
        ("number", number),
        ("custody", custody),
        ("source", "register"),
    ]
}

/// The list of grown-ups that an address of one of them belongs to.
fn list_of(person: &str) -> &str {
    person.split_once("/vuxna/").unwrap().0
}

async fn gives(mikael: &mut Browser, person: &str) -> Answer {
    mikael.get(person).await.is(200);
    let letter = mikael.post(&format!("{person}/kod"), &[]).await;
    letter.is(200).says("Koden visas bara nu");
    letter
}

#[test]
fn custody_of_whoever_asked_is_confirmed_and_a_code_opens_the_familys_page() {
    run(async {
        for engine in engines() {
            let (test, region) = world(engine).await;
            let (mut eva, mut mikael, id, person) = asked(&test, &region, "9").await;
            eva.open("/min-familj").await.is(200).says("Det du har bett om hjälp med").does_not_say("<h1>Min familj");
            mikael.get(&person).await.is(200).says("Vårdnad inte bekräftad");
            let without: Vec<_> = found(NUMBER, "holder").into_iter().filter(|(name, _)| *name != "source").collect();
            mikael.post(&person, &without).await.is(422).says("Välj hur du vet att personen har vårdnaden");
            let kept = mikael.submit(&person, &found(NUMBER, "holder")).await;
            kept.is(200).says("Vårdnadshavare").says("enligt folkbokföringen").says("Mikael K.");
            assert_eq!(count(&test, "SELECT COUNT(*) AS n FROM guardian").await, 1, "one person, not two");
            // Nobody made sure who held the code of the receipt: it has ended, and so has what was begun with it.
            assert_eq!(eva.get("/min-familj").await.location, "/logga-in");

            let letter = gives(&mut mikael, &person).await;
            letter.says("Till Eva Lind").says("familjens sida").says("Koden gäller till");
            let mut eva = logged_in(&test, &code_of(&letter)).await;
            eva.get("/min-familj").await.is(200).says("Boel").says("Mikael").says("/min-begaran");
            let own = eva.open("/min-begaran").await;
            own.is(200).says("Någon har läst det").does_not_say("bekräftat att du är vårdnadshavare");

            // Renewed: the one before no longer works, nor what was begun with it.
            let again = gives(&mut mikael, &person).await;
            assert_eq!(eva.get("/min-familj").await.location, "/logga-in");
            let mut late = test.browser();
            late.get("/logga-in").await.is(200);
            late.post("/logga-in", &[("code", &code_of(&letter))]).await.is(422);
            let mut eva = logged_in(&test, &code_of(&again)).await;
            eva.get("/min-familj").await.is(200).says("Boel");

            // Taken back.
            mikael.get(&person).await.is(200).says("Har en kod som gäller till");
            mikael.submit(&format!("{person}/kod/ta-tillbaka"), &[]).await.is(200).says("Koden gäller inte längre");
            assert_eq!(eva.get("/min-familj").await.location, "/logga-in");
            mikael.get(&format!("/en-vag-in/{id}")).await.is(200).says("Vårdnadshavare");
        }
    });
}

/// Somebody with a number is known around another child already.
async fn known_elsewhere(test: &TestApp, region: &Region) -> Id<Child> {
    let mut act = test.demo().begin("test.family").await.unwrap();
    let permit = act.authorize::<RegisterChild>(&RegionFacts).await.unwrap();
    let label = Label { given_name: "Frej".to_owned(), age: Age::Stated(8, test.now().day()), place: String::new() };
    let new = NewChild { label, identity: Identity::default(), municipality: None, protection: Protection::None };
    let child = register(&mut act, &permit, new).await.unwrap();
    let number = domain::identity_number::IdentityNumber::parse(NUMBER, test.now().day()).unwrap();
    let mother = NewGuardian {
        name: "Eva Lind".to_owned(),
        relation: "mamma".to_owned(),
        number: number.normal_form().unwrap(),
        contact: Contact::default(),
        custody: Custody::Holder,
    };
    let person = add_guardian(&mut act, &permit, child, mother).await.unwrap();
    act.commit(permit).await.unwrap();
    region.persona(test, 90, "eva", Kind::Guardian(person), "Eva").await;
    child
}

#[test]
fn whoever_asked_is_found_again_by_number_and_follows_the_request_as_who_they_are() {
    run(async {
        for engine in engines() {
            let (test, region) = world(engine).await;
            known_elsewhere(&test, &region).await;
            let (mut stranger, mut mikael, id, person) = asked(&test, &region, "9").await;
            mikael.get(&person).await.is(200);
            let linked = mikael.submit(&person, &found(NUMBER, "holder")).await;
            linked.is(200).says("De två är en och samma nu").says("Vårdnadshavare");
            let around = "SELECT COUNT(*) AS n FROM guardian WHERE child_id = (SELECT child_id FROM request)";
            assert_eq!(count(&test, around).await, 1, "one person, not two");
            assert_eq!(stranger.get(&format!("/min-begaran/{id}")).await.location, "/logga-in");
            let mut eva = test.log_in("eva").await;
            eva.get("/min-familj").await.is(200).says("Boel");
            eva.get(&format!("/min-begaran/{id}")).await.is(200).says("Jag orkar inte gå till skolan.");
            // The same number once more, typed in the form of the interview, is told and not doubled.
            let adult = format!("/en-vag-in/{id}/vuxen");
            mikael.get(&format!("/en-vag-in/{id}")).await.is(200);
            let fields = [("guardian_name", "Eva"), ("guardian_number", NUMBER), ("custody", "none")];
            mikael.post(&adult, &fields).await.is(422).says("Numret går inte att använda här");
        }
    });
}

#[test]
fn a_code_of_one_without_custody_opens_what_they_asked_and_nothing_of_the_child() {
    run(async {
        let (test, region) = world(Engine::Sqlite).await;
        let (_, mut mikael, id, person) = asked(&test, &region, "9").await;
        let letter = gives(&mut mikael, &person).await;
        letter.does_not_say("familjens sida");
        let mut eva = logged_in(&test, &code_of(&letter)).await;
        assert_eq!(eva.get("/min-familj").await.location, "/min-begaran");
        eva.get(&format!("/min-begaran/{id}")).await.is(200).says("bekräftat att du är vårdnadshavare");
    });
}

#[test]
fn a_child_gets_a_code_of_its_own_from_thirteen_and_not_before() {
    run(async {
        for engine in engines() {
            for (age, may) in [("12", false), ("13", true)] {
                let (test, region) = world(engine).await;
                let (_, mut mikael, _, person) = asked(&test, &region, age).await;
                let (list, own) = (format!("{}/vuxna", list_of(&person)), format!("{}/kod", list_of(&person)));
                let page = mikael.get(&list).await;
                page.is(200);
                if !may {
                    page.says("Barn får egen inloggning från 13 år");
                    mikael.post(&own, &[]).await.is(409);
                    continue;
                }
                let letter = mikael.post(&own, &[]).await;
                letter.is(200).says("Till Boel").says("din egen sida");
                let mut boel = logged_in(&test, &code_of(&letter)).await;
                boel.get("/min-sida").await.is(200).says("Boel");
            }
        }
    });
}

#[test]
fn people_outside_the_help_reach_neither_grown_ups_nor_codes() {
    run(async {
        let (test, region) = world(Engine::Sqlite).await;
        let (_, mut mikael, _, person) = asked(&test, &region, "14").await;
        mikael.get(&person).await.is(200);
        let child = list_of(&person).to_owned();
        for who in ["johan", "nora", "rut", "ali", "lo"] {
            let mut browser = test.log_in(who).await;
            browser.get("/uppdrag").await.is(200);
            for path in [format!("{child}/vuxna"), person.clone(), format!("{child}/skydd")] {
                browser.get(&path).await.is(404).does_not_say("Eva Lind");
            }
            for path in [format!("{person}/kod"), format!("{child}/kod"), format!("{person}/kod/ta-tillbaka")] {
                browser.post(&path, &[]).await.is(404);
            }
        }
        // Whoever keeps the system works at the front door, and still meets no family.
        let mut stig = test.log_in("stig").await;
        stig.get("/uppdrag").await.is(200);
        stig.post(&format!("{person}/kod"), &[]).await.is(403);
    });
}
