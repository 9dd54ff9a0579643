//! The family answers on its own pages whether a handover may cross: what they read is what is offered, once, and while
//! their yes holds.
#![expect(clippy::expect_used, reason = "a test may stop where its world is wrong")]

mod family;

use access::Actor;
use family::Family;
use identity::children::adults::commands::end;
use testkit::{Answer, Browser, Engine, engines, run};
use trail::asking::offer_agreed;
use trail::commands::CommandError;
use trail::crossing::NoGround;

const SUMMARY: &str = "Elin sover inte på nätterna.";
const WHY: &str = "UPH kan hjälpa Elin att sova.";
const SEND: (&str, &str) = ("steg", "skicka");

/// Sends the form of a handover to the first line, asking the family first.
async fn ask(family: &Family, giver: &mut Browser, maturity: &str, more: &[(&str, &str)]) -> Answer {
    giver.get(&family.at("/lamna-over")).await.is(200);
    let unit = family.region.unit("first_line").to_string();
    let mut fields = vec![("till", unit.as_str()), ("syfte", "ordinary"), ("sammanfattning", SUMMARY)];
    fields.extend([("grund", "consent"), ("hur", "pages"), ("mognad", maturity), SEND]);
    fields.extend(more);
    giver.post(&family.at("/lamna-over"), &fields).await
}

/// The question, and where the holder offers what it is about.
fn addresses(family: &Family, question: &str) -> String {
    let id = question.rsplit('/').next().expect("a question has an identifier");
    family.at(&format!("/lamna-over/{id}"))
}

/// One of the family answers, on the page of the question.
async fn answers(who: &mut Browser, question: &str, said: &str) -> Answer {
    who.get(question).await.is(200);
    who.submit(question, &[("said", said)]).await
}

#[test]
fn guardians_answer_on_their_own_pages_and_the_handover_rests_on_it_until_one_takes_it_back() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 10).await;
            let mut samira = family.test.log_in("samira").await;
            let refused = ask(&family, &mut samira, "not_mature", &[]).await;
            refused.is(422).says("Skriv varför ni vill lämna över").says(SUMMARY);
            let asked = ask(&family, &mut samira, "not_mature", &[("varfor", WHY)]).await;
            assert_eq!(asked.location, family.at("/samtycke?klart=sharing-handover-asked"), "{}", asked.text);
            samira.get(&asked.location).await.is(200).says("Inget skickas förrän alla har sagt ja");
            // Asked twice it is one question.
            ask(&family, &mut samira, "not_mature", &[("varfor", WHY)]).await.is(303);

            let mut johan = family.test.log_in("johan").await;
            johan.get(&family.at("")).await.is(404).does_not_say(SUMMARY);
            let mut mother = family.test.log_in("mamma").await;
            let page = mother.get("/min-familj").await;
            page.is(200).says("lämna över till UPH Björkeryd?");
            assert_eq!(page.text.matches("lämna över till UPH Björkeryd?").count(), 1, "{}", page.text);
            let question = page.link("/min-familj/fraga/");
            mother.get(&question).await.is(200).says("Får UPH Björkeryd ta över?").says(WHY).says(SUMMARY);
            answers(&mut mother, &question, "yes").await.is(200).says("Inget skickas förrän alla har sagt ja");
            samira.get(&family.at("/samtycke")).await.is(200).does_not_say("Skicka erbjudandet");
            samira.post(&addresses(&family, &question), &[]).await.is(409);
            let mut father = family.test.log_in("pappa").await;
            answers(&mut father, &question, "yes").await.is(200).says("Alla som behövs har sagt ja");
            johan.get(&family.at("")).await.is(404);

            let ready = samira.get(&family.at("/samtycke")).await;
            ready.is(200).says("Familjen har sagt ja till att").says("Skicka erbjudandet").says(SUMMARY);
            samira.post(&addresses(&family, &question), &[]).await.is(303);
            johan.get(&family.at("")).await.is(200).says(SUMMARY);
            let sent = samira.get(&family.at("/samtycke")).await;
            sent.is(200)
                .says("fick sammanfattningen i en överlämning. Grund: samtycke.")
                .does_not_say("Skicka erbjudandet");

            johan.get(&family.at("/fraga")).await.is(200);
            johan.post(&family.at("/fraga"), &[("fraga", "Hur är det hemma?")]).await.is(303);
            mother.get("/min-familj").await.is(200).says("får lämna över till UPH Björkeryd");
            mother.get(&question).await.is(200).says("Vill du inte längre?").says("Nej, skicka inget nytt");
            mother.post(&format!("{question}/dra-tillbaka"), &[]).await.is(303);
            samira.get(&family.at("/komplettera")).await.is(200);
            let late = samira.post(&family.at("/komplettera"), &[("svar", "Hon äter inte.")]).await;
            late.is(422).says("Grunden för överlämningen gäller inte längre").says("Hon äter inte.");
            johan.get(&family.at("")).await.is(200).does_not_say("Hon äter inte.");
        }
    });
}

