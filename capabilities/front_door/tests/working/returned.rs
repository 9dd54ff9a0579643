//! What a unit has given back is sent on by the same rule as the first decision: level, age and area.

use domain::front_door::intake::Topic;
use domain::front_door::request::Request;
use domain::id::Id;
use domain::trail::Trail;
use testkit::{Browser, engines, run};

use crate::world::{World, assess, form, send, step};

/// Somebody at the front door decides that first line is asked.
pub(crate) async fn sent_on(world: &World, id: Id<Request>) -> Browser {
    let mut mikael = world.taken_by("mikael", id).await;
    assess(&mut mikael, id, "worry", "3").await;
    let unit = world.region.unit("first_line").to_string();
    let decision = form(&[
        ("level", "3"),
        ("outcome", "route"),
        ("unit", &unit),
        ("told", "Johan på UPH ringer er på torsdag."),
        ("next_step", "Johan ringer Alma"),
        ("next_on", "2026-11-26"),
        ("handover", "Oro, borta från skolan i tre veckor."),
    ]);
    send(&mut mikael, &step(id, "beslut"), &decision).await;
    let sent = send(&mut mikael, &step(id, "granska"), &form(&[("summary_read_back", "yes")])).await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    mikael
}

/// The same, and first line gives the child back.
pub(crate) async fn returned(world: &World, id: Id<Request>) -> (Browser, String) {
    let mikael = sent_on(world, id).await;
    let trail = Id::<Trail>::new(world.trail_of(id).await.trail);
    let mut johan = world.test.log_in("johan").await;
    let back = [
        ("skal", "other_level"),
        ("till_familjen", "Vi tror att ni behöver någon annan än oss."),
        ("sedan", "keeps"),
        ("vad", "Mikael ringer"),
        ("dag", "2026-12-02"),
        ("steg", "skicka"),
    ];
    let address = format!("/led/{trail}/lamna-tillbaka");
    johan.get(&address).await.is(200);
    johan.post(&address, &back).await.is(303);
    (mikael, format!("/led/{trail}"))
}

#[test]
fn after_a_return_a_unit_at_another_level_is_asked_only_with_a_reason_that_it_reads() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let id = world.asks("Alma", Topic::School).await;
            let (mut mikael, trail) = returned(&world, id).await;
            let address = format!("{trail}/lamna-over");
            mikael.get(&address).await.is(200).does_not_say("Varför dit ändå?");
            let unit = world.region.unit("psychiatry").to_string();
            let typed = |level: &'static str| {
                [
                    ("till", unit.as_str()),
                    ("syfte", "referral"),
                    ("niva", level),
                    ("sammanfattning", "Alma sover inte."),
                ]
            };
            for more in [&[][..], &[("steg", "skicka")][..]] {
                let refused = mikael.post(&address, &[&typed("3")[..], more].concat()).await;
                refused.is(422).says("Verksamheten ger inte den vårdnivån").says("Varför dit ändå?");
                refused.says("Alma sover inte.").says("<title>Fel: ");
            }
            let fits = mikael.post(&address, &typed("4")).await;
            fits.is(200).says("Granska innan du skickar").says("Åldern är bara vad någon har sagt");
            fits.does_not_say("Varför dit ändå?");
            let despite = [&typed("3")[..], &[("anda", "BUP har träffat Alma förut.")]].concat();
            let check = mikael.post(&address, &despite).await;
            check.is(200).says("BUP har träffat Alma förut.").says("Verksamheten ger inte den vårdnivån");
            mikael.post(&address, &[&despite[..], &[("steg", "skicka")]].concat()).await.is(303);
            let mut maria = world.test.log_in("maria").await;
            maria.get(&trail).await.is(200).says("Alma sover inte.").says("BUP har träffat Alma förut.");
        }
    });
}

#[test]
fn what_child_psychiatry_asked_is_not_sent_to_child_psychiatry_after_a_return_either() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let id = world.asks_from("maria", "Alma").await;
            let (mut mikael, trail) = returned(&world, id).await;
            let address = format!("{trail}/lamna-over");
            mikael.get(&address).await.is(200);
            let unit = world.region.unit("psychiatry_ward").to_string();
            let typed = [
                ("till", unit.as_str()),
                ("syfte", "referral"),
                ("niva", "4"),
                ("sammanfattning", "Alma sover inte."),
                ("anda", "De har plats."),
                ("steg", "skicka"),
            ];
            let refused = mikael.post(&address, &typed).await;
            refused.is(422).says("barnpsykiatrin remitterar inte till sig själv").says("Alma sover inte.");
            let trail = world.trail_of(id).await;
            assert_eq!(trail.pending_unit, None, "nobody is asked");
        }
    });
}
