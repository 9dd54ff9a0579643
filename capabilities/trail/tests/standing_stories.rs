//! What ends by itself: custody at eighteen, a consent whose day has passed, and one whose giver decides no longer. Nobody
//! has come to close anything.
#![expect(clippy::expect_used, reason = "a test may stop where its world is wrong")]

mod family;

use access::Actor;
use family::Family;
use identity::children::adults::commands::end;
use jiff::SignedDuration;
use testkit::{Browser, engines, run};

const SECRET: &str = "Elin sover inte på nätterna.";
const LATER: &str = "Nu sover Elin bättre.";
const DAY: i64 = 24;

/// The family says yes until 30 June 2027 and the first copy is made. Returns an entry that is not shared, and the consent as
/// the form names it.
async fn consented(family: &Family, samira: &mut Browser) -> (String, String) {
    let entry = family.write(samira, SECRET).await;
    family.ask(samira, &entry, "first_line", "not_assessed").await.1.is(303);
    family.both_say_yes().await;
    let second = family.write(samira, LATER).await;
    let page = family.ground(samira, &second, "first_line").await;
    page.is(200).says("Samtycke finns, till 30 juni 2027");
    let standing = page.text.split_once("value=\"standing-").expect("a ground").1;
    let standing = format!("standing-{}", standing.split_once('"').expect("a value").0);
    (second, standing)
}

/// The mother stands around the child no more.
async fn mother_leaves(family: &Family) {
    let asker = family.test.asker(Actor::Staff(family.region.post("samira")));
    end(&asker, family.child, family.mother).await.expect("she stands there no more");
}

#[test]
fn a_guardian_stops_reading_when_the_child_turns_eighteen_and_the_childs_own_page_goes_on() {
    run(async {
        for engine in engines() {
            // Seventeen until 4 March 2027.
            let family = Family::of(engine, 17).await;
            family.written_and_asked(SECRET, "first_line", "not_mature").await;
            let mut mother = family.test.log_in("mamma").await;
            let question = mother.get("/min-familj").await.is(200).says("Elin").link("/min-familj/fraga/");
            mother.get(&question).await.is(200);

            family.test.wait(SignedDuration::from_hours(101 * DAY));
            let mut mother = family.test.log_in("mamma").await;
            // Custody has ended: she is led to what she has asked for herself.
            let page = mother.get("/min-familj").await;
            assert_eq!(page.location, "/min-begaran", "{}", page.text);
            page.does_not_say("Elin");
            mother.get(&question).await.is(404).does_not_say(SECRET);
            let mut transaction = family.test.app.database().begin_reading("test.facts").await.expect("a transaction");
            let facts = trail::facts(&mut transaction, family.trail, family.test.now()).await.expect("an answer");
            assert!(facts.expect("a trail").guardians.is_empty(), "nobody has custody of somebody of age");
            let mut elin = family.test.log_in("elin").await;
            elin.get("/min-sida").await.is(200).says("Hej Elin!").says("Samira håller i det just nu.");
            // What was to happen has long passed: the page says so, and whom to ask.
            elin.get("/min-sida").await.is(200).says("Skulle ha varit").says("Fråga Samira vad som händer nu.");
            let mut samira = family.test.log_in("samira").await;
            samira.get(&family.at("")).await.is(200).says("Elin, 18 år").says(SECRET);
        }
    });
}

#[test]
fn a_consent_that_has_run_out_keeps_no_sharing_open() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 10).await;
            let mut samira = family.test.log_in("samira").await;
            let (second, standing) = consented(&family, &mut samira).await;
            let mut johan = family.test.log_in("johan").await;
            johan.get(&family.at("")).await.is(200).says(SECRET).does_not_say("kopian ligger kvar");

            family.test.wait(SignedDuration::from_hours(220 * DAY));
            let mut samira = family.test.log_in("samira").await;
            let page = family.ground(&mut samira, &second, "first_line").await;
            page.is(200).does_not_say("Samtycke finns");
            let (_, refused) = family.share(&mut samira, &second, "first_line", &[("ground", &standing)]).await;
            refused.is(409);
            let mut johan = family.test.log_in("johan").await;
            let copy = family.entry(&mut johan, SECRET).await;
            let page = johan.get(&family.at(&format!("/anteckning/{copy}"))).await;
            page.is(200).says(SECRET).says("kopian ligger kvar");
            johan.get(&family.at("")).await.is(200).does_not_say(LATER);
            let mut mother = family.test.log_in("mamma").await;
            mother.get("/min-familj").await.is(200).does_not_say("/min-familj/fraga/");
            let mut elin = family.test.log_in("elin").await;
            elin.get("/min-sida").await.is(200).does_not_say("ser besök");
        }
    });
}

