//! A handover into another secrecy domain: nothing crosses without a ground, and what crosses is written down.
#![expect(clippy::expect_used, reason = "a test may stop where its world is wrong")]

mod family;

use access::Actor;
use family::Family;
use identity::children::adults::commands::end;
use testkit::{Answer, Browser, engines, run};

const SUMMARY: &str = "Elin sover inte på nätterna.";
const STEP: [(&str, &str); 3] = [("vad", "Besök"), ("dag", "2026-12-10"), ("tid", "15.20")];

/// Runs a story on each engine, about Elin who is ten.
fn story(tell: impl AsyncFn(Family)) {
    run(async {
        for engine in engines() {
            tell(Family::of(engine, 10).await).await;
        }
    });
}

/// Sends the form of a handover, with what is said about the ground.
async fn offer(family: &Family, giver: &mut Browser, to: &str, more: &[(&str, &str)]) -> Answer {
    giver.get(&family.at("/lamna-over")).await.is(200);
    let unit = family.region.unit(to).to_string();
    let mut fields = vec![("till", unit.as_str()), ("syfte", "ordinary"), ("sammanfattning", SUMMARY)];
    fields.extend(more);
    giver.post(&family.at("/lamna-over"), &fields).await
}

const SEND: (&str, &str) = ("steg", "skicka");

#[test]
fn an_offer_into_another_domain_shows_what_they_will_newly_see_and_nothing_crosses_without_an_offered_ground() {
    story(async |family| {
        let mut samira = family.test.log_in("samira").await;
        let check = offer(&family, &mut samira, "first_line", &[]).await;
        check.is(200).says("finns i ett annat sekretessområde än ni").says("Elin, 10 år").says(SUMMARY);
        check.says("På vilken grund lämnar du ut det?").says("value=\"general_clause\"").says("value=\"consent\"");
        check.does_not_say("value=\"override_under18_care_support\"").does_not_say("value=\"duty_by_law\"");
        check.says("journalen över utlämnanden");
        let why = ("nodvandigt", "De ska hjälpa Elin vidare.");
        for (ground, says) in [
            (vec![SEND], "Välj en grund"),
            (vec![("grund", "override_under18_care_support"), why, SEND], "Välj en grund"),
            (vec![("grund", "duty_by_law"), why, SEND], "Välj en grund"),
            (vec![("grund", "general_clause"), SEND], "Skriv varför det behövs"),
            (vec![("grund", "consent"), SEND], "Kryssa för vem som har sagt ja"),
        ] {
            let refused = offer(&family, &mut samira, "first_line", &ground).await;
            refused.is(422).says(says).says(SUMMARY).says("<title>Fel: ");
        }
        let mut johan = family.test.log_in("johan").await;
        johan.get(&family.at("")).await.is(404).does_not_say(SUMMARY);
        samira.get(&family.at("/samtycke")).await.is(200).does_not_say("sammanfattningen i en överlämning");

        offer(&family, &mut samira, "first_line", &[("grund", "general_clause"), why, SEND]).await.is(303);
        johan.get(&family.at("")).await.is(200).says(SUMMARY);
        let journal = samira.get(&family.at("/samtycke")).await;
        journal.is(200).says("UPH Björkeryd fick sammanfattningen i en överlämning. Grund: generalklausulen.");
        let mut elin = family.test.log_in("elin").await;
        elin.get("/min-sida").await.is(200).says("det som skrevs när de skulle hjälpa dig vidare");
    });
}

