//! A trail that did not come through the front door: grown-ups are written down around its child, and ended.
#![expect(clippy::unwrap_used, reason = "what the tests share may fail as the tests do")]

mod people;

use people::{GROWN_UP, Opened, found, grown_up, sends};
use testkit::{engines, run};

#[test]
fn a_nurses_trail_says_that_nobody_has_custody_and_leads_to_where_somebody_is_written_down() {
    run(async {
        for engine in engines() {
            let mut opened = Opened::of(engine, "10").await;
            let add = opened.at("/vuxna/lagg-till");
            opened.nora.get(&opened.led.clone()).await.is(200).says(&add).says("Lägg till en vuxen");
            let write = format!("{}/anteckning", opened.led);
            opened.nora.get(&write).await.is(200);
            let entry = [("kind", "visit"), ("happened", "2026-11-23"), ("body", "Boel sover dåligt.")];
            opened.nora.post(&write, &entry).await.is(303);
            let entry = opened.nora.get(&format!("{}/dela", opened.led)).await.field("entry");
            let unit = opened.region.unit("first_line").to_string();
            let ground = format!("{}/dela/grund?entry={entry}&to={unit}", opened.led);
            opened.nora.get(&ground).await.is(200).says("Ingen står som vårdnadshavare").says(&add);
            let over = format!("{}/lamna-over", opened.led);
            opened.nora.get(&over).await.is(200);
            let fields =
                [("till", unit.as_str()), ("syfte", "ordinary"), ("sammanfattning", "Sover."), ("steg", "granska")];
            let check = opened.nora.post(&over, &fields).await;
            check.is(200).says("Ingen står som vårdnadshavare").says(&add);

            let child = opened.child.clone();
            opened.adds(&child, "none").await;
            // Whoever stands there without custody is confirmed, and not written down once more.
            let page = opened.nora.get(&ground).await;
            page.is(200).says("Ingen står som vårdnadshavare").says(&format!("href=\"{child}/vuxna\""));
            page.does_not_say(&add);
        }
    });
}

#[test]
fn a_grown_up_who_is_written_down_reads_the_familys_page_and_is_asked() {
    run(async {
        for engine in engines() {
            let mut opened = Opened::of(engine, "10").await;
            let (add, child) = (opened.at("/vuxna/lagg-till"), opened.child.clone());
            let new = opened.nora.get(&add).await;
            new.is(200).says("Lägg till en vuxen").says("Vad barnet kallar personen").does_not_say(" checked");
            let empty = opened.nora.post(&add, &[]).await;
            empty.is(422).says("<title>Fel: ").says("Skriv namnet").says("Välj om personen har vårdnaden");
            empty.says("Välj om ett meddelande får lämnas");
            let wrong = opened.nora.post(&add, &grown_up("19570428-9998", "holder")).await;
            wrong.is(422).says("Kontrollera numret").says("Eva Lind").says("19570428-9998");
            let person = opened.adds(&child, "holder").await;
            opened.nora.get(&person).await.is(200).says("Vårdnadshavare").says("enligt folkbokföringen");
            let list = opened.nora.get(&opened.at("/vuxna")).await;
            list.is(200).says("Eva Lind").says("Lämna inget meddelande.");
            list.says("Barnets led").says(&format!("class=\"back\" href=\"{}\"", opened.led));
            opened.nora.get(&add).await.is(200);
            let twice = opened.nora.post(&add, &grown_up(GROWN_UP, "none")).await;
            twice.is(422).says("Numret går inte att använda här");
            let (mut eva, _) = opened.logs_in(&person).await;
            eva.get("/min-familj").await.is(200).says("Boel").says("Nora");
        }
    });
}

