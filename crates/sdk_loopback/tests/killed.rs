//! kill -9 of real processes: of an installation that takes letters in, at every point between what it fetches and what it
//! writes, and of the loopback while letters are handed to it. Nothing is lost, nothing is there twice.

mod support;

use std::sync::Arc;

use sdk_connect::{Attempt, Connection, Parcel};
use serde_json::Value;
use support::files::Index;
use support::process::{Process, lay_down, play};
use support::{Disk, House, Kind, REGION, SCHOOL, World, connection, message, now};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

/// Not a test of its own: the processes that the others start and kill.
#[test]
fn another_process() {
    play();
}

#[tokio::test]
async fn an_installation_that_is_killed_between_retrieve_and_commit_loses_nothing() {
    // A letter that the backend has handed out is no longer on its list; the API gives it until it is deleted.
    for kind in [Kind::Backend, Kind::Api] {
        let mut points = 0;
        loop {
            let world = World::new(Kind::Plugin, kind).await;
            let message = message(REGION, SCHOOL, &world.environment);
            let id = message.id.to_string();
            world.region.send(message).await;

            let folder = tempfile::tempdir().unwrap();
            lay_down(folder.path(), Kind::Plugin, kind);
            let mut first = Process::receiver(folder.path(), kind, world.address, points);
            let was_killed = first.hear().await.as_deref() == Some("stopped");
            first.kill().await;
            let mut second = Process::receiver(folder.path(), kind, world.address, usize::MAX);
            assert_eq!(second.hear().await, Some(format!("opened {id}")), "{kind:?}, killed at point {points}");
            assert!(second.hear().await.is_some_and(|it| it.starts_with("done 1 ")), "{kind:?}, point {points}");
            assert!(Index::read(folder.path()).is_done(), "{kind:?}, point {points}");
            assert!(world.school.connection.waiting().await.unwrap().is_empty(), "{kind:?}, point {points}");
            if !was_killed {
                break;
            }
            points += 1;
        }
        assert!(points >= 19, "{kind:?} was killed at {points} points");
    }
}

/// How many letters are handed over, and how often the loopback is killed meanwhile.
const LETTERS: usize = 24;
const KILLS: usize = 6;

#[tokio::test]
async fn a_loopback_that_is_killed_while_letters_are_handed_over_loses_none_and_has_none_twice() {
    let folder = tempfile::tempdir().unwrap();
    lay_down(folder.path(), Kind::Plugin, Kind::Backend);
    let environment = environment::Environment::fixed(1, now());
    let (process, mut address) = Process::loopback(folder.path()).await;
    let mut process = Some(process);
    let door = |address| connection(REGION, Kind::Plugin, address, &environment);
    let region = House::new(REGION, door(address), &environment, Disk::default());
    let ids: Vec<String> = (0..LETTERS)
        .map(|_| {
            let message = message(REGION, SCHOOL, &environment);
            let id = message.id.to_string();
            region.write(message);
            id
        })
        .collect();
    let mut left: Vec<Arc<Parcel>> = region.disk.lock().sent.iter().map(|sent| Arc::clone(&sent.parcel)).collect();
    for kill in 0..=KILLS {
        let connection: Arc<dyn Connection> = Arc::from(door(address));
        let (heard, mut answers) = mpsc::unbounded_channel();
        let mut sending = JoinSet::new();
        for parcel in left {
            let (connection, heard) = (Arc::clone(&connection), heard.clone());
            sending.spawn(async move {
                let is_handed = connection.send(&parcel, Attempt::Again).await.is_ok();
                if is_handed {
                    let _ = heard.send(());
                }
                (!is_handed).then_some(parcel)
            });
        }
        drop(heard);
        if kill < KILLS {
            // After a different number of answers each time, while the others wait for theirs.
            for _ in 0..=kill * 7 % 4 {
                let _ = answers.recv().await;
            }
            process.take().unwrap().kill().await;
            let (again, elsewhere) = Process::loopback(folder.path()).await;
            (process, address) = (Some(again), elsewhere);
        }
        left = sending.join_all().await.into_iter().flatten().collect();
    }
    assert!(left.is_empty(), "{} could not be handed over", left.len());

    let state: Value = serde_json::from_slice(&std::fs::read(folder.path().join("state.json")).unwrap()).unwrap();
    assert_eq!(state["transfers"].as_array().unwrap().len(), LETTERS, "each was handed over once");
    let door = connection(SCHOOL, Kind::Backend, address, &environment);
    let school = House::new(SCHOOL, door, &environment, Disk::default());
    let taken = school.take_in().await;
    assert_eq!((taken.new, taken.again), (LETTERS, 0));
    school.work().await;
    let (mut shown, mut ids) = (school.shown(), ids);
    shown.sort();
    ids.sort();
    assert_eq!(shown, ids);
    process.unwrap().kill().await;
}
