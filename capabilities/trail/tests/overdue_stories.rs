//! What is late at a unit, seen by whoever leads it and in the unit's list of what is late.
#![expect(clippy::expect_used, reason = "a test may stop where its world is wrong")]

mod world;

use access::Actor;
use domain::child::Protection;
use domain::id::Id;
use domain::trail::{Level, NextStep, Purpose, Start, Text, Trail};
use jiff::SignedDuration;
use trail::commands::{self, Offering, Opening};
use world::{World, child, story};

const LATE: &str = "Försenat på enheten";

/// Johan at the first line holds a trail about a child.
async fn johans(world: &World, name: &str) -> Id<Trail> {
    let child = child(&world.test, name, "2012-05-05", Protection::None).await;
    let johan = world.region.post("johan");
    let opening = Opening { child, start: Start::Professional(johan), next_step: NextStep::Missing };
    commands::open(&world.test.asker(Actor::Staff(johan)), opening).await.expect("a trail")
}

#[test]
fn whoever_leads_a_unit_sees_its_late_steps_and_its_offers_without_an_answer_and_nobody_else_there_does() {
    story(async |world| {
        let planned = format!("/led/{}", johans(&world, "Elsa").await);
        let mut johan = world.log_in("johan").await;
        johan.get(&format!("{planned}/nasta-steg")).await.is(200);
        let step = [("vad", "Samtal"), ("dag", "2026-12-01")];
        johan.post(&format!("{planned}/nasta-steg"), &step).await.is(303);
        let offered = johans(&world, "Hugo").await;
        let offering = Offering {
            to: world.region.unit("psychiatry"),
            purpose: Purpose::Referral(Level::new(4).expect("a level")),
            summary: Text::parse("Hugo sover inte.").expect("a text"),
            on: None,
            despite: None,
        };
        let asker = world.test.asker(Actor::Staff(world.region.post("johan")));
        commands::offer(&asker, offered, offering).await.expect("it is offered");
        world.log_in("lena").await.get("/min-dag").await.is(200).does_not_say(LATE);

        world.test.wait(SignedDuration::from_hours(24 * 30));
        let mut lena = world.log_in("lena").await;
        let day = lena.get("/min-dag").await;
        day.is(200).says(LATE).says("Elsa").says("Nästa steg skulle ha varit klart").says("Johan E. håller i det.");
        day.says("Hugo").says("BUP Rösmark skulle ha svarat").says("href=\"/leder?visa=forsenade\"");
        let list = lena.get("/leder?visa=forsenade").await;
        list.is(200).says("Visar 2 leder").says("Elsa").says("Hugo").says("Svar skulle ha kommit");
        let observed = world.test.app.database().observed().get("trail.day").copied().unwrap_or(u32::MAX);
        assert!(observed <= trail::pages::DAY_QUERIES_MAX, "{observed}");
        for who in ["johan", "vera"] {
            world.log_in(who).await.get("/min-dag").await.is(200).does_not_say(LATE);
        }
    });
}
