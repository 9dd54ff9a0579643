//! Somebody at work asks the front door for help for a child, and sees what becomes of it.

use domain::front_door::request::Request;
use domain::id::Id;
use domain::trail::{Step, Text, When};
use testkit::{Answer, Browser, Engine, engines, run};
use trail::commands::accept;

use crate::assessing::{decision, sends};
use crate::world::{World, assess, send, step};

const SCHOOL: &str = "Skolhälsovården Björkeryds skola";
const CONCERN: &str = "Alma kommer inte till skolan. Hon säger att hon har ont i magen.";
const NUMBER: &str = "20121003-2387";

/// Answers every question as a school nurse would, but for sending; `changes` replaces single answers.
async fn answer_all(browser: &mut Browser, world: &World, changes: &[(&str, &str)]) -> Answer {
    let place = world.region.municipality("lindala").to_string();
    let pages: [(&str, &[(&str, &str)]); 13] = [
        (
            "/remiss",
            &[("first_name", "Alma"), ("family_name", "Berg"), ("identity", "number"), ("number", NUMBER), ("age", "")],
        ),
        ("/remiss/samma", &[("same", "yes")]),
        ("/remiss/var", &[("municipality", &place), ("school", "Björkeryds skola")]),
        ("/remiss/vad", &[("topic", "school")]),
        ("/remiss/ord", &[("words", CONCERN)]),
        ("/remiss/sedan", &[("since", "Sedan höstlovet")]),
        ("/remiss/provat", &[("tried", "Kortare dagar i tre veckor. Det hjälpte inte.")]),
        ("/remiss/vet", &[("child_knows", "yes"), ("guardians_know", "yes"), ("why_not", "")]),
        ("/remiss/vill", &[("wish", "Alma vill prata med någon utanför skolan.")]),
        ("/remiss/familjen", &[("reach", "call"), ("phone", "070-174 06 35"), ("mobile", ""), ("at_school", "")]),
        ("/remiss/meddelande", &[("message", "safe")]),
        ("/remiss/tolk", &[("interpreter", "no"), ("language", "")]),
        ("/remiss/du", &[("call_back", "070-174 06 36")]),
    ];
    let mut page = browser.open("/remiss").await;
    for (path, fields) in pages {
        if browser.get(path).await.status == 303 {
            continue;
        }
        let typed = |(name, usual): &(&str, &str)| {
            let other = changes.iter().find(|(changed, _)| changed == name);
            ((*name).to_owned(), other.map_or(*usual, |(_, value)| *value).to_owned())
        };
        let fields: Vec<_> = fields.iter().map(typed).collect();
        let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        page = browser.submit(path, &fields).await;
    }
    page
}

/// Somebody logs in, asks, and sends. Returns their browser and the request.
async fn refers(world: &World, who: &str, changes: &[(&str, &str)]) -> (Browser, Id<Request>) {
    let mut browser = world.test.log_in(who).await;
    answer_all(&mut browser, world, changes).await.is(200).says("Stämmer det här?");
    let receipt = browser.submit("/remiss/granska", &[]).await;
    receipt.is(200).says("Tack, vi har fått det");
    let id = receipt.link("/remisser/").rsplit_once('/').unwrap().1.parse().unwrap();
    (browser, id)
}

fn followed(id: Id<Request>) -> String {
    format!("/remisser/{id}")
}

