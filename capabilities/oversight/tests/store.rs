//! Every statement of the capability is understood by both engines, and what is stored reveals nothing.

#[expect(dead_code, reason = "the stories use more of the world than the store does")]
mod world;

use domain::child::Protection;
use testkit::{Engine, TestApp, engines, run};
use world::{NUMBER, WHY, World};

#[test]
fn every_statement_is_understood_by_both_engines() {
    run(async {
        for engine in engines() {
            let capabilities =
                vec![identity::capability(), directory::capability(), trail::capability(), oversight::capability()];
            let test = TestApp::start(engine, capabilities).await;
            for sql in oversight::capability().statements.iter().copied().flatten() {
                test.app.database().prepare(sql).await.unwrap_or_else(|failure| panic!("{failure:?}\n{sql}"));
            }
        }
    });
}

#[test]
fn no_reason_question_or_answer_stands_readable_in_the_file() {
    run(async {
        let world = World::new(Engine::Sqlite, Protection::None).await;
        let mut johan = world.test.log_in("johan").await;
        world.break_glass(&mut johan).await;
        let mut lena = world.test.log_in("lena").await;
        let opening = lena.get("/granskning").await.link("/granskning/0");
        lena.post(&opening, &[("verdict", "needs_more"), ("question", "Kände du Elin sedan tidigare?")]).await.is(303);
        world.test.app.database().close().await;
        let mut found = 0;
        for entry in std::fs::read_dir(world.test.folder()).unwrap() {
            let path = entry.unwrap().path();
            let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
            for secret in [WHY, "Kände du Elin", "child_is_here", NUMBER, "201801012392", "Söderqvist"] {
                assert!(!text.contains(secret), "{secret} stands in {}", path.display());
            }
            found += 1;
        }
        assert!(found > 0);
    });
}
