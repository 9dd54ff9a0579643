//! Asking again while help is going on, and asking without saying who one is.

use access::Actor;
use access::action::identity::RegisterChild;
use access::facts::RegionFacts;
use domain::child::{Custody, Protection};
use domain::moment::Day;
use domain::trail::{NextStep, Start};
use identity::children::commands::{NewChild, NewGuardian, add_guardian, make_person, register};
use identity::children::{Age, Contact, Identity, Label};
use identity::login::commands::Kind;
use testkit::{Region, TestApp, engines, run};
use trail::commands::Opening;

use crate::world::{answer_all, count, requests, seen, world};

const TRAILS: &str = "SELECT COUNT(*) AS n FROM trail";

/// Elin, 14 years old, and her mother, who can both log in; Johan at the first line holds her trail.
pub(crate) async fn helped(test: &TestApp, region: &Region) {
    let mut act = test.demo().begin("test.family").await.unwrap();
    let permit = act.authorize::<RegisterChild>(&RegionFacts).await.unwrap();
    let born = Day::from_parts(2012, 3, 4).unwrap();
    let label = Label { given_name: "Elin".to_owned(), age: Age::Born(born), place: "Björkeryd".to_owned() };
    let new = NewChild { label, identity: Identity::default(), municipality: None, protection: Protection::None };
    let child = register(&mut act, &permit, new).await.unwrap();
    let elin = make_person(&mut act, &permit, child, "").await.unwrap();
    let mother = NewGuardian {
        name: "Sara Lund".to_owned(),
        relation: "mamma".to_owned(),
        number: String::new(),
        contact: Contact::default(),
        custody: Custody::Holder,
    };
    let mother = add_guardian(&mut act, &permit, child, mother).await.unwrap();
    act.commit(permit).await.unwrap();
    region.persona(test, 90, "elin", Kind::Child(elin), "Elin").await;
    region.persona(test, 91, "mamma", Kind::Guardian(mother), "Sara").await;
    let johan = region.post("johan");
    let opening = Opening { child, start: Start::Professional(johan), next_step: NextStep::Missing };
    trail::commands::open(&test.asker(Actor::Staff(johan)), opening).await.unwrap();
}

#[test]
fn a_child_or_guardian_who_asks_again_joins_what_the_front_door_holds_and_nothing_that_others_hold() {
    run(async {
        for engine in engines() {
            for (who, kind) in [("elin", "child"), ("mamma", "guardian")] {
                let (test, region) = world(engine).await;
                helped(&test, &region).await;
                let mut browser = test.log_in(who).await;
                let changes = [("who", kind), ("first_name", "Elin"), ("age", "14")];
                for _ in 0..2 {
                    answer_all(&mut browser, &region, &changes).await.is(200);
                    browser.submit("/be-om-hjalp/granska", &[]).await.is(200).says("Tack, vi har fått det");
                }
                assert_eq!(count(&test, TRAILS).await, 2, "Johan's, and one at the front door");
                let [first, second] = requests(&test).await[..] else { panic!("two requests") };
                let trail = seen(&test, &region, first).await.trail;
                assert_eq!(seen(&test, &region, second).await.trail, trail);

                // What Johan does is not the front door's to know, nor the other way round.
                let mut mikael = test.log_in("mikael").await;
                mikael.get("/en-vag-in").await.is(200).does_not_say("UPH Björkeryd");
                mikael.post(&format!("/en-vag-in/{first}/ta-emot"), &[]).await.is(303);
                let page = mikael.get(&format!("/en-vag-in/{first}")).await;
                page.is(200).does_not_say("Johan E.").does_not_say("UPH Björkeryd");
                test.log_in("johan").await.get(&format!("/led/{trail}")).await.is(404);
            }
        }
    });
}

#[test]
fn a_guardian_asks_for_no_grown_up_child() {
    run(async {
        let (test, region) = world(testkit::Engine::Sqlite).await;
        helped(&test, &region).await;
        // Elin turns eighteen in March 2030.
        test.wait(jiff::SignedDuration::from_hours(24 * 365 * 4));
        let mut mother = test.log_in("mamma").await;
        let changes = [("who", "guardian"), ("first_name", "Elin"), ("age", "17")];
        answer_all(&mut mother, &region, &changes).await.is(200);
        mother.submit("/be-om-hjalp/granska", &[]).await.is(200);
        assert_eq!(
            count(&test, "SELECT COUNT(*) AS n FROM child").await,
            2,
            "it is somebody else, as far as anyone knows"
        );
    });
}

#[test]
fn somebody_elses_child_with_the_same_name_joins_nothing() {
    run(async {
        let (test, region) = world(testkit::Engine::Sqlite).await;
        helped(&test, &region).await;
        let mut stranger = test.browser();
        answer_all(&mut stranger, &region, &[("first_name", "Elin"), ("age", "14")]).await.is(200);
        stranger.submit("/be-om-hjalp/granska", &[]).await.is(200);
        assert_eq!(count(&test, TRAILS).await, 2);
    });
}

#[test]
fn a_guardian_who_asks_without_logging_in_is_shown_as_they_called_themselves_or_as_not_having_said() {
    run(async {
        for engine in engines() {
            for (name, relation, shown) in [
                ("", "", "Uppgav inte sitt namn"),
                ("", "mamma", "mamma, uppgav inte sitt namn"),
                ("Sara Lund", "mamma", "Sara Lund (mamma)"),
            ] {
                let (test, region) = world(engine).await;
                let mut browser = test.browser();
                let changes = [("who", "guardian"), ("own_name", name), ("own_relation", relation)];
                let review = answer_all(&mut browser, &region, &changes).await;
                review.is(200).says(if name.is_empty() && relation.is_empty() {
                    "inte skrivit ditt namn"
                } else {
                    relation
                });
                browser.submit("/be-om-hjalp/granska", &[]).await.is(200);
                let [id] = requests(&test).await[..] else { panic!("one request") };
                let trail = seen(&test, &region, id).await.trail;
                let mut mikael = test.log_in("mikael").await;
                mikael.get(&format!("/led/{trail}")).await.is(200).says(shown).says("närstående");
            }
        }
    });
}
