//! Interviewing, rating and deciding.

use access::facts::Openness;
use domain::front_door::intake::Topic;
use domain::trail::{Step, Text, When};
use testkit::{Browser, engines, run};

use crate::world::{Form, World, assess, form, lines, ratings, safe, send, step, words};
use domain::front_door::request::Request;
use domain::id::Id;
use trail::commands::accept;

/// The decision form with what every outcome needs.
pub(crate) fn decision(level: &str, outcome: &str, more: &[(&str, &str)]) -> Form {
    let mut fields = form(&[
        ("level", level),
        ("outcome", outcome),
        ("told", "Johan på UPH ringer er på torsdag."),
        ("next_step", "Johan ringer Alma"),
        ("next_on", "2026-11-26"),
        ("handover", "Oro, borta från skolan i tre veckor."),
    ]);
    fields.extend(form(more));
    fields
}

pub(crate) async fn sends(browser: &mut Browser, id: Id<Request>) -> testkit::Answer {
    let answer = send(browser, &step(id, "granska"), &form(&[("summary_read_back", "yes")])).await;
    if answer.location.is_empty() { answer } else { browser.open(&answer.location.clone()).await }
}

#[test]
fn a_nurse_takes_interviews_rates_and_decides_and_the_unit_is_asked() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let id = world.asks("Alma", Topic::School).await;
            let mut mikael = world.taken_by("mikael", id).await;
            assess(&mut mikael, id, "worry", "3").await;
            let page = mikael.get(&step(id, "beslut")).await;
            page.is(200).says("Förslag på nivå").says("Exempel, ej för vård").says("version 1");
            page.says("UPH Björkeryd")
                .says("Åldern är bara vad någon sagt")
                .says("BUP Rösmark:")
                .says("Ger inte den här nivån");
            page.says("Ett område med stora svårigheter");
            let unit = world.region.unit("first_line").to_string();
            let answer = send(&mut mikael, &step(id, "beslut"), &decision("3", "route", &[("unit", &unit)])).await;
            assert_eq!(answer.location, step(id, "granska"), "{}", answer.text);
            let review = mikael.get(&step(id, "granska")).await;
            review
                .says("UPH Björkeryd får en förfrågan")
                .says("Du håller i det tills de har sagt ja")
                .says("Oro och ångest 3");
            let sent = sends(&mut mikael, id).await;
            sent.is(200).says("Beslutet är sparat").says("Vidare till en verksamhet: UPH Björkeryd");
            sent.says("Förslaget var nivå 3, första linjen, enligt version 1");
            mikael.get("/en-vag-in?visa=done").await.says("Alma").says("beslutat i dag 10.00");
            let trail = world.trail_of(id).await;
            assert_eq!(trail.pending_unit, Some(world.region.unit("first_line")), "the unit is asked");
            assert_eq!(trail.holder_unit, world.region.unit("front_door"), "the front door holds it until then");
            assert_eq!(trail.holder_assignment, world.region.post("mikael").assignment);
            let overview = format!("/en-vag-in/{id}");
            mikael.get(&overview).await.is(200).says("Beslutat").does_not_say("Avslutat i kön");
            mikael.get(&step(id, "beslut")).await;
            let again = send_again(&mut mikael, id).await;
            assert_eq!(again.status, 409, "a decision is never changed: {}", again.text);
            let mut johan = world.test.log_in("johan").await;
            let accept = format!("/led/{}/tacka-ja", Id::<domain::trail::Trail>::new(trail.trail));
            johan.get(&accept).await.is(200);
            let next = [("vad", "Besök hos Johan"), ("dag", "2026-12-01"), ("tid", "15.20")];
            johan.post(&accept, &next).await.is(303);
            mikael.get(&overview).await.is(200).says("Avslutat i kön").says("Johan E.");
        }
    });
}

