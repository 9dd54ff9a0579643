//! Taking in where something always goes wrong: a letter is tried so often and no more, somebody is told, and those behind
//! it are reached. Also where the program dies at it.
#![expect(clippy::unwrap_used, reason = "what the tests share may fail as the tests do")]

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard};

use domain::moment::Moment;
use jiff::SignedDuration;
use sdk::judgement::Transport;
use sdk_connect::connection::Code;
use sdk_connect::intake::{
    Keeper, Keeping, Kept, NEW_MAX, NotKept, Open, Step, Stopped, TRIES_MAX, Tries, Trouble, take_in,
};
use sdk_connect::{Arrival, Attempt, Carries, Connection, Failure, Handed, Parcel, Reply, Stage, Ticket};
use tokio::sync::Notify;

const REFUSED: &str = "retrieve";

fn refused() -> Failure {
    Failure::Refused { what: REFUSED, code: Code::of("no") }
}

fn ticket(number: usize) -> Ticket {
    Ticket(format!("{number:04}"))
}

fn start() -> Moment {
    sdk::moment::parse("2027-01-11T07:00:00Z").unwrap()
}

fn minutes(count: i64) -> SignedDuration {
    SignedDuration::from_mins(count)
}

/// What goes wrong with a letter.
#[derive(Clone)]
enum Wrong {
    /// It cannot be fetched.
    Fetching(Failure),
    /// Whoever fetches it dies.
    Dying,
    /// It can be fetched; that it is kept is not heard.
    Confirming(Failure),
}

/// An access point where letters wait, some of which are such.
#[derive(Default)]
struct Point {
    waiting: Mutex<Vec<Ticket>>,
    wrong: HashMap<Ticket, Wrong>,
    /// Every letter that was asked for, in order.
    fetched: Mutex<Vec<Ticket>>,
    confirmed: Mutex<Vec<Ticket>>,
    dead: Notify,
}

impl Point {
    fn new(count: usize, wrong: impl IntoIterator<Item = (usize, Wrong)>) -> Self {
        let wrong = wrong.into_iter().map(|(number, wrong)| (ticket(number), wrong)).collect();
        Self { waiting: Mutex::new((0..count).map(ticket).collect()), wrong, ..Self::default() }
    }

    fn fetched(&self) -> Vec<Ticket> {
        self.fetched.lock().unwrap().clone()
    }
}

impl Connection for Point {
    fn carries(&self) -> Carries {
        Carries::Envelopes
    }

    fn send<'a>(&'a self, _: &'a Parcel, _: Attempt) -> Reply<'a, Handed> {
        Box::pin(async { Err(Failure::OtherKind) })
    }

    fn waiting(&self) -> Reply<'_, Vec<Ticket>> {
        Box::pin(async { Ok(self.waiting.lock().unwrap().clone()) })
    }

    fn fetch<'a>(&'a self, ticket: &'a Ticket) -> Reply<'a, Arrival> {
        Box::pin(async move {
            self.fetched.lock().unwrap().push(ticket.clone());
            match self.wrong.get(ticket) {
                Some(Wrong::Fetching(failure)) => return Err(failure.clone()),
                Some(Wrong::Dying) => {
                    self.dead.notify_one();
                    std::future::pending::<()>().await;
                }
                Some(Wrong::Confirming(_)) | None => {}
            }
            let transport = Transport {
                original_sender: "0203:a.se".to_owned(),
                final_recipient: "0203:b.se".to_owned(),
                action: "do".to_owned(),
            };
            Ok(Arrival::Envelope { bytes: ticket.0.clone().into_bytes(), transport })
        })
    }

    fn confirm<'a>(&'a self, ticket: &'a Ticket) -> Reply<'a, ()> {
        Box::pin(async move {
            self.confirmed.lock().unwrap().push(ticket.clone());
            if let Some(Wrong::Confirming(failure)) = self.wrong.get(ticket) {
                return Err(failure.clone());
            }
            self.waiting.lock().unwrap().retain(|known| known != ticket);
            Ok(())
        })
    }

    fn state<'a>(&'a self, _: &'a Handed) -> Reply<'a, Stage> {
        Box::pin(async { Ok(Stage::Unknown) })
    }
}

/// What outlives the program: each lock is a commit.
#[derive(Clone, Default)]
struct Store(Arc<Mutex<Contents>>);

#[derive(Default)]
struct Contents {
    open: Vec<Open>,
    kept: Vec<Vec<u8>>,
    aside: Vec<(Ticket, Trouble)>,
    /// Letters that cannot be kept.
    unkeepable: HashSet<Ticket>,
    /// From now on nothing can be written down.
    is_full: bool,
}