#[test]
fn whose_number_is_known_is_one_person_at_two_children() {
    run(async {
        for engine in engines() {
            let mut opened = Opened::of(engine, "10").await;
            let (_, second) = opened.one_more("Frej", "8").await;
            let first = opened.child.clone();
            opened.adds(&first, "holder").await;
            let person = opened.adds(&second, "holder").await;
            let known = "SELECT COUNT(*) AS n FROM person WHERE number_fingerprint IS NOT NULL";
            assert_eq!(opened.count(known).await, 1, "one person, not two");
            let (mut eva, _) = opened.logs_in(&person).await;
            eva.get("/min-familj").await.is(200).says("Boel").says("Frej");
        }
    });
}

#[test]
fn one_written_down_by_mistake_is_ended_when_asked_twice_and_with_them_code_and_session() {
    run(async {
        for engine in engines() {
            let mut opened = Opened::of(engine, "10").await;
            let child = opened.child.clone();
            let person = opened.adds(&child, "holder").await;
            let (mut eva, code) = opened.logs_in(&person).await;
            eva.get("/min-familj").await.is(200).says("Boel");
            let end = format!("{person}/ta-bort");
            opened.nora.get(&person).await.is(200).says(&end);
            opened.nora.get(&end).await.is(200).says("Eva Lind");
            opened.nora.post(&end, &[]).await.is(422).says("Kryssa i").says("Eva Lind");
            let gone = opened.nora.submit(&end, &[("sure", "1")]).await;
            gone.is(200).says("Borttagen.").does_not_say("Eva Lind");
            assert_eq!(eva.get("/min-familj").await.location, "/logga-in");
            let mut late = opened.test.browser();
            late.get("/logga-in").await.is(200);
            late.post("/logga-in", &[("code", &code)]).await.is(422);
            opened.nora.get(&person).await.is(404);
            opened.nora.get(&opened.at("/vuxna")).await.is(200);
            opened.nora.post(&end, &[("sure", "1")]).await.is(404);
            let line = "
                SELECT COUNT(*) AS n
                FROM audit_line
                WHERE act = 'identity.end_adult' AND action = 'identity.confirm_custody' AND outcome = 'changed'
                  AND child_id IS NOT NULL";
            assert_eq!(opened.count(line).await, 1);
            let kept = "SELECT COUNT(*) AS n FROM custody_confirmation WHERE custody = 'none'";
            assert_eq!(opened.count(kept).await, 1, "that custody has ended is kept");
        }
    });
}

#[test]
fn nobody_outside_the_help_writes_anybody_down_or_puts_anything_right_and_nobody_of_age_has_guardians() {
    run(async {
        for engine in engines() {
            let mut opened = Opened::of(engine, "18").await;
            let (add, child) = (opened.at("/vuxna/lagg-till"), opened.child.clone());
            for who in ["johan", "rut", "ali", "lo"] {
                let mut browser = opened.test.log_in(who).await;
                browser.get("/uppdrag").await.is(200);
                for address in [&add, &child] {
                    browser.get(address).await.is(404).does_not_say("Boel");
                }
                browser.post(&add, &grown_up(GROWN_UP, "holder")).await.is(404);
                sends(&mut browser, &child, &found("1", &[])).await.is(404);
            }
            opened.nora.get(&opened.at("/vuxna")).await.is(200).does_not_say("lagg-till");
            opened.nora.get(&add).await.is(403);
            opened.nora.get(&child).await.is(200);
            opened.nora.post(&add, &grown_up(GROWN_UP, "holder")).await.is(403);
            assert_eq!(opened.count("SELECT COUNT(*) AS n FROM guardian").await, 0);
            assert_eq!(opened.count(REFUSED_CUSTODY).await, 10, "the refusals are in the log");
            assert_eq!(opened.count(REFUSED_CHANGE).await, 4, "the refusals are in the log");
        }
    });
}

const REFUSED_CUSTODY: &str = "
    SELECT COUNT(*) AS n
    FROM audit_line
    WHERE action = 'identity.confirm_custody' AND outcome = 'refused'";
const REFUSED_CHANGE: &str = "
    SELECT COUNT(*) AS n
    FROM audit_line
    WHERE action = 'identity.change_identity' AND outcome = 'refused'";
