//! A guardian whose own identity is protected stands in for nobody, also with a session that begins afterwards. Custody is
//! theirs still: nobody decides without them.
#![expect(clippy::expect_used, reason = "a test may stop where its world is wrong")]

mod family;

use family::Family;
use testkit::{engines, run};

#[test]
fn a_session_that_a_protected_guardian_begins_reads_no_question_and_their_word_is_asked_for_still() {
    run(async {
        for engine in engines() {
            let family = Family::of(engine, 10).await;
            let (mut samira, _) =
                family.written_and_asked("Elin sover inte på nätterna.", "first_line", "not_assessed").await;
            let mut questions = vec![];
            for who in ["mamma", "pappa"] {
                let (_, question) = family.before_question(who).await;
                questions.push((who, question));
            }

            let skydd = format!("/barn/{}/vuxna/{}/skydd", family.child, family.mother);
            samira.get(&skydd).await.is(200);
            let marked = [("grade", "marked"), ("source", "authority"), ("since", "2026-11-20")];
            samira.post(&skydd, &marked).await.is(303);

            for ((who, question), status) in questions.iter().zip([404, 200]) {
                family.test.log_in(who).await.get(question).await.is(status);
            }
            let mut transaction = family.test.app.database().begin_reading("test.facts").await.expect("a transaction");
            let facts = trail::facts(&mut transaction, family.trail, family.test.now()).await;
            let facts = facts.expect("an answer").expect("a trail");
            assert_eq!(facts.protected_guardians, vec![family.mother]);
            assert!(facts.guardians.contains(&family.mother) && facts.guardians.contains(&family.father));
        }
    });
}
