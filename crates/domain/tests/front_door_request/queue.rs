//! The order of the queue.

use domain::front_door::queue::{Priority, Urgency};

use crate::{at, id};

#[test]
fn the_queue_is_acute_first_then_least_time_left_then_longest_wait() {
    let place = |urgency, due, received, number| Priority {
        urgency,
        due_at: at(due),
        received_at: at(received),
        id: id(number),
    };
    let expected = [
        place(Urgency::Acute, 500, 400, 5),
        place(Urgency::Ordinary, 60, 50, 4),
        place(Urgency::SameDay, 90, 0, 3),
        place(Urgency::Ordinary, 90, 10, 1),
        place(Urgency::Ordinary, 90, 10, 2),
    ];
    let mut queue = expected;
    queue.reverse();
    queue.sort();
    assert_eq!(queue, expected);
}