impl Store {
    fn lock(&self) -> MutexGuard<'_, Contents> {
        self.0.lock().unwrap()
    }

    fn change<'a>(&'a self, change: impl FnOnce(&mut Contents) + Send + 'a) -> Kept<'a, ()> {
        Box::pin(async move {
            let mut contents = self.lock();
            if contents.is_full {
                return Err(NotKept);
            }
            change(&mut contents);
            Ok(())
        })
    }
}

impl Keeper for Store {
    fn open(&self) -> Kept<'_, Vec<Open>> {
        Box::pin(async { Ok(self.lock().open.clone()) })
    }

    fn expect<'a>(&'a self, tickets: &'a [Ticket]) -> Kept<'a, ()> {
        self.change(|contents| contents.open.extend(tickets.iter().cloned().map(Open::expected)))
    }

    fn trying<'a>(&'a self, ticket: &'a Ticket, tries: Tries) -> Kept<'a, ()> {
        self.change(move |contents| {
            contents.open.iter_mut().filter(|open| open.ticket == *ticket).for_each(|open| open.tries = tries);
        })
    }

    fn keep<'a>(&'a self, ticket: &'a Ticket, arrival: Arrival) -> Kept<'a, Keeping> {
        Box::pin(async move {
            let Arrival::Envelope { bytes, .. } = arrival else { return Err(NotKept) };
            let mut contents = self.lock();
            if contents.is_full || contents.unkeepable.contains(ticket) {
                return Err(NotKept);
            }
            for open in contents.open.iter_mut().filter(|open| open.ticket == *ticket) {
                *open = Open { step: Step::Kept, tries: Tries::NONE, ..open.clone() };
            }
            if contents.kept.contains(&bytes) {
                return Ok(Keeping::Again);
            }
            contents.kept.push(bytes);
            Ok(Keeping::New)
        })
    }

    fn done<'a>(&'a self, ticket: &'a Ticket) -> Kept<'a, ()> {
        self.change(|contents| contents.open.retain(|open| open.ticket != *ticket))
    }

    fn gone<'a>(&'a self, ticket: &'a Ticket) -> Kept<'a, ()> {
        self.done(ticket)
    }

    fn aside<'a>(&'a self, ticket: &'a Ticket, why: &'a Trouble) -> Kept<'a, ()> {
        self.change(|contents| {
            contents.open.iter_mut().filter(|open| open.ticket == *ticket).for_each(|open| open.step = Step::Aside);
            contents.aside.push((ticket.clone(), why.clone()));
        })
    }
}

/// A round every minute for three days. The minutes at which letters were asked for, and what was told.
async fn three_days(point: &Point, store: &Store) -> (Vec<i64>, Vec<(Ticket, Trouble)>) {
    let (mut asked, mut told) = (vec![], vec![]);
    for minute in 0..3 * 24 * 60 {
        let before = point.fetched().len() + point.confirmed.lock().unwrap().len();
        let taken = take_in(point, store, start().plus(minutes(minute))).await;
        let after = point.fetched().len() + point.confirmed.lock().unwrap().len();
        asked.extend(std::iter::repeat_n(minute, after - before));
        told.extend(taken.aside);
    }
    (asked, told)
}

#[tokio::test]
async fn a_letter_that_cannot_be_fetched_is_tried_ten_times_with_growing_waits_and_then_told() {
    for failure in [
        refused(),
        Failure::Silent { what: REFUSED },
        Failure::Unreached { what: REFUSED },
        Failure::NotAllowed { what: REFUSED },
        Failure::Answer { what: REFUSED, why: "it is another message" },
        Failure::TooLarge,
    ] {
        let point = Point::new(1, [(0, Wrong::Fetching(failure.clone()))]);
        let store = Store::default();
        let (asked, told) = three_days(&point, &store).await;
        let waits: Vec<i64> =
            asked.windows(2).map(|pair| pair.iter().rev().copied().reduce(|a, b| a - b).unwrap()).collect();
        assert_eq!(waits, [1, 1, 3, 9, 27, 81, 243, 729, 1440], "{failure}");
        assert_eq!(asked.len(), usize::from(TRIES_MAX));
        let expected = [(ticket(0), Trouble::Connection(failure))];
        assert_eq!(told, expected, "told once to whoever called");
        assert_eq!(store.lock().aside, expected, "and written down");
    }
}

