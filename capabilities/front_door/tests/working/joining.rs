//! A parent calls about Ella and a school nurse refers Ella B.: two children, two requests, and one child afterwards.

use domain::child::{Child, Custody, Protection};
use domain::front_door::intake::Topic;
use domain::front_door::request::Request;
use domain::id::Id;
use domain::protection::{Grade, Source};
use domain::trail::{NextStep, Start};
use identity::children::Whose;
use identity::children::adults::commands::{Found, add};
use identity::children::protection::commands::set;
use jiff::SignedDuration;
use testkit::{Browser, engines, run};
use trail::commands::{Opening, open};

use crate::world::{World, lines};

const WHY: [(&str, &str); 2] = [("reason", "Mamman sa att skolsköterskan också har hört av sig."), ("sure", "1")];

const RUNNING: &str = "
    SELECT COUNT(*) AS n
    FROM care_clock
    WHERE code = 'structured_interview' AND stopped_at IS NULL";
const TRAILS_OF_THOSE: &str = "
    SELECT COUNT(DISTINCT trail_id) AS n
    FROM care_clock
    WHERE code = 'structured_interview' AND stopped_at IS NULL";
const OPEN_TRAILS: &str = "
    SELECT COUNT(*) AS n
    FROM trail
    WHERE state = 'open'";
const LINES: &str = "
    SELECT COUNT(DISTINCT child_id) AS n
    FROM audit_line
    WHERE action = 'identity.join' AND outcome = 'changed'";
const KEYS: &str = "
    SELECT COUNT(*) AS n
    FROM child_key";
const UNDECIDED: &str = "
    SELECT COUNT(*) AS n
    FROM request
    WHERE state <> 'closed'";

async fn child_of(world: &World, request: Id<Request>) -> Id<Child> {
    world.trail_of(request).await.child
}

fn page(request: Id<Request>, child: Id<Child>) -> String {
    format!("/en-vag-in/{request}/samma-barn/{child}")
}

/// Joins, and expects that it can be done.
async fn joins(browser: &mut Browser, address: &str) {
    browser.get(address).await.is(200).says("Det går inte att ångra");
    let answer = browser.post(address, &WHY).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
}

#[test]
fn a_child_who_asked_and_whom_a_school_nurse_refers_becomes_one_with_the_earliest_promise() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let first = world.asks("Ella", Topic::School).await;
            let promised = world.due_of(first).await;
            world.test.wait(SignedDuration::from_hours(24));
            let second = world.asks_from("nora", "Ella B.").await;
            let (other, kept) = (child_of(&world, first).await, child_of(&world, second).await);
            let keys = lines(&world, KEYS).await;

            let mut mikael = world.taken_by("mikael", second).await;
            let link = format!("/en-vag-in/{second}/samma-barn");
            mikael.get(&format!("/en-vag-in/{second}")).await.is(200).says(&link);
            mikael.get(&link).await.is(200).says("Ella, 13 år").says(&page(second, other));
            mikael.get(&page(second, other)).await.is(200).says("Ella B.").says("Förnamn").says("Inget skydd");
            let nothing = mikael.post(&page(second, other), &[]).await;
            nothing.is(422).says("Skriv hur du vet").says("Kryssa i");
            joins(&mut mikael, &page(second, other)).await;

            assert_eq!((child_of(&world, first).await, child_of(&world, second).await), (kept, kept));
            assert_eq!(lines(&world, KEYS).await, keys - 1, "the other key is gone");
            assert_eq!(lines(&world, UNDECIDED).await, 1, "one request goes on");
            assert_eq!(world.due_of(second).await, promised, "the earliest promise keeps its clock");
            assert_eq!(lines(&world, OPEN_TRAILS).await, 1, "one holder");
            assert_eq!((lines(&world, RUNNING).await, lines(&world, TRAILS_OF_THOSE).await), (2, 1));
            assert_eq!(lines(&world, LINES).await, 2, "a line about each");
            // What was asked, and what happened, is there, and opens under the one key.
            mikael.get(&format!("/en-vag-in/{first}")).await.is(200).says("Sammanslagen");
            mikael.get(&format!("/en-vag-in/{second}")).await.is(200).says("Sammanslagen");
            mikael.get(&format!("/barn/{kept}")).await.is(200).says("Ella");
            // Sent twice: the other is no more, and nobody is told that it was.
            mikael.post(&page(second, other), &WHY).await.is(404);
        }
    });
}

