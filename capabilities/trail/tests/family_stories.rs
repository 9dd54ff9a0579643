//! What families and those who help them decide about who reads what, as they do it in a browser.
#![expect(clippy::expect_used, reason = "a test may stop where its world is wrong")]

mod family;

use domain::child::Protection;
use family::Family;
use testkit::{Answer, Engine, engines, run};

/// The first value on a page that begins like this.
fn value_beginning(page: &Answer, beginning: &str) -> String {
    let start = format!("value=\"{beginning}");
    let rest = page.text.split_once(&start).map_or("", |(_, rest)| rest);
    rest.split_once('"').map_or(String::new(), |(rest, _)| format!("{beginning}{rest}"))
}

const SECRET: &str = "Elin sover inte på nätterna.";

#[test]
fn both_guardians_say_yes_and_one_takes_it_back() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 10).await;
            let mut samira = family.test.log_in("samira").await;
            let entry = family.write(&mut samira, SECRET).await;
            family.involve("first_line").await;
            let (check, done) = family.ask(&mut samira, &entry, "first_line", "not_assessed").await;
            check
                .is(200)
                .says("Det här blir nytt för dem")
                .says(SECRET)
                .says("mamma och pappa")
                .says("Alla måste säga ja");
            assert_eq!(done.location, family.at("/samtycke?klart=sharing-asked"), "{}", done.text);

            let mut johan = family.test.log_in("johan").await;
            johan.get(&family.at("/dela")).await.is(200).does_not_say(SECRET);
            let mut mother = family.test.log_in("mamma").await;
            let question = mother.get("/min-familj").await.is(200).says("En fråga till dig").link("/min-familj/fraga/");
            mother.get(&question).await.is(200).says("Så att de som hjälper dig vet samma sak.").says(SECRET);
            mother.submit(&question, &[("said", "yes")]).await.is(200).says("Inget visas förrän alla har sagt ja");
            johan.get(&family.at("/dela")).await.is(200).does_not_say(SECRET);

            let mut father = family.test.log_in("pappa").await;
            father.get(&question).await.is(200);
            father.submit(&question, &[("said", "yes")]).await.is(200).says("det är delat");
            johan.get(&family.at("/dela")).await.is(200).says(SECRET);
            let copy = family.entry(&mut johan, SECRET).await;
            let shown = johan.get(&family.at(&format!("/anteckning/{copy}"))).await;
            shown.is(200).says("Kopia").says("Grund: samtycke").does_not_say("ligger kvar");

            let second = family.write(&mut samira, "Nu sover Elin bättre.").await;
            family.ground(&mut samira, &second, "first_line").await.is(200).says("Samtycke finns, till 30 juni 2027");
            mother.get(&question).await.is(200).says("Vill du inte längre?");
            mother.submit(&format!("{question}/dra-tillbaka"), &[]).await.is(200).says("Inget nytt visas");
            family.ground(&mut samira, &second, "first_line").await.is(200).does_not_say("Samtycke finns");
            johan.get(&family.at(&format!("/anteckning/{copy}"))).await.is(200).says(SECRET).says("kopian ligger kvar");
            // Sent twice it is taken back once, and leads to where it led.
            let again = mother.post(&format!("{question}/dra-tillbaka"), &[]).await;
            assert_eq!(again.location, "/min-familj?klart=family-withdrawn", "{}", again.text);
        }
    });
}

#[test]
fn under_a_living_consent_new_entries_of_the_same_kind_are_shared_until_it_is_withdrawn() {
    run(async {
        let family = Family::of(Engine::Sqlite, 10).await;
        let (mut samira, _) = family.written_and_asked(SECRET, "first_line", "not_assessed").await;
        let question = family.both_say_yes().await;
        let second = family.write(&mut samira, "Nu sover Elin bättre.").await;
        let page = family.ground(&mut samira, &second, "first_line").await;
        let standing = value_beginning(&page, "standing-");
        let (_, done) = family.share(&mut samira, &second, "first_line", &[("ground", &standing)]).await;
        assert_eq!(done.location, family.at("/samtycke?klart=sharing-done"), "{}", done.text);
        let mut johan = family.test.log_in("johan").await;
        johan.get(&family.at("/dela")).await.is(200).says("Nu sover Elin bättre.");
        let third = family.write(&mut samira, "Elin vill prata mer.").await;
        let mut mother = family.test.log_in("mamma").await;
        mother.get(&question).await.is(200);
        mother.post(&format!("{question}/dra-tillbaka"), &[]).await.is(303);
        let (_, refused) = family.share(&mut samira, &third, "first_line", &[("ground", &standing)]).await;
        refused.is(409);
        johan.get(&family.at("/dela")).await.is(200).does_not_say("Elin vill prata mer.");
    });
}

