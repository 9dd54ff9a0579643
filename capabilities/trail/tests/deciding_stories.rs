//! Who is asked when the child is mature follows the rule that the region has set, from its first day on.
#![expect(clippy::expect_used, reason = "a test may stop where its world is wrong")]

mod family;

use family::Family;
use testkit::{engines, run};

/// Asks Elin's family whether the first line may take over, when she has been judged mature.
async fn ask(family: &Family) {
    let mut samira = family.test.log_in("samira").await;
    samira.get(&family.at("/lamna-over")).await.is(200);
    let unit = family.region.unit("first_line").to_string();
    let fields = [
        ("till", unit.as_str()),
        ("syfte", "ordinary"),
        ("sammanfattning", "Elin sover inte på nätterna."),
        ("grund", "consent"),
        ("hur", "pages"),
        ("mognad", "mature"),
        ("varfor", "UPH kan hjälpa Elin att sova."),
        ("steg", "skicka"),
    ];
    samira.post(&family.at("/lamna-over"), &fields).await.is(303);
}

/// Whether those with custody are asked too.
async fn asks_the_mother(family: &Family) -> bool {
    let page = family.test.log_in("mamma").await.get("/min-familj").await;
    page.is(200);
    page.text.contains("lämna över till UPH Björkeryd?")
}

#[test]
fn a_child_of_fifteen_who_is_mature_answers_alone_until_the_region_has_said_otherwise() {
    run(async {
        for engine in engines() {
            for (wait, expected) in [(0, false), (8, true)] {
                let family = Family::of(engine, 15).await;
                let rule = [("kind", "guardians"), ("valid_from", "2026-12-01"), ("source", "Nämndens beslut § 84")];
                let mut stig = family.test.log_in("stig").await;
                stig.get("/vem-bestammer").await.is(200);
                stig.submit("/vem-bestammer", &rule).await.is(200).says("Regeln är sparad.");
                family.test.wait(jiff::SignedDuration::from_hours(24 * wait));
                ask(&family).await;
                let question = family.test.log_in("elin").await.get("/min-sida").await;
                question.is(200).says("Får UPH Björkeryd hjälpa dig i stället?");
                assert_eq!(asks_the_mother(&family).await, expected, "after {wait} days");
            }
        }
    });
}