#[test]
fn a_mature_child_answers_alone_in_its_own_words_and_in_both_languages() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 15).await;
            let mut samira = family.test.log_in("samira").await;
            ask(&family, &mut samira, "mature", &[("varfor", WHY)]).await.is(303);
            let mut mother = family.test.log_in("mamma").await;
            mother
                .get("/min-familj")
                .await
                .is(200)
                .does_not_say("lämna över till UPH Björkeryd?")
                .does_not_say(SUMMARY);
            let mut elin = family.test.log_in("elin").await;
            let question = elin
                .get("/min-sida")
                .await
                .is(200)
                .says("Får UPH Björkeryd hjälpa dig i stället?")
                .link("/min-sida/fraga/");
            elin.get(&question).await.is(200).says("Det här får de läsa").says(SUMMARY).says("Ja, ni får fråga dem");
            elin.get("/sprak?language=en&back=/").await.is(303);
            elin.get(&question).await.is(200).says("May UPH Björkeryd help you instead?").says("Yes, you may ask them");
            elin.get("/sprak?language=sv&back=/").await.is(303);
            let theirs = question.replace("/min-sida/", "/min-familj/");
            mother.get(&theirs).await.is(404).does_not_say(SUMMARY);
            answers(&mut elin, &question, "yes").await.is(200).says("Alla som behövs har sagt ja");
            samira.get(&family.at("/samtycke")).await.is(200).says("Skicka erbjudandet");
            samira.post(&addresses(&family, &question), &[]).await.is(303);
            family.test.log_in("johan").await.get(&family.at("")).await.is(200).says(SUMMARY);
            elin.get("/min-sida").await.is(200).says("får veta det du har läst");
        }
    });
}

#[test]
fn after_a_no_or_a_yes_that_is_taken_back_or_has_run_out_nothing_is_offered() {
    run(async {
        for engine in engines() {
            for (said, then) in [("no", ""), ("yes", "withdrawn"), ("yes", "run out")] {
                let family = Family::of(engine, 15).await;
                let mut samira = family.test.log_in("samira").await;
                ask(&family, &mut samira, "mature", &[("varfor", WHY)]).await.is(303);
                let mut elin = family.test.log_in("elin").await;
                let question = elin.get("/min-sida").await.link("/min-sida/fraga/");
                answers(&mut elin, &question, said).await.is(200);
                match then {
                    "withdrawn" => {
                        elin.get(&question).await.is(200);
                        elin.post(&format!("{question}/dra-tillbaka"), &[]).await.is(303);
                    }
                    "run out" => family.test.wait(jiff::SignedDuration::from_hours(24 * 91)),
                    _ => {}
                }
                let mut samira = family.test.log_in("samira").await;
                samira.get(&family.at("/samtycke")).await.is(200).does_not_say("Skicka erbjudandet");
                samira.post(&addresses(&family, &question), &[]).await.is(409);
                family.test.log_in("johan").await.get(&family.at("")).await.is(404).does_not_say(SUMMARY);
            }
        }
    });
}

#[test]
fn the_yes_of_somebody_who_has_no_custody_any_more_carries_nothing_across() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 10).await;
            let mut samira = family.test.log_in("samira").await;
            ask(&family, &mut samira, "not_mature", &[("varfor", WHY)]).await.is(303);
            let mut question = String::new();
            for guardian in ["mamma", "pappa"] {
                let mut guardian = family.test.log_in(guardian).await;
                question = guardian.get("/min-familj").await.link("/min-familj/fraga/");
                answers(&mut guardian, &question, "yes").await.is(200);
            }
            samira.get(&family.at("/samtycke")).await.is(200).says("Skicka erbjudandet");

            let asker = family.test.asker(Actor::Staff(family.region.post("samira")));
            end(&asker, family.child, family.mother).await.expect("she stands there no more");
            samira.get(&family.at("/samtycke")).await.is(200).does_not_say("Skicka erbjudandet");
            let id = question.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an identifier");
            let refused = offer_agreed(&asker, family.trail, id).await;
            assert!(matches!(refused, Err(CommandError::NoGround(NoGround::HoldsNoMore))), "{engine:?}: {refused:?}");
            samira.post(&addresses(&family, &question), &[]).await.is(409);
            family.test.log_in("johan").await.get(&family.at("")).await.is(404).does_not_say(SUMMARY);
        }
    });
}

#[test]
fn a_question_of_one_domain_is_nobody_elses_to_use() {
    run(async {
        let family = Family::of(Engine::Sqlite, 15).await;
        let mut samira = family.test.log_in("samira").await;
        ask(&family, &mut samira, "mature", &[("varfor", WHY)]).await.is(303);
        let mut elin = family.test.log_in("elin").await;
        let question = elin.get("/min-sida").await.link("/min-sida/fraga/");
        answers(&mut elin, &question, "yes").await.is(200);
        for stranger in ["johan", "ali"] {
            let mut stranger = family.test.log_in(stranger).await;
            stranger.get("/min-dag").await.is(200);
            stranger.post(&addresses(&family, &question), &[]).await.is(404).does_not_say(SUMMARY);
        }
    });
}
