//! Somebody calls the front door: whoever answers writes it down, and has it.

use std::collections::BTreeSet;

use domain::organisation::Role;
use identity::login::commands::Kind;
use identity::organisations::commands::{assign, register_staff};
use testkit::{Browser, engines, run};

use crate::world::{World, lines};

/// A call in which nothing is missing.
fn call(place: &str) -> Vec<(&'static str, String)> {
    let fields = [
        ("who", "guardian"),
        ("own_name", "Eva"),
        ("own_relation", "mamma"),
        ("phone", "070-174 06 35"),
        ("message", "unsafe"),
        ("first_name", "Alma"),
        ("age", "9"),
        ("school", "Björkeryds skola"),
        ("topic", "school"),
        ("words", "Hon går inte till skolan."),
        ("interpreter", "no"),
        ("language", ""),
    ];
    let mut fields: Vec<_> = fields.into_iter().map(|(name, value)| (name, value.to_owned())).collect();
    fields.push(("municipality", place.to_owned()));
    fields
}

fn borrowed<'f>(fields: &'f [(&'static str, String)]) -> Vec<(&'static str, &'f str)> {
    fields.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

/// Somebody who has begun to work at the front door.
async fn new_here(world: &World, code: &str, name: &str, role: Role) -> Browser {
    let demo = world.test.demo();
    let staff = register_staff(&demo, name, None).await.unwrap();
    assign(&demo, staff, world.region.unit("front_door"), role).await.unwrap();
    world.region.persona(&world.test, 130, code, Kind::Staff(staff), name).await;
    world.test.log_in(code).await
}

#[test]
fn a_parent_calls_and_whoever_answers_has_written_it_down_taken_it_and_holds_the_baton() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let place = world.region.municipality("lindala").to_string();
            let mut petra = world.test.log_in("petra").await;
            petra.get("/en-vag-in").await.is(200).says("href=\"/en-vag-in/samtal\"");
            petra.get("/en-vag-in/samtal").await.is(200).says("Någon ringer");
            let saved = petra.post("/en-vag-in/samtal", &borrowed(&call(&place))).await;
            assert_eq!(saved.status, 303, "{}", saved.text);
            // Sent twice it is one.
            let again = petra.post("/en-vag-in/samtal", &borrowed(&call(&place))).await;
            assert_eq!(again.location, saved.location, "the same page sent again leads to the same");
            // Danger is asked about first.
            petra.get(&saved.location).await.is(200);
            let id = saved.location.split('/').nth(2).unwrap().parse().unwrap();
            let request = format!("/en-vag-in/{id}");
            let page = petra.get(&request).await;
            page.is(200)
                .says("Hon går inte till skolan.")
                .says("+46701740635")
                .says("Lämna inga meddelanden")
                .says("Eva");
            assert_eq!(world.trail_of(id).await.holder_assignment, world.region.post("petra").assignment);
            petra.get("/en-vag-in?visa=mine").await.is(200).says("Alma");
            // Nobody was shown a code; there is none until it is handed out.
            let around = page.link("/barn/");
            let adults = format!("{}/vuxna", around.split("/vuxna").next().unwrap());
            petra.get(&adults).await.is(200).says("Eva").does_not_say("Koden gäller");
            // Without one nobody reads what is written, and it is not the family's turn.
            let write = format!("{request}/skriv");
            petra.get(&request).await.is(200);
            petra.submit(&write, &[("write", "Vi ringer i morgon.")]).await.is(200).says("först när de har en kod");
            petra.get("/en-vag-in?visa=family").await.is(200).does_not_say("Alma");
            let person = page.link(&format!("{adults}/"));
            petra.get(&person).await.is(200);
            petra.post(&format!("{person}/kod"), &[]).await.is(200).says("Koden visas bara nu");
            petra.get(&request).await.is(200);
            petra.submit(&write, &[("write", "Nu har ni en kod.")]).await.is(200).says("De ser det när de loggar");
            petra.get("/en-vag-in?visa=family").await.is(200).says("Alma");
        }
    });
}

#[test]
fn a_call_about_a_protected_child_is_opened_by_whoever_wrote_it_down_and_by_no_colleague() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let place = world.region.municipality("lindala").to_string();
            let mut petra = world.test.log_in("petra").await;
            let page = petra.get("/en-vag-in/samtal").await;
            page.is(200).says("Vem är personen för barnet?").says("Barnet eller den som ringer har skyddade");
            let mut told = call(&place);
            told.push(("protected", "yes".to_owned()));
            let saved = petra.post("/en-vag-in/samtal", &borrowed(&told)).await;
            let id: String = saved.location.split('/').nth(2).unwrap().to_owned();
            // Nobody knows whether it is the child or whoever calls: both are, and whoever was told opens both.
            let page = petra.get(&format!("/en-vag-in/{id}")).await;
            page.is(200).says("Hon går inte till skolan.").says("Eva").says("+46701740635");
            let both = "
                SELECT COUNT(*) AS n
                FROM named_staff
                JOIN protection_grade ON protection_grade.owner_id = named_staff.owner_id
                WHERE protection_grade.source = 'family'";
            assert_eq!(lines(&world, both).await, 6, "Petra, Mikael and Vera, for either");
            petra.get("/en-vag-in?visa=mine").await.is(200).says("Alma").does_not_say("Lindala");
            let mut nils = new_here(&world, "nils", "Nils B.", Role::Nurse).await;
            nils.get("/en-vag-in?visa=others").await.is(200).says("Skyddad identitet").does_not_say("Alma");
            nils.get(&format!("/en-vag-in/{id}")).await.is(404).does_not_say("Hon går inte till skolan.");
        }
    });
}

