//! Whoever asks again on a trail that is open is promised the same as whoever asked first, from their own receipt.

use domain::front_door::intake::Topic;
use jiff::SignedDuration;
use testkit::{engines, run};

use crate::world::{World, assess, form, lines, send, step};

/// How many long talks are promised and not yet held.
const PROMISED: &str = "
    SELECT COUNT(*) AS n
    FROM care_clock
    WHERE code = 'structured_interview' AND stopped_at IS NULL";
/// How many have been held in time.
const KEPT: &str = "
    SELECT COUNT(*) AS n
    FROM care_clock
    WHERE code = 'structured_interview' AND outcome = 'kept'";
/// How many nobody waits for any more.
const WITHDRAWN: &str = "
    SELECT COUNT(*) AS n
    FROM care_clock
    WHERE code = 'structured_interview' AND outcome = 'withdrawn'";

#[test]
fn a_request_that_joins_an_open_trail_starts_promises_of_its_own_and_each_is_answered_by_itself() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let first = world.asks("Alma", Topic::School).await;
            world.test.wait(SignedDuration::from_hours(48));
            let second = world.asks_again("Alma", first).await;
            assert_eq!(world.trail_of(first).await.trail, world.trail_of(second).await.trail);
            assert_eq!(lines(&world, PROMISED).await, 2, "each has a promise");
            let mut mikael = world.taken_by("mikael", first).await;
            let trail =
                format!("/led/{}", domain::id::Id::<domain::trail::Trail>::new(world.trail_of(first).await.trail));
            // Seven days from Tuesday and from Thursday.
            mikael.get(&trail).await.is(200).says("1 december").says("3 december");
            mikael.get("/sprak?language=en&back=/").await.is(303);
            mikael.get(&trail).await.is(200).says("1 December").says("3 December");
            mikael.get("/sprak?language=sv&back=/").await.is(303);

            assess(&mut mikael, first, "worry", "0").await;
            let advice = form(&[
                ("level", "0"),
                ("outcome", "advice"),
                ("told", "Ni kan prova det här."),
                ("next_step", "Vi hörs"),
                ("next_on", "2026-12-02"),
                ("after", "keep"),
            ]);
            send(&mut mikael, &step(first, "beslut"), &advice).await;
            let sent = send(&mut mikael, &step(first, "granska"), &form(&[("summary_read_back", "yes")])).await;
            assert_eq!(sent.status, 303, "{}", sent.text);
            assert_eq!((lines(&world, PROMISED).await, lines(&world, KEPT).await), (1, 1), "the other still waits");
            mikael.get(&trail).await.is(200).says("3 december").does_not_say("1 december");

            let mut mikael = world.taken_by("mikael", second).await;
            for _ in 0..3 {
                mikael.get(&format!("/en-vag-in/{second}")).await.is(200);
                let tried = [("reached", "no_answer"), ("note", "")];
                mikael.post(&format!("/en-vag-in/{second}/forsok"), &tried).await.is(303);
            }
            mikael.get(&format!("/en-vag-in/{second}")).await.is(200);
            let reason = [("give_up_reason", "Vi har ringt och skrivit.")];
            mikael.post(&format!("/en-vag-in/{second}/ge-upp"), &reason).await.is(303);
            assert_eq!((lines(&world, PROMISED).await, lines(&world, WITHDRAWN).await), (0, 1));
        }
    });
}