#[test]
fn under_a_standing_consent_nothing_more_crosses_once_somebody_who_gave_it_has_lost_custody() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 10).await;
            let mut samira = family.test.log_in("samira").await;
            let (second, standing) = consented(&family, &mut samira).await;
            mother_leaves(&family).await;

            let page = family.ground(&mut samira, &second, "first_line").await;
            page.is(200)
                .does_not_say("Samtycke finns")
                .says("Samtycket som fanns gäller inte längre")
                .says("Fråga på nytt");
            let (check, refused) = family.share(&mut samira, &second, "first_line", &[("ground", &standing)]).await;
            check.is(422).says("Samtycket gäller inte längre. Fråga på nytt");
            refused.is(409);
            let page = samira.get(&family.at("/samtycke")).await;
            page.is(200).says("är inte desamma som").does_not_say("Gäller till 30 juni 2027");
            let mut johan = family.test.log_in("johan").await;
            johan.get(&family.at("")).await.is(200).says(SECRET).does_not_say(LATER);
            let mut father = family.test.log_in("pappa").await;
            father.get("/min-familj").await.is(200).says("De som bestämmer för barnet är inte desamma som då");
            let mut elin = family.test.log_in("elin").await;
            elin.get("/min-sida").await.is(200).says("De vuxna som bestämmer är inte desamma som då");
        }
    });
}

#[test]
fn under_a_standing_consent_nothing_more_crosses_once_somebody_else_has_custody_too() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 10).await;
            let mut samira = family.test.log_in("samira").await;
            let (second, standing) = consented(&family, &mut samira).await;
            family.one_more_decides().await;
            let page = family.ground(&mut samira, &second, "first_line").await;
            page.is(200).does_not_say("Samtycke finns").says("Samtycket som fanns gäller inte längre");
            let (_, refused) = family.share(&mut samira, &second, "first_line", &[("ground", &standing)]).await;
            refused.is(409);
            family.test.log_in("johan").await.get(&family.at("")).await.is(200).says(SECRET).does_not_say(LATER);
        }
    });
}

#[test]
fn the_last_yes_shares_nothing_when_somebody_who_said_yes_before_has_lost_custody() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 10).await;
            let (mut samira, _) = family.written_and_asked(SECRET, "first_line", "not_assessed").await;
            let (mut mother, question) = family.before_question("mamma").await;
            mother.post(&question, &[("said", "yes")]).await.is(303);
            let mut father = family.test.log_in("pappa").await;
            father.get(&question).await.is(200);
            mother_leaves(&family).await;

            let late = father.submit(&question, &[("said", "yes")]).await;
            late.is(200).says("Något hade ändrats, så inget visades");
            family.test.log_in("johan").await.get(&family.at("")).await.is(404).does_not_say(SECRET);
            samira.get(&family.at("/samtycke")).await.is(200).says("Inget är delat. Fråga igen.");
        }
    });
}

#[test]
fn a_question_that_somebody_can_answer_no_longer_is_put_anew_to_those_who_can() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 10).await;
            let (mut samira, entry) = family.written_and_asked(SECRET, "first_line", "not_assessed").await;
            let mut father = family.test.log_in("pappa").await;
            let before = father.get("/min-familj").await.link("/min-familj/fraga/");
            mother_leaves(&family).await;
            samira.get(&family.at("/samtycke")).await.is(200).says("Fråga dem som bestämmer i dag");
            father.get("/min-familj").await.is(200).does_not_say("/min-familj/fraga/");
            father.get(&before).await.is(200).says("är inte desamma som").does_not_say("name=\"said\"");

            family.ask(&mut samira, &entry, "first_line", "not_assessed").await.1.is(303);
            let question = father.get("/min-familj").await.link("/min-familj/fraga/");
            assert_ne!(question, before, "asked anew");
            father.get(&question).await.is(200);
            father.post(&question, &[("said", "yes")]).await.is(303);
            family.test.log_in("johan").await.get(&family.at("")).await.is(200).says(SECRET);
        }
    });
}