#[test]
fn who_takes_the_baton_closes_the_request_behind_it_under_a_right_and_with_a_line_of_its_own() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let id = world.asks("Alma", Topic::School).await;
            let unit = world.region.unit("first_line").to_string();
            let mut mikael = world.taken_by("mikael", id).await;
            assess(&mut mikael, id, "worry", "3").await;
            send(&mut mikael, &step(id, "beslut"), &decision("3", "route", &[("unit", &unit)])).await;
            sends(&mut mikael, id).await.is(200);
            let carried = "
                SELECT COUNT(*) AS n
                FROM audit_line
                WHERE action = 'front_door.carry_out' AND outcome = 'changed' AND act = 'trail.accept'
                  AND subject_kind = 'SentOn' AND child_id IS NOT NULL AND staff_id IS NOT NULL
                  AND policies = 'front_door.the_unit_that_took_the_baton_closes_what_was_sent_on_with_it'";
            assert_eq!(lines(&world, carried).await, 0);
            let what = Text::parse("Besök").unwrap();
            let visit = Step { what, when: When::On(world.test.now().day().plus_days(7)) };
            let johan = world.test.asker(access::Actor::Staff(world.region.post("johan")));
            accept(&johan, Id::new(world.trail_of(id).await.trail), visit).await.unwrap();
            assert_eq!(lines(&world, carried).await, 1);
            mikael.get(&format!("/en-vag-in/{id}")).await.is(200).says("Avslutat i kön");
            // What was told at the front door is not Johan's to read.
            let mut johan = world.test.log_in("johan").await;
            johan.get(&format!("/en-vag-in/{id}")).await.is(404);
        }
    });
}

async fn send_again(browser: &mut Browser, id: Id<Request>) -> testkit::Answer {
    let page = browser.get(&step(id, "granska")).await;
    let version = page.field("version");
    browser.post(&step(id, "granska"), &[("version", &version), ("summary_read_back", "yes")]).await
}

#[test]
fn vet_inte_gives_no_level_and_says_which_areas_are_needed() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let id = world.asks("Alma", Topic::School).await;
            let mut mikael = world.taken_by("mikael", id).await;
            assess(&mut mikael, id, "family", "unknown").await;
            let page = mikael.get(&step(id, "livsomraden")).await;
            page.says("Mer information behövs")
                .says("<li>Familj och hemmiljö</li>")
                .does_not_say("aria-current=\"true\"><span></span>");
            let unit = world.region.unit("first_line").to_string();
            send(&mut mikael, &step(id, "beslut"), &decision("3", "route", &[("unit", &unit)])).await;
            sends(&mut mikael, id).await.is(422).says("Skriv varför du bestämmer fast information saknas");
            let reason = [("unit", unit.as_str()), ("reason", "Skolan har sett oron.")];
            send(&mut mikael, &step(id, "beslut"), &decision("3", "route", &reason)).await;
            sends(&mut mikael, id).await.is(200).says("Inget förslag gavs").says("Skolan har sett oron.");
        }
    });
}

#[test]
fn another_level_than_suggested_wants_a_reason() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let id = world.asks("Alma", Topic::School).await;
            let mut mikael = world.taken_by("mikael", id).await;
            assess(&mut mikael, id, "worry", "3").await;
            let unit = world.region.unit("psychiatry").to_string();
            send(&mut mikael, &step(id, "beslut"), &decision("4", "route", &[("unit", &unit)])).await;
            let refused = sends(&mut mikael, id).await;
            refused.is(422).says("Fel: ").says("Skriv varför du väljer en annan nivå").says("Johan ringer Alma");
            let reason = [("unit", unit.as_str()), ("reason", "Tidigare försök, känt för mottagningen.")];
            send(&mut mikael, &step(id, "beslut"), &decision("4", "route", &reason)).await;
            sends(&mut mikael, id).await.is(200).says("Tidigare försök, känt för mottagningen.");
        }
    });
}

#[test]
fn advice_ends_the_trail_or_leaves_a_next_step() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            for after in ["close", "keep"] {
                let id = world.asks("Alma", Topic::School).await;
                let mut mikael = world.taken_by("mikael", id).await;
                assess(&mut mikael, id, "worry", "0").await;
                let fields = decision("0", "advice", &[("after", after)]);
                send(&mut mikael, &step(id, "beslut"), &fields).await;
                sends(&mut mikael, id).await.is(200).says("Råd").says("Avslutat i kön");
            }
        }
    });
}

#[test]
fn a_trail_is_not_closed_while_another_request_on_it_waits_for_an_answer() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let first = world.asks("Alma", Topic::School).await;
            let second = world.asks_again("Alma", first).await;
            assert_eq!(world.trail_of(first).await.trail, world.trail_of(second).await.trail);
            for (id, left) in [(first, Openness::Open), (second, Openness::Closed)] {
                let mut mikael = world.taken_by("mikael", id).await;
                assess(&mut mikael, id, "worry", "0").await;
                let fields = decision("0", "advice", &[("after", "close")]);
                send(&mut mikael, &step(id, "beslut"), &fields).await;
                sends(&mut mikael, id).await.is(200).says("Avslutat i kön");
                assert_eq!(world.trail_of(id).await.openness, left);
            }
        }
    });
}

