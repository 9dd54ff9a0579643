//! The queue: what it shows, who gets the next, and what the second nurse sees.

use directory::commands::{NewEntry, Seen, keep_entry};
use directory::{Hours, OnHolidays, Week, Weekday};
use domain::calendar::OfficeHours;
use domain::child::Protection;
use domain::front_door::intake::Topic;
use jiff::SignedDuration;
use testkit::{engines, run};

use crate::world::{WORDS, World, step};

#[test]
fn the_queue_shows_first_name_age_and_place_with_what_is_acute_first() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            world.asks("Alma", Topic::School).await;
            world.asks("Tuva", Topic::SelfHarmOrSuicidal).await;
            let mut mikael = world.test.log_in("mikael").await;
            let page = mikael.get("/en-vag-in").await;
            page.is(200).says("Alma").says("13 år, Lindala").says("Ring först").says("Ta emot").says("2 att ta emot");
            page.does_not_say(WORDS).does_not_say("701740635");
            let (tuva, alma) = (page.text.find("Tuva").unwrap(), page.text.find("Alma").unwrap());
            assert!(tuva < alma, "what is acute stands first");
        }
    });
}

#[test]
fn the_number_of_questions_does_not_grow_with_the_queue() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            world.asks("Alma", Topic::School).await;
            let mut mikael = world.test.log_in("mikael").await;
            mikael.get("/en-vag-in").await.is(200);
            let few = world.test.app.database().observed().get("front_door.queue").copied();
            for number in 0..30 {
                world.test.wait(SignedDuration::from_secs(1));
                world.asks(&format!("Barn{number}"), Topic::School).await;
            }
            let page = mikael.get("/en-vag-in").await;
            page.says("Visar 25 av 31");
            assert_eq!(world.test.app.database().observed().get("front_door.queue").copied(), few);
            let rest = mikael.get(&page.link("/en-vag-in?visa=waiting&#38;efter=").replace("&#38;", "&")).await;
            rest.says("Visar 6 av 31").says("Barn29").does_not_say("Alma");
        }
    });
}

#[test]
fn whoever_has_it_changes_how_urgent_it_is_with_a_reason_and_the_queue_is_ordered_by_it() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let first = world.asks("Alma", Topic::School).await;
            world.test.wait(SignedDuration::from_secs(1));
            let second = world.asks("Tuva", Topic::School).await;
            let mut mikael = world.taken_by("mikael", first).await;
            let mut mikael2 = mikael.clone();
            mikael2.post(&format!("/en-vag-in/{second}/ta-emot"), &[]).await.is(303);
            let order = |page: &str| (page.find("Alma").unwrap(), page.find("Tuva").unwrap());
            let before = order(&mikael.get("/en-vag-in?visa=mine").await.text);
            assert!(before.0 < before.1, "who came first stands first");
            let hurry = format!("/en-vag-in/{second}/brattom");
            mikael.get(&format!("/en-vag-in/{second}")).await.is(200).says("Hur bråttom är det?");
            mikael.post(&hurry, &[("urgency", "")]).await.is(422).says("Välj hur bråttom");
            let missing = [("urgency", "acute"), ("urgency_reason", " ")];
            mikael.post(&hurry, &missing).await.is(422).says("Skriv varför");
            let now = [("urgency", "acute"), ("urgency_reason", "Rösten lät inte bra.")];
            let page = mikael.submit(&hurry, &now).await;
            page.is(200).says("Ändrat").says("Rösten lät inte bra.").says("Ny bedömning av hur bråttom det är");
            let after = order(&mikael.get("/en-vag-in?visa=mine").await.text);
            assert!(after.1 < after.0, "what is acute stands first");
            let down = [("urgency", "ordinary"), ("urgency_reason", "Hon är trygg i kväll.")];
            mikael.submit(&hurry, &down).await.is(200).says("Hon är trygg i kväll.");
            let again = order(&mikael.get("/en-vag-in?visa=mine").await.text);
            assert!(again.0 < again.1);
            let mut petra = world.test.log_in("petra").await;
            petra.get("/en-vag-in").await.is(200);
            petra.post(&hurry, &now).await.is(403);
        }
    });
}