#[test]
fn an_old_address_leads_to_the_one_that_goes_on_for_whoever_may_see_that_one() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let (first, second) = (world.asks("Ella", Topic::School).await, world.asks("Ella", Topic::School).await);
            let (other, kept) = (child_of(&world, first).await, child_of(&world, second).await);
            let mut mikael = world.taken_by("mikael", second).await;
            joins(&mut mikael, &page(second, other)).await;
            for end in ["", "/vuxna"] {
                let led = mikael.get(&format!("/barn/{other}{end}")).await;
                assert_eq!((led.status, led.location.as_str()), (303, format!("/barn/{kept}{end}").as_str()));
                let mut karl = world.test.log_in("karl").await;
                karl.get(&format!("/barn/{other}{end}")).await.is(404);
            }
        }
    });
}

#[test]
fn nobody_joins_what_they_may_not_read() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let first = world.asks("Ella", Topic::School).await;
            let hidden = world.asks_protected("Hemlig", Topic::School, Protection::Marked).await;
            let second = world.asks("Ella", Topic::School).await;
            let (plain, protected) = (child_of(&world, first).await, child_of(&world, hidden).await);
            let elsewhere = world.registers("Ella").await;
            let keys = lines(&world, KEYS).await;

            // Petra has a request of her own, and is not named for the protected child.
            let mut petra = world.taken_by("petra", second).await;
            for child in [protected, elsewhere] {
                petra.get(&page(second, child)).await.is(404).does_not_say("Hemlig");
                petra.post(&page(second, child), &WHY).await.is(404);
            }
            petra.get(&format!("/en-vag-in/{second}/samma-barn")).await.is(200).does_not_say("Hemlig");
            // Another organisation, and a colleague who has not taken it.
            let mut karl = world.test.log_in("karl").await;
            for address in [format!("/en-vag-in/{second}/samma-barn"), page(second, plain)] {
                karl.get(&address).await.is(404);
                karl.post(&address, &WHY).await.is(404);
            }
            let mut mikael = world.test.log_in("mikael").await;
            mikael.get("/en-vag-in").await.is(200);
            mikael.post(&page(second, plain), &WHY).await.is(403);
            assert_eq!(lines(&world, KEYS).await, keys, "nothing was joined");
            assert_eq!(lines(&world, UNDECIDED).await, 3);
        }
    });
}

#[test]
fn whoever_is_named_joins_a_protected_child_and_the_protection_holds_for_both() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let hidden = world.asks_protected("Ella", Topic::School, Protection::Marked).await;
            let second = world.asks("Ella", Topic::School).await;
            let protected = child_of(&world, hidden).await;
            let mut petra = world.test.log_in("petra").await;
            let mut mikael = world.taken_by("mikael", second).await;
            petra.get(&format!("/en-vag-in/{second}")).await.is(200);
            joins(&mut mikael, &page(second, protected)).await;
            mikael.get(&format!("/en-vag-in/{second}")).await.is(200).says("Lämna inte ut namn");
            for request in [hidden, second] {
                petra.get(&format!("/en-vag-in/{request}")).await.is(404);
            }
        }
    });
}

#[test]
fn a_protected_grown_up_around_one_of_two_stays_so_and_is_shown_to_the_named_only() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let (first, second) = (world.asks("Ella", Topic::School).await, world.asks("Ella", Topic::School).await);
            let (other, kept) = (child_of(&world, first).await, child_of(&world, second).await);
            let (mother, phone) = ("Hemlig Mamma", "070-174 06 58");
            world.protects_mother(other, (mother, phone)).await;
            let hidden = "Vuxen med skyddade uppgifter";

            let mut mikael = world.taken_by("mikael", second).await;
            mikael.get(&page(second, other)).await.is(200).says(hidden).does_not_say(mother).does_not_say(phone);
            joins(&mut mikael, &page(second, other)).await;
            for address in [format!("/barn/{kept}/vuxna"), format!("/en-vag-in/{second}")] {
                mikael.get(&address).await.is(200).says(hidden).does_not_say(mother).does_not_say(phone);
            }
            let mut petra = world.test.log_in("petra").await;
            petra.get(&format!("/barn/{kept}/vuxna")).await.is(200).says(mother);
        }
    });
}

#[test]
fn a_request_that_a_colleague_has_is_theirs_to_give() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let (first, second) = (world.asks("Ella", Topic::School).await, world.asks("Ella", Topic::School).await);
            let other = child_of(&world, first).await;
            world.taken_by("petra", first).await;
            let mut mikael = world.taken_by("mikael", second).await;
            mikael.get(&page(second, other)).await.is(200).says("Be Petra Å.").does_not_say("Det går inte att ångra");
            mikael.post(&page(second, other), &WHY).await.is(422).says("kan inte läggas ihop nu");
            assert_eq!(lines(&world, UNDECIDED).await, 2);
        }
    });
}