#[test]
fn a_school_nurse_asks_and_it_is_received_interviewed_decided_accepted_and_she_sees_how_far_it_has_come() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let mut nora = world.test.log_in("nora").await;
            let review = answer_all(&mut nora, &world, &[]).await;
            review.is(200).says("Alma Berg, 14 år").says(CONCERN).says("Sedan höstlovet").says("Kortare dagar");
            review.says("Mikael K. på En väg in Rösmark mitt").says("senast i morgon 10.00").says("/remiss/vill");
            let (mut nora, id) = refers(&world, "nora", &[]).await;
            nora.get("/remisser").await.is(200).says("Alma").says("Mottagen").says("Nora S.");
            nora.get(&followed(id)).await.is(200).says("Någon läser senast i morgon 10.00").says(CONCERN);

            let mut mikael = world.test.log_in("mikael").await;
            mikael.get("/en-vag-in").await.is(200).says("Alma").says(SCHOOL).does_not_say(CONCERN);
            let mut mikael = world.taken_by("mikael", id).await;
            let page = mikael.get(&format!("/en-vag-in/{id}")).await;
            page.is(200).says(CONCERN).says("Nora S., skolsköterska").says(SCHOOL).says("+46701740636");
            page.says("+46701740635").says("Sedan höstlovet").says("Kortare dagar").says("utanför skolan");
            nora.get(&followed(id)).await.is(200).says("Pågår").says("Mikael K.");

            assess(&mut mikael, id, "worry", "3").await;
            let unit = world.region.unit("first_line").to_string();
            let route = decision("3", "route", &[("unit", &unit)]);
            send(&mut mikael, &step(id, "beslut"), &route).await;
            sends(&mut mikael, id).await.is(200).says("Beslutet är sparat");
            let page = nora.get(&followed(id)).await;
            page.is(200).says("Beslutad").does_not_say("UPH Björkeryd").does_not_say("nivå 3");
            page.does_not_say("Johan på UPH ringer").does_not_say("Benen går inte");

            let what = Text::parse("Besök").unwrap();
            let visit = Step { what, when: When::On(world.test.now().day().plus_days(7)) };
            let johan = world.test.asker(access::Actor::Staff(world.region.post("johan")));
            let trail = world.trail_of(id).await.trail;
            accept(&johan, Id::new(trail), visit).await.unwrap();
            nora.get(&followed(id)).await.is(200).says("Accepterad").does_not_say("UPH Björkeryd");
            nora.get("/remisser").await.says("Accepterad");
            // Having asked is no relation to the trail.
            nora.get(&format!("/led/{trail}")).await.is(404);
        }
    });
}

#[test]
fn the_front_door_wants_to_know_more_and_whoever_asked_answers_once() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let (mut nora, id) = refers(&world, "nora", &[]).await;
            let mut mikael = world.taken_by("mikael", id).await;
            let (request, ask) = (format!("/en-vag-in/{id}"), format!("/en-vag-in/{id}/fraga"));
            mikael.get(&request).await.is(200).says("Fråga den som skickade");
            mikael.post(&ask, &[("question", "  ")]).await.is(422).says("Skriv vad du vill veta");
            let asked = mikael.submit(&ask, &[("question", "Hur många dagar är hon där?")]).await;
            asked.is(200).says("Frågan är skickad").says("Frågan väntar på svar");
            mikael.post(&ask, &[("question", "Och i fjol?")]).await.is(422).says("väntar redan").says("Och i fjol?");

            nora.get("/remisser").await.is(200).says("Mer behövs");
            let day = nora.get("/min-dag").await;
            day.is(200).says("En väg in väntar på svar").says("Om Alma").says(&followed(id));
            mikael.get("/min-dag").await.is(200).does_not_say("En väg in väntar på svar");
            let page = nora.get(&followed(id)).await;
            page.is(200).says("Hur många dagar är hon där?").says("Mikael K. frågade");
            // What comes later than what whoever has it last wrote is news to them.
            world.test.wait(jiff::SignedDuration::from_secs(60));
            let answer = format!("{}/svar", followed(id));
            let number = page.field("number");
            nora.post(&answer, &[("number", &number), ("answer", "")]).await.is(422).says("Skriv ditt svar");
            let sent = nora.submit(&answer, &[("number", &number), ("answer", "Två dagar i veckan.")]).await;
            sent.is(200).says("Svaret är skickat").says("Pågår").says("Två dagar i veckan.");
            let late = nora.post(&answer, &[("number", &number), ("answer", "Tre dagar.")]).await;
            late.is(422).says("väntar inte på svar längre").says("Tre dagar.");
            nora.get("/min-dag").await.is(200).does_not_say("En väg in väntar på svar");
            mikael.get("/en-vag-in?visa=mine").await.is(200).says("Den som skickade remissen har svarat");
            mikael
                .get(&request)
                .await
                .is(200)
                .says("Två dagar i veckan.")
                .says("Nora S. svarade")
                .says("Fråga den som");
        }
    });
}

