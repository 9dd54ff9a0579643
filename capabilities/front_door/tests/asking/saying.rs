//! "My identity or the child's is protected": nobody knows which, so both are for a few until somebody has made sure.

use domain::id::Id;
use domain::trail::Trail;
use testkit::{TestApp, engines, run};

use crate::joining::helped;
use crate::world::{answer_all, code_of, count, logged_in, requests, taken, world};

const PEOPLE: &str = "SELECT COUNT(*) AS n FROM person WHERE protection = 'marked'";
const CHILDREN: &str = "SELECT COUNT(*) AS n FROM child WHERE protection = 'marked'";
const SAID: &str = "SELECT COUNT(*) AS n FROM protection_grade WHERE source = 'family' AND assignment_id IS NULL";
const SOMEBODY: &str = "Vuxen med skyddade uppgifter";
/// The number that is left with the request.
const PHONE: &str = "+46701234567";

/// The one trail there is.
async fn only_trail(test: &TestApp) -> Id<Trail> {
    let mut transaction = test.app.database().begin_reading("test.trail").await.unwrap();
    let row = transaction.row("SELECT id FROM trail", vec![]).await.unwrap().unwrap();
    row.id("id").unwrap()
}

#[test]
fn a_mother_who_is_logged_in_says_so_and_she_and_her_child_are_for_a_few() {
    run(async {
        for engine in engines() {
            let (test, region) = world(engine).await;
            helped(&test, &region).await;
            let held = format!("/led/{}", only_trail(&test).await);
            let mut mother = test.log_in("mamma").await;
            let changes = [("who", "guardian"), ("first_name", "Elin"), ("age", "14"), ("protected", "yes")];
            answer_all(&mut mother, &region, &changes).await.is(200).says("Bara några få ser det du skriver");
            mother.submit("/be-om-hjalp/granska", &[]).await.is(200).says("Tack, vi har fått det");
            assert_eq!(count(&test, "SELECT COUNT(*) AS n FROM child").await, 1, "it is the child she has");
            assert_eq!((count(&test, PEOPLE).await, count(&test, CHILDREN).await), (1, 1));
            assert_eq!(count(&test, SAID).await, 2, "of both it is known from where");

            let id = *requests(&test).await.last().unwrap();
            let request = format!("/en-vag-in/{id}");
            let mut petra = test.log_in("petra").await;
            petra.get("/en-vag-in?visa=all").await.is(200).does_not_say("Elin");
            petra.get(&request).await.is(404);
            let mut mikael = taken(&test, id).await;
            let page = mikael.get(&request).await;
            page.is(200).says("Elin").says("Sara Lund").says(PHONE).does_not_say(SOMEBODY);
            // What somebody has in hand already is not lost to them.
            test.log_in("johan").await.get(&held).await.is(200).says("Elin").says("Sara Lund");
        }
    });
}

#[test]
fn a_mother_who_says_so_of_a_new_child_is_protected_herself_and_reached_by_those_who_are_named_for_her() {
    run(async {
        for engine in engines() {
            let (test, region) = world(engine).await;
            let mut browser = test.browser();
            let own = [("who", "guardian"), ("own_name", "Eva Lind"), ("own_relation", "mamma")];
            let changes = [&own[..], &[("age", "9"), ("first_name", "Boel"), ("protected", "yes")]].concat();
            answer_all(&mut browser, &region, &changes).await.is(200);
            let receipt = browser.submit("/be-om-hjalp/granska", &[]).await;
            assert_eq!((count(&test, PEOPLE).await, count(&test, CHILDREN).await), (1, 1));
            assert_eq!(count(&test, SAID).await, 2, "of both it is known from where");

            // The code of the receipt opens what she asked, as before.
            let id = *requests(&test).await.last().unwrap();
            let mut eva = logged_in(&test, &code_of(&receipt)).await;
            eva.get(&format!("/min-begaran/{id}")).await.is(200).says("skyddade personuppgifter");
            let mut mikael = taken(&test, id).await;
            let page = mikael.get(&format!("/en-vag-in/{id}")).await;
            page.is(200).says("Eva Lind").says(PHONE).does_not_say(SOMEBODY);

            // Whoever is named for the child afterwards is not by that named for her.
            let child = page.link("/barn/").split_once("/vuxna").unwrap().0.to_owned();
            mikael.get(&format!("{child}/skydd")).await.is(200);
            let petra = region.post("petra").staff.to_string();
            mikael.submit(&format!("{child}/skydd/namngiven"), &[("staff", &petra)]).await.is(200);
            let around = test.log_in("petra").await.get(&format!("{child}/vuxna")).await;
            around.is(200).says(SOMEBODY).does_not_say("Eva Lind").does_not_say(PHONE);
        }
    });
}

#[test]
fn a_mother_who_does_not_say_so_is_as_open_as_before() {
    run(async {
        for engine in engines() {
            let (test, region) = world(engine).await;
            helped(&test, &region).await;
            let mut mother = test.log_in("mamma").await;
            let changes = [("who", "guardian"), ("first_name", "Elin"), ("age", "14")];
            answer_all(&mut mother, &region, &changes).await.is(200);
            mother.submit("/be-om-hjalp/granska", &[]).await.is(200);
            assert_eq!((count(&test, PEOPLE).await, count(&test, CHILDREN).await), (0, 0));
            assert_eq!(count(&test, "SELECT COUNT(*) AS n FROM named_staff").await, 0);
        }
    });
}
