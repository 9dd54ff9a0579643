//! A file that would take somebody away who has something in their hands, or who is the last to receive: refused, and each
//! case says who it is and what to do.

use access::Actor;
use audit::Asker;
use domain::front_door::intake::Topic;
use domain::id::Id;
use domain::organisation::{Post, Unit};
use domain::trail::{NextStep, Purpose, Start, Text, Trail};
use identity::import::{ImportError, Order, Plan, import, prepare};
use identity::organisations::Book;
use testkit::{engines, run};
use trail::commands::{Offering, Opening, offer, open, reassign};

use crate::world::World;

const UNITS: &str = "
[[unit]]
name = \"BUP Almvik\"
domain = \"Hälso- och sjukvård, Region Rösmark\"
branch = \"child_psychiatry\"
[[unit]]
name = \"En väg in Almvik\"
domain = \"Hälso- och sjukvård, Region Rösmark\"
branch = \"front_door\"
";
const DUTY: &str = "
[[unit]]
name = \"En väg in Almvik\"
domain = \"Hälso- och sjukvård, Region Rösmark\"
branch = \"front_door\"
duty = ";

/// Somebody at work, in these assignments and no others.
fn person(identity: &str, posts: &[(&str, &str)]) -> String {
    let posts: Vec<_> =
        posts.iter().map(|(unit, role)| format!("{{ unit = \"{unit}\", role = \"{role}\" }}")).collect();
    let posts = posts.join(", ");
    format!("[[staff]]\nidentity = \"{identity}\"\nname = \"Person {identity}\"\nassignments = [{posts}]\n")
}

impl World {
    fn importer(&self) -> Asker {
        self.test.asker(Actor::Job("import"))
    }

    /// Imports a file that must be taken.
    async fn brought(&self, text: &str) -> Plan {
        import(&self.importer(), &Order::from(text)).await.unwrap()
    }

    /// What is said of a file that must not be taken: the same in a dry run.
    async fn refused(&self, text: &str, leave_empty: &[&str]) -> String {
        let order = Order { text, leave_empty: leave_empty.iter().map(|unit| (*unit).to_owned()).collect() };
        let planned = prepare(&self.importer(), &order).await.unwrap();
        let refusals = match import(&self.importer(), &order).await.unwrap_err() {
            ImportError::Rows(refusals) => refusals,
            error @ (ImportError::Refused(_) | ImportError::Failed(_)) => return error.to_string(),
        };
        assert_eq!(planned.refusals, refusals, "a dry run says what is refused");
        let told: Vec<_> = refusals.iter().map(ToString::to_string).collect();
        told.join("\n")
    }

    async fn stands(&self, identity: &str) -> Option<Post> {
        let mut transaction = self.test.app.database().begin_reading("test.book").await.unwrap();
        let book = Book::open(&mut transaction).await.unwrap();
        transaction.commit().await.unwrap();
        let name = format!("Person {identity}");
        book.units()
            .into_iter()
            .flat_map(|unit| book.colleagues_at(unit.id))
            .find(|colleague| colleague.name == name)
            .map(|colleague| colleague.post)
    }

    async fn on_duty(&self, unit: Id<Unit>) -> Option<Post> {
        let mut transaction = self.test.app.database().begin_reading("test.book").await.unwrap();
        let book = Book::open(&mut transaction).await.unwrap();
        transaction.commit().await.unwrap();
        book.duty(unit).map(|duty| duty.post)
    }

    async fn opens(&self, post: Post) -> Id<Trail> {
        let request = self.asks("Elin", Topic::School).await;
        let child = self.trail_of(request).await.child;
        let opening = Opening { child, start: Start::Professional(post), next_step: NextStep::Missing };
        open(&self.test.asker(Actor::Staff(post)), opening).await.unwrap()
    }
}

fn changes(plan: &Plan) -> Vec<String> {
    plan.changes.iter().map(ToString::to_string).collect()
}

