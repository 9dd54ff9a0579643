//! What people at work do with one trail, through HTTP.
#![expect(clippy::expect_used, reason = "what the tests share may fail as the tests do")]

mod world;

use jiff::SignedDuration;
use world::{lines_about, story};

const STEP: [(&str, &str); 3] = [("vad", "Besök hos Johan"), ("dag", "2026-12-01"), ("tid", "15.20")];

#[test]
fn a_counsellor_hands_over_and_the_psychologist_takes_the_baton() {
    story(async |world| {
        let mut samira = world.log_in("samira").await;
        let page = samira.get(&world.led("")).await;
        page.is(200).says("Elin, 15 år").says("Samira L., kurator").says("Nästa steg saknas").says("Sara Lund (mamma)");
        samira.get(&world.led("lamna-over")).await.is(200).says("går över till mottagaren när du skickar");
        let unit = world.unit("first_line");
        let typed =
            [("till", unit.as_str()), ("syfte", "referral"), ("niva", "3"), ("sammanfattning", "Elin sover dåligt.")];
        let check = samira.post(&world.led("lamna-over"), &typed).await;
        check
            .is(200)
            .says("Granska innan du skickar")
            .says("UPH Björkeryd ska svara senast")
            .says("Elin sover dåligt.");
        let ground = [("grund", "general_clause"), ("nodvandigt", "Elin behöver mer än skolan kan ge.")];
        let sent = [&typed[..], &ground, &[("steg", "skicka")]].concat();
        let told = samira.submit(&world.led("lamna-over"), &sent).await;
        told.is(200).says("Erbjudandet är skickat").says("Erbjuden till UPH Björkeryd").says("Samira L., kurator");

        let mut johan = world.log_in("johan").await;
        johan.get("/min-dag").await.is(200).says("En sak väntar på dig.").says("Elin, 15 år").says("Remiss, nivå 3");
        let asked = johan.get(&world.led("")).await;
        asked.is(200).says("Elin sover dåligt.").says("Tacka ja och ta över");
        asked.does_not_say("Ledkartan").does_not_say("Sara Lund");
        johan.get(&world.led("tacka-ja")).await.is(200);
        let taken = johan.submit(&world.led("tacka-ja"), &STEP).await;
        taken.is(200).says("Du håller i stafettpinnen nu").says("Johan E., psykolog").says("Besök hos Johan");
        taken.says("Ledkartan").says("sedan UPH Björkeryd").says("Sara Lund (mamma)");

        samira.get("/min-dag").await.is(200).says("UPH Björkeryd håller i det nu");
        let seen = samira.get(&world.led("")).await;
        seen.is(200).says("Johan E., psykolog").does_not_say("Lämna över</a>");
        samira.get(&world.led("nasta-steg")).await.is(403);
    });
}

#[test]
fn a_unit_that_has_nothing_to_do_with_the_child_does_not_learn_that_the_trail_exists() {
    story(async |world| {
        let mut ali = world.log_in("ali").await;
        for last in ["", "lamna-over", "tacka-ja", "nasta-steg", "avsluta", "oppna-igen", "ta-over", "fraga"] {
            ali.get(&world.led(last)).await.is(404).does_not_say("Elin");
        }
        ali.get("/led/hej").await.is(404);
        ali.get("/led/00000000-0000-0000-0000-000000000000").await.is(404);
        ali.get("/leder").await.is(200).does_not_say("Elin");
        world.offer("first_line").await;
        ali.post(&world.led("tacka-ja"), &STEP).await.is(404);
    });
}

#[test]
fn a_unit_that_is_only_asked_to_take_the_baton_does_not_learn_who_is_at_home_or_who_has_agreed() {
    story(async |world| {
        world.offer("first_line").await;
        let mut johan = world.log_in("johan").await;
        johan.get(&world.led("")).await.is(200).says("Elin sover dåligt sedan i våras.").does_not_say("Sara Lund");
        johan.get(&world.led("samtycke")).await.is(403).does_not_say("Sara Lund").does_not_say("mamma");
        let refused = "trail.read_copies";
        assert_eq!(lines_about(&world, refused).await, 1, "the refusal is in the log");
        let mut samira = world.log_in("samira").await;
        samira.get(&world.led("samtycke")).await.is(200);
    });
}

