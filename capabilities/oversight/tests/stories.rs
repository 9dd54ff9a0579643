//! Opening a trail without a relation, answering for it, samples of the log, and who has read, as people do it.

#[expect(dead_code, reason = "these stories use less of the world than the others do")]
mod world;

use domain::child::Protection;
use domain::organisation::Role;
use i18n::Language;
use identity::login::commands::Kind;
use identity::organisations::commands::{assign, register_staff};
use jiff::SignedDuration;
use oversight::readers::words::{did_key, tried_key};
use testkit::{Browser, Engine, TestApp, engines, run};
use world::{NUMBER, WHY, World, first_opening};

#[test]
fn a_broken_glass_lets_in_for_three_hours_and_is_answered_for() {
    run(async {
        for engine in engines() {
            let world = World::new(engine, Protection::None).await;
            assert!(!world.reads("johan").await, "Johan has no relation");
            let mut johan = world.test.log_in("johan").await;
            johan.get("/nodoppning").await.is(200).does_not_say("class=\"glassbar\"");
            johan.get(&world.address()).await.is(404);
            world.break_glass(&mut johan).await;
            let page = johan.get(&format!("{}?klart=glass-broken", world.address())).await;
            page.is(200).says("Elin").says("Leden är öppen för dig i tre timmar").says("class=\"glassbar\"");
            assert!(world.reads("johan").await, "the glass is broken");
            assert!(!world.reads("lena").await, "for Johan, not for his unit");
            johan.get("/nodoppning").await.says("class=\"glassbar\"").says("kl. 13.00");
            world.test.wait(SignedDuration::from_hours(3));
            assert!(!world.reads("johan").await, "three hours later it is whole again");
            let mut johan = world.test.log_in("johan").await;
            johan.get("/nodoppning").await.is(200).does_not_say("class=\"glassbar\"");
            johan.get(&world.address()).await.is(404);

            let mut lena = world.test.log_in("lena").await;
            let opening = first_opening(&mut lena).await;
            let page = lena.get(&opening).await;
            page.is(200)
                .says(WHY)
                .says("Johan E., psykolog")
                .says("Barnet är här")
                .says("Öppnade leden i en nödöppning");
            page.says("Läste leden").does_not_say("Söderqvist").does_not_say(NUMBER);
            let blank = lena.post(&opening, &[("verdict", "not_justified"), ("to_family", "Det var fel.")]).await;
            blank.is(422).says("Välj vad som görs").says("Det var fel.").says("<title>Fel: ");
            let question = [("verdict", "needs_more"), ("question", "Varför ringde du inte Maria?")];
            lena.post(&opening, &question).await.is(303);

            let own = johan.get("/nodoppning").await.link("/nodoppning/0");
            johan.get(&own).await.is(200).says("Varför ringde du inte Maria?");
            johan.post(&own, &[("answer", " ")]).await.is(422).says("Skriv ditt svar");
            johan.post(&own, &[("answer", "Hon svarade inte.")]).await.is(303);
            johan.post(&own, &[("answer", "En gång till.")]).await.is(409);

            lena.get(&opening).await.says("Hon svarade inte.");
            let verdict = [("verdict", "justified"), ("to_family", "Johan hjälpte Elin direkt.")];
            lena.post(&opening, &verdict).await.is(303);
            lena.get(&opening).await.says("Granskad, det fanns skäl").does_not_say("name=\"verdict\"");
            lena.post(&opening, &verdict).await.is(409);

            let mut elin = world.test.log_in("elin").await;
            let page = elin.get("/min-sida/last").await;
            page.is(200).says("Psykolog").says("UPH Björkeryd").says("Öppnade leden i en nödöppning");
            page.says("Johan hjälpte Elin direkt.").says("glass-row").says("Sökte på personnummer eller namn");
            page.does_not_say("Johan E.").does_not_say(WHY);
        }
    });
}

