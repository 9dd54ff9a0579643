//! What a child and its guardians read when somebody did not take over, and when what was to happen has passed: who still
//! holds it, and how one reaches them.
#![expect(clippy::expect_used, reason = "a test may stop where its world is wrong")]

mod family;

use directory::Phone;
use directory::commands::{NewEntry, Seen, keep_entry};
use family::Family;
use jiff::SignedDuration;
use testkit::{Answer, engines, run};

const WORDS: &str = "Samira fortsätter att träffa Elin.";

/// The unit that holds the trail says how one rings it.
async fn can_be_rung(family: &Family) {
    let unit = family.region.unit("pupil_health");
    let mut entry = NewEntry::new(unit, "Samtal i skolan.", "Someone to talk to at school.");
    entry.phone = Some(Phone::parse("010-123 45 67").expect("a number"));
    keep_entry(&family.test.demo(), entry, Seen::Anything).await.expect("an entry");
}

/// First-line care is asked to take over, and does not.
async fn come_back(family: &Family) {
    let mut samira = family.test.log_in("samira").await;
    family.offers(&mut samira, "first_line", "Sover.").await;
    let mut johan = family.test.log_in("johan").await;
    johan.get(&family.at("/lamna-tillbaka")).await.is(200);
    let back = [
        ("skal", "other_level"),
        ("till_familjen", WORDS),
        ("sedan", "keeps"),
        ("vad", "Samtal med Samira"),
        ("dag", "2026-12-02"),
        ("steg", "skicka"),
    ];
    johan.post(&family.at("/lamna-tillbaka"), &back).await.is(303);
}

#[track_caller]
fn can_ring(page: &Answer) {
    page.is(200).says("Ring Samira: <a href=\"tel:").says(">010-123 45 67</a>").does_not_say("1177 och fråga");
}

#[test]
fn a_family_whose_trail_came_back_reads_why_who_holds_it_and_whom_to_ring() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 10).await;
            can_be_rung(&family).await;
            come_back(&family).await;
            let page = family.test.log_in("mamma").await.get("/min-familj").await;
            page.says("UPH Björkeryd har svarat").says(WORDS).says("Samira håller i det precis som förut");
            can_ring(&page);
            let page = family.test.log_in("elin").await.get("/min-sida").await;
            page.says("Vi har fått svar från UPH Björkeryd").says(WORDS).says("Samira hjälper dig som förut.");
            can_ring(&page);
        }
    });
}

#[test]
fn a_family_whose_day_has_passed_reads_whom_to_ring_and_what_to_do_where_no_number_is_known() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 10).await;
            family.test.wait(SignedDuration::from_hours(4 * 24));
            let page = family.test.log_in("mamma").await.get("/min-familj").await;
            page.says("Fråga Samira vad som händer nu.").says("Vet du inte hur du når Samira? Ring 1177");
            let page = family.test.log_in("elin").await.get("/min-sida").await;
            page.says("Fråga Samira vad som händer nu.").says("Be en vuxen du litar på att hjälpa dig.");
            can_be_rung(&family).await;
            can_ring(&family.test.log_in("mamma").await.get("/min-familj").await);
            can_ring(&family.test.log_in("elin").await.get("/min-sida").await);
        }
    });
}