#[test]
fn nobody_is_offered_a_trail_that_another_unit_has_taken_over_meanwhile() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let first = world.asks("Alma", Topic::School).await;
            let second = world.asks_again("Alma", first).await;
            let unit = world.region.unit("first_line").to_string();
            let route = decision("3", "route", &[("unit", &unit)]);
            let mut mikael = world.taken_by("mikael", first).await;
            assess(&mut mikael, first, "worry", "3").await;
            send(&mut mikael, &step(first, "beslut"), &route).await;
            sends(&mut mikael, first).await.is(200);
            let what = Text::parse("Besök").unwrap();
            let visit = Step { what, when: When::On(world.test.now().day().plus_days(7)) };
            let johan = world.test.asker(access::Actor::Staff(world.region.post("johan")));
            accept(&johan, Id::new(world.trail_of(first).await.trail), visit).await.unwrap();

            let mut mikael = world.taken_by("mikael", second).await;
            assess(&mut mikael, second, "worry", "3").await;
            send(&mut mikael, &step(second, "beslut"), &route).await;
            sends(&mut mikael, second).await.is(422).says("Leden är inte hos er längre");
            let advice = decision("0", "advice", &[("after", "keep"), ("reason", "UPH håller i det.")]);
            send(&mut mikael, &step(second, "beslut"), &advice).await;
            sends(&mut mikael, second).await.is(200).says("Avslutat i kön");
            assert_eq!(world.trail_of(second).await.holder_unit, world.region.unit("first_line"));
        }
    });
}

#[test]
fn a_unit_that_does_not_fit_is_refused_with_a_reason() {
    run(async {
        let world = World::start(testkit::Engine::Sqlite).await;
        let id = world.asks("Alma", Topic::School).await;
        let mut mikael = world.taken_by("mikael", id).await;
        assess(&mut mikael, id, "worry", "3").await;
        let unit = world.region.unit("psychiatry").to_string();
        let refused = send(&mut mikael, &step(id, "beslut"), &decision("3", "route", &[("unit", &unit)])).await;
        refused.is(422).says("Verksamheten passar inte på den här nivån").says("Oro, borta från skolan");
        let refused = send(&mut mikael, &step(id, "beslut"), &form(&[("told", "Hej")])).await;
        refused.is(422).says("Välj en nivå").says("Välj vad som händer nu").says("Välj en dag");
    });
}

#[test]
fn what_is_missing_is_listed_before_anything_is_sent() {
    run(async {
        let world = World::start(testkit::Engine::Sqlite).await;
        let id = world.asks("Alma", Topic::School).await;
        let mut mikael = world.taken_by("mikael", id).await;
        send(&mut mikael, &step(id, "sakerhet"), &safe()).await;
        let page = mikael.get(&step(id, "granska")).await;
        page.says("Det här behövs innan du kan skicka").says("Hur mycket är barnet i skolan?").says("Välj en nivå");
        sends(&mut mikael, id).await.is(422);
    });
}

#[test]
fn answers_of_several_speakers_stand_beside_each_other() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let id = world.asks("Alma", Topic::School).await;
            let mut mikael = world.taken_by("mikael", id).await;
            send(&mut mikael, &step(id, "sakerhet"), &safe()).await;
            let mut said = words();
            said.push(("then".to_owned(), "speaker:guardian_a".to_owned()));
            let answer = send(&mut mikael, &step(id, "egna-ord"), &said).await;
            assert_eq!(answer.location, format!("{}?vem=guardian_a", step(id, "egna-ord")));
            mikael.open(&answer.location).await.says("Barnet: Benen går inte när bussen kommer.");
        }
    });
}