#[test]
fn whoever_broke_the_glass_can_end_it_at_once() {
    run(async {
        for engine in engines() {
            let world = World::new(engine, Protection::Registered).await;
            let mut johan = world.test.log_in("johan").await;
            world.break_glass(&mut johan).await;
            assert!(world.reads("johan").await, "a protected identity opens for one who answers for it");
            // Logging in anew does not hide that the glass is broken.
            let mut again = world.test.log_in("johan").await;
            again.get("/nodoppning").await.says("class=\"glassbar\"").says("action=\"/nodoppning/avsluta\"");
            again.post("/nodoppning/avsluta", &[]).await.is(303);
            assert!(!world.reads("johan").await);
            johan.get(&world.address()).await.is(404);
            johan.get("/nodoppning").await.is(200).does_not_say("class=\"glassbar\"");
            again.post("/nodoppning/avsluta", &[]).await.is(303);
        }
    });
}

#[test]
fn nothing_is_found_in_the_same_words_whatever_there_is() {
    run(async {
        let world = World::new(Engine::Sqlite, Protection::None).await;
        let mut johan = world.test.log_in("johan").await;
        johan.get("/nodoppning").await.is(200);
        let told = |number: &'static str| [("number", number), ("reason", "acute_danger"), ("why", "Det brinner.")];
        let nobody = johan.post("/nodoppning", &told("20180102-2383")).await;
        nobody.is(422).says("Vi öppnade ingen led").says("Det brinner.");
        let mut maria = world.test.log_in("maria").await;
        maria.get("/nodoppning").await.is(200);
        let related = maria.post("/nodoppning", &told(NUMBER)).await;
        related.is(422).says("Vi öppnade ingen led");
        johan.post("/nodoppning", &[("number", NUMBER)]).await.is(422).says("Välj varför").says("Skriv varför");
        johan.post("/nodoppning", &told("12")).await.is(422).says("Skriv hela personnumret");
    });
}

#[test]
fn trying_numbers_is_stopped_after_five_tries() {
    run(async {
        let world = World::new(Engine::Sqlite, Protection::None).await;
        let mut johan = world.test.log_in("johan").await;
        johan.get("/nodoppning").await.is(200);
        let fields = [("number", "20180102-2383"), ("reason", "acute_danger"), ("why", "Det brinner.")];
        for _ in 0..5 {
            johan.post("/nodoppning", &fields).await.is(422);
        }
        johan.post("/nodoppning", &fields).await.is(429);
    });
}

#[test]
fn the_head_teacher_cannot_break_the_glass() {
    run(async {
        for engine in engines() {
            let world = World::new(engine, Protection::None).await;
            for code in ["rut", "lo", "stig"] {
                let mut browser = world.test.log_in(code).await;
                browser.get("/uppdrag").await.is(200).does_not_say("href=\"/nodoppning\"");
                browser.get("/nodoppning").await.is(403);
                let fields = [("number", NUMBER), ("reason", "acute_danger"), ("why", "Jag vill veta.")];
                browser.post("/nodoppning", &fields).await.is(403);
                assert!(!world.reads(code).await, "{code}");
            }
            world.test.browser().get("/nodoppning").await.is(303);
        }
    });
}

#[test]
fn nobody_reviews_their_own_opening_and_nobody_another_units() {
    run(async {
        for engine in engines() {
            let world = World::new(engine, Protection::None).await;
            let mut lena = world.test.log_in("lena").await;
            world.break_glass(&mut lena).await;
            let opening = first_opening(&mut lena).await;
            lena.get(&opening).await.is(200).says("Du öppnade själv").does_not_say("name=\"verdict\"");
            let verdict = [("verdict", "justified"), ("to_family", "Jag hade skäl.")];
            lena.post(&opening, &verdict).await.is(403);
            let mut vera = world.test.log_in("vera").await;
            vera.get("/granskning").await.is(200).says("Inget väntar");
            vera.get(&opening).await.is(404);
            vera.post(&opening, &verdict).await.is(404);
            let mut maria = world.test.log_in("maria").await;
            maria.get("/granskning").await.is(403);
            let own = lena.get("/nodoppning").await.link("/nodoppning/0");
            maria.get(&own).await.is(404);
            let mut lo = world.test.log_in("lo").await;
            lo.get("/granskning").await.says("Lena B., enhetschef");
            lo.post(&opening, &verdict).await.is(303);
        }
    });
}