#[test]
fn where_another_unit_holds_a_trail_of_one_that_child_goes_on_and_the_request_stays_with_the_front_door() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let (first, second) = (world.asks("Ella", Topic::School).await, world.asks("Ella", Topic::School).await);
            let (held, mine) = (child_of(&world, first).await, child_of(&world, second).await);
            let trail = world.held_by("johan", held).await;
            let mut mikael = world.taken_by("mikael", second).await;
            mikael.get(&page(second, held)).await.is(200).says("som en annan enhet håller i");
            joins(&mut mikael, &page(second, held)).await;
            assert_ne!(mine, held);
            assert_eq!(child_of(&world, second).await, held, "the one that another unit holds goes on");
            assert_eq!(lines(&world, OPEN_TRAILS).await, 2, "theirs and the front door's own");
            let mut johan = world.test.log_in("johan").await;
            johan.get(&format!("/led/{trail}")).await.is(200);
            mikael.get(&format!("/en-vag-in/{second}")).await.is(200);
        }
    });
}

#[test]
fn two_trails_that_two_units_hold_do_not_become_one_and_are_named_only_to_whoever_may_read_them() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let (first, second) = (world.asks("Ella", Topic::School).await, world.asks("Ella", Topic::School).await);
            let (one, other) = (child_of(&world, first).await, child_of(&world, second).await);
            world.held_by("johan", one).await;
            world.held_by("maria", other).await;
            let mut mikael = world.taken_by("mikael", second).await;
            let refused = mikael.get(&page(second, one)).await;
            refused.is(200).says("Två andra enheter håller i var sitt led").does_not_say("UPH Björkeryd");
            mikael.post(&page(second, one), &WHY).await.is(422);
            assert_eq!(lines(&world, OPEN_TRAILS).await, 4, "nothing was joined");
        }
    });
}

impl World {
    /// Petra writes down the mother of a child, whose identity is protected: she alone is named.
    async fn protects_mother(&self, child: Id<Child>, (name, phone): (&str, &str)) {
        let post = self.region.post("petra");
        let asker = self.test.asker(access::Actor::Staff(post));
        let found = Found {
            name: name.to_owned(),
            relation: "mamma".to_owned(),
            phone: phone.to_owned(),
            message: None,
            number: String::new(),
            custody: Custody::Holder,
            source: Some(identity::children::adults::Source::Register),
        };
        let mother = add(&asker, child, found).await.unwrap();
        let grade = Grade { protection: Protection::Marked, source: Source::Register, since: self.test.now().day() };
        set(&asker, post, (child, Whose::Guardians(mother)), grade, &[]).await.unwrap();
    }

    /// Somebody at another unit opens a trail of a child, and holds it.
    async fn held_by(&self, who: &str, child: Id<Child>) -> Id<domain::trail::Trail> {
        let post = self.region.post(who);
        let opening = Opening { child, start: Start::Professional(post), next_step: NextStep::Missing };
        open(&self.test.asker(access::Actor::Staff(post)), opening).await.unwrap()
    }

    /// A child that the front door has nothing to do with.
    async fn registers(&self, name: &str) -> Id<Child> {
        let mut act = self.test.demo().begin("test.register").await.unwrap();
        let permit =
            act.authorize::<access::action::identity::RegisterChild>(&access::facts::RegionFacts).await.unwrap();
        let age = identity::children::Age::Stated(13, self.test.now().day());
        let label = identity::children::Label { given_name: name.to_owned(), age, place: "Lindala".to_owned() };
        let new = identity::children::commands::NewChild {
            label,
            identity: identity::children::Identity::default(),
            municipality: None,
            protection: Protection::None,
        };
        let child = identity::children::commands::register(&mut act, &permit, new).await.unwrap();
        act.commit_about(permit, child).await.unwrap();
        child
    }

    /// When somebody must have answered a request.
    async fn due_of(&self, id: Id<Request>) -> domain::moment::Moment {
        let now = self.test.now();
        let post = self.region.post("mikael");
        let mut act = self.test.asker(access::Actor::Staff(post)).begin_reading("test.due").await.unwrap();
        let facts = front_door::request::store::facts(act.transaction(), id, now).await.unwrap().unwrap();
        let permit = act.authorize::<access::action::front_door::SeeRequest>(&facts).await.unwrap();
        let stored = front_door::request::store::find(&mut act, &permit, id).await.unwrap().unwrap();
        act.finish(permit).await.unwrap();
        stored.request.record().due_at
    }
}
