//! Promise 1: no sequence of commands leaves a child without an accepted holder, or with two. No event is lost, time
//! only goes forward, and replaying the events gives the trail.
#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test may stop where its world is wrong")]

mod trail_commands;

use std::collections::BTreeSet;

use domain::moment::Moment;
use domain::trail::layout::Layout;
use domain::trail::map::{Map, Row, Until};
use domain::trail::{Event, Happened, Holder, State, Trail, replay};
use proptest::prelude::*;
use trail_commands::{COMMANDS, UNITS, World, post};

/// What a plain reader of the events would say: a second opinion that shares no code with the trail.
#[derive(Debug, Default)]
struct Ledger {
    holders: Vec<Holder>,
    hops: u32,
    returns: u32,
    alerts: u32,
}

impl Ledger {
    fn read(&mut self, event: &Event) {
        match &event.happened {
            Happened::Opened { holder, .. } | Happened::Reopened { holder, .. } => self.holders.push(*holder),
            Happened::Accepted { holder, .. } => {
                self.hops += 1;
                self.holders = vec![*holder];
            }
            Happened::Reassigned { holder } => self.holders = vec![*holder],
            Happened::Closed { .. } => self.holders.clear(),
            Happened::Returned { .. } => self.returns += 1,
            Happened::ManagerAlerted { .. } => self.alerts += 1,
            Happened::Offered(_)
            | Happened::Received { .. }
            | Happened::MoreWanted { .. }
            | Happened::Supplied { .. }
            | Happened::Withdrawn { .. }
            | Happened::NextStepSet { .. } => {}
        }
    }
}

fn check(trail: &Trail, events: &[Event], ledger: &Ledger) {
    let now = trail.snapshot();
    let holders: Vec<Holder> = trail.holder().into_iter().collect();
    assert_eq!(holders, ledger.holders, "the trail and its events name the same holder");
    match &now.state {
        State::Open(_) => assert_eq!(holders.len(), 1, "an open trail has exactly one holder"),
        State::Closed(_) => assert_eq!((holders.len(), trail.pending()), (0, None), "nobody holds a closed trail"),
    }
    assert_eq!((now.hops, now.returns), (ledger.hops, ledger.returns));
    assert_eq!(ledger.alerts, now.returns.saturating_sub(1), "every return from the second on alerts a manager");
    assert_eq!(usize::try_from(now.version), Ok(events.len()), "no event is lost");
    assert!(events.is_sorted_by_key(|event| event.at), "time never goes back");
    assert_eq!(replay(events).as_ref(), Ok(trail), "replaying every event gives the trail");
}

/// Walks `COMMANDS` random commands and gives the kinds of event that happened.
fn walk(seed: u64) -> BTreeSet<&'static str> {
    let mut world = World::new(seed);
    let (mut trail, opened) = world.open();
    let mut ledger = Ledger::default();
    ledger.read(&opened);
    let mut events = vec![opened];
    check(&trail, &events, &ledger);
    for _ in 0..COMMANDS {
        let command = world.command(&trail);
        let (now, giver) = (command.now, trail.holder());
        if let Ok((next, happened)) = command.perform(trail.clone()) {
            assert!(now >= world.now, "a command before the latest event is refused");
            assert!(!happened.is_empty(), "a change tells what happened");
            let accepted = happened.iter().any(|event| matches!(event.happened, Happened::Accepted { .. }));
            let units = [giver, next.holder()].map(|holder| holder.map(|holder| holder.unit));
            assert!(accepted || units.contains(&None) || units[0] == units[1], "only acceptance moves the baton");
            for event in &happened {
                ledger.read(event);
            }
            events.extend(happened);
            (trail, world.now) = (next, now);
            check(&trail, &events, &ledger);
        }
    }
    check_map(&trail, &events, world.now);
    events.iter().map(|event| event.happened.code()).collect()
}

/// The picture tells the same story: the last stretch is the holder's, stretches meet, and all is inside the frame.
fn check_map(trail: &Trail, events: &[Event], now: Moment) {
    let rows: Vec<Row> =
        (0..UNITS).map(|unit| post(unit, 0)).map(|post| Row { unit: post.unit, branch: post.branch }).collect();
    let map = Map::draw(trail, events, &rows, &[], &[], now).expect("every unit has a row");
    let held: Vec<_> = map.segments.iter().filter(|part| part.until == Until::Now).map(|part| part.unit).collect();
    assert_eq!(held, trail.holder().map(|holder| holder.unit).into_iter().collect::<Vec<_>>());
    let layout = Layout::of(&map);
    let spans = layout.baton.iter().map(|part| part.span);
    let lines = layout.lanes.iter().flat_map(|lane| [lane.past, lane.ahead]).flatten();
    assert!(spans.chain(lines).all(|span| 0.0 <= span.from && span.from <= span.to && span.to <= 1.0));
    assert!(layout.baton.is_sorted_by(|one, next| one.span.to <= next.span.from));
    assert!(map.months.len() <= 12 && layout.months.is_sorted_by(|one, next| one.x < next.x));
}

#[test]
fn a_hundred_known_walks_keep_one_holder_and_visit_every_kind_of_event() {
    let seen: BTreeSet<&str> = (0..100).flat_map(walk).collect();
    let all = [
        "accepted",
        "closed",
        "manager_alerted",
        "more_wanted",
        "next_step_set",
        "offered",
        "opened",
        "reassigned",
        "received",
        "reopened",
        "returned",
        "supplied",
        "withdrawn",
    ];
    assert_eq!(seen, BTreeSet::from(all));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_walk_keeps_exactly_one_holder_while_the_trail_is_open(seed in any::<u64>()) {
        walk(seed);
    }

    #[test]
    fn a_history_with_a_hole_is_noticed_or_has_another_version(seed in any::<u64>(), hole in 1_usize..40) {
        let mut world = World::new(seed);
        let (mut trail, opened) = world.open();
        let mut events = vec![opened];
        for _ in 0..COMMANDS {
            let command = world.command(&trail);
            let now = command.now;
            if let Ok((next, happened)) = command.perform(trail.clone()) {
                (trail, world.now) = (next, now);
                events.extend(happened);
            }
        }
        if hole < events.len() {
            events.remove(hole);
            prop_assert!(replay(&events).ok().as_ref() != Some(&trail));
        }
    }
}
