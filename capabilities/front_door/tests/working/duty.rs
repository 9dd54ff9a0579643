//! Who is on duty at a front door: said by those who work there, and what comes in next is theirs.

use domain::front_door::intake::Topic;
use testkit::{engines, run};

use crate::world::World;

#[test]
fn a_nurse_takes_the_duty_and_what_comes_in_after_it_is_hers() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let first = world.asks("Alma", Topic::School).await;
            let mut petra = world.test.log_in("petra").await;
            petra.get("/en-vag-in").await.is(200).says("Mikael K.").says("href=\"/jour\"");
            let page = petra.get("/jour").await;
            page.is(200).says("Mikael K.").says("Jag tar jouren");
            // Whoever has it is not among those whom it can be given to.
            page.does_not_say(&world.region.post("mikael").assignment.to_string());
            let me = world.region.post("petra").assignment.to_string();
            petra.submit("/jour", &[("assignment", &me)]).await.is(200).says("Sparat").does_not_say("Jag tar jouren");
            petra.get("/jour").await.is(200).does_not_say(&me);
            petra.get("/en-vag-in").await.is(200).says("Petra Å.");
            let second = world.asks("Bo", Topic::School).await;
            let holder = async |id| world.trail_of(id).await.holder_assignment;
            assert_eq!(holder(first).await, world.region.post("mikael").assignment, "what has come in stays");
            assert_eq!(holder(second).await, world.region.post("petra").assignment);
        }
    });
}

#[test]
fn nobody_is_put_on_duty_elsewhere_and_nobody_without_right_says_who() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let mut petra = world.test.log_in("petra").await;
            petra.get("/jour").await.is(200);
            let elsewhere = world.region.post("johan").assignment.to_string();
            petra.post("/jour", &[("assignment", &elsewhere)]).await.is(422).says("Välj en kollega");
            petra.post("/jour", &[]).await.is(422).says("Välj en kollega");
            let mut rut = world.test.log_in("rut").await;
            rut.get("/jour").await.is(403);
            rut.post("/jour", &[("assignment", &elsewhere)]).await.is(403);
            rut.post("/jour", &[]).await.is(403);
            petra.get("/jour").await.is(200).says("Mikael K.");
        }
    });
}