#[test]
fn sending_a_referral_twice_makes_one_request_and_leads_to_the_same_receipt() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let mut nora = world.test.log_in("nora").await;
            answer_all(&mut nora, &world, &[]).await.is(200);
            let mut other = nora.clone();
            let (first, second) = tokio::join!(nora.post("/remiss/granska", &[]), other.post("/remiss/granska", &[]));
            assert_eq!((first.location.as_str(), second.location.as_str()), ("/remiss/kvitto", "/remiss/kvitto"));
            assert_eq!(nora.post("/remiss/granska", &[]).await.location, "/remiss/kvitto");
            let list = nora.get("/remisser").await;
            assert_eq!(list.text.matches("href=\"/remisser/").count(), 1, "{}", list.text);
            nora.get("/remiss").await.is(200).says("Du har nyss skickat en remiss");
        }
    });
}

/// A page, what is sent to it, what to write, and what was kept.
type Case<'c> = (&'c str, &'c [(&'c str, &'c str)], &'c str, &'c str);

#[test]
fn an_error_in_a_referral_says_what_to_write_and_keeps_what_was_typed() {
    run(async {
        let world = World::start(Engine::Sqlite).await;
        let mut nora = world.test.log_in("nora").await;
        answer_all(&mut nora, &world, &[]).await.is(200);
        let long = "å".repeat(2_001);
        let name = "å".repeat(301);
        let cases: [Case<'_>; 14] = [
            ("/remiss", &[("first_name", "Bo"), ("age", "9")], "Välj om du har numret", "value=\"Bo\""),
            ("/remiss", &[("first_name", " "), ("identity", "none"), ("age", "9")], "barnets förnamn", "value=\"9\""),
            ("/remiss", &[("first_name", &name), ("identity", "none"), ("age", "9")], "högst 300 tecken", &name),
            (
                "/remiss",
                &[("first_name", "Bo"), ("identity", "none"), ("age", "nio")],
                "Skriv åldern i år",
                "value=\"nio\"",
            ),
            (
                "/remiss",
                &[("first_name", "Bo"), ("identity", "number"), ("number", "20121003-2388")],
                "Någon siffra stämmer inte",
                "20121003-2388",
            ),
            ("/remiss/var", &[("municipality", "x"), ("school", "A")], "Välj kommun", "value=\"A\""),
            ("/remiss/vad", &[("topic", "worried_for_friend")], "Välj det som ligger närmast", "href=\"#topic\""),
            ("/remiss/ord", &[("words", "  ")], "Skriv vad du är orolig för", "href=\"#words\""),
            ("/remiss/provat", &[("tried", &long)], "högst 2 000 tecken", &long),
            (
                "/remiss/vet",
                &[("child_knows", "yes"), ("guardians_know", "no"), ("why_not", " ")],
                "Skriv varför inte alla vet",
                "href=\"#why_not\"",
            ),
            ("/remiss/vet", &[("why_not", "för att")], "Välj ja, delvis eller nej", "för att"),
            ("/remiss/familjen", &[("reach", "call"), ("phone", "12")], "till exempel 070-123 45 67", "value=\"12\""),
            ("/remiss/tolk", &[("interpreter", "yes")], "Välj vilket språk", "href=\"#language\""),
            ("/remiss/du", &[("call_back", "ring")], "Skriv ett telefonnummer", "value=\"ring\""),
        ];
        for (path, fields, what_to_write, kept) in cases {
            nora.get(path).await.is(200);
            let answer = nora.post(path, fields).await;
            answer.is(422).says("<title>Fel: ").says("Något saknas").says(what_to_write).says(kept);
        }
        nora.get("/remiss/finns-inte").await.is(404);
        nora.get("/remiss/granska").await.is(200).says("Alma Berg, 14 år").says("Ja, alla");
    });
}

