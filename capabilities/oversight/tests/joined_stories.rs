//! A child that was registered twice: what was done with the other record is told to the family, and answered for, as before.
#![expect(clippy::expect_used, reason = "a test may stop where its world is wrong")]

#[expect(dead_code, reason = "these stories use less of the world than the others do")]
mod world;

use access::Actor;
use access::action::identity::{ChangeIdentity, Join, RegisterChild, SeeIdentity};
use access::facts::RegionFacts;
use audit::Outcome;
use domain::child::joining::Joining;
use domain::child::{Child, Protection};
use domain::id::Id;
use identity::children::commands::{NewChild, involve, register};
use identity::children::joining::commands::{Permits, join};
use identity::children::{Age, Identity, Label, Relations};
use testkit::{engines, run};
use world::{WHY, World};

/// Elin is registered at the front door once more, and somebody there says that the two are one.
async fn joined(world: &World) -> Id<Child> {
    let (other, door) = (world.child, world.region.unit("front_door"));
    let mut act = world.test.demo().begin("test.register").await.expect("an act");
    let now = act.now();
    let permit = act.authorize::<RegisterChild>(&RegionFacts).await.expect("a right");
    let label = Label { given_name: "Elin".to_owned(), age: Age::Stated(8, now.day()), place: String::new() };
    let (identity, protection) = (Identity::default(), Protection::None);
    let new = NewChild { label, identity, municipality: None, protection };
    let kept = register(&mut act, &permit, new).await.expect("a child");
    for child in [kept, other] {
        involve(act.transaction(), child, door, now).await.expect("a relation");
    }
    act.commit(permit).await.expect("it is saved").shown();

    let post = world.region.post("mikael");
    let mut act = world.test.asker(Actor::Staff(post)).begin("test.join").await.expect("an act");
    let mut permits = Vec::new();
    for child in [kept, other] {
        let relations = Relations::of(act.transaction(), child, now).await.expect("an answer").expect("a child");
        let facts = relations.identity_facts();
        let join = act.authorize::<Join>(&facts).await.expect("a right to join");
        let see = act.authorize::<SeeIdentity>(&facts).await.expect("a right to see");
        let change = act.authorize::<ChangeIdentity>(&facts).await.expect("a right to change");
        permits.push((join, see, change));
    }
    let (of_other, of_kept) = (permits.pop().expect("the other's"), permits.pop().expect("the one's"));
    let leave = Permits {
        kept: &of_kept.0,
        other: &of_other.0,
        change: &of_kept.2,
        see_kept: &of_kept.1,
        see_other: &of_other.1,
    };
    let joining = Joining { kept, other, protection: Protection::None, named: vec![] };
    join(&mut act, &leave, &joining, (post, "Samma nummer.")).await.expect("they are one");
    for (join, see, change) in [of_kept, of_other] {
        act.used(see, Outcome::Read);
        act.used(change, Outcome::Changed);
        act.used(join, Outcome::Changed);
    }
    let relations = Relations::of(act.transaction(), kept, now).await.expect("an answer").expect("a child");
    let permit = act.authorize::<SeeIdentity>(&relations.identity_facts()).await.expect("a right to see");
    act.commit(permit).await.expect("it is saved").shown();
    kept
}

#[test]
fn the_family_sees_who_has_read_under_either_record_and_an_opening_is_answered_for() {
    run(async {
        for engine in engines() {
            let world = World::new(engine, Protection::None).await;
            let mut johan = world.test.log_in("johan").await;
            world.break_glass(&mut johan).await;
            let kept = joined(&world).await;

            // The child's own log-in opens the one that goes on, and its mother finds it there.
            let mut elin = world.test.log_in("elin").await;
            let page = elin.get("/min-sida/last").await;
            page.is(200).says("Öppnade leden i en nödöppning").says("Sökte på personnummer eller namn");
            page.says("Sade att två barn är ett och samma");
            let mut mother = world.test.log_in("mamma").await;
            mother.get(&format!("/min-familj/{kept}/last")).await.is(200).says("Öppnade leden i en nödöppning");
            mother.get(&format!("/min-familj/{}/last", world.child)).await.is(404);

            // The glass that was broken towards the other is whole, and the review goes on.
            johan.get(&world.address()).await.is(404);
            let mut lena = world.test.log_in("lena").await;
            let opening = lena.get("/granskning").await.link("/granskning/0");
            lena.get(&opening).await.is(200).says(WHY);
            let verdict = [("verdict", "justified"), ("to_family", "Johan hjälpte Elin direkt.")];
            lena.post(&opening, &verdict).await.is(303);
            elin.get("/min-sida/last").await.is(200).says("Johan hjälpte Elin direkt.");
        }
    });
}