#[test]
fn two_nurses_take_the_same_child_and_one_is_told_who_was_quicker() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let id = world.asks("Alma", Topic::School).await;
            let (mut mikael, mut petra) = (world.test.log_in("mikael").await, world.test.log_in("petra").await);
            mikael.get("/en-vag-in").await.is(200);
            petra.get("/en-vag-in").await.is(200);
            let address = format!("/en-vag-in/{id}/ta-emot");
            let (first, second) = tokio::join!(mikael.post(&address, &[]), petra.post(&address, &[]));
            let (won, lost) = if first.status == 303 { (first, second) } else { (second, first) };
            assert_eq!((won.status, won.location), (303, format!("/en-vag-in/{id}")));
            lost.is(409).says("Någon annan hann före").says("Inget har ändrats");
        }
    });
}

#[test]
fn after_taking_it_words_and_number_are_shown_and_a_colleague_can_take_over() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let id = world.asks("Alma", Topic::School).await;
            let mut petra = world.taken_by("petra", id).await;
            let address = format!("/en-vag-in/{id}");
            petra.get(&address).await.is(200).says(WORDS).says("+46701740635").says("Lämna inga meddelanden");
            let mut mikael = world.test.log_in("mikael").await;
            mikael.get("/en-vag-in?visa=others").await.says("Alma").says("Petra Å.");
            mikael.get(&address).await.is(200).says("Petra Å. har tagit emot").does_not_say("+46701740635");
            let over = format!("{address}/ta-over");
            mikael.post(&over, &[("reason", "")]).await.is(422).says("Skriv varför");
            mikael.submit(&over, &[("reason", "Petra är sjuk.")]).await.is(200).says("+46701740635");
            petra.get(&address).await.says("Mikael K. har tagit emot").says("Petra är sjuk.");
        }
    });
}

#[test]
fn the_next_is_taken_in_order_until_nobody_waits() {
    run(async {
        let world = World::start(testkit::Engine::Sqlite).await;
        world.asks("Alma", Topic::School).await;
        let acute = world.asks("Tuva", Topic::SelfHarmOrSuicidal).await;
        let mut mikael = world.test.log_in("mikael").await;
        mikael.get("/en-vag-in").await.is(200);
        let taken = mikael.post("/en-vag-in/ta-nasta", &[]).await;
        assert_eq!(taken.location, format!("/en-vag-in/{acute}"));
        // Pressed twice on the same page it takes one; from the queue again it takes the next.
        let twice = mikael.post("/en-vag-in/ta-nasta", &[]).await;
        assert_eq!(twice.location, taken.location);
        mikael.get("/en-vag-in").await.is(200);
        mikael.submit("/en-vag-in/ta-nasta", &[]).await.says("Alma");
        mikael.get("/en-vag-in").await.is(200);
        mikael.submit("/en-vag-in/ta-nasta", &[]).await.is(200).says("Ingen väntar just nu");
    });
}

#[test]
fn a_protected_identity_shows_neither_name_nor_place_and_is_not_taken_by_just_anyone() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let id = world.asks_protected("Hemlig", Topic::School, Protection::Registered).await;
            let mut petra = world.test.log_in("petra").await;
            let page = petra.get("/en-vag-in").await;
            page.is(200).says("Skyddad identitet").does_not_say("Hemlig").does_not_say("13 år, Lindala");
            petra.post(&format!("/en-vag-in/{id}/ta-emot"), &[]).await.is(404);
            petra.get(&format!("/en-vag-in/{id}")).await.is(404);
            // Whoever has the duty holds it, and so is named from the start: nobody is left with what nobody may open.
            let mut mikael = world.test.log_in("mikael").await;
            mikael.get("/en-vag-in").await.is(200).says("Hemlig");
            mikael.post(&format!("/en-vag-in/{id}/ta-emot"), &[]).await.is(303);
            mikael.get(&format!("/en-vag-in/{id}")).await.is(200).says("Lämna inte ut namn");
        }
    });
}

#[test]
fn people_at_other_units_are_told_nothing() {
    run(async {
        let world = World::start(testkit::Engine::Sqlite).await;
        let id = world.asks("Alma", Topic::School).await;
        for who in ["johan", "ali", "nora", "stig"] {
            let mut browser = world.test.log_in(who).await;
            let queue = browser.get("/en-vag-in").await.status;
            assert_eq!(queue, 403, "{who} does not see the queue");
            let next = browser.post("/en-vag-in/ta-nasta", &[]).await.status;
            assert_eq!(next, 403, "{who} takes nobody from it");
            for path in ["", "/sakerhet", "/fara", "/beslut", "/granska"] {
                let status = browser.get(&format!("/en-vag-in/{id}{path}")).await.status;
                assert!(status == 404 || (who == "stig" && status == 403), "{who} {path}: {status}");
            }
        }
    });
}

