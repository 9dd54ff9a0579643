//! The largest message there can be, from one installation to another through a loopback, each of them a process: it comes
//! as it went, and the memory that each of them takes is bounded.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper that fails is a test that fails")]

mod support;

use support::process::{Process, lay_down, peak, play};
use support::{Disk, House, Kind, REGION, SCHOOL, connection, message, now};

/// What the message measures as XML, about.
const BYTES: usize = 29_000_000;

/// What a process may hold. The sender's holds, beside what it does, what would lie on its disk.
const MEGABYTES_MAX: u64 = 300;

/// Not a test of its own: the processes that the others start.
#[test]
fn another_process() {
    play();
}

async fn check(region: Kind, school: Kind) {
    let folder = tempfile::tempdir().unwrap();
    lay_down(folder.path(), region, school);
    let (loopback, address) = Process::loopback(folder.path()).await;
    let environment = environment::Environment::fixed(1, now());
    let door = connection(REGION, region, address, &environment);
    let house = House::new(REGION, door, &environment, Disk::default());
    let mut large = message(REGION, SCHOOL, &environment);
    large.letter.documents[0].files[0].content = vec![0x5a; BYTES / 4 * 3 - 4_000];
    let id = large.id.to_string();
    house.send(large).await;

    let mut receiver = Process::receiver(folder.path(), school, address, usize::MAX);
    assert_eq!(receiver.hear().await, Some(format!("opened {id}")));
    let done = receiver.hear().await.unwrap();
    assert!(done.starts_with("done 1 "), "{done}");
    for (who, megabytes) in [
        ("the sender", peak("self")),
        ("the loopback", loopback.peak()),
        ("the receiver", done.rsplit(' ').next().and_then(|it| it.parse().ok())),
    ] {
        println!("{region:?} to {school:?}: {who} {megabytes:?} MB");
        assert!(megabytes.is_none_or(|it| it <= MEGABYTES_MAX), "{region:?} to {school:?}: {who} {megabytes:?} MB");
    }
    receiver.kill().await;
    loopback.kill().await;
}

#[tokio::test]
async fn a_message_of_29_mb_passes_from_an_access_point_to_a_message_service_within_300_mb() {
    check(Kind::PluginMtom, Kind::Api).await;
}

#[tokio::test]
async fn a_message_of_29_mb_passes_from_a_message_service_to_an_access_point_within_300_mb() {
    check(Kind::Api, Kind::Backend).await;
}