#[test]
fn an_administrator_receives_a_call_and_is_told_who_holds_it_until_somebody_takes_it() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let place = world.region.municipality("lindala").to_string();
            let mut anna = new_here(&world, "anna", "Anna B.", Role::CareAdministrator).await;
            let page = anna.get("/en-vag-in/samtal").await;
            page.is(200).says("någon av dina kollegor tar emot det").does_not_say("Spara och fråga om säkerhet");
            let page = anna.submit("/en-vag-in/samtal", &borrowed(&call(&place))).await;
            page.is(200).says("Det är mottaget. Mikael K. har ansvaret").says("Alma").says("1 att ta emot");
            // Of a protected identity they are told no more than any colleague.
            let mut told = call(&place);
            told.push(("protected", "yes".to_owned()));
            anna.get("/en-vag-in/samtal").await.is(200);
            let page = anna.submit("/en-vag-in/samtal", &borrowed(&told)).await;
            page.is(200).says("Det är mottaget. Mikael K. har").says("Skyddad identitet").says("2 att ta emot");
            let mut mikael = world.test.log_in("mikael").await;
            mikael.get("/en-vag-in").await.is(200);
            mikael.submit("/en-vag-in/ta-nasta", &[]).await.is(200).says("Hon går inte till skolan.");
        }
    });
}

#[test]
fn what_is_missing_in_a_call_is_said_with_everything_kept_and_only_the_front_door_answers() {
    run(async {
        let world = World::start(testkit::Engine::Sqlite).await;
        let place = world.region.municipality("lindala").to_string();
        let mut petra = world.test.log_in("petra").await;
        petra.get("/en-vag-in/samtal").await.is(200);
        let empty = petra.post("/en-vag-in/samtal", &[]).await;
        empty.is(422).says("Barnet eller den som ringer har skyddade personuppgifter");
        let summary =
            empty.text.split_once("class=\"errsum\"").and_then(|(_, rest)| rest.split_once("</ul>")).unwrap().0;
        let links = summary.split("href=\"#").skip(1).map(|link| link.split_once("</a>").unwrap().0);
        let (fields, words): (Vec<&str>, BTreeSet<&str>) = links.map(|link| link.split_once("\">").unwrap()).unzip();
        let places: Vec<_> =
            fields.iter().map(|field| empty.text.find(&format!("name=\"{field}\"")).unwrap()).collect();
        assert!(places.is_sorted(), "what is wrong is told in the order of the page: {fields:?}");
        assert_eq!((fields.len(), words.len()), (9, 9), "each in words of its own: {words:?}");
        let cases = [
            ("phone", "12", "till exempel 070-123 45 67"),
            ("age", "nio", "Skriv åldern med siffror"),
            ("municipality", "x", "Välj en kommun som ni svarar för"),
            ("who", "professional", "Välj vem som ringer"),
            ("message", "", "Välj om det är tryggt"),
            ("interpreter", "yes", "Välj vilket språk"),
        ];
        for (field, typed, what_to_write) in cases {
            let mut told = call(&place);
            for (name, value) in &mut told {
                if *name == field {
                    typed.clone_into(value);
                }
            }
            let refused = petra.post("/en-vag-in/samtal", &borrowed(&told)).await;
            refused.is(422).says("<title>Fel: ").says(what_to_write).says("Hon går inte till skolan.").says("Eva");
        }
        petra.get("/en-vag-in?visa=mine").await.is(200).does_not_say("Alma");
        let mut nora = world.test.log_in("nora").await;
        nora.get("/en-vag-in/samtal").await.is(403);
        nora.post("/en-vag-in/samtal", &borrowed(&call(&place))).await.is(403);
    });
}

#[test]
fn what_a_call_is_about_is_asked_before_who_the_child_is_and_who_calls() {
    run(async {
        let world = World::start(testkit::Engine::Sqlite).await;
        let page = world.test.log_in("petra").await.get("/en-vag-in/samtal").await;
        let place = |field: &str| page.text.find(&format!("name=\"{field}\"")).unwrap();
        assert!(["topic", "first_name", "who"].map(place).is_sorted(), "danger is heard first");
    });
}
