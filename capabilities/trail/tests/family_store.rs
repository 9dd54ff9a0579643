//! What the tables of entries and sharing hold on both engines: sealed words, one entry for one form, no answer lost.
#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test may stop where its world is wrong")]

mod family;

use access::Actor;
use database::values;
use domain::moment::Day;
use domain::trail::entry::Kind;
use domain::trail::sharing::Seen;
use family::{Family, text};
use testkit::{engines, run};
use trail::entries::commands::{EntryError, NewEntry, correct, write};
use trail::sharing::commands::{Asking, NewReceiver, NewSharing, On, Said, ShareError, answer, share};

const WORDS: &str = "Elin gråter när hon kommer hem.";
const VERSIONS: &str = "
    SELECT sealed
    FROM entry_version";
const PURPOSES: &str = "
    SELECT id, sealed
    FROM sharing";
const COPIES: &str = "
    SELECT COUNT(*) AS copies
    FROM entry
    WHERE copy_of IS NOT NULL";
const JOURNAL: &str = "
    SELECT COUNT(*) AS lines
    FROM disclosure";
const ENTRIES: &str = "
    SELECT COUNT(*) AS entries
    FROM entry";

fn note(body: &str, once: &str) -> NewEntry {
    let happened_on = Day::from_parts(2026, 11, 23).expect("a day");
    NewEntry { kind: Kind::Note, happened_on, body: text(body), hide: None, once: once.to_owned() }
}

async fn count(family: &Family, sql: &'static str, column: &'static str) -> i64 {
    let mut transaction = family.test.app.database().begin_reading("test.count").await.expect("a transaction");
    let rows = transaction.rows(sql, values![]).await.expect("rows");
    rows[0].integer(column).expect("a number")
}

async fn bytes(family: &Family, sql: &'static str) -> Vec<Vec<u8>> {
    let mut transaction = family.test.app.database().begin_reading("test.bytes").await.expect("a transaction");
    let rows = transaction.rows(sql, values![]).await.expect("rows");
    rows.iter().map(|row| row.bytes("sealed").expect("bytes")).collect()
}

fn holds(sealed: &[Vec<u8>], words: &str) -> bool {
    sealed.iter().any(|bytes| bytes.windows(words.len()).any(|window| window == words.as_bytes()))
}

/// An entry that the family is asked about.
async fn asked(family: &Family) -> domain::id::Id<domain::trail::sharing::Sharing> {
    let samira = family.test.asker(Actor::Staff(family.region.post("samira")));
    let entry = write(&samira, family.trail, note(WORDS, "")).await.expect("an entry");
    let asking = Asking {
        purpose: text("Så att UPH vet hur Elin mår."),
        until: Day::from_parts(2027, 6, 30).expect("a day"),
        maturity: domain::consent::Maturity::NotAssessed,
        prevented: vec![],
    };
    let receiver = NewReceiver {
        unit: family.region.unit("first_line"),
        seen: vec![Seen { entry, version: 1 }],
        on: On::AskedConsent(asking),
    };
    let new = NewSharing { entries: vec![entry], receivers: vec![receiver] };
    let twice = (share(&samira, family.trail, new.clone()).await, share(&samira, family.trail, new).await);
    assert!(matches!(twice, (Ok(_), Ok(_))), "{twice:?}");
    let mut transaction = family.test.app.database().begin_reading("test.sharing").await.expect("a transaction");
    let rows = transaction.rows(PURPOSES, values![]).await.expect("rows");
    assert_eq!(rows.len(), 1, "the same question twice is one question");
    rows[0].id("id").expect("an identifier")
}

#[test]
fn what_is_written_and_why_it_is_shared_lies_sealed() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 10).await;
            asked(&family).await;
            assert!(!holds(&bytes(&family, VERSIONS).await, "gråter"));
            assert!(!holds(&bytes(&family, PURPOSES).await, "Elin"));
        }
    });
}

#[test]
fn a_form_sent_twice_writes_one_entry() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 10).await;
            let samira = family.test.asker(Actor::Staff(family.region.post("samira")));
            let first = write(&samira, family.trail, note(WORDS, "one form")).await.expect("an entry");
            let second = write(&samira, family.trail, note(WORDS, "one form")).await.expect("the same entry");
            assert_eq!(first, second);
            assert_eq!(count(&family, ENTRIES, "entries").await, 1);
        }
    });
}

#[test]
fn a_correction_keeps_what_stood_before_and_another_unit_cannot_make_it() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 10).await;
            family.involve("first_line").await;
            let samira = family.test.asker(Actor::Staff(family.region.post("samira")));
            let johan = family.test.asker(Actor::Staff(family.region.post("johan")));
            let entry = write(&samira, family.trail, note(WORDS, "")).await.expect("an entry");
            correct(&samira, family.trail, entry, text("Elin är glad hemma."), text("Fel barn."))
                .await
                .expect("corrected");
            assert_eq!(bytes(&family, VERSIONS).await.len(), 2);
            let other = correct(&johan, family.trail, entry, text("Något annat."), text("Fel.")).await;
            assert!(matches!(other, Err(EntryError::NotFound)), "{other:?}");
        }
    });
}

#[test]
fn two_answers_at_the_same_moment_share_once_and_lose_nothing() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 10).await;
            let question = asked(&family).await;
            let guardians = [family.mother, family.father].map(|person| family.test.asker(Actor::Guardian(person)));
            let yes = Said::Yes { until: Day::from_parts(2027, 6, 30).expect("a day") };
            let both = (answer(&guardians[0], question, yes), answer(&guardians[1], question, yes));
            let (mother, father) = tokio::join!(both.0, both.1);
            // Whoever met the other is told to try again, and does.
            for (guardian, answered) in guardians.iter().zip([mother, father]) {
                if answered.is_err() {
                    answer(guardian, question, yes).await.expect("the second try");
                }
            }
            assert_eq!(count(&family, COPIES, "copies").await, 1);
            assert_eq!(count(&family, JOURNAL, "lines").await, 1);
            let again = answer(&guardians[0], question, yes).await;
            assert!(matches!(again, Err(ShareError::Consent(_))), "{again:?}");
        }
    });
}