#[test]
fn a_review_is_printed_and_saved_as_a_file_and_both_are_in_the_log() {
    run(async {
        for engine in engines() {
            let world = World::new(engine, Protection::None).await;
            let mut johan = world.test.log_in("johan").await;
            world.break_glass(&mut johan).await;
            let mut lena = world.test.log_in("lena").await;
            let opening = first_opening(&mut lena).await;
            lena.get(&format!("{opening}/utskrift"))
                .await
                .is(200)
                .says("Utskrivet av Lena B.")
                .does_not_say("name=\"verdict\"");
            let file = lena.get(&format!("{opening}/fil")).await;
            file.is(200).says(WHY).says("Johan E., psykolog");
            assert_eq!(file.headers.get("content-type").unwrap(), "text/csv; charset=utf-8");
            // What is drawn is what was written before.
            world.test.wait(SignedDuration::from_mins(1));
            let sample = lena.post("/granskning/stickprov", &[]).await.location;
            let page = lena.get(&sample).await;
            page.is(200).says("Skrev ut. Granskade loggen").says("Sparade som fil. Granskade loggen");
        }
    });
}

#[test]
fn a_sample_holds_what_stands_out_and_each_line_is_answered_by_somebody_else() {
    run(async {
        for engine in engines() {
            let world = World::new(engine, Protection::Registered).await;
            let mut johan = world.test.log_in("johan").await;
            world.break_glass(&mut johan).await;
            assert!(world.reads("johan").await);
            let mut lena = world.test.log_in("lena").await;
            lena.get("/granskning").await.is(200);
            world.test.wait(SignedDuration::from_mins(1));
            let sample = lena.post("/granskning/stickprov", &[]).await.location;
            let page = lena.get(&sample).await;
            page.is(200).says("utan koppling till barnet").says("skyddade personuppgifter").says("Läste leden");
            page.says("Din egen rad").does_not_say("Söderqvist");
            let place = page.text.split("/rad/").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
            let row = format!("{sample}/rad/{place}");
            lena.post(&row, &[("outcome", "fine")]).await.is(400);
            lena.post(&row, &[("outcome", "question_sent")]).await.is(303);
            lena.get(&sample).await.says("Fråga skickad").says("Lena B.");
            lena.post(&row, &[("outcome", "in_order")]).await.is(409);
            lena.get(&format!("{sample}/fil")).await.is(200).says("Fråga skickad");
            let mut vera = world.test.log_in("vera").await;
            vera.get(&sample).await.is(404);
            vera.post(&row, &[("outcome", "in_order")]).await.is(404);
        }
    });
}

#[test]
fn whoever_reads_about_a_family_of_their_own_name_stands_in_the_sample() {
    run(async {
        for engine in engines() {
            let world = World::new(engine, Protection::None).await;
            let (demo, unit) = (world.test.demo(), world.region.unit("first_line"));
            // The father is called Berg.
            let siv = register_staff(&demo, "Siv Åberg-Berg", None).await.unwrap();
            assign(&demo, siv, unit, Role::Psychologist).await.unwrap();
            world.region.persona(&world.test, 95, "siv", Kind::Staff(siv), "Siv Å.").await;
            let mut johan = world.test.log_in("johan").await;
            world.break_glass(&mut johan).await;
            let mut lena = world.test.log_in("lena").await;
            let drawn = async |lena: &mut Browser| {
                world.test.wait(SignedDuration::from_mins(1));
                lena.get("/granskning").await.is(200);
                let sample = lena.post("/granskning/stickprov", &[]).await.location;
                lena.get(&sample).await
            };
            drawn(&mut lena).await.is(200).says("utan koppling till barnet").does_not_say("samma efternamn");
            let mut siv = world.test.log_in("siv").await;
            world.break_glass(&mut siv).await;
            drawn(&mut lena).await.is(200).says("samma efternamn").does_not_say("Söderqvist");
        }
    });
}