#[test]
fn what_two_colleagues_write_at_once_is_lost_by_neither() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let id = world.asks("Alma", Topic::School).await;
            let mut mikael = world.taken_by("mikael", id).await;
            send(&mut mikael, &step(id, "sakerhet"), &safe()).await;
            let address = step(id, "livsomraden");
            let old = mikael.get(&address).await.field("version");
            send(&mut mikael, &address, &ratings("worry", "3")).await.is(303);
            let mut late: Form = ratings("worry", "1");
            late.retain(|(name, _)| name != "summary");
            late.push(("summary".to_owned(), "Min egen text som inte får försvinna.".to_owned()));
            let mut fields: Vec<(&str, &str)> = vec![("version", &old)];
            fields.extend(late.iter().map(|(name, value)| (name.as_str(), value.as_str())));
            let page = mikael.post(&address, &fields).await;
            page.is(409).says("Någon annan har sparat under tiden").says("Min egen text som inte får försvinna.");
            page.says("Oron är störst på morgonen.").says("3, stora");
            let new = page.field("version");
            fields[0].1 = &new;
            mikael.post(&address, &fields).await.is(303);
            mikael.get(&address).await.says("Min egen text som inte får försvinna.");
            mikael.post(&format!("{address}/utkast"), &[("version", &old)]).await.is(409);
        }
    });
}

#[test]
fn nobody_is_given_up_on_before_three_tries() {
    run(async {
        let world = World::start(testkit::Engine::Sqlite).await;
        let id = world.asks("Alma", Topic::School).await;
        let mut mikael = world.taken_by("mikael", id).await;
        let (tries, end) = (format!("/en-vag-in/{id}/forsok"), format!("/en-vag-in/{id}/ge-upp"));
        mikael.submit(&tries, &[("reached", "no_answer"), ("note", "Ingen svarade.")]).await.says("Ingen svarade.");
        mikael.get("/en-vag-in?visa=family").await.says("väntar på familjen sedan i dag 10.00");
        let note = [("give_up_reason", "Ringt tre dagar i rad.")];
        mikael.post(&end, &note).await.is(422).says("Försök minst tre gånger först");
        let overview = format!("/en-vag-in/{id}");
        mikael.get(&overview).await.is(200);
        mikael.post(&tries, &[("reached", "no_answer")]).await.is(303);
        // The same form of the same page, sent twice, is one try.
        mikael.post(&tries, &[("reached", "no_answer")]).await.is(303);
        mikael.get(&overview).await.is(200);
        mikael.post(&end, &note).await.is(422).says("Försök minst tre gånger först");
        mikael.post(&tries, &[("reached", "no_answer")]).await.is(303);
        mikael.submit(&end, &note).await.is(200).says("Leden ligger kvar hos dig");
    });
}

#[test]
fn without_rules_a_professional_decides_all_the_same() {
    run(async {
        let world = World::without_rules(testkit::Engine::Sqlite).await;
        let id = world.asks("Alma", Topic::School).await;
        let mut mikael = world.taken_by("mikael", id).await;
        assess(&mut mikael, id, "worry", "3").await;
        mikael.get(&step(id, "beslut")).await.says("Inga regler gäller");
        let fields = decision("0", "advice", &[("reason", "Råd räcker."), ("after", "close")]);
        send(&mut mikael, &step(id, "beslut"), &fields).await;
        sends(&mut mikael, id).await.is(200).says("Inget förslag gavs");
    });
}

#[test]
fn strange_input_is_refused_with_a_clear_page() {
    run(async {
        let world = World::start(testkit::Engine::Sqlite).await;
        let id = world.asks("Alma", Topic::School).await;
        let mut mikael = world.taken_by("mikael", id).await;
        let address = step(id, "sakerhet");
        let version = mikael.get(&address).await.field("version");
        mikael.post(&address, &[("version", "x")]).await.is(400);
        mikael
            .post(&address, &[("version", &version), ("acute_mania", "maybe")])
            .await
            .is(422)
            .says("Välj ett av svaren");
        let long = "a".repeat(5_000);
        send(&mut mikael, &address, &safe()).await.is(303);
        let text = send(&mut mikael, &step(id, "egna-ord"), &form(&[("concern", &long)])).await;
        text.is(422).says("Korta texten till högst 4 000 tecken").says(&long);
        mikael.get("/en-vag-in/x").await.is(404);
        mikael.get("/en-vag-in/00000000-0000-0000-0000-000000000000").await.is(404);
        mikael.get("/en-vag-in?efter=%FF").await.is(400);
        mikael.get("/en-vag-in?efter=1_2_3_x&visa=nonsense").await.is(200);
    });
}