#[test]
fn somebody_who_holds_a_trail_stays_until_a_colleague_has_taken_over() {
    run(async {
        for engine in engines() {
            let world = World::without_rules(engine).await;
            world.brought(&format!("{UNITS}{}", person("SE1", &[("BUP Almvik", "doctor")]))).await;
            let post = world.stands("SE1").await.unwrap();
            let trail = world.opens(post).await;
            for leave_empty in [vec![], vec!["BUP Almvik"]] {
                let told = world.refused(&person("SE1", &[]), &leave_empty).await;
                assert!(
                    told.contains(
                        "line 1, column 1: [[staff]] SE1: holds 1 open trail at BUP Almvik as doctor, and somebody always \
                         holds: let a colleague there take over"
                    ),
                    "{told}"
                );
                assert!(!told.contains("Elin"), "{told}");
            }
            assert_eq!(world.stands("SE1").await, Some(post));

            // Another role at the same unit is another assignment: the same person takes over in it.
            world.refused(&person("SE1", &[("BUP Almvik", "psychologist")]), &[]).await;

            world.brought(&person("SE3", &[("BUP Almvik", "nurse")])).await;
            let colleague = world.stands("SE3").await.unwrap();
            reassign(&world.test.asker(Actor::Staff(colleague)), trail).await.unwrap();
            let plan = world.brought(&person("SE1", &[])).await;
            assert_eq!(changes(&plan), ["end the assignment of SE1 at BUP Almvik as doctor"]);
            assert_eq!(world.stands("SE1").await, None);
        }
    });
}

#[test]
fn somebody_who_holds_a_trail_is_not_taken_away_by_the_command_either() {
    run(async {
        for engine in engines() {
            let world = World::without_rules(engine).await;
            let johan = world.region.post("johan");
            let trail = world.opens(johan).await;
            let ends = async || {
                use identity::organisations::commands::end_assignment;
                end_assignment(&world.test.demo(), johan.assignment, johan.staff).await
            };
            assert!(ends().await.is_err());
            let lena = world.region.post("lena");
            reassign(&world.test.asker(Actor::Staff(lena)), trail).await.unwrap();
            ends().await.unwrap();
        }
    });
}

#[test]
fn somebody_who_has_taken_a_request_stays_until_a_colleague_has_taken_over() {
    run(async {
        for engine in engines() {
            let world = World::without_rules(engine).await;
            world.brought(&person("SE2", &[("En väg in Rösmark mitt", "nurse")])).await;
            let post = world.stands("SE2").await.unwrap();
            let request = world.asks("Elin", Topic::School).await;
            front_door::queue::commands::take(&world.test.asker(Actor::Staff(post)), post, request).await.unwrap();
            let told = world.refused(&person("SE2", &[]), &[]).await;
            assert!(told.contains("SE2: has taken 1 request for help at En väg in Rösmark mitt as nurse"), "{told}");
            assert!(told.contains("SE2: holds 1 open trail at En väg in Rösmark mitt as nurse"), "{told}");
        }
    });
}