#[test]
fn a_guardian_sees_who_has_read_but_not_where_an_identity_is_protected() {
    run(async {
        for engine in engines() {
            let world = World::new(engine, Protection::None).await;
            assert!(world.reads("maria").await);
            let page = format!("/min-familj/{}/last", world.child);
            let mut elin = world.test.log_in("elin").await;
            elin.get("/min-sida/last").await.is(200).says("Läkare").says("BUP Rösmark").says("Håller i leden");
            let mut mother = world.test.log_in("mamma").await;
            mother.get(&page).await.is(200).says("Läste leden").does_not_say("Du<");
            mother.get(&page).await.is(200).does_not_say("Barnet<");
            mother.get("/min-sida/last").await.is(404);
            mother.get(&format!("/min-familj/{}/last", world.trail)).await.is(404);
            world.test.log_in("johan").await.get(&page).await.is(404);
            world.test.browser().get(&page).await.is(303);

            // What the other guardian does is not the first one's to follow; the child sees both.
            let mut father = world.test.log_in("pappa").await;
            father.get(&page).await.is(200).says("Läste leden").does_not_say("En vårdnadshavare<");
            mother.get(&page).await.is(200).does_not_say("En vårdnadshavare<");
            elin.get("/min-sida/last").await.is(200);
            // Custody ends at eighteen.
            world.test.wait(jiff::SignedDuration::from_hours(24 * 366 * 10));
            let mut mother = world.test.log_in("mamma").await;
            mother.get(&page).await.is(404);

            let hidden = World::new(engine, Protection::Marked).await;
            let mut mother = hidden.test.log_in("mamma").await;
            mother.get(&format!("/min-familj/{}/last", hidden.child)).await.is(404);
            let mut elin = hidden.test.log_in("elin").await;
            elin.get("/min-sida/last").await.is(200);
        }
    });
}

#[test]
fn ones_own_visits_of_a_day_are_one_row_that_unfolds_and_what_others_read_stands_beside_it() {
    run(async {
        for engine in engines() {
            let world = World::new(engine, Protection::None).await;
            assert!(world.reads("maria").await);
            let mut mother = world.test.log_in("mamma").await;
            for _ in 0..3 {
                mother.get("/min-familj").await.is(200);
            }
            let page = mother.get(&format!("/min-familj/{}/last", world.child)).await;
            page.is(200).says("Dina egna besök: ").says("Läste leden").says("BUP Rösmark");
            assert_eq!(page.text.matches("Du</th>").count(), 1, "{}", page.text);
            let (_, unfolded) = page.text.split_once("Dina egna besök: ").expect("a row of one's own");
            let (visits, _) = unfolded.split_once("</details>").expect("what unfolds");
            let many = visits.matches("<li>").count();
            assert!(many >= 3 && visits.starts_with(&format!("{many} rader")), "{visits}");
        }
    });
}

#[test]
fn a_long_log_is_read_page_by_page_without_losing_a_line() {
    run(async {
        let world = World::new(Engine::Sqlite, Protection::None).await;
        for _ in 0..120 {
            assert!(world.reads("maria").await);
        }
        let mut elin = world.test.log_in("elin").await;
        let (mut path, mut lines) = ("/min-sida/last".to_owned(), 0);
        while !path.is_empty() {
            let page = elin.get(&path).await;
            lines += page.is(200).text.matches("Läste leden").count();
            path = page.link("/min-sida/last?fore=");
        }
        assert_eq!(lines, 120);
        elin.get("/min-sida/last?fore=nonsense").await.is(404);
    });
}

#[test]
fn every_action_has_its_words_in_both_languages() {
    run(async {
        let capabilities =
            vec![identity::capability(), directory::capability(), trail::capability(), oversight::capability()];
        let test = TestApp::start(Engine::Sqlite, capabilities).await;
        for action in access::action::ALL {
            for key in [did_key(action), tried_key(action)] {
                assert!(test.app.texts().keys().contains(&key), "{key} is missing");
                for language in Language::ALL {
                    assert!(!test.app.texts().say(language).t(&key).starts_with('['), "{key} in {language:?}");
                }
            }
        }
    });
}
