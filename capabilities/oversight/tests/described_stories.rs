//! Opening without a relation where nobody knows a number: by what the child is called, how old it is and where it lives.
#![expect(clippy::expect_used, reason = "a test may stop where its world is wrong")]

#[expect(dead_code, reason = "these stories use less of the world than the others do")]
mod world;

use access::action::identity::RegisterChild;
use access::facts::RegionFacts;
use domain::child::Protection;
use identity::children::commands::{NewChild, register};
use identity::children::{Age, Identity, Label};
use jiff::SignedDuration;
use testkit::{Answer, Browser, Engine, engines, run};
use world::{WHY, World};

/// What Johan knows of Elin, with some of it otherwise.
async fn describes(world: &World, johan: &mut Browser, changes: &[(&str, &str)]) -> Answer {
    let place = world.region.municipality("bjorkeryd").to_string();
    let usual = [
        ("number", ""),
        ("given_name", "elin"),
        ("age", "8"),
        ("municipality", place.as_str()),
        ("family_name", ""),
        ("reason", "child_is_here"),
        ("why", WHY),
        ("child", ""),
    ];
    let other = |name: &str| changes.iter().find(|(changed, _)| *changed == name).map(|(_, value)| *value);
    let fields = usual.map(|(name, value)| (name, other(name).unwrap_or(value)));
    johan.get("/nodoppning").await.is(200);
    let answer = johan.post("/nodoppning", &fields).await;
    // Whoever tries too often is stopped; these stories are about something else.
    world.test.wait(SignedDuration::from_mins(11));
    answer
}

/// Children of one name and age in Björkeryd, without trails.
async fn register_many(world: &World, name: &str, many: usize) {
    for _ in 0..many {
        let mut act = world.test.demo().begin("test.children").await.expect("an act");
        let permit = act.authorize::<RegisterChild>(&RegionFacts).await.expect("a right");
        let age = Age::Stated(8, world.test.now().day());
        let label = Label { given_name: name.to_owned(), age, place: "Björkeryd".to_owned() };
        let municipality = Some(world.region.municipality("bjorkeryd"));
        let new = NewChild { label, identity: Identity::default(), municipality, protection: Protection::None };
        register(&mut act, &permit, new).await.expect("a child");
        act.commit(permit).await.expect("it is saved").shown();
    }
}

#[test]
fn a_child_without_a_number_is_named_then_chosen_and_opened_and_sees_that_somebody_looked() {
    run(async {
        for engine in engines() {
            let world = World::new(engine, Protection::None).await;
            let mut johan = world.test.log_in("johan").await;
            johan.get("/nodoppning").await.is(200).says("Vet du inte numret?").says("Lindala");
            let found = describes(&world, &mut johan, &[]).await;
            found.is(200).says("Vilket barn är det?").says("Elin S., 8 år, Björkeryd").does_not_say("Söderqvist");
            assert!(!world.reads("johan").await, "nothing is open before one is chosen");
            let id = found.field("child");
            let opened = describes(&world, &mut johan, &[("age", "2018"), ("child", &id)]).await;
            assert_eq!(opened.location, format!("{}?klart=glass-broken", world.address()), "{}", opened.text);
            assert!(world.reads("johan").await);
            // It is for reading: what is known of the child is seen, and not put right.
            let child = format!("/barn/{id}");
            johan.get(&child).await.is(200).says("Söderqvist").does_not_say("name=\"version\"");
            johan.post(&child, &[("version", "1"), ("given_name", "Elin")]).await.is(404);
            let mut elin = world.test.log_in("elin").await;
            let page = elin.get("/min-sida/last").await;
            page.is(200).says("Sökte på personnummer eller namn").says("Öppnade leden i en nödöppning");
            let mut lena = world.test.log_in("lena").await;
            lena.get("/granskning").await.is(200).says("Johan E., psykolog");
        }
    });
}

