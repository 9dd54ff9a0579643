//! A PostgreSQL that is lost in the middle of the day, and comes back.

use database::Location;
use testkit::{Browser, Cluster, run};

use crate::people::{Person, WORDS};
use crate::world::Installation;

#[test]
fn a_database_that_is_lost_and_comes_back_loses_nothing_and_the_server_goes_on_by_itself() {
    let Some(cluster) = Cluster::start_new() else {
        eprintln!("skipped: PostgreSQL is not installed");
        return;
    };
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let installation = Installation::make(&Location::Postgres(cluster.address()), folder).await;
        let server = installation.start().await;
        let mut accepted = Person::who_have_asked(3, &installation, server.address).await;
        let mut writer = Person::about_to_write(&installation, server.address, 3).await;
        let mut other = Browser::at(server.address, "127.9.0.1".parse().unwrap());
        other.get("/halsa/drift").await.is(200).says("engine postgres");

        cluster.stop();
        let given_back = writer.write().await.expect("the server goes on");
        given_back.is(503).says("Det gick inte just nu").says("Inget har sparats.").says("Skicka igen");
        given_back.says(&format!("name=\"words\" value=\"{WORDS}\"")).says("<html lang=\"sv\"");
        other.get("/halsa").await.is(200);
        other.get("/halsa/drift").await.is(503);
        other.get("/be-om-hjalp").await.is(503).says("Vänta en minut").does_not_say("Skicka igen");

        cluster.start();
        writer.ask().await.expect("the server goes on, without being started again");
        accepted.push(writer);
        for person in &mut accepted {
            person.still_has_receipt().await;
        }
        other.get("/halsa/drift").await.is(200);
        server.kill().await;
        assert_eq!(usize::try_from(installation.counts().await.requests).unwrap(), accepted.len());
        installation.verifies().await;
    });
}
