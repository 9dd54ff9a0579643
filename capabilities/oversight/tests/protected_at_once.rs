//! Two change a protection in the same moment, or somebody logs in while they are protected: one of the two is first, and the
//! other sees what it has done. And a protection that nobody would reach any more ends.

mod protected;
#[expect(dead_code, reason = "these stories use less of the world than the others do")]
mod world;

use access::Actor;
use access::action::identity::Erase;
use domain::id::Id;
use domain::organisation::Staff;
use identity::children::Relations;
use identity::children::commands::erase;
use protected::{MARKED, NAME, PHONE, around, colleague, helped, protects, sibling};
use testkit::{Browser, Engine, engines, run};
use world::World;

const NAMED: &str = "SELECT COUNT(*) AS n FROM named_staff";
const PROTECTED: &str = "SELECT COUNT(*) AS n FROM person WHERE protection <> 'none'";

/// Elin's mother, protected, with Maria and Siv named for her; where her protection stands, and where each of them is.
async fn two_named(engine: Engine) -> (World, String, (Browser, Id<Staff>), (Browser, Id<Staff>)) {
    let (world, mut maria, mother) = helped(engine).await;
    let (id, mut siv) = colleague(&world).await;
    protects(&mut maria, &mother, &[("staff", &id.to_string())]).await;
    let skydd = format!("{mother}/skydd");
    siv.get(&skydd).await.is(200);
    let maria_id = world.region.post("maria").staff;
    (world, skydd, (maria, maria_id), (siv, id))
}

#[test]
fn two_who_take_each_other_off_the_list_do_not_leave_it_empty() {
    run(async {
        for engine in engines() {
            let (world, skydd, (mut maria, maria_id), (mut siv, siv_id)) = two_named(engine).await;
            let unname = format!("{skydd}/inte-namngiven");
            let (siv_id, maria_id) = (siv_id.to_string(), maria_id.to_string());
            let (without_siv, without_maria) = ([("staff", siv_id.as_str())], [("staff", maria_id.as_str())]);
            let (one, other) = tokio::join!(maria.post(&unname, &without_siv), siv.post(&unname, &without_maria));
            let done = [&one, &other].into_iter().filter(|answer| answer.status == 303).count();
            assert_eq!(done, 1, "{engine:?}: {} and {}", one.status, other.status);
            assert_eq!(world.count(NAMED).await, 1, "{engine:?}");
        }
    });
}

#[test]
fn a_protection_that_is_kept_and_confirmed_away_at_once_is_one_of_the_two() {
    run(async {
        for engine in engines() {
            let (world, skydd, (mut maria, _), (mut siv, _)) = two_named(engine).await;
            maria.post(&format!("{skydd}/ta-bort"), &[("end", "register")]).await.is(303);
            let (keep, confirm) = (format!("{skydd}/behall"), format!("{skydd}/bekrafta"));
            let (kept, confirmed) = tokio::join!(maria.post(&keep, &[]), siv.post(&confirm, &[]));
            assert_ne!(kept.status == 303, confirmed.status == 303, "{engine:?}: {} {}", kept.status, confirmed.status);
            let (protected, named) = if kept.status == 303 { (1, 2) } else { (0, 0) };
            assert_eq!((world.count(PROTECTED).await, world.count(NAMED).await), (protected, named), "{engine:?}");
        }
    });
}

#[test]
fn a_grade_that_is_set_while_the_protection_is_confirmed_away_leaves_nobody_protected_and_unnamed() {
    run(async {
        for engine in engines() {
            let (world, skydd, (mut maria, _), (mut siv, _)) = two_named(engine).await;
            maria.post(&format!("{skydd}/ta-bort"), &[("end", "register")]).await.is(303);
            let confirm = format!("{skydd}/bekrafta");
            let (_, confirmed) = tokio::join!(maria.post(&skydd, &MARKED), siv.post(&confirm, &[]));
            confirmed.is(303);
            // Whoever sets a grade after the confirmation protects anew, and is named for it.
            let (protected, named) = (world.count(PROTECTED).await, world.count(NAMED).await);
            assert!([(0, 0), (1, 1)].contains(&(protected, named)), "{engine:?}: {protected} {named}");
        }
    });
}