#[test]
fn nobody_else_sees_what_a_unit_has_asked_for() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let (_, id) = refers(&world, "nora", &[]).await;
            for other in ["samira", "ines", "johan", "ali"] {
                let mut browser = world.test.log_in(other).await;
                browser.get("/remisser").await.is(200).does_not_say("Alma");
                browser.get(&followed(id)).await.is(404).does_not_say("Alma");
                let fields = [("number", "1"), ("answer", "Ja")];
                browser.post(&format!("{}/svar", followed(id)), &fields).await.is(404);
                browser.post(&format!("/en-vag-in/{id}/fraga"), &[("question", "Varför?")]).await.is(404);
            }
            // The front door does not ask itself, and a head teacher does not refer.
            for other in ["mikael", "rut", "stig"] {
                world.test.log_in(other).await.get("/remiss").await.is(403);
            }
            assert_eq!(world.test.browser().get("/remiss").await.location, "/logga-in");
        }
    });
}

#[test]
fn a_draft_follows_whoever_writes_it_and_not_the_browser() {
    run(async {
        let world = World::start(Engine::Sqlite).await;
        let mut nora = world.test.log_in("nora").await;
        answer_all(&mut nora, &world, &[]).await.is(200);
        world.test.log_in("samira").await.get("/remiss").await.is(200).does_not_say("Alma");
        let mut again = world.test.log_in("nora").await;
        again.get("/remiss/ord").await.is(200).says(CONCERN);
        again.submit("/remiss/radera", &[]).await.is(200).says("Allt du skrev är raderat");
        assert_eq!(nora.get("/remiss/ord").await.location, "/remiss");
    });
}

#[test]
fn a_child_who_is_known_is_joined_when_whoever_asks_says_that_it_is_the_same() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let (_, first) = refers(&world, "nora", &[]).await;
            let mut samira = world.test.log_in("samira").await;
            let child = [("first_name", "Alma"), ("identity", "number"), ("number", NUMBER), ("age", "")];
            samira.get("/remiss").await.is(200);
            let asked = samira.submit("/remiss", &child).await;
            asked.is(200).says("Är det samma barn?").does_not_say("Nora").does_not_say(SCHOOL);
            let no = samira.submit("/remiss/samma", &[("same", "no")]).await;
            no.is(200).says("Rätta numret").says(NUMBER);
            assert_eq!(samira.get("/remiss/granska").await.location, "/remiss/samma");
            let (_, second) = refers(&world, "samira", &[]).await;
            assert_eq!(world.trail_of(first).await.trail, world.trail_of(second).await.trail);
            assert_eq!(world.trail_of(first).await.child, world.trail_of(second).await.child);
        }
    });
}

#[test]
fn child_psychiatry_is_told_that_it_does_not_refer_to_itself_and_the_decision_refuses_it() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let sentence = "BUP remitterar inte till BUP genom En väg in";
            world.test.log_in("nora").await.get("/remiss").await.is(200).does_not_say(sentence);
            let (mut maria, id) = refers(&world, "maria", &[]).await;
            maria.get("/remiss").await.is(200).says(sentence);
            let mut mikael = world.taken_by("mikael", id).await;
            assess(&mut mikael, id, "low_mood", "4").await;
            mikael.get(&step(id, "beslut")).await.is(200).says(sentence);
            let unit = world.region.unit("psychiatry").to_string();
            let route = decision("4", "route", &[("unit", &unit), ("reason", "Behöver specialist.")]);
            let refused = send(&mut mikael, &step(id, "beslut"), &route).await;
            refused.is(422).says(sentence);
            maria.get(&followed(id)).await.is(200).says("Pågår");
        }
    });
}

