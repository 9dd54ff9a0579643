//! Work is cut off at every point where it waits for somebody else, before and after what was asked for has been done. Then
//! it begins again with what lies on disk: nothing is lost, nothing is shown twice, nothing is left behind.

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use sdk_connect::intake::{Keeper, Keeping, Kept, Open, Tries, Trouble, take_in};
use sdk_connect::{Arrival, Attempt, Carries, Connection, Handed, Parcel, Reply, Stage, Ticket};
use support::{Disk, House, Kind, REGION, SCHOOL, World, connection, message};
use tokio::sync::Notify;

/// How much longer there is to live: every call has two points at which it may end.
#[derive(Clone)]
struct Life(Arc<(AtomicUsize, Notify)>);

impl Life {
    fn new(points: usize) -> Self {
        Self(Arc::new((AtomicUsize::new(points), Notify::new())))
    }

    /// Ends here if this was the last point: never comes back, and tells whoever waits for the end.
    async fn point(&self) {
        let (left, ended) = &*self.0;
        if left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_err() {
            ended.notify_one();
            std::future::pending::<()>().await;
        }
    }

    /// Does some work until it is done or life ends. True when it was done.
    async fn lived(&self, work: impl Future<Output = ()>) -> bool {
        tokio::select! {
            () = work => true,
            () = self.0.1.notified() => false,
        }
    }
}

struct Mortal<T> {
    inner: T,
    life: Life,
}

macro_rules! mortal {
    ($self:ident, $call:expr) => {
        Box::pin(async move {
            $self.life.point().await;
            let done = $call.await;
            $self.life.point().await;
            done
        })
    };
}

impl Connection for Mortal<&dyn Connection> {
    fn carries(&self) -> Carries {
        self.inner.carries()
    }

    fn send<'a>(&'a self, parcel: &'a Parcel, attempt: Attempt) -> Reply<'a, Handed> {
        mortal!(self, self.inner.send(parcel, attempt))
    }

    fn waiting(&self) -> Reply<'_, Vec<Ticket>> {
        mortal!(self, self.inner.waiting())
    }

    fn fetch<'a>(&'a self, ticket: &'a Ticket) -> Reply<'a, Arrival> {
        mortal!(self, self.inner.fetch(ticket))
    }

    fn confirm<'a>(&'a self, ticket: &'a Ticket) -> Reply<'a, ()> {
        mortal!(self, self.inner.confirm(ticket))
    }

    fn state<'a>(&'a self, handed: &'a Handed) -> Reply<'a, Stage> {
        mortal!(self, self.inner.state(handed))
    }
}

impl Keeper for Mortal<Disk> {
    fn open(&self) -> Kept<'_, Vec<Open>> {
        mortal!(self, self.inner.open())
    }

    fn expect<'a>(&'a self, tickets: &'a [Ticket]) -> Kept<'a, ()> {
        mortal!(self, self.inner.expect(tickets))
    }

    fn trying<'a>(&'a self, ticket: &'a Ticket, tries: Tries) -> Kept<'a, ()> {
        mortal!(self, self.inner.trying(ticket, tries))
    }

    fn keep<'a>(&'a self, ticket: &'a Ticket, arrival: Arrival) -> Kept<'a, Keeping> {
        mortal!(self, self.inner.keep(ticket, arrival))
    }

    fn done<'a>(&'a self, ticket: &'a Ticket) -> Kept<'a, ()> {
        mortal!(self, self.inner.done(ticket))
    }

    fn gone<'a>(&'a self, ticket: &'a Ticket) -> Kept<'a, ()> {
        mortal!(self, self.inner.gone(ticket))
    }

    fn aside<'a>(&'a self, ticket: &'a Ticket, why: &'a Trouble) -> Kept<'a, ()> {
        mortal!(self, self.inner.aside(ticket, why))
    }
}