#[test]
fn when_guardians_disagree_nothing_is_shared() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 10).await;
            let (mut samira, _) = family.written_and_asked(SECRET, "social", "not_assessed").await;
            let (mut mother, question) = family.before_question("mamma").await;
            mother.post(&question, &[("said", "yes")]).await.is(303);
            let mut father = family.test.log_in("pappa").await;
            father.get(&question).await.is(200);
            father.submit(&question, &[("said", "no")]).await.is(200).says("Ditt nej är sparat");
            samira.get(&family.at("/samtycke")).await.is(200).says("Socialtjänsten Björkeryd ser inte besök");
            family.test.log_in("ali").await.get(&family.at("/dela")).await.is(404).does_not_say(SECRET);
            mother.get(&question).await.is(200).says("Svaret blev nej");
        }
    });
}

#[test]
fn a_fifteen_year_old_hides_one_item_from_one_guardian() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 15).await;
            let mut samira = family.test.log_in("samira").await;
            let entry = family.write(&mut samira, SECRET).await;
            family.write(&mut samira, "Vi ses igen på tisdag.").await;
            let mut mother = family.test.log_in("mamma").await;
            mother.get("/min-familj").await.is(200).does_not_say(SECRET).says("Elin bestämmer själv");

            let mut elin = family.test.log_in("elin").await;
            elin.get("/min-sida").await.is(200).says("Hej Elin!").says("Samira håller i det just nu.");
            for guardian in [family.mother, family.father] {
                let page = family.own(&format!("/vem/{guardian}"));
                elin.get(&page).await.is(200);
                elin.submit(&page, &[("choice", "shared")]).await.is(200).says("får läsa det som skrivs");
            }
            let one = family.own(&format!("/skrivet/{entry}"));
            elin.get(&one).await.is(200).says("Låt inte pappa läsa");
            let father = family.father.to_string();
            let hidden = elin.submit(&one, &[("person", &father), ("choice", "kept")]).await;
            hidden.is(200).says("Pappa får inte läsa").says("Mamma får läsa");

            mother.get("/min-familj").await.is(200).says(SECRET).says("Vi ses igen på tisdag.");
            let mut father = family.test.log_in("pappa").await;
            father.get("/min-familj").await.is(200).does_not_say(SECRET).says("Vi ses igen på tisdag.");
        }
    });
}

#[test]
fn what_staff_hide_from_a_guardian_is_hidden_and_has_a_day_of_review() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 10).await;
            let mut samira = family.test.log_in("samira").await;
            let entry = family.write(&mut samira, SECRET).await;
            let mut father = family.test.log_in("pappa").await;
            father.get("/min-familj").await.is(200).says(SECRET);
            let page = family.at(&format!("/anteckning/{entry}/dolj"));
            samira.get(&page).await.is(200);
            samira.post(&page, &[("from", "every")]).await.is(422).says("Välj en anledning").says("<title>Fel: ");
            let person = family.father.to_string();
            let fields = [
                ("from", person.as_str()),
                ("reason", "considerable_harm"),
                ("why", "Elin är rädd för honom."),
                ("review", "2027-01-15"),
            ];
            samira
                .submit(&page, &fields)
                .await
                .is(200)
                .says("Omprövas 15 januari 2027")
                .says("Elin är rädd för honom.");
            father.get("/min-familj").await.is(200).does_not_say(SECRET).does_not_say("rädd");
            family.test.log_in("mamma").await.get("/min-familj").await.is(200).says(SECRET);
            samira.get(&family.at("/samtycke")).await.is(200).says("Pappa ser inte en anteckning");
            let shown = family.at(&format!("/anteckning/{entry}/visa"));
            samira.post(&shown, &[("from", &person)]).await.is(422).says("Skriv varför det inte behöver vara dolt");
            father.get("/min-familj").await.is(200).does_not_say(SECRET);
            let why = (format!("why-{person}"), "De har pratat med varandra.");
            let told = samira.submit(&shown, &[("from", &person), (why.0.as_str(), why.1)]).await;
            told.is(200).says("visas igen").says("Har varit dold").says(why.1).says("Elin är rädd för honom.");
            father.get("/min-familj").await.is(200).says(SECRET);
        }
    });
}

