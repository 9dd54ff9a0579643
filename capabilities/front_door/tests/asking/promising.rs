//! One promise: the first page says it, the receipt says when, and the queue counts the same.

use directory::promises::commands::set;
use domain::calendar::WorkingDays;
use domain::clock::{Definition, Evidence, FIRST_ANSWER, Scope, Source, defaults, in_force};
use jiff::SignedDuration;
use testkit::{engines, run};

use crate::world::{answer_all, requests, seen, world};

#[test]
fn the_first_page_and_the_request_promise_the_same_time_before_and_after_it_is_changed() {
    run(async {
        for engine in engines() {
            let (test, region) = world(engine).await;
            let begun = defaults();
            let begun = in_force(&begun, FIRST_ANSWER, Scope::Local, test.now()).unwrap();
            let source = Source { evidence: Evidence::Practice, text: "Nämndens beslut".to_owned() };
            let new = Definition { amount: 3, source, valid_from: "2026-11-25".parse().unwrap(), ..begun.clone() };
            set(&test.demo(), &new).await.unwrap();
            for (place, (says, days)) in [("inom en arbetsdag", 1), ("inom 3 arbetsdagar", 3)].into_iter().enumerate() {
                let mut browser = test.browser();
                browser.get("/").await.is(200).says(says);
                answer_all(&mut browser, &region, &[]).await.is(200);
                browser.submit("/be-om-hjalp/granska", &[]).await.is(200).says("Tack, vi har fått det");
                let id = requests(&test).await.get(place).copied().unwrap();
                let stored = seen(&test, &region, id).await;
                let record = stored.request.record();
                let expected = WorkingDays::default().after_working_days(record.received_at, days);
                assert_eq!(record.due_at, expected, "{says}");
                test.wait(SignedDuration::from_hours(48));
            }
        }
    });
}
