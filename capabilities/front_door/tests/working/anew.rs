//! A child that a unit gave back: the front door decides anew, by the rules in force now; the earlier decision stays, and
//! whoever asked sees that the answer is another.

use access::Actor;
use access::action::front_door::SeeRequest;
use domain::front_door::intake::Topic;
use domain::front_door::request::Request;
use domain::id::Id;
use front_door::request::store as requests;
use identity::login::commands::Kind;
use testkit::{Browser, engines, run};

use crate::returned::{returned, sent_on};
use crate::world::{World, form, lines, ratings, send, step};

const DECISIONS: &str = "SELECT COUNT(*) AS n FROM decision WHERE table_id IS NOT NULL";
const WHY: &str = "UPH skriver att det behövs en annan nivå.";
const OFFER: &str = "Ta ett nytt beslut";
const DONE: &str = "/en-vag-in?visa=done";

/// The child who asked, logged in.
async fn who_asked(world: &World, id: Id<Request>) -> Browser {
    let asker = world.test.asker(Actor::Staff(world.region.post("mikael")));
    let mut act = asker.begin_reading("test.follower").await.unwrap();
    let facts = requests::facts(act.transaction(), id, world.test.now()).await.unwrap().unwrap();
    let permit = act.authorize::<SeeRequest>(&facts).await.unwrap();
    let person = requests::find(&mut act, &permit, id).await.unwrap().unwrap().follower.unwrap();
    act.finish(permit).await.unwrap();
    world.region.persona(&world.test, 120, "alma", Kind::Child(person), "Alma").await;
    world.test.log_in("alma").await
}

#[test]
fn what_came_back_is_decided_anew_with_a_reason_and_the_family_sees_the_new_answer() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let id = world.asks("Alma", Topic::School).await;
            let (mut mikael, _) = returned(&world, id).await;
            let (page, up) = (format!("/en-vag-in/{id}"), step(id, "nytt-beslut"));
            mikael.get(&page).await.is(200).says(OFFER).says("UPH Björkeryd").does_not_say("Tidigare beslut");
            mikael.post(&up, &[("anew_reason", " ")]).await.is(422).says(OFFER).says("<title>Fel: ");
            mikael.get(&page).await.is(200);
            let taken_up = mikael.post(&up, &[("anew_reason", WHY)]).await;
            assert!(taken_up.location.starts_with(&step(id, "livsomraden")), "{}", taken_up.text);
            mikael.get(&page).await.is(200).does_not_say(OFFER).says("Togs upp för ett nytt beslut").says(WHY);
            let mut alma = who_asked(&world, id).await;
            let following = format!("/min-begaran/{id}");
            alma.get(&following).await.is(200).says("Ett nytt beslut är på väg").says("UPH Björkeryd");
            // What is being decided anew is not done.
            mikael.get(DONE).await.is(200).says("Klara i dag 0").does_not_say("Alma");

            // The decision before is the earlier one.
            world.test.wait(jiff::SignedDuration::from_secs(60));
            send(&mut mikael, &step(id, "livsomraden"), &ratings("worry", "4")).await;
            mikael.get(&step(id, "beslut")).await.is(200).does_not_say("Johan på UPH ringer er på torsdag.");
            let unit = world.region.unit("psychiatry").to_string();
            let decision = form(&[
                ("level", "4"),
                ("reason", "Det är svårare än vi först trodde."),
                ("outcome", "route"),
                ("unit", &unit),
                ("told", "Maria på BUP ringer er nästa vecka."),
                ("next_step", "Maria ringer Alma"),
                ("next_on", "2026-12-03"),
                ("handover", "Oro som har blivit värre. UPH har gett tillbaka."),
            ]);
            send(&mut mikael, &step(id, "beslut"), &decision).await;
            let sent = send(&mut mikael, &step(id, "granska"), &form(&[("summary_read_back", "yes")])).await;
            assert_eq!(sent.location, format!("{page}?klart=front-decided"), "{}", sent.text);
            assert_eq!(world.trail_of(id).await.pending_unit, Some(world.region.unit("psychiatry")));
            assert_eq!(lines(&world, DECISIONS).await, 2, "both are kept, each with its edition of the rules");
            let done = mikael.get(DONE).await;
            assert_eq!(done.is(200).says("Klara i dag 1").text.matches(">Alma</").count(), 1, "it is shown once");
            let shown = mikael.get(&page).await;
            shown.is(200).says("Vidare till en verksamhet: BUP Rösmark").says("Tidigare beslut").does_not_say(OFFER);
            shown.says("Vidare till en verksamhet: UPH Björkeryd").says("Johan på UPH ringer er på torsdag.");
            mikael.get("/sprak?language=en&back=/").await.is(303);
            mikael.get(&page).await.is(200).says("Earlier decisions").says("Taken up for a new decision");
            alma.get(&following)
                .await
                .is(200)
                .says("Det här är ett nytt beslut")
                .says("Maria på BUP ringer er nästa vecka.");
            world.test.log_in("maria").await.get("/min-dag").await.is(200).says("Alma");
            assert!(audit::verify(world.test.app.database()).await.unwrap().is_ok());
        }
    });
}

#[test]
fn what_somebody_is_asked_about_or_is_no_business_of_ones_own_is_not_decided_anew() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let id = world.asks("Alma", Topic::School).await;
            let mut mikael = sent_on(&world, id).await;
            let (page, up) = (format!("/en-vag-in/{id}"), step(id, "nytt-beslut"));
            mikael.get(&page).await.is(200).does_not_say(OFFER);
            mikael.post(&up, &[("anew_reason", WHY)]).await.is(409);
            let mut johan = world.test.log_in("johan").await;
            johan.get("/min-dag").await.is(200);
            johan.post(&up, &[("anew_reason", WHY)]).await.is(404);
            assert_eq!(world.trail_of(id).await.pending_unit, Some(world.region.unit("first_line")));
            mikael.get(&page).await.is(200).does_not_say("Togs upp för ett nytt beslut");
        }
    });
}

#[test]
fn a_step_whose_day_has_been_is_not_what_happens_now() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let id = world.asks("Alma", Topic::School).await;
            sent_on(&world, id).await;
            let following = format!("/min-begaran/{id}");
            let mut alma = who_asked(&world, id).await;
            alma.get(&following).await.is(200).says("Johan ringer Alma").does_not_say("Det skulle ha hänt");
            world.test.wait(jiff::SignedDuration::from_hours(24 * 7));
            let mut alma = world.test.log_in("alma").await;
            let page = alma.get(&following).await;
            page.is(200).says("Det skulle ha hänt senast").says("Ring och fråga").does_not_say("Johan ringer Alma");
        }
    });
}