#[test]
fn a_head_teacher_cannot_reach_what_the_school_nurse_wrote() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 10).await;
            family.involve("school_nurse").await;
            family.involve("teaching").await;
            let mut nora = family.test.log_in("nora").await;
            let entry = family.write(&mut nora, SECRET).await;
            let mut rut = family.test.log_in("rut").await;
            for rest in ["", "/ratta", "/dolj"] {
                rut.get(&family.at(&format!("/anteckning/{entry}{rest}"))).await.is(404).does_not_say(SECRET);
            }
            rut.get(&family.at("/dela")).await.is(200).does_not_say(SECRET);
            family.ground(&mut rut, &entry, "social").await.is(404);
            rut.post(&family.at(&format!("/anteckning/{entry}/visa")), &[("from", "every")]).await.is(404);
            let mut samira = family.test.log_in("samira").await;
            samira.get(&family.at(&format!("/anteckning/{entry}"))).await.is(404);
        }
    });
}

#[test]
fn an_independent_school_is_never_offered_the_ground_inside_one_public_authority() {
    run(async {
        let family = Family::of(Engine::Sqlite, 10).await;
        for unit in ["school_nurse", "independent_nurse", "first_line"] {
            family.involve(unit).await;
        }
        let offered = "value=\"override_pupil_support\"";
        let mut nora = family.test.log_in("nora").await;
        let entry = family.write(&mut nora, SECRET).await;
        family.ground(&mut nora, &entry, "pupil_health").await.is(200).says(offered);
        family.ground(&mut nora, &entry, "teaching").await.is(200).does_not_say(offered);
        let mut ines = family.test.log_in("ines").await;
        let entry = family.write(&mut ines, "Ines text.").await;
        let page = family.ground(&mut ines, &entry, "independent_health").await;
        page.is(200).does_not_say(offered).says("Er verksamhet är fristående");
        let forced = [("ground", "override_pupil_support"), ("why", "Det behövs.")];
        family.share(&mut ines, &entry, "independent_health", &forced).await.1.is(409);
        let mut karl = family.test.log_in("karl").await;
        karl.get(&family.at("/dela")).await.is(404);
    });
}

#[test]
fn necessary_care_under_eighteen_crosses_between_health_and_social_services_with_its_reason() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 10).await;
            family.involve("first_line").await;
            let mut johan = family.test.log_in("johan").await;
            let entry = family.write(&mut johan, SECRET).await;
            let code = "override_under18_care_support";
            let (check, _) = family.share(&mut johan, &entry, "social", &[("ground", code), ("why", " ")]).await;
            check.is(422).says("Skriv varför det är nödvändigt");
            let (check, done) = family
                .share(&mut johan, &entry, "social", &[("ground", code), ("why", "Ali ska ge stöd hemma.")])
                .await;
            check.is(200).says("Ali ska ge stöd hemma.");
            assert_eq!(done.location, family.at("/samtycke?klart=sharing-done"), "{}", done.text);
            let mut ali = family.test.log_in("ali").await;
            ali.get(&family.at("/dela")).await.is(200).says(SECRET);
            family.ground(&mut johan, &entry, "pupil_health").await.is(200).does_not_say(&format!("value=\"{code}\""));
        }
    });
}

#[test]
fn nothing_is_shared_if_the_text_changed_before_everyone_had_answered() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 10).await;
            let (mut samira, entry) = family.written_and_asked(SECRET, "first_line", "not_assessed").await;
            let (mut mother, question) = family.before_question("mamma").await;
            mother.post(&question, &[("said", "yes")]).await.is(303);
            let correct = family.at(&format!("/anteckning/{entry}/ratta"));
            samira.get(&correct).await.is(200);
            samira.post(&correct, &[("body", "Elin sover ibland."), ("why", "Fel.")]).await.is(303);
            let mut father = family.test.log_in("pappa").await;
            father.get(&question).await.is(200);
            father.submit(&question, &[("said", "yes")]).await.is(200).says("Något hade ändrats");
            family.test.log_in("johan").await.get(&family.at("/dela")).await.is(404);
            samira.get(&family.at("/samtycke")).await.is(200).says("Fråga igen");
        }
    });
}

#[test]
fn a_child_judged_mature_answers_alone_in_words_of_its_own() {
    run(async {
        let family = Family::of(Engine::Sqlite, 15).await;
        let mut samira = family.test.log_in("samira").await;
        let entry = family.write(&mut samira, SECRET).await;
        let (check, _) = family.ask(&mut samira, &entry, "first_line", "mature").await;
        check.is(200).says("Barnet är bedömt moget att bestämma");
        family.test.log_in("mamma").await.get("/min-familj").await.is(200).does_not_say("En fråga till dig");
        let mut elin = family.test.log_in("elin").await;
        let question = elin.get("/min-sida").await.is(200).says("En fråga till dig").link("/min-sida/fraga/");
        elin.get(&question).await.is(200).says("Läs först. Säg sedan ja eller nej.").does_not_say("amtycke");
        elin.submit(&question, &[("said", "yes")]).await.is(200).says("UPH Björkeryd");
        family.test.log_in("johan").await.get(&family.at("/dela")).await.is(200).says(SECRET);
    });
}