#[test]
fn who_logs_in_with_a_code_while_they_are_protected_is_logged_in_no_more() {
    run(async {
        for engine in engines() {
            let (world, mut maria, mother) = helped(engine).await;
            maria.get(&mother).await.is(200);
            let letter = maria.post(&format!("{mother}/kod"), &[]).await;
            let (_, code) = letter.is(200).text.split_once("<p class=\"code\">").expect("a code");
            let code = code.split('<').next().expect("the code").to_owned();
            let skydd = format!("{mother}/skydd");
            maria.get(&skydd).await.is(200);
            let mut karin = world.test.browser();
            karin.get("/logga-in").await.is(200);
            let typed = [("code", code.as_str())];
            let (_, protected) = tokio::join!(karin.post("/logga-in", &typed), maria.post(&skydd, &MARKED));
            protected.is(303);
            assert_eq!(karin.get("/min-familj").await.location, "/logga-in", "{engine:?}");
            assert_eq!(world.count("SELECT COUNT(*) AS n FROM session WHERE kind = 'guardian'").await, 0);
        }
    });
}

/// Where the grown-up is ended whose protection stands here.
fn ending(skydd: &str) -> String {
    skydd.replace("/skydd", "/ta-bort")
}

#[test]
fn one_of_the_named_ends_no_protection_by_ending_its_owner_and_may_end_custody() {
    run(async {
        for engine in engines() {
            let (world, skydd, (mut maria, _), (mut siv, _)) = two_named(engine).await;
            let (mother, end) = (skydd.replace("/skydd", ""), ending(&skydd));
            maria.get(&end).await.is(200).says("Två av de namngivna behövs");
            maria.post(&end, &[("sure", "1")]).await.is(422).says("Det bestämmer två av de namngivna");
            maria.post(&format!("{skydd}/ta-bort"), &[("end", "register")]).await.is(303);
            maria.post(&end, &[("sure", "1")]).await.is(422).says("Nu är det en annan av de namngivna");
            // A first step that is taken back is none.
            siv.post(&format!("{skydd}/behall"), &[]).await.is(303);
            siv.post(&end, &[("sure", "1")]).await.is(422).says("Det bestämmer två av de namngivna");
            // She has custody no more, and stands there still, protected.
            let without =
                [("name", NAME), ("relation", "mamma"), ("phone", PHONE), ("message", "unsafe"), ("custody", "none")];
            maria.post(&mother, &without).await.is(303);
            maria.get(&around(world.child)).await.is(200).says(NAME);
            assert_eq!((world.count(PROTECTED).await, world.count(NAMED).await), (1, 2), "{engine:?}");
        }
    });
}

#[test]
fn one_of_the_named_ends_a_protected_grown_up_who_stands_around_another_child_too() {
    run(async {
        for engine in engines() {
            let (world, skydd, (mut maria, _), _) = two_named(engine).await;
            sibling(&world).await;
            maria.post(&ending(&skydd), &[("sure", "1")]).await.is(303);
            maria.get(&around(world.child)).await.is(200).does_not_say("Karin");
            assert_eq!((world.count(PROTECTED).await, world.count(NAMED).await), (1, 2), "{engine:?}");
        }
    });
}

#[test]
fn a_protection_ends_with_the_last_child_around_whom_somebody_stands() {
    run(async {
        for engine in engines() {
            let (world, skydd, (mut maria, _), (mut siv, _)) = two_named(engine).await;
            maria.post(&format!("{skydd}/ta-bort"), &[("end", "register")]).await.is(303);
            siv.post(&ending(&skydd), &[("sure", "1")]).await.is(303);
            maria.get(&around(world.child)).await.is(200).does_not_say("Karin");
            assert_eq!((world.count(PROTECTED).await, world.count(NAMED).await), (0, 0), "{engine:?}");
            assert_eq!(world.count("SELECT COUNT(*) AS n FROM protection_removal").await, 0, "{engine:?}");
            let grades =
                "SELECT COUNT(*) AS n FROM protection_grade WHERE protection = 'none' AND assignment_id IS NOT NULL";
            assert_eq!(world.count(grades).await, 1, "{engine:?}: what has held is kept");
        }
    });
}

#[test]
fn a_protection_ends_with_a_child_that_is_erased_where_there_is_no_other() {
    run(async {
        for engine in engines() {
            let (world, ..) = two_named(engine).await;
            assert_eq!((world.count(PROTECTED).await, world.count(NAMED).await), (1, 2), "{engine:?}");
            let mut act = world.test.asker(Actor::Job("disposal")).begin("test.erase").await.expect("an act");
            let now = act.now();
            let relations = Relations::of(act.transaction(), world.child, now).await.expect("an answer");
            let permit = act.authorize::<Erase>(&relations.expect("a child").identity_facts()).await.expect("a right");
            erase(&mut act, &permit, world.child).await.expect("erased");
            act.commit(permit).await.expect("saved").shown();
            assert_eq!((world.count(PROTECTED).await, world.count(NAMED).await), (0, 0), "{engine:?}");
            let grades = "SELECT COUNT(*) AS n FROM protection_grade WHERE protection = 'none'";
            assert_eq!(world.count(grades).await, 1, "{engine:?}: what has held is kept");
        }
    });
}