#[test]
fn a_promise_broken_for_days_is_late_by_working_days_and_one_broken_for_hours_by_hours() {
    run(async {
        let world = World::start(testkit::Engine::Sqlite).await;
        world.asks("Alma", Topic::School).await;
        // Due on Wednesday 25 November at 10.00.
        world.test.wait(SignedDuration::from_hours(26));
        let mut mikael = world.test.log_in("mikael").await;
        mikael.get("/en-vag-in").await.is(200).says("Försenad 2 tim 0 min");
        world.test.wait(SignedDuration::from_hours(24 * 7));
        let mut mikael = world.test.log_in("mikael").await;
        mikael.get("/en-vag-in").await.is(200).says("Försenad 5 arbetsdagar").does_not_say("Försenad 170");
    });
}

#[test]
fn what_is_left_is_counted_on_the_days_when_the_front_door_is_there() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let mut entry = NewEntry::new(world.region.unit("front_door"), "Här ber man om hjälp.", "Here one asks.");
            let week = Week::new([Weekday::Monday, Weekday::Tuesday].map(|day| (day, OfficeHours::DEFAULT))).unwrap();
            entry.hours = Hours::Weekly { week, holidays: OnHolidays::Closed };
            keep_entry(&world.test.demo(), entry, Seen::Anything).await.unwrap();
            // Asked on a Tuesday and promised within a working day: that is the Monday after.
            let id = world.asks("Alma", Topic::School).await;
            let mut mikael = world.taken_by("mikael", id).await;
            for page in ["/en-vag-in?visa=mine".to_owned(), format!("/en-vag-in/{id}"), step(id, "sakerhet")] {
                mikael.get(&page).await.is(200).says("1 arbetsdag kvar").does_not_say("arbetsdagar kvar");
            }
        }
    });
}

#[test]
fn what_a_unit_has_asked_for_is_shown_a_page_at_a_time() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            for number in 0..51 {
                world.test.wait(SignedDuration::from_secs(1));
                world.asks_from("nora", &format!("Barn{number}")).await;
            }
            let mut nora = world.test.log_in("nora").await;
            let page = nora.get("/remisser").await;
            assert_eq!(page.is(200).text.matches("href=\"/remisser/").count(), 50);
            let rest = nora.get(&page.link("/remisser?efter=")).await;
            assert_eq!(rest.is(200).text.matches("href=\"/remisser/").count(), 1);
            rest.does_not_say("/remisser?efter=");
        }
    });
}

#[test]
fn whoever_leads_the_front_door_sees_on_their_day_what_is_late_in_its_queue_and_nobody_else_does() {
    let late = "Försenat på En väg in";
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            world.asks("Alma", Topic::School).await;
            let (with_petra, with_family) =
                (world.asks("Tuva", Topic::School).await, world.asks("Elsa", Topic::School).await);
            world.taken_by("petra", with_petra).await;
            let mut petra = world.taken_by("petra", with_family).await;
            petra.get(&format!("/en-vag-in/{with_family}")).await.is(200);
            let tried = [("reached", "no_answer"), ("note", "Ingen svarade.")];
            petra.submit(&format!("/en-vag-in/{with_family}/forsok"), &tried).await.says("Ingen svarade.");
            world.test.log_in("vera").await.get("/min-dag").await.is(200).does_not_say(late);

            world.test.wait(SignedDuration::from_hours(24 * 7));
            let mut vera = world.test.log_in("vera").await;
            let day = vera.get("/min-dag").await;
            day.is(200).says(late).says("En som ingen har tagit emot").says("En hos en kollega");
            day.says("En där ni väntar på familjen").says("Skulle ha fått svar");
            day.says("Men det finns sådant på sidan som du behöver veta om.");
            for (tab, name) in [("waiting", "Alma"), ("others", "Tuva"), ("family", "Elsa")] {
                let address = format!("/en-vag-in?visa={tab}");
                day.says(&format!("href=\"{address}\""));
                vera.get(&address).await.is(200).says(name);
            }
            for who in ["mikael", "petra", "lena"] {
                world.test.log_in(who).await.get("/min-dag").await.is(200).does_not_say(late);
            }
        }
    });
}
