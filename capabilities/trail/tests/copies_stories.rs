//! What a unit sees that was given copies: these and who holds the baton, and nothing of what has happened elsewhere.
#![expect(clippy::expect_used, reason = "a test may stop where its world is wrong")]

mod family;

use family::Family;
use jiff::SignedDuration;
use testkit::{Browser, engines, run};

const SECRET: &str = "Elin sover inte på nätterna.";
const STEP: [(&str, &str); 3] = [("vad", "Besök"), ("dag", "2026-12-10"), ("tid", "15.20")];

/// Samira writes, and both guardians say yes to first line seeing it.
async fn shared_with_first_line(family: &Family) {
    family.written_and_asked(SECRET, "first_line", "not_assessed").await;
    family.both_say_yes().await;
}

/// Offers the baton to a unit, which takes it.
async fn passes_to(family: &Family, giver: &mut Browser, unit: &str, taker: &mut Browser) {
    family.offers(giver, unit, "Elin sover dåligt.").await;
    taker.get(&family.at("/tacka-ja")).await.is(200);
    taker.post(&family.at("/tacka-ja"), &STEP).await.is(303);
}

#[test]
fn a_unit_that_was_given_copies_sees_them_and_who_holds_the_baton_and_not_the_course_of_the_trail() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 10).await;
            shared_with_first_line(&family).await;
            let mut johan = family.test.log_in("johan").await;
            let page = johan.get(&family.at("")).await;
            page.is(200).says(SECRET).says("Er enhet ser det som har delats med er").says("Samira L., kurator");
            page.does_not_say("Ledkartan")
                .does_not_say("Händelser")
                .does_not_say("Andersson")
                .does_not_say("Du träffar");
            page.does_not_say("öppnade leden").does_not_say("Nästa steg");
            let mut samira = family.test.log_in("samira").await;
            samira.get(&family.at("")).await.is(200).says("Ledkartan").says("mamma Andersson");

            // Another unit under the same secrecy was not given them.
            family.involve("psychiatry").await;
            let mut maria = family.test.log_in("maria").await;
            maria.get(&family.at("")).await.is(200).does_not_say(SECRET);
            maria.get(&family.at("/dela")).await.does_not_say(SECRET);
            let copy = page.link(&family.at("/anteckning/"));
            johan.get(&copy).await.is(200).says(SECRET);
            maria.get(&copy).await.is(404);
        }
    });
}

#[test]
fn a_unit_with_copies_that_is_asked_to_take_the_baton_reads_the_summary_beside_its_copies() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 10).await;
            shared_with_first_line(&family).await;
            let mut samira = family.test.log_in("samira").await;
            family.offers(&mut samira, "first_line", "Behöver mer stöd än skolan kan ge.").await;
            let mut johan = family.test.log_in("johan").await;
            let page = johan.get(&family.at("")).await;
            page.is(200).says("Behöver mer stöd än skolan kan ge.").says(SECRET).says("Tacka ja och ta över");
            page.does_not_say("Ledkartan").does_not_say("öppnade leden");
        }
    });
}

#[test]
fn a_unit_keeps_its_copies_when_it_has_handed_the_baton_on_and_the_course_only_for_a_while() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 10).await;
            shared_with_first_line(&family).await;
            let (mut samira, mut johan) = (family.test.log_in("samira").await, family.test.log_in("johan").await);
            passes_to(&family, &mut samira, "first_line", &mut johan).await;
            family.write(&mut johan, "Johan skrev det här.").await;
            let mut maria = family.test.log_in("maria").await;
            passes_to(&family, &mut johan, "psychiatry", &mut maria).await;
            johan.get(&family.at("")).await.is(200).says("Ledkartan").says(SECRET).says("Johan skrev det här.");

            family.test.wait(SignedDuration::from_hours(24 * 32));
            let mut johan = family.test.log_in("johan").await;
            let page = johan.get(&family.at("")).await;
            page.is(200).says(SECRET).says("Johan skrev det här.").says("Maria T.").does_not_say("Ledkartan");
            johan.get(&family.at("/samtycke")).await.is(200);
            johan.get(&family.at("/dela")).await.is(200).says(SECRET);
            family.test.log_in("samira").await.get(&family.at("")).await.is(404);
        }
    });
}