#[tokio::test]
async fn a_crash_anywhere_while_letters_are_taken_in_loses_none_and_shows_none_twice() {
    for kind in Kind::ALL {
        let mut points = 0;
        loop {
            let world = World::new(Kind::Plugin, kind).await;
            let mut ids = vec![];
            for _ in 0..2 {
                let message = message(REGION, SCHOOL, &world.environment);
                ids.push(message.id.to_string());
                world.region.send(message).await;
            }
            let life = Life::new(points);
            let mortal = Mortal { inner: world.school.connection.as_ref(), life: life.clone() };
            let keeper = Mortal { inner: world.school.disk.clone(), life: life.clone() };
            let now = world.environment.now();
            let work = async { assert_eq!(take_in(&mortal, &keeper, now).await.stopped, None) };
            let lived = life.lived(work).await;

            // Begins again: another connection, what lies on disk.
            let again = connection(SCHOOL, kind, world.address, &world.environment);
            let school = House::new(SCHOOL, again, &world.environment, world.school.disk.clone());
            assert!(school.take_in().await.aside.is_empty());
            school.work().await;
            assert_eq!(school.shown(), ids, "{kind:?}, cut off at point {points}");
            let taken = school.take_in().await;
            assert_eq!((taken.new, taken.again, taken.troubled.len()), (0, 0, 0), "{kind:?}, point {points}");
            assert!(school.connection.waiting().await.unwrap().is_empty(), "{kind:?}, point {points}");
            let disk = school.disk.lock();
            assert!(disk.open.is_empty() && disk.gone.is_empty() && disk.aside.is_empty(), "{kind:?}, point {points}");
            if lived {
                break;
            }
            points += 1;
        }
        assert!(points >= 22, "{kind:?} was cut off at {points} points");
    }
}

#[tokio::test]
async fn a_crash_anywhere_while_a_letter_is_handed_over_makes_one_letter_of_it() {
    for kind in Kind::ALL {
        for points in 0..3 {
            let world = World::new(kind, Kind::Plugin).await;
            world.region.write(message(REGION, SCHOOL, &world.environment));
            let life = Life::new(points);
            let parcel = Arc::clone(&world.region.disk.lock().sent[0].parcel);
            let mortal = Mortal { inner: world.region.connection.as_ref(), life: life.clone() };
            life.lived(async { drop(mortal.send(&parcel, Attempt::First).await.unwrap()) }).await;

            world.region.hand_over(Attempt::Again).await.unwrap();
            assert_eq!(world.transfers(), 1, "{kind:?}, cut off at point {points}");
            world.settle().await;
            assert_eq!(world.school.shown().len(), 1);
            assert_eq!(world.region.states(), ["ACCEPTED"]);
        }
    }
}

#[tokio::test]
async fn the_loopback_begins_again_with_what_lies_in_its_folder() {
    for kind in Kind::ALL {
        let mut world = World::new(Kind::Plugin, kind).await;
        let message = message(REGION, SCHOOL, &world.environment);
        let id = message.id.to_string();
        world.region.send(message).await;
        world.restart_loopback().await;
        assert_eq!(world.school.take_in().await.new, 1, "{kind:?}");
        world.school.work().await;
        world.restart_loopback().await;
        world.settle().await;
        assert_eq!(world.school.shown(), [id], "{kind:?}");
        assert_eq!(world.region.states(), ["ACCEPTED"], "{kind:?}");
    }
}

#[tokio::test]
async fn nothing_that_a_letter_says_lies_in_clear_in_the_loopbacks_folder() {
    let world = World::new(Kind::Api, Kind::Api).await;
    world.region.send(message(REGION, SCHOOL, &world.environment)).await;
    world.settle().await;
    assert_eq!(world.school.shown().len(), 1);
    let mut files = vec![];
    let mut folders = vec![world.folder.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_dir() { folders.push(entry.path()) } else { files.push(entry.path()) }
        }
    }
    assert!(files.len() >= 3);
    for file in files {
        let text = String::from_utf8(std::fs::read(&file).unwrap()).unwrap();
        assert!(!text.contains("onsdag") && !text.contains("Fråga om möte"), "{}", file.display());
    }
}
