//! What the log says of work at the front door: a line for each right that was used, about the child.

use domain::front_door::intake::Topic;
use testkit::{engines, run};

use crate::world::{World, lines};

#[test]
fn whoever_names_a_grown_up_changes_who_is_around_the_child_and_the_log_says_so() {
    run(async {
        for engine in engines() {
            let world = World::start(engine).await;
            let id = world.asks("Alma", Topic::School).await;
            let mut mikael = world.taken_by("mikael", id).await;
            mikael.get(&format!("/en-vag-in/{id}")).await.is(200);
            let fields = [
                ("guardian_name", "Sara Lund"),
                ("relation", "mamma"),
                ("custody", "holder"),
                ("custody_source", "document"),
            ];
            mikael.post(&format!("/en-vag-in/{id}/vuxen"), &fields).await.is(303);
            // The same two as where it is done from the page of the grown-ups, and the right to do it in an interview.
            let changed = "
                SELECT COUNT(*) AS n
                FROM audit_line
                WHERE act = 'front_door.add_guardian' AND child_id IS NOT NULL
                  AND (action IN ('identity.confirm_custody', 'front_door.interview') AND outcome = 'changed'
                    OR action = 'identity.see_identity' AND outcome = 'read')";
            assert_eq!(lines(&world, changed).await, 3);
        }
    });
}

#[test]
fn a_child_who_asks_for_help_finds_it_in_the_log_from_the_first_line() {
    run(async {
        let world = World::without_rules(testkit::Engine::Sqlite).await;
        world.asks("Alma", Topic::School).await;
        let about = "
            SELECT COUNT(*) AS n
            FROM audit_line
            WHERE act = 'front_door.ask' AND child_id IS NOT NULL
              AND action IN ('front_door.ask', 'identity.register_child', 'trail.open')";
        assert_eq!(lines(&world, about).await, 3);
    });
}