#[test]
fn the_last_who_can_receive_leaves_only_a_unit_that_shall_be_empty_and_where_nothing_waits() {
    run(async {
        for engine in engines() {
            let world = World::without_rules(engine).await;
            let doctor = person("SE1", &[("BUP Almvik", "doctor")]);
            let reviewer = person("SE4", &[("BUP Almvik", "log_reviewer")]);
            world.brought(&format!("{UNITS}{doctor}{reviewer}")).await;
            let told = world.refused(&person("SE1", &[]), &["BUP"]).await;
            assert!(told.contains("SE1: is the last at BUP Almvik who can receive a child"), "{told}");
            assert!(told.contains("or import with --leave-empty \"BUP Almvik\""), "{told}");

            let johan = world.region.post("johan");
            let trail = world.opens(johan).await;
            let to = world.stands("SE1").await.unwrap().unit;
            let summary = Text::parse("Behöver mer än vi kan ge.").unwrap();
            let offering = Offering { to, purpose: Purpose::Ordinary, summary, on: None, despite: None };
            let johan = world.test.asker(Actor::Staff(johan));
            offer(&johan, trail, offering).await.unwrap();
            let told = world.refused(&person("SE1", &[]), &["BUP Almvik"]).await;
            assert!(
                told.contains("is the last at BUP Almvik who can answer, and 1 handover waits for an answer"),
                "{told}"
            );

            let withdrawn = domain::trail::WithdrawReason::Mistake;
            trail::commands::withdraw(&johan, trail, withdrawn).await.unwrap();
            let text = person("SE1", &[]);
            let order = Order { text: &text, leave_empty: ["BUP Almvik".to_owned()].into() };
            let plan = import(&world.importer(), &order).await.unwrap();
            assert_eq!(changes(&plan), ["end the assignment of SE1 at BUP Almvik as doctor"]);
        }
    });
}

#[test]
fn a_front_door_that_answers_for_children_always_has_somebody_and_somebody_on_duty() {
    run(async {
        for engine in engines() {
            let world = World::without_rules(engine).await;
            let first = person("SE5", &[("En väg in Almvik", "triage_nurse")]);
            world.brought(&format!("{UNITS}{first}")).await;
            world.brought(&format!("{DUTY}\"SE5\"\n")).await;
            let unit = world.stands("SE5").await.unwrap().unit;
            let place = world.region.municipality("lindala");
            front_door::area::commands::answer_for(&world.test.demo(), place, unit).await.unwrap();
            let gone = person("SE5", &[]);
            let told = world.refused(&gone, &["En väg in Almvik"]).await;
            assert!(
                told.contains("SE5: is the last who receives at En väg in Almvik, which answers for 1 municipality")
            );

            // An administrator is no receiver; a psychologist is, but nobody would be on duty.
            let administrator = person("SE6", &[("En väg in Almvik", "care_administrator")]);
            let told = world.refused(&format!("{gone}{administrator}"), &[]).await;
            assert!(told.contains("is the last who receives at En väg in Almvik"), "{told}");
            let second = person("SE7", &[("En väg in Almvik", "psychologist")]);
            let told = world.refused(&format!("{gone}{second}"), &[]).await;
            assert!(
                told.contains("SE5: is on duty at En väg in Almvik: name somebody else there, with `duty`"),
                "{told}"
            );

            let plan = world.brought(&format!("{gone}{second}{DUTY}\"SE7\"\n")).await;
            assert_eq!(
                changes(&plan),
                [
                    "end the assignment of SE5 at En väg in Almvik as triage_nurse",
                    "register Person SE7 (SE7)",
                    "assign SE7 to En väg in Almvik as psychologist",
                    "let SE7 answer for what arrives at En väg in Almvik",
                ]
            );
            // Somebody who is on duty and gets another role stays on duty in that.
            let again = person("SE7", &[("En väg in Almvik", "nurse")]);
            let plan = world.brought(&format!("{again}{DUTY}\"SE7\"\n")).await;
            assert_eq!(changes(&plan).last().unwrap(), "let SE7 answer for what arrives at En väg in Almvik");
            assert_eq!(world.on_duty(unit).await, world.stands("SE7").await);
        }
    });
}

#[test]
fn whoever_keeps_the_system_cannot_be_on_duty() {
    run(async {
        let world = World::without_rules(testkit::Engine::Sqlite).await;
        world.brought(UNITS).await;
        let steward = person("SE8", &[("En väg in Almvik", "steward")]);
        let told = world.refused(&format!("{steward}{DUTY}\"SE8\"\n"), &[]).await;
        assert!(told.contains("`duty`: SE8 has no role at this unit in which one may hold a child's trail"), "{told}");
    });
}