#[test]
fn what_was_typed_is_kept_and_the_error_says_what_to_write() {
    story(async |world| {
        let mut samira = world.log_in("samira").await;
        samira.get(&world.led("lamna-over")).await.is(200);
        let page = samira.post(&world.led("lamna-over"), &[("sammanfattning", "Hon vill <b>själv</b>")]).await;
        page.is(422).says("<title>Fel: ").says("href=\"#till\"").says("Välj vem som ska ta över");
        page.says("Hon vill &#60;b&#62;själv").says("Välj varför ni lämnar över");
        let own = world.unit("pupil_health");
        let fields = [("till", own.as_str()), ("syfte", "ordinary"), ("sammanfattning", "x")];
        samira.post(&world.led("lamna-over"), &fields).await.is(422).says("Välj vem som ska ta över");
        let late = [("vad", "Samtal"), ("dag", "2026-11-23")];
        samira
            .post(&world.led("nasta-steg"), &late)
            .await
            .is(422)
            .says("Välj en dag som inte har varit")
            .says("Samtal");
        let far = [("vad", "Samtal"), ("dag", "2036-11-23")];
        samira.post(&world.led("nasta-steg"), &far).await.is(422).says("inom två år");
        let time = [("vad", "Samtal"), ("dag", "2026-12-01"), ("tid", "snart")];
        samira.post(&world.led("nasta-steg"), &time).await.is(422).says("till exempel 15.20");
        let long = "å".repeat(300);
        let long = [("vad", long.as_str()), ("dag", "2026-12-01")];
        samira.post(&world.led("nasta-steg"), &long).await.is(422).says("högst 200 tecken");
        samira.post(&world.led("nasta-steg"), &[("vet_inte", "1")]).await.is(303);
        samira.submit(&world.led("nasta-steg"), &STEP).await.is(200).says("tisdag 1 december kl. 15.20");
    });
}

#[test]
fn a_return_needs_a_reason_words_for_the_family_and_a_next_step_and_the_second_alerts_a_manager() {
    story(async |world| {
        let mut johan = world.log_in("johan").await;
        let back = [
            ("skal", "other_level"),
            ("till_familjen", "Elevhälsan hjälper er vidare."),
            ("sedan", "keeps"),
            ("vad", "Samtal med Samira"),
            ("dag", "2026-12-02"),
        ];
        for _ in 0..2 {
            world.offer("first_line").await;
            johan.get(&world.led("lamna-tillbaka")).await.is(200);
            johan.post(&world.led("lamna-tillbaka"), &[]).await.is(422).says("Välj en orsak");
            let check = johan.post(&world.led("lamna-tillbaka"), &back).await;
            check.is(200).says("Elevhälsan Björkeryds skola går vidare").says("Samtal med Samira");
            let sent = [&back[..], &[("steg", "skicka")]].concat();
            johan.submit(&world.led("lamna-tillbaka"), &sent).await.is(200).says("Tillbakalämnat");
        }
        johan.get(&world.led("")).await.is(404);
        let mut samira = world.log_in("samira").await;
        let page = samira.get(&world.led("")).await;
        page.is(200).says("lämnats tillbaka 2 gånger").says("Samira L., kurator").says("Samtal med Samira");
        page.says("En annan vårdnivå passar bättre");
        samira.get("/min-dag").await.is(200).does_not_say("Skickade fram och tillbaka");
    });
}

#[test]
fn whoever_gives_back_to_another_unit_that_said_yes_names_the_unit_first_and_then_who_there() {
    story(async |world| {
        world.offer("first_line").await;
        let mut johan = world.log_in("johan").await;
        let address = world.led("lamna-tillbaka");
        johan.get(&address).await.is(200).says("Vilken enhet har sagt ja").does_not_say("Maria T.");
        let (unit, maria) =
            (world.region.unit("psychiatry").to_string(), world.region.post("maria").assignment.to_string());
        let back = [
            ("skal", "other_level"),
            ("till_familjen", "BUP hjälper er vidare."),
            ("sedan", "other"),
            ("vad", "Besök på BUP"),
            ("dag", "2026-12-02"),
        ];
        johan.post(&address, &back).await.is(422).says("Välj vilken enhet som har sagt ja");
        let named = [&back[..], &[("enhet", unit.as_str())]].concat();
        johan.post(&address, &named).await.is(422).says("Välj vem på enheten").says("Maria T.").does_not_say("Omar S.");
        let whole = [&named[..], &[("vem", maria.as_str())]].concat();
        johan.post(&address, &whole).await.is(200).says("Maria T. på BUP Rösmark har sagt ja");
        johan.submit(&address, &[&whole[..], &[("steg", "skicka")]].concat()).await.is(200).says("Tillbakalämnat");
    });
}

