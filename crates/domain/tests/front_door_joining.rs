//! Which trail a request joins when the child has one already.

use domain::front_door::joining::{Open, joins};
use domain::id::Id;
use uuid::Uuid;

fn open(trail: u128, holder: u128) -> Open {
    Open { trail: Id::new(Uuid::from_u128(trail)), holder: Id::new(Uuid::from_u128(holder)) }
}

#[test]
fn a_request_joins_what_the_front_door_holds_and_nothing_that_others_hold() {
    let door = Id::new(Uuid::from_u128(9));
    for (those, joined) in [
        (vec![], None),
        (vec![open(1, 5)], None),
        (vec![open(2, 9), open(1, 9)], Some(open(2, 9))),
        (vec![open(2, 6), open(1, 9)], Some(open(1, 9))),
    ] {
        assert_eq!(joins(&those, door), joined, "{those:?}");
    }
}
