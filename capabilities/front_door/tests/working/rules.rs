//! Keeping the rules: dated editions that are never changed, drafts that are proven first.

use testkit::{Browser, Engine, engines, run};

use crate::world::World;

async fn draft_of_example(browser: &mut Browser) -> String {
    let list = browser.get("/regler").await;
    list.is(200).says("Version 1").says("Gäller nu").says("Exempel, ej för vård");
    let edition = list.link("/regler/");
    let page = browser.get(&edition).await;
    page.is(200).says("Om säkerhet är minst 4, mycket stora: nivå 5, akut samma dag.").says("Annars: nivå 0, råd.");
    let id = edition.rsplit('/').next().unwrap().to_owned();
    browser.post("/regler/utkast", &[("from", &id)]).await.location
}

#[test]
fn a_steward_copies_an_edition_and_saves_a_new_one_without_touching_the_old() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let mut stig = world.test.log_in("stig").await;
            let draft = draft_of_example(&mut stig).await;
            let page = stig.get(&draft).await;
            page.is(200).says("Ja. Varje skattning får en nivå");
            let version = page.field("version");
            let head = [
                ("version", version.as_str()),
                ("name", "Rösmarks regler"),
                ("valid_from", "2026-11-25"),
                ("standing", "adopted"),
                ("resolution", "highest_level"),
                ("default_level", "0"),
            ];
            stig.submit(&draft, &head).await.is(200).says("Utkastet är sparat").says("Rösmarks regler");
            let version = stig.get(&draft).await.field("version");
            let saved = stig.submit(&format!("{draft}/spara"), &[("version", &version)]).await;
            saved.is(200).says("Den nya versionen är sparad").says("Version 2");
            stig.get("/regler").await.says("Version 2").says("Version 1").does_not_say("Utkast</h2>");
        }
    });
}

#[test]
fn a_new_installation_begins_with_a_draft_of_the_example_which_is_not_for_care() {
    run(async {
        for engine in engines() {
            let world = World::without_rules(engine).await;
            let mut stig = world.test.log_in("stig").await;
            stig.get("/regler").await.is(200).says("Inga regler ännu").says("Nytt utkast av exemplet");
            let draft = stig.post("/regler/utkast", &[("from", "example")]).await.location;
            let page = stig.get(&draft).await;
            page.is(200).says("Ja. Varje skattning får en nivå").says("ej för vård");
            let version = page.field("version");
            let saved = stig.submit(&format!("{draft}/spara"), &[("version", &version)]).await;
            saved.is(200).says("Den nya versionen är sparad").says("Version 1").says("Exempel, ej för vård");
        }
    });
}

#[test]
fn a_table_that_falls_is_refused_with_ratings_that_show_it() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let mut stig = world.test.log_in("stig").await;
            stig.get("/regler").await.is(200);
            let draft = stig.post("/regler/utkast", &[]).await.location;
            let page = stig.get(&draft).await;
            page.says("De här skattningarna får ingen nivå: 0 i alla områden");
            let version = page.field("version");
            // "At most" lets a higher rating lose its level: the easiest mistake to make.
            let rule = [
                ("version", version.as_str()),
                ("wording", "Lite oro"),
                ("level", "3"),
                ("c0_kind", "at_most"),
                ("c0_domains", "worry"),
                ("c0_severity", "1"),
            ];
            stig.submit(&format!("{draft}/regel/0"), &rule).await.is(200).says("Om oro och ångest är högst 1, lite");
            let version = stig.get(&draft).await.field("version");
            let head = [
                ("version", version.as_str()),
                ("name", "Ny"),
                ("valid_from", "2026-11-24"),
                ("standing", "example"),
                ("resolution", "highest_level"),
                ("default_level", "1"),
            ];
            let page = stig.submit(&draft, &head).await;
            page.says("blir nivån 3, första linjen. Höjs oro och ångest till 2, måttliga blir nivån 1, egenvård");
            let version = page.field("version");
            let refused = stig.post(&format!("{draft}/spara"), &[("version", &version)]).await;
            refused.is(422).says("Fel: ").says("Rätta tabellen först");
            stig.get("/regler").await.does_not_say("Version 2");
        }
    });
}

#[test]
fn a_rule_says_what_is_wrong_with_it_and_keeps_what_was_typed() {
    run(async {
        let world = World::start(Engine::Sqlite).await;
        let mut stig = world.test.log_in("stig").await;
        let draft = draft_of_example(&mut stig).await;
        let version = stig.get(&draft).await.field("version");
        let rule = [
            ("version", version.as_str()),
            ("wording", "Min regel"),
            ("level", ""),
            ("c0_kind", "sum_at_least"),
            ("c0_domains", "worry"),
            ("c0_domains", "school"),
            ("c0_least", "9"),
        ];
        let page = stig.post(&format!("{draft}/regel/13"), &rule).await;
        page.is(422).says("Min regel").says("Välj en nivå").says("Villkoret kan aldrig gälla");
        let none = [("version", version.as_str()), ("wording", "x"), ("level", "1"), ("c0_kind", "")];
        stig.post(&format!("{draft}/regel/13"), &none).await.is(422).says("Lägg till minst ett villkor");
    });
}

#[test]
fn an_edition_cannot_begin_in_the_past_and_a_draft_is_not_overwritten() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let mut stig = world.test.log_in("stig").await;
            let draft = draft_of_example(&mut stig).await;
            let old = stig.get(&draft).await.field("version");
            let head = |version: &str| {
                [
                    ("version".to_owned(), version.to_owned()),
                    ("name".to_owned(), "Ny".to_owned()),
                    ("valid_from".to_owned(), "2026-01-01".to_owned()),
                    ("standing".to_owned(), "example".to_owned()),
                    ("resolution".to_owned(), "highest_level".to_owned()),
                    ("default_level".to_owned(), "0".to_owned()),
                ]
            };
            let fields = head(&old);
            let mut fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let saved = stig.post(&draft, &fields).await;
            // The same form twice is one saving; another one from the same page was made from an older draft.
            assert_eq!((saved.status, &saved.location), (303, &stig.post(&draft, &fields).await.location));
            fields[1] = ("name", "Nyare");
            stig.post(&draft, &fields).await.is(409);
            let version = stig.get(&draft).await.field("version");
            let refused = stig.post(&format!("{draft}/spara"), &[("version", &version)]).await;
            refused.is(422).says("Välj i dag eller en senare dag");
            stig.submit(&format!("{draft}/kasta"), &[("version", &version)]).await.is(200).says("Utkastet är borta");
        }
    });
}

#[test]
fn a_nurse_reads_how_the_suggestion_is_made_but_changes_nothing() {
    run(async {
        let world = World::start(Engine::Sqlite).await;
        let mut stig = world.test.log_in("stig").await;
        let edition = stig.get("/regler").await.link("/regler/");
        stig.get(&edition).await.is(200).says("Gör ett nytt utkast av den här");
        let mut mikael = world.test.log_in("mikael").await;
        mikael.get(&edition).await.is(200).says("Om säkerhet är minst").does_not_say("Gör ett nytt utkast");
        mikael.get("/regler").await.is(403);
        mikael.post("/regler/utkast", &[]).await.is(403);
    });
}
