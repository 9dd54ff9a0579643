//! Importing organisations and people at work from a file: all of it, once, or nothing and why.
#![expect(clippy::expect_used, reason = "a test may stop where its world is wrong")]

use access::Actor;
use audit::Asker;
use identity::import::{ImportError, Plan, import, prepare};
use testkit::{TestApp, engines, run};

/// The example of the manual: what a region's administrator reads before writing their own.
fn example() -> String {
    let manual = include_str!("../../../docs/operations/import.md");
    let (_, rest) = manual.split_once("```toml\n").expect("the manual has an example");
    rest.split_once("```").expect("the example ends").0.to_owned()
}

async fn start(engine: testkit::Engine) -> (TestApp, Asker) {
    let test = TestApp::start(engine, vec![identity::capability()]).await;
    let asker = test.asker(Actor::Job("import"));
    (test, asker)
}

fn changes(plan: &Plan) -> Vec<String> {
    plan.changes.iter().map(ToString::to_string).collect()
}

#[test]
fn the_example_of_the_manual_is_imported_once_and_changes_nothing_the_second_time() {
    run(async {
        for engine in engines() {
            let (test, asker) = start(engine).await;
            let planned = prepare(test.app.database(), &example()).await.unwrap();
            assert_eq!(planned.refusals, vec![]);
            assert_eq!(planned.changes.len(), 14, "{:?}", changes(&planned));
            let done = import(&asker, &example()).await.unwrap();
            assert_eq!(changes(&done), changes(&planned), "a dry run says what is done");
            let again = import(&asker, &example()).await.unwrap();
            assert_eq!((changes(&again), again.unchanged), (vec![], 11));
            let mut transaction = test.app.database().begin_reading("test.book").await.unwrap();
            let book = identity::organisations::Book::open(&mut transaction).await.unwrap();
            let door = book.units_of(domain::organisation::Branch::FrontDoor)[0];
            assert_eq!(book.duty(door.id).unwrap().name, "Mikael K.");
            let school: Vec<_> = book
                .domains()
                .filter(|domain| domain.secrecy != domain::organisation::Secrecy::Health)
                .map(|domain| domain.authority)
                .collect();
            assert_eq!(school[0], school[1], "the domains of one school belong to one authority");
            assert!(audit::verify(test.app.database()).await.unwrap().is_ok());
        }
    });
}

#[test]
fn a_file_that_has_changed_changes_what_it_says_and_nothing_else() {
    run(async {
        for engine in engines() {
            let (_test, asker) = start(engine).await;
            import(&asker, &example()).await.unwrap();
            let text = example()
                .replace("Nora S.", "Nora Sten")
                .replace("  { unit = \"En väg in Rösmark mitt\", role = \"steward\" },\n", "")
                + "[[domain]]\nname = \"Skola, Björkeryd\"\nprincipal = \"Björkeryds kommun\"\nsecrecy = \"teaching\"\n\
                   authority = \"Barn- och utbildningsnämnden, Björkeryd\"\n";
            let plan = import(&asker, &text).await.unwrap();
            assert_eq!(
                changes(&plan),
                [
                    "register the secrecy domain Skola, Björkeryd of Björkeryds kommun",
                    "rename Nora S. (SE2321000099-1002) to Nora Sten",
                    "end the assignment of SE2321000099-1002 at En väg in Rösmark mitt as steward",
                ]
            );
            let again = import(&asker, &text).await.unwrap();
            assert_eq!(changes(&again), Vec::<String>::new());
        }
    });
}

#[test]
fn every_row_that_cannot_be_taken_is_named_with_its_line_and_nothing_is_imported() {
    run(async {
        for engine in engines() {
            let (app, asker) = start(engine).await;
            let text = "[[principal]]\nname = \"Region Rösmark\"\nkind = \"regoin\"\n\
                [[municipality]]\nname = \"Almvik\"\n\
                [[municipality]]\nname = \"Almvik\"\n\
                [[domain]]\nname = \"Vård\"\nprincipal = \"Region Rösmark\"\nsecrecy = \"health\"\n\
                [[unit]]\nname = \"BUP\"\ndomain = \"Vård\"\nbranch = \"child_psychiatry\"\nduty = \"SE1\"\n\
                [[staff]]\nidentity = \"SE1\"\nname = \" \"\n\
                [[staff]]\nidentity = \"SE2\"\nname = \"A\"\nassignments = [{ unit = \"BUP\", role = \"nurse\" }]\n";
            let Err(ImportError::Rows(refusals)) = import(&asker, text).await else { panic!("it was imported") };
            let told: Vec<_> = refusals.iter().map(ToString::to_string).collect();
            let told = told.join("\n");
            for words in [
                "line 1: [[principal]] `kind`: there is no `regoin`; write one of region, municipality",
                "line 6: [[municipality]] Almvik: is already on line 4",
                "line 8: [[domain]] Vård: `principal`: there is no Region Rösmark",
                "line 12: [[unit]] BUP: `domain`: there is no Vård",
                "line 17: [[staff]] `name`: write one line of 1 to 200 characters",
                "line 20: [[staff]] SE2: `unit`: there is no BUP",
            ] {
                assert!(told.contains(words), "{words}\nis not in\n{told}");
            }
            let plan = prepare(app.app.database(), "[[municipality]]\nname = \"Almvik\"\n").await.unwrap();
            assert_eq!(plan.changes.len(), 1, "Almvik was not imported with the rest");
        }
    });
}

#[test]
fn what_was_written_under_one_secrecy_does_not_come_under_another() {
    run(async {
        let (_test, asker) = start(testkit::Engine::Sqlite).await;
        import(&asker, &example()).await.unwrap();
        for (from, to, told) in [
            ("kind = \"municipality\"", "kind = \"region\"", "is registered with another `kind`"),
            (
                "secrecy = \"pupil_health\"",
                "secrecy = \"teaching\"",
                "is registered with another `principal`, `secrecy`",
            ),
            ("branch = \"school_medical\"", "branch = \"teaching\"", "write a domain whose `secrecy` is teaching"),
            ("branch = \"front_door\"", "branch = \"first_line\"", "is registered with another `domain` or `branch`"),
            ("duty = \"SE2321000099-1001\"", "duty = \"SE2321000099-9\"", "has no assignment at this unit"),
            ("name = \"Region Rösmark\"\nkind", "nam = \"Region Rösmark\"\nkind", "unknown field `nam`"),
            ("[[municipality]]", "[[municipalty]]", "the file cannot be read: unknown field `municipalty`"),
            ("[[municipality]]", "[[municipality]", "the file cannot be read"),
        ] {
            let text = example().replacen(from, to, 1);
            assert_ne!(text, example(), "{from} stands in the example");
            let Err(ImportError::Rows(refusals)) = import(&asker, &text).await else { panic!("{to} was imported") };
            assert!(refusals.iter().any(|refusal| refusal.what.contains(told)), "{told} is not in {refusals:?}");
        }
    });
}

#[test]
fn only_the_import_and_the_steward_may() {
    run(async {
        let (test, _) = start(testkit::Engine::Sqlite).await;
        let refused = import(&test.asker(Actor::Job("clocks")), &example()).await;
        assert!(matches!(refused, Err(ImportError::Refused(_))));
    });
}
