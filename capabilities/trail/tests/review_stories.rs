//! What is hidden from a guardian is looked at again when its day comes: by whoever decided, and in their place by whoever
//! leads the unit.
#![expect(clippy::expect_used, reason = "a test may stop where its world is wrong")]

mod family;

use access::Actor;
use domain::organisation::{Post, Role};
use domain::trail::entry::{HiddenFrom, HideReason, Kind};
use family::{Family, text};
use identity::login::commands::Kind as Persona;
use identity::organisations::commands::{assign, end_assignment, register_staff};
use jiff::SignedDuration;
use testkit::{Answer, Browser, engines, run};
use trail::entries::commands::{NewEntry, NewHiding, write};

const SECRET: &str = "Elin är rädd hemma.";
const DUE: &str = "Dags att ompröva";

/// A colleague of Johan's at the first line, who shares in the help.
async fn colleague(family: &Family) -> Post {
    family.involve("first_line").await;
    let johan = family.region.post("johan");
    let staff = register_staff(&family.test.demo(), "Ella R.", None).await.expect("someone at work");
    let assignment = assign(&family.test.demo(), staff, johan.unit, Role::Psychologist).await.expect("an assignment");
    family.region.persona(&family.test, 200, "ella", Persona::Staff(staff), "Ella R.").await;
    Post { staff, assignment, role: Role::Psychologist, ..johan }
}

/// Somebody writes, and hides it from every guardian until 10 December.
async fn hides(family: &Family, post: Post) -> String {
    let hide = NewHiding {
        from: HiddenFrom::EveryGuardian,
        reason: HideReason::ConsiderableHarm,
        why: text("Elin har bett om det."),
        review_on: "2026-12-10".parse().expect("a day"),
    };
    let new = NewEntry {
        kind: Kind::Note,
        happened_on: family.test.now().day(),
        body: text(SECRET),
        hide: Some(hide),
        once: String::new(),
    };
    let entry = write(&family.test.asker(Actor::Staff(post)), family.trail, new).await.expect("an entry");
    family.at(&format!("/anteckning/{entry}"))
}

/// Somebody's day, and they.
async fn day_of(family: &Family, who: &str) -> (Answer, Browser) {
    let mut browser = family.test.log_in(who).await;
    let day = browser.get("/min-dag").await;
    day.is(200);
    (day, browser)
}

fn days(days: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * days)
}

#[test]
fn whoever_decided_sees_that_the_review_is_due_and_renews_it_or_ends_it_with_a_reason() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 10).await;
            let ella = colleague(&family).await;
            let entry = hides(&family, ella).await;
            family.test.wait(days(15));
            day_of(&family, "ella").await.0.does_not_say(DUE);
            family.test.wait(days(1));
            for who in ["johan", "lena", "samira"] {
                day_of(&family, who).await.0.does_not_say(DUE);
            }
            let (day, mut browser) = day_of(&family, "ella").await;
            day.says(DUE).says("betydande men").says("Omprövas senast i dag").does_not_say("är inte kvar");
            assert_eq!(day.link(&entry), entry, "{}", day.text);
            let page = browser.get(&entry).await;
            page.is(200).says("Dags att ompröva det som är dolt").says("Bestäm på nytt");

            let renew = format!("{entry}/dolj?dold=every");
            browser.get(&renew).await.is(200).says("Det är redan dolt").says("Elin har bett om det.");
            let again = [
                ("from", "every"),
                ("reason", "considerable_harm"),
                ("why", "Inget har ändrats."),
                ("review", "2027-01-15"),
            ];
            browser.post(&format!("{entry}/dolj"), &again).await.is(303);
            browser.get("/min-dag").await.is(200).does_not_say(DUE);
            browser.get(&entry).await.is(200).does_not_say("Dags att ompröva det").says("Har varit dold");
            let mut mother = family.test.log_in("mamma").await;
            mother.get("/min-familj").await.is(200).does_not_say(SECRET);

            family.test.wait(days(60));
            let (day, mut browser) = day_of(&family, "ella").await;
            day.says(DUE);
            browser.get(&entry).await.is(200);
            browser.post(&format!("{entry}/visa"), &[("from", "every")]).await.is(422).says("<title>Fel: ");
            browser.get("/min-dag").await.is(200).says(DUE);
            let ending = [("from", "every"), ("why-every", "Det är tryggt hemma nu.")];
            browser
                .submit(&format!("{entry}/visa"), &ending)
                .await
                .is(200)
                .says("Visades igen: Det är tryggt hemma nu.");
            browser.get("/min-dag").await.is(200).does_not_say(DUE);
            let mut mother = family.test.log_in("mamma").await;
            mother.get("/min-familj").await.is(200).says(SECRET);
        }
    });
}

#[test]
fn whoever_leads_the_unit_looks_again_when_whoever_decided_has_left_and_everybody_does_where_nobody_leads() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 10).await;
            let ella = colleague(&family).await;
            let entry = hides(&family, ella).await;
            end_assignment(&family.test.demo(), ella.assignment, ella.staff).await.expect("she leaves");
            family.test.wait(days(20));
            day_of(&family, "johan").await.0.does_not_say(DUE);
            let (day, mut lena) = day_of(&family, "lena").await;
            day.says(DUE).says("Den som bestämde är inte kvar på enheten");
            lena.get(&entry).await.is(200).says("Bestäm på nytt");

            let lena = family.region.post("lena");
            end_assignment(&family.test.demo(), lena.assignment, lena.staff).await.expect("she leaves");
            let (day, mut johan) = day_of(&family, "johan").await;
            day.says(DUE);
            johan.get(&entry).await.is(200).says("Bestäm på nytt");
            day_of(&family, "samira").await.0.does_not_say(DUE);
        }
    });
}

#[test]
fn nobody_is_led_to_what_their_unit_may_open_no_longer() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 10).await;
            let samira = family.region.post("samira");
            let entry = hides(&family, samira).await;
            let (_, mut giver) = day_of(&family, "samira").await;
            family.offers(&mut giver, "first_line", "Elin sover dåligt.").await;
            let (_, mut johan) = day_of(&family, "johan").await;
            johan.get(&family.at("/tacka-ja")).await.is(200);
            johan.post(&family.at("/tacka-ja"), &[("vad", "Besök"), ("dag", "2026-12-10")]).await.is(303);
            family.test.wait(days(20));
            let (day, mut giver) = day_of(&family, "samira").await;
            day.says(DUE);
            giver.get(&entry).await.is(200);
            family.test.wait(days(12));
            let (day, mut giver) = day_of(&family, "samira").await;
            day.does_not_say(DUE);
            giver.get(&entry).await.is(404);
        }
    });
}