#[test]
fn an_answer_by_word_of_mouth_is_written_down_by_those_who_asked_and_nobody_else() {
    run(async {
        let family = Family::of(Engine::Sqlite, 10).await;
        family.involve("teaching").await;
        let (mut samira, _) = family.written_and_asked(SECRET, "first_line", "not_assessed").await;
        let page = samira.get(&family.at("/samtycke")).await;
        let start = format!("action=\"{}/", family.at("/samtycke"));
        let rest = page.text.split_once(&start).expect("a form").1;
        let answer = format!("{}/{}", family.at("/samtycke"), rest.split_once('"').expect("an address").0);
        let mut rut = family.test.log_in("rut").await;
        rut.get(&family.at("/samtycke")).await.is(200).does_not_say("UPH Björkeryd");
        for guardian in [family.mother, family.father] {
            let who = guardian.to_string();
            let said = [("who", who.as_str()), ("said", "yes"), ("how", "oral")];
            rut.post(&answer, &said).await.is(404);
            let elsewhere = answer.replace(&family.trail.to_string(), &family.test.environment.uuid().to_string());
            samira.post(&elsewhere, &said).await.is(404);
            samira.post(&elsewhere.replace("/svar", "/avsluta"), &[]).await.is(404);
            samira.post(&answer, &said).await.is(303);
        }
        samira.get(&family.at("/samtycke")).await.is(200).says("Mamma och pappa har sagt ja");
        family.test.log_in("johan").await.get(&family.at("/dela")).await.is(200).says(SECRET);
    });
}

#[test]
fn the_childs_own_words_stay_as_written_and_older_versions_stay_too() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 15).await;
            let mut elin = family.test.log_in("elin").await;
            let page = family.own("/ord");
            elin.get(&page).await.is(200).says("De som jobbar på Elevhälsan Björkeryds skola kan läsa det.");
            elin.post(&page, &[("words", "  ")]).await.is(422).says("Skriv några ord.").says("<title>Fel: ");
            let first = "jag vill KUNNA gå till skolan <3";
            elin.submit(&page, &[("words", first)]).await.is(200).says("jag vill KUNNA gå till skolan &#60;3");
            elin.get(&page).await.is(200);
            elin.submit(&page, &[("words", "jag vill träna igen")]).await.is(200).says("jag vill träna igen");
            let mut samira = family.test.log_in("samira").await;
            let entry = family.entry(&mut samira, "jag vill träna igen").await;
            let shown = samira.get(&family.at(&format!("/anteckning/{entry}"))).await;
            shown.is(200).says("jag vill träna igen").says("jag vill KUNNA gå till skolan").does_not_say("/ratta");
            samira.get(&family.at(&format!("/anteckning/{entry}/ratta"))).await.is(409);
        }
    });
}

#[test]
fn a_protected_identity_breaks_the_proxy() {
    run(async {
        for engine in engines() {
            let family = Family::with(engine, 10, Protection::Marked).await;
            let mut mother = family.test.log_in("mamma").await;
            // There is nobody she stands in for: she is led to what she has asked for herself.
            let page = mother.get("/min-familj").await;
            assert_eq!(page.location, "/min-begaran", "{}", page.text);
            page.does_not_say("Elin");
        }
    });
}

#[test]
fn another_family_and_an_unknown_question_look_the_same() {
    run(async {
        let family = Family::of(Engine::Sqlite, 10).await;
        let (mut samira, _) = family.written_and_asked(SECRET, "first_line", "not_assessed").await;
        let mut mother = family.test.log_in("mamma").await;
        let question = mother.get("/min-familj").await.link("/min-familj/fraga/");
        let mut elin = family.test.log_in("elin").await;
        elin.get(&question.replace("min-familj", "min-sida")).await.is(404);
        samira.get(&question).await.is(303);
        mother.get("/min-familj/fraga/0190a2b4-0000-7000-8000-000000000000").await.is(404);
        mother.get("/min-familj/fraga/nonsens").await.is(404);
        let other = format!("/min-sida/led/{}/ord", family.trail);
        mother.get(&other).await.is(303);
    });
}

#[test]
fn numbers_to_ring_are_there_without_logging_in() {
    run(async {
        let family = Family::of(Engine::Sqlite, 10).await;
        family.test.browser().get("/prata-nu").await.is(200).says("tel:112").says("116 111").says("Lämna sidan snabbt");
    });
}