#[test]
fn a_handover_on_consent_wants_the_yes_of_all_with_custody_and_its_answers_stop_when_it_is_taken_back() {
    story(async |family| {
        let (mother, father) = (family.mother.to_string(), family.father.to_string());
        let mut samira = family.test.log_in("samira").await;
        let said = [("grund", "consent"), ("hur", "oral"), ("mognad", "not_mature"), ("sagt_ja", mother.as_str())];
        let one = [&said[..], &[SEND]].concat();
        offer(&family, &mut samira, "first_line", &one)
            .await
            .is(422)
            .says("Någon som måste säga ja har inte gjort det");
        let both = [&said[..], &[("sagt_ja", father.as_str()), SEND]].concat();
        offer(&family, &mut samira, "first_line", &both).await.is(303);
        samira.get(&family.at("/samtycke")).await.is(200).says("Grund: samtycke.");

        let mut johan = family.test.log_in("johan").await;
        johan.get(&family.at("/fraga")).await.is(200);
        johan.post(&family.at("/fraga"), &[("fraga", "Hur är det i skolan?")]).await.is(303);
        samira.get(&family.at("/komplettera")).await.is(200);
        samira.post(&family.at("/komplettera"), &[("svar", "Två dagar i veckan.")]).await.is(303);
        samira.get(&family.at("/samtycke")).await.is(200).says("ett svar på en fråga om överlämningen");

        johan.get(&family.at("/fraga")).await.is(200);
        johan.post(&family.at("/fraga"), &[("fraga", "Och hemma?")]).await.is(303);
        let mut mamma = family.test.log_in("mamma").await;
        let question =
            mamma.get("/min-familj").await.is(200).says("det som skrevs vid överlämningen").link("/min-familj/fraga/");
        mamma.get(&question).await.is(200);
        mamma.post(&format!("{question}/dra-tillbaka"), &[]).await.is(303);
        samira.get(&family.at("/komplettera")).await.is(200);
        let late = samira.post(&family.at("/komplettera"), &[("svar", "Hon äter inte.")]).await;
        late.is(422).says("Grunden för överlämningen gäller inte längre").says("Hon äter inte.");
        johan.get(&family.at("")).await.is(200).says("Två dagar i veckan.").does_not_say("Hon äter inte.");
    });
}

#[test]
fn an_answer_follows_no_handover_whose_consent_somebody_gave_who_decides_no_longer() {
    story(async |family| {
        let (mother, father) = (family.mother.to_string(), family.father.to_string());
        let mut samira = family.test.log_in("samira").await;
        let said = [("grund", "consent"), ("hur", "oral"), ("mognad", "not_mature"), SEND];
        let both = [&said[..], &[("sagt_ja", mother.as_str()), ("sagt_ja", father.as_str())]].concat();
        offer(&family, &mut samira, "first_line", &both).await.is(303);
        let mut johan = family.test.log_in("johan").await;
        johan.get(&family.at("/fraga")).await.is(200);
        johan.post(&family.at("/fraga"), &[("fraga", "Hur är det i skolan?")]).await.is(303);

        let asker = family.test.asker(Actor::Staff(family.region.post("samira")));
        end(&asker, family.child, family.mother).await.expect("she stands there no more");
        samira.get(&family.at("/komplettera")).await.is(200);
        let late = samira.post(&family.at("/komplettera"), &[("svar", "Hon äter inte.")]).await;
        late.is(422).says("Grunden för överlämningen gäller inte längre").says("fråga familjen igen");
        johan.get(&family.at("")).await.is(200).does_not_say("Hon äter inte.");
    });
}

#[test]
fn inside_one_domain_nothing_is_asked_and_no_disclosure_is_written() {
    story(async |family| {
        let (mut samira, mut johan) = (family.test.log_in("samira").await, family.test.log_in("johan").await);
        let ground = [("grund", "general_clause"), ("nodvandigt", "De ska hjälpa Elin vidare."), SEND];
        offer(&family, &mut samira, "first_line", &ground).await.is(303);
        johan.get(&family.at("/tacka-ja")).await.is(200);
        johan.post(&family.at("/tacka-ja"), &STEP).await.is(303);
        let check = offer(&family, &mut johan, "psychiatry", &[]).await;
        check.is(200).does_not_say("annat sekretessområde").does_not_say("name=\"grund\"");
        offer(&family, &mut johan, "psychiatry", &[SEND]).await.is(303);
        johan.get(&family.at("/samtycke")).await.is(200).does_not_say("BUP Rösmark fick");
    });
}