#[tokio::test]
async fn a_thousand_letters_that_cannot_be_fetched_hide_none_behind_them() {
    let last = 2 * NEW_MAX + 500;
    let point = Point::new(last + 1, (0..last).map(|number| (number, Wrong::Fetching(refused()))));
    let store = Store::default();
    let mut new = 0;
    for _ in 0..3 {
        let taken = take_in(&point, &store, start()).await;
        assert_eq!(taken.stopped, None);
        new += taken.new;
    }
    assert_eq!((new, &store.lock().kept), (1, &vec![ticket(last).0.into_bytes()]));
}

#[tokio::test]
async fn what_is_set_aside_is_left_alone_and_hides_nothing_that_comes_later() {
    let point = Point::new(NEW_MAX, (0..NEW_MAX).map(|number| (number, Wrong::Fetching(refused()))));
    let store = Store::default();
    let mut told = 0;
    for day in 0..12 {
        told += take_in(&point, &store, start().plus(minutes(day * 1440))).await.aside.len();
    }
    assert_eq!(told, NEW_MAX);
    let asked = point.fetched().len();
    point.waiting.lock().unwrap().push(ticket(NEW_MAX));
    let taken = take_in(&point, &store, start().plus(minutes(20_000))).await;
    assert_eq!((taken.new, taken.aside.len(), point.fetched().len()), (1, 0, asked + 1));
}

/// The program dies at the letter, and begins again with what lies on its disk.
#[tokio::test]
async fn a_letter_at_which_the_program_dies_is_tried_ten_times_and_those_behind_it_are_reached() {
    let point = Point::new(2, [(0, Wrong::Dying)]);
    let store = Store::default();
    let mut now = start();
    for death in 1..=usize::from(TRIES_MAX) {
        tokio::select! {
            taken = take_in(&point, &store, now) => panic!("it lived: {taken:?}"),
            () = point.dead.notified() => {}
        }
        assert_eq!(store.lock().kept.len(), usize::from(death > 2), "what has been tried twice comes last");
        now = now.plus(minutes(1440));
    }
    let taken = take_in(&point, &store, now).await;
    assert_eq!(taken.aside, [(ticket(0), Trouble::CutOff)]);
    assert_eq!(point.fetched().iter().filter(|it| **it == ticket(0)).count(), usize::from(TRIES_MAX));
    assert!(take_in(&point, &store, now).await.aside.is_empty());
}

#[tokio::test]
async fn a_letter_that_is_kept_and_cannot_be_confirmed_is_not_fetched_again_and_told_in_the_end() {
    let point = Point::new(2, [(0, Wrong::Confirming(refused()))]);
    let store = Store::default();
    let (_, told) = three_days(&point, &store).await;
    assert_eq!(told, [(ticket(0), Trouble::Connection(refused()))]);
    assert_eq!(point.fetched(), [ticket(0), ticket(1)]);
    assert_eq!(point.confirmed.lock().unwrap().len(), usize::from(TRIES_MAX) + 1);
    assert_eq!(store.lock().kept.len(), 2);
}

#[tokio::test]
async fn a_letter_that_cannot_be_kept_does_not_stop_those_behind_it() {
    let point = Point::new(2, []);
    let store = Store::default();
    store.lock().unkeepable.insert(ticket(0));
    let taken = take_in(&point, &store, start()).await;
    assert_eq!((taken.new, taken.stopped), (1, None));
    assert_eq!(taken.troubled, [(ticket(0), Trouble::NotKept(NotKept))]);
    let (_, told) = three_days(&point, &store).await;
    assert_eq!(told, [(ticket(0), Trouble::NotKept(NotKept))]);
    assert_eq!(point.confirmed.lock().unwrap().as_slice(), [ticket(1)], "what is not kept is never confirmed");
}

#[tokio::test]
async fn where_nothing_can_be_written_down_nothing_is_fetched() {
    let point = Point::new(1, []);
    let store = Store::default();
    store.lock().is_full = true;
    let taken = take_in(&point, &store, start()).await;
    assert_eq!(taken.stopped, Some(Stopped::Keeper(NotKept)));
    assert!(point.fetched().is_empty());
}

#[tokio::test]
async fn a_round_ends_where_nobody_is_there_to_ask_and_tells_what_has_happened() {
    let (unreached, silent) = (Failure::Unreached { what: REFUSED }, Failure::Silent { what: REFUSED });
    for (failure, asked) in [(unreached, 1), (silent, 3)] {
        // The first comes as it should.
        let point = Point::new(10, (1..10).map(|number| (number, Wrong::Fetching(failure.clone()))));
        let taken = take_in(&point, &Store::default(), start()).await;
        assert_eq!(taken.stopped, Some(Stopped::Connection(failure.clone())));
        assert_eq!((taken.new, taken.troubled.len(), point.fetched().len()), (1, asked, asked + 1), "{failure}");
    }
}
