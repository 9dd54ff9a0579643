//! Acute danger stops everything until somebody has acted.

use domain::front_door::intake::Topic;
use testkit::{engines, run};

use crate::world::{World, form, in_danger, send, step, talk};

#[test]
fn a_yes_to_an_acute_question_stops_everything_until_somebody_has_acted() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let id = world.asks("Tuva", Topic::LowOrWorried).await;
            let mut mikael = world.taken_by("mikael", id).await;
            let danger = step(id, "fara");
            let answer = send(&mut mikael, &step(id, "sakerhet"), &in_danger("acute_suicide_plan")).await;
            assert_eq!(answer.location, danger);
            for other in ["", "/sakerhet", "/samtal", "/livsomraden", "/egna-ord", "/beslut", "/granska"] {
                assert_eq!(mikael.get(&format!("/en-vag-in/{id}{other}")).await.location, danger, "{other}");
            }
            let page = mikael.get(&danger).await;
            page.is(200).says("Prata med Tuva nu").says("112").says("En plan för att ta sitt liv").says("Mikael K.");
            let refused = mikael.post(&danger, &[("note", "Pratade med mamma.")]).await;
            refused
                .is(422)
                .says("Fel: ")
                .says("Välj vad du har gjort")
                .says("Skriv var barnet är")
                .says("Pratade med mamma.");
            let fields = [
                ("action", "talked_with_duty_clinician"),
                ("note", "Pratade med jouren. Mamma är på väg hem."),
                ("follow_up_day", "2026-11-24"),
                ("follow_up_time", "15:30"),
                ("call_back", "070-174 06 35"),
                ("place", "Hemma, Storgatan 1"),
            ];
            mikael.submit(&danger, &fields).await.is(200).says("Gå vidare med säkerhetsfrågorna");
            mikael.get("/en-vag-in?visa=mine").await.says("Akut, åtgärdad");
            let answer = send(&mut mikael, &step(id, "samtal"), &talk()).await;
            assert_eq!(answer.location, step(id, "livsomraden"), "the same yes does not interrupt twice");
        }
    });
}

#[test]
fn a_follow_up_must_lie_ahead_and_within_a_week() {
    run(async {
        let world = World::start(testkit::Engine::Sqlite).await;
        let id = world.asks("Tuva", Topic::LowOrWorried).await;
        let mut mikael = world.taken_by("mikael", id).await;
        send(&mut mikael, &step(id, "sakerhet"), &in_danger("acute_self_harm")).await;
        for day in ["2026-11-23", "2026-12-24", "x"] {
            let fields = [
                ("action", "called_emergency_number"),
                ("note", "Ringde 112."),
                ("follow_up_day", day),
                ("follow_up_time", "9.00"),
                ("call_back", "112"),
                ("place", "Hemma"),
            ];
            let page = mikael.post(&step(id, "fara"), &fields).await;
            page.is(422).says("senast om sju dagar").says("Skriv ett telefonnummer");
        }
    });
}

#[test]
fn a_colleague_sees_the_danger_and_can_take_over() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let id = world.asks("Tuva", Topic::LowOrWorried).await;
            let mut mikael = world.taken_by("mikael", id).await;
            send(&mut mikael, &step(id, "sakerhet"), &in_danger("acute_self_harm")).await;
            let mut petra = world.test.log_in("petra").await;
            petra.get(&step(id, "fara")).await.is(200).says("Mikael K. är på det").says("Ta över");
            let reason = [("reason", "Mikael ringer 112.")];
            petra.submit(&step(id, "ta-over"), &reason).await.is(200).says("Vad har du gjort?");
        }
    });
}

#[test]
fn safety_comes_before_every_other_step() {
    run(async {
        let world = World::start(testkit::Engine::Sqlite).await;
        let id = world.asks("Alma", Topic::School).await;
        let mut mikael = world.taken_by("mikael", id).await;
        for other in ["samtal", "livsomraden", "egna-ord", "beslut", "granska"] {
            let answer = mikael.get(&step(id, other)).await;
            assert!(answer.location.starts_with(&step(id, "sakerhet")), "{other}: {}", answer.location);
        }
        // A draft with a yes is not an answer yet, and still lets nobody past.
        let page = mikael.get(&step(id, "sakerhet")).await;
        let draft = [("version", page.field("version")), ("acute_self_harm", "yes".to_owned())];
        let draft: Vec<_> = draft.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let saved = mikael.post(&step(id, "sakerhet/utkast"), &draft).await;
        saved.is(200).says("Utkast sparat 10.00");
        assert_eq!(saved.headers["x-draft-version"], "2");
        assert!(mikael.get(&step(id, "samtal")).await.location.starts_with(&step(id, "sakerhet")));
        let again = send(&mut mikael, &step(id, "sakerhet"), &form(&[("acute_self_harm", "yes")])).await;
        assert_eq!(again.location, step(id, "fara"));
    });
}