#[test]
fn the_school_of_a_protected_child_is_not_told_before_somebody_named_has_taken_it() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let protected = [("first_name", "Hemlig"), ("identity", "protected"), ("number", ""), ("age", "13")];
            let (mut nora, id) = refers(&world, "nora", &protected).await;
            nora.get("/remisser").await.is(200).says("Hemlig");
            // Who is on duty can take it, or nobody could; they do not see the school either until they have.
            let mut mikael = world.test.log_in("mikael").await;
            let queue = mikael.get("/en-vag-in").await;
            queue.is(200).says("Hemlig").says("En yrkesperson").does_not_say(SCHOOL).does_not_say("13 år, Lindala");
            let mut petra = world.test.log_in("petra").await;
            let queue = petra.get("/en-vag-in").await;
            queue.is(200).says("Skyddad identitet").says("En yrkesperson").does_not_say("Hemlig").does_not_say(SCHOOL);
            petra.post(&format!("/en-vag-in/{id}/ta-emot"), &[]).await.is(404);
            let mut mikael = world.taken_by("mikael", id).await;
            mikael.get("/en-vag-in?visa=mine").await.is(200).says("Hemlig").says(SCHOOL);
            mikael.get(&format!("/en-vag-in/{id}")).await.is(200).says(SCHOOL).says(CONCERN);
            petra.get("/en-vag-in?visa=others").await.is(200).says("Skyddad identitet").does_not_say(SCHOOL);
            nora.get(&followed(id)).await.is(200).says("Hemlig").says("Pågår");
            // That more is wanted stands on the day of whoever referred, without the name, and of no colleague.
            let ask = format!("/en-vag-in/{id}/fraga");
            mikael.submit(&ask, &[("question", "Sedan när?")]).await.is(200).says("Frågan är skickad");
            let day = nora.get("/min-dag").await;
            day.is(200).says("Om ett barn med skyddade uppgifter").says(&followed(id)).does_not_say("Hemlig");
        }
    });
}

#[test]
fn acute_signs_show_whom_to_call_before_anything_else_is_asked_and_come_first_in_the_queue() {
    run(async {
        let world = World::start(Engine::Sqlite).await;
        refers(&world, "samira", &[("first_name", "Tuva"), ("identity", "none"), ("number", ""), ("age", "15")]).await;
        let mut nora = world.test.log_in("nora").await;
        let place = world.region.municipality("lindala").to_string();
        nora.get("/remiss").await.is(200);
        let child = [("first_name", "Alma"), ("identity", "none"), ("number", ""), ("age", "14")];
        nora.submit("/remiss", &child).await.is(200);
        nora.submit("/remiss/var", &[("municipality", &place), ("school", "")]).await.is(200);
        let calm = nora.post("/remiss/vad", &[("topic", "self_harm_or_suicidal")]).await;
        assert_eq!(calm.location, "/remiss/nu");
        let calm = nora.get("/remiss/nu").await;
        calm.is(200).says("tel:112").says("vänta inte").says("/remiss/ord").says("Ring 040-628 04 00:");
        let acute = [("identity", "none"), ("number", ""), ("age", "14"), ("topic", "self_harm_or_suicidal")];
        answer_all(&mut nora, &world, &acute).await.is(200).says("läggs först i kön");
        nora.submit("/remiss/granska", &[]).await.is(200).says("Så fort vi kan");
        let queue = world.test.log_in("mikael").await.get("/en-vag-in").await;
        let (alma, tuva) = (queue.text.find("Alma").unwrap(), queue.text.find("Tuva").unwrap());
        assert!(alma < tuva, "what is acute stands first");
    });
}

#[test]
fn a_family_that_nobody_reaches_comes_back_to_whoever_asked() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let (mut nora, id) = refers(&world, "nora", &[]).await;
            let mut mikael = world.taken_by("mikael", id).await;
            let request = format!("/en-vag-in/{id}");
            for _ in 0..3 {
                mikael.get(&request).await.is(200);
                let tried = [("reached", "no_answer"), ("note", "")];
                mikael.post(&format!("{request}/forsok"), &tried).await.is(303);
            }
            mikael.get(&request).await.is(200);
            let reason = [("give_up_reason", "Tre försök, inget svar.")];
            mikael.post(&format!("{request}/ge-upp"), &reason).await.is(303);
            nora.get("/remisser").await.is(200).says("Tillbaka till er");
            nora.get(&followed(id)).await.is(200).says("utan att nå familjen").does_not_say("Tre försök, inget svar");
        }
    });
}

#[test]
fn asking_the_front_door_and_opening_a_trail_at_ones_own_unit_lead_to_each_other() {
    run(async {
        let world = World::start(Engine::Sqlite).await;
        let mut nora = world.test.log_in("nora").await;
        nora.get("/ny-led").await.is(200).says("din enhet håller i barnet").says("href=\"/remiss\"");
        nora.get("/remiss").await.is(200).says("href=\"/ny-led\"").says("öppna en led hos er i stället");
        // Who works at the front door does not ask it.
        world.test.log_in("mikael").await.get("/ny-led").await.is(200).does_not_say("href=\"/remiss\"");
    });
}