#[test]
fn a_question_stops_the_receivers_clock_and_the_answer_starts_it_again() {
    story(async |world| {
        world.offer("first_line").await;
        let mut johan = world.log_in("johan").await;
        johan.get(&world.led("fraga")).await.is(200).says("Ni kan fråga 3 gånger");
        johan
            .submit(&world.led("fraga"), &[("fraga", "Hur är det i skolan?")])
            .await
            .is(200)
            .says("Ni väntar på svar:");
        johan.get("/min-dag").await.is(200).says("Väntar på svar").says("Klockan står still");
        let mut samira = world.log_in("samira").await;
        samira.get("/min-dag").await.is(200).says("vill veta mer innan de svarar");
        samira.get(&world.led("komplettera")).await.is(200).says("Hur är det i skolan?");
        world.test.wait(SignedDuration::from_hours(24));
        let mut samira = world.log_in("samira").await;
        samira.get(&world.led("komplettera")).await.is(200);
        samira.submit(&world.led("komplettera"), &[("svar", "Två dagar i veckan.")]).await.is(200);
        let mut johan = world.log_in("johan").await;
        let page = johan.get(&world.led("")).await;
        page.is(200).says("Två dagar i veckan.").says("Svara senast fredag 27 november");
        page.says("Familjen har väntat 1 dygn. Mottagaren har haft 0 av dem.");
    });
}

#[test]
fn an_offer_is_taken_back_a_trail_is_closed_and_opened_again() {
    story(async |world| {
        world.offer("first_line").await;
        let mut samira = world.log_in("samira").await;
        samira.get(&world.led("ta-tillbaka")).await.is(200).says("UPH Björkeryd ser inte längre");
        samira.submit(&world.led("ta-tillbaka"), &[("skal", "mistake")]).await.is(200).says("taget tillbaka");
        let told = [("skal", "goals_reached"), ("till_familjen", "Nu går det bra i skolan.")];
        samira.post(&world.led("avsluta"), &told).await.is(200).says("Granska innan du avslutar");
        let sent = [&told[..], &[("steg", "skicka")]].concat();
        let page = samira.submit(&world.led("avsluta"), &sent).await;
        page.is(200).says("Avslutad 24 november").says("Nu går det bra i skolan.").says("Öppna leden igen");
        page.does_not_say("Lämna över</a>");
        samira.get("/leder").await.is(200).says("Inga leder här");
        samira.get("/leder?visa=avslutade").await.is(200).says("Elin, 15 år");
        samira.get(&world.led("avsluta")).await.is(409);
        let again = [&[("varfor", "Det blev svårt igen.")][..], &STEP].concat();
        samira.get(&world.led("oppna-igen")).await.is(200);
        samira.submit(&world.led("oppna-igen"), &again).await.is(200).says("Samira L., kurator");
    });
}

#[test]
fn a_referral_within_child_psychiatry_is_refused_with_words() {
    story(async |world| {
        world.offer("psychiatry").await;
        let mut maria = world.log_in("maria").await;
        maria.get(&world.led("tacka-ja")).await.is(200);
        maria.submit(&world.led("tacka-ja"), &STEP).await.is(200);
        let ward = world.unit("psychiatry_ward");
        let fields = [
            ("till", ward.as_str()),
            ("syfte", "referral"),
            ("niva", "5"),
            ("sammanfattning", "Behöver heldygnsvård."),
        ];
        let page = maria.post(&world.led("lamna-over"), &fields).await;
        page.is(422).says("Barnpsykiatrin remitterar inte till sig själv").says("Behöver heldygnsvård.");
    });
}