#[test]
fn who_does_not_fit_is_protected_or_is_not_there_is_answered_in_the_same_words() {
    run(async {
        for engine in engines() {
            let world = World::new(engine, Protection::None).await;
            let lindala = world.region.municipality("lindala").to_string();
            let mut johan = world.test.log_in("johan").await;
            for change in [
                ("given_name", "Eli"),
                ("age", "9"),
                ("age", "2017"),
                ("municipality", lindala.as_str()),
                ("family_name", "Berg"),
                ("child", "00000000-0000-0000-0000-000000000001"),
            ] {
                let answer = describes(&world, &mut johan, &[change]).await;
                answer.is(422).says("Vi öppnade ingen led. Inget barn passar").says(WHY);
            }
            let named = describes(&world, &mut johan, &[("family_name", "söderqvist")]).await;
            named.is(200).says("Elin S., 8 år, Björkeryd");
            let chosen = named.field("child");
            describes(&world, &mut johan, &[("given_name", "Alma"), ("child", &chosen)]).await.is(422);
            // Whoever sees the trail already has nothing to open.
            let mut maria = world.test.log_in("maria").await;
            describes(&world, &mut maria, &[]).await.is(422).says("Inget barn passar");
            assert!(!world.reads("johan").await);

            for protection in [Protection::Marked, Protection::Registered, Protection::NewIdentity] {
                let world = World::new(engine, protection).await;
                let mut johan = world.test.log_in("johan").await;
                describes(&world, &mut johan, &[]).await.is(422).says("Inget barn passar");
                let id = world.child.to_string();
                describes(&world, &mut johan, &[("child", &id)]).await.is(422).says("Inget barn passar");
                assert!(!world.reads("johan").await, "{protection:?}");
            }
        }
    });
}

#[test]
fn more_than_a_handful_are_too_many_and_none_is_named_or_logged() {
    run(async {
        for engine in engines() {
            let world = World::new(engine, Protection::None).await;
            register_many(&world, "Elin", 5).await;
            let mut johan = world.test.log_in("johan").await;
            let many = describes(&world, &mut johan, &[]).await;
            many.is(422).says("Fler än fem barn passar").does_not_say("8 år, Björkeryd").says("value=\"elin\"");
            let about = "
                SELECT COUNT(*) AS n
                FROM audit_line
                WHERE act = 'oversight.look_for_child' AND child_id IS NOT NULL";
            let looked = "SELECT COUNT(*) AS n FROM audit_line WHERE act = 'oversight.look_for_child'";
            assert_eq!(world.count(about).await, 0);
            assert_eq!(world.count(looked).await, 2, "that somebody looked is in the log");
        }
    });
}

#[test]
fn what_is_missing_of_a_description_is_said_and_looking_is_stopped_after_five_tries() {
    run(async {
        let world = World::new(Engine::Sqlite, Protection::None).await;
        let mut johan = world.test.log_in("johan").await;
        let half = describes(&world, &mut johan, &[("age", "fjorton"), ("municipality", ""), ("why", " ")]).await;
        half.is(422).says("Skriv åldern eller födelseåret").says("Välj kommunen").says("Skriv varför").says("fjorton");
        describes(&world, &mut johan, &[("given_name", ""), ("reason", "")])
            .await
            .is(422)
            .says("Skriv barnets förnamn");
        let place = world.region.municipality("bjorkeryd").to_string();
        let fields = [
            ("given_name", "Nora"),
            ("age", "8"),
            ("municipality", place.as_str()),
            ("reason", "acute_danger"),
            ("why", "Det brinner."),
        ];
        johan.get("/nodoppning").await.is(200);
        for _ in 0..5 {
            johan.post("/nodoppning", &fields).await.is(422);
        }
        johan.post("/nodoppning", &fields).await.is(429);
        let mut stig = world.test.log_in("stig").await;
        stig.get("/uppdrag").await.is(200);
        stig.post("/nodoppning", &fields).await.is(403);
    });
}
