//! What is kept: every statement is understood by both engines, and what is sealed is sealed.

use domain::front_door::intake::Topic;
use testkit::{engines, run};

use crate::world::{World, assess, step};

#[test]
fn both_engines_understand_every_statement() {
    run(async {
        for engine in engines() {
            let world = World::without_rules(engine).await;
            for statement in front_door::capability().statements.iter().flat_map(|statements| statements.iter()) {
                let prepared = world.test.app.database().prepare(statement).await;
                assert!(prepared.is_ok(), "{engine:?}: {statement}: {prepared:?}");
            }
        }
    });
}

#[test]
fn neither_names_words_nor_ratings_lie_open_in_the_database() {
    run(async {
        let world = World::start(testkit::Engine::Sqlite).await;
        let id = world.asks("Almaviva", Topic::School).await;
        let mut mikael = world.taken_by("mikael", id).await;
        assess(&mut mikael, id, "worry", "3").await;
        mikael.get(&step(id, "beslut")).await.is(200);
        let mut bytes = Vec::new();
        for file in ["cairn.sqlite", "cairn.sqlite-wal"] {
            bytes.extend(std::fs::read(world.test.folder().join(file)).unwrap_or_default());
        }
        for secret in ["Almaviva", "Benen går inte", "Oron är störst", "area_worry", "school_attendance"] {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{secret} lies open");
        }
    });
}
