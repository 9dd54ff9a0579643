//! Importing organisations and people at work from a file: all of it, once, or nothing and why.
#![expect(clippy::expect_used, reason = "a test may stop where its world is wrong")]

use access::Actor;
use audit::Asker;
use identity::import::{ImportError, Order, Plan, Refusal, import, prepare};
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
            let planned = prepare(&test.demo(), &Order::from(example().as_str())).await.unwrap();
            assert_eq!(planned.refusals, vec![]);
            assert_eq!(planned.changes.len(), 15, "{:?}", changes(&planned));
            let done = import(&asker, &Order::from(example().as_str())).await.unwrap();
            assert_eq!(changes(&done), changes(&planned), "a dry run says what is done");
            let again = import(&asker, &Order::from(example().as_str())).await.unwrap();
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
            import(&asker, &Order::from(example().as_str())).await.unwrap();
            let text = example()
                .replace("family_name = \"Kruse\"", "family_name = \"Krusell\"")
                .replace("Nora S.", "Nora Sten")
                .replace("  { unit = \"En väg in Rösmark mitt\", role = \"steward\" },\n", "")
                + "[[domain]]\nname = \"Skola, Björkeryd\"\nprincipal = \"Björkeryds kommun\"\nsecrecy = \"teaching\"\n\
                   authority = \"Barn- och utbildningsnämnden, Björkeryd\"\n";
            let plan = import(&asker, &Order::from(text.as_str())).await.unwrap();
            assert_eq!(
                changes(&plan),
                [
                    "register the secrecy domain Skola, Björkeryd of Björkeryds kommun",
                    "note the family name Krusell of SE2321000099-1001",
                    "rename Nora S. (SE2321000099-1002) to Nora Sten",
                    "end the assignment of SE2321000099-1002 at En väg in Rösmark mitt as steward",
                ]
            );
            let again = import(&asker, &Order::from(text.as_str())).await.unwrap();
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
            let Err(ImportError::Rows(refusals)) = import(&asker, &Order::from(text)).await else {
                panic!("it was imported")
            };
            let told: Vec<_> = refusals.iter().map(ToString::to_string).collect();
            let told = told.join("\n");
            for words in [
                "line 3, column 8: [[principal]] `kind`: there is no `regoin`; write one of region, municipality",
                "line 6, column 1: [[municipality]] Almvik: is already on line 4",
                "line 10, column 13: [[domain]] Vård: `principal`: there is no Region Rösmark",
                "line 14, column 10: [[unit]] BUP: `domain`: there is no Vård",
                "line 19, column 8: [[staff]] `name`: write one line of 1 to 200 characters",
                "line 23, column 25: [[staff]] SE2: `unit`: there is no BUP",
            ] {
                assert!(told.contains(words), "{words}\nis not in\n{told}");
            }
            let plan = prepare(&app.demo(), &Order::from("[[municipality]]\nname = \"Almvik\"\n")).await.unwrap();
            assert_eq!(plan.changes.len(), 1, "Almvik was not imported with the rest");
        }
    });
}

#[test]
fn what_was_written_under_one_secrecy_does_not_come_under_another() {
    run(async {
        let (_test, asker) = start(testkit::Engine::Sqlite).await;
        import(&asker, &Order::from(example().as_str())).await.unwrap();
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
            let Err(ImportError::Rows(refusals)) = import(&asker, &Order::from(text.as_str())).await else {
                panic!("{to} was imported")
            };
            assert!(refusals.iter().any(|refusal| refusal.what.contains(told)), "{told} is not in {refusals:?}");
        }
    });
}

#[test]
fn only_the_import_and_the_steward_may() {
    run(async {
        let (test, _) = start(testkit::Engine::Sqlite).await;
        let refused = import(&test.asker(Actor::Job("clocks")), &Order::from(example().as_str())).await;
        assert!(matches!(refused, Err(ImportError::Refused(_))));
    });
}

/// Why nothing of a file is imported.
async fn refusals(asker: &Asker, text: &str) -> Vec<Refusal> {
    match import(asker, &Order::from(text)).await.expect_err("it cannot be imported") {
        ImportError::Rows(refusals) => refusals,
        ImportError::Refused(_) | ImportError::Failed(_) => Vec::new(),
    }
}

#[test]
fn the_authority_of_a_registered_domain_is_that_of_the_file_or_the_row_is_refused() {
    run(async {
        for engine in engines() {
            let (_test, asker) = start(engine).await;
            import(&asker, &Order::from(example().as_str())).await.unwrap();
            let line = "authority = \"Barn- och utbildningsnämnden, Björkeryd\"\n";
            for other in ["authority = \"Socialnämnden, Björkeryd\"\n", ""] {
                let told = refusals(&asker, &example().replacen(line, other, 1)).await;
                assert_eq!(told.len(), 1, "{told:?}");
                let told = told[0].to_string();
                assert!(
                    told.contains(
                        "[[domain]] Skolhälsovård, Björkeryd: `authority`: is registered under the authority Barn- och \
                         utbildningsnämnden, Björkeryd, which cannot be changed"
                    ),
                    "{told}"
                );
            }
        }
    });
}

#[test]
fn an_authority_without_a_name_gets_it_from_the_first_file_that_tells_it() {
    run(async {
        for engine in engines() {
            let (test, asker) = start(engine).await;
            testkit::Region::build(&test).await;
            let domain = |name: &str, secrecy: &str, authority: &str| {
                format!(
                    "[[domain]]\nname = \"{name}\"\nprincipal = \"Björkeryds kommun\"\nsecrecy = \"{secrecy}\"\n\
                     authority = \"{authority}\"\n"
                )
            };
            // The test region has the three domains of the school in one authority, and social services in another.
            let school = domain("Skolhälsovård, Björkeryd", "school_medical", "Barnnämnden");
            let told =
                refusals(&asker, &(school.clone() + &domain("Elevhälsa, Björkeryd", "pupil_health", "Nämnden"))).await;
            assert!(told.iter().any(|told| told.what.contains("under the authority Barnnämnden")), "{told:?}");
            let told =
                refusals(&asker, &(school.clone() + &domain("Socialtjänst, Björkeryd", "social", "Barnnämnden"))).await;
            assert!(told.iter().any(|told| told.what.contains("under another authority than Barnnämnden")), "{told:?}");

            let file = school + &domain("Fritids, Björkeryd", "teaching", "Barnnämnden");
            let plan = import(&asker, &Order::from(file.as_str())).await.unwrap();
            assert_eq!(
                changes(&plan),
                [
                    "note that Skolhälsovård, Björkeryd belongs to the authority Barnnämnden",
                    "register the secrecy domain Fritids, Björkeryd of Björkeryds kommun",
                ]
            );
            assert_eq!(changes(&import(&asker, &Order::from(file.as_str())).await.unwrap()), Vec::<String>::new());
            let mut transaction = test.app.database().begin_reading("test.book").await.unwrap();
            let book = identity::organisations::Book::open(&mut transaction).await.unwrap();
            let authority = |name: &str| {
                book.domains().find(|domain| book.domain_name(domain.id) == name).map(|domain| domain.authority)
            };
            assert_eq!(authority("Fritids, Björkeryd"), authority("Skolhälsovård, Björkeryd"));
        }
    });
}

const LINES: &str = "
    SELECT subject_kind, subject_id, child_id, job
    FROM audit_line
    WHERE act = 'identity.import'
    ORDER BY sequence";

#[test]
fn each_change_has_a_line_that_says_whom_or_what_it_is_about() {
    run(async {
        for engine in engines() {
            let (test, asker) = start(engine).await;
            let first = import(&asker, &Order::from(example().as_str())).await.unwrap();
            let later = example()
                .replace("Nora S.", "Nora Sten")
                .replace("  { unit = \"En väg in Rösmark mitt\", role = \"steward\" },\n", "");
            let mut transaction = test.app.database().begin_reading("test.book").await.unwrap();
            let before = identity::organisations::Book::open(&mut transaction).await.unwrap();
            transaction.commit().await.unwrap();
            let second = import(&asker, &Order::from(later.as_str())).await.unwrap();

            let mut transaction = test.app.database().begin_reading("test.lines").await.unwrap();
            let rows = transaction.rows(LINES, database::values![]).await.unwrap();
            transaction.commit().await.unwrap();
            let lines: Vec<_> = rows
                .iter()
                .map(|row| {
                    assert_eq!(row.text("job").unwrap(), "import");
                    assert!(row.id_maybe::<()>("child_id").unwrap().is_none());
                    (row.text("subject_kind").unwrap(), row.id::<()>("subject_id").unwrap().value())
                })
                .collect();
            assert_eq!(lines.len(), first.changes.len() + second.changes.len(), "one line for each change");
            let kinds: Vec<_> = lines.iter().map(|(kind, _)| kind.as_str()).collect();
            assert_eq!(kinds[..3], ["Principal", "Principal", "SecrecyDomain"]);
            assert_eq!(kinds[kinds.len() - 3..], ["Unit", "Staff", "Assignment"]);

            let door = before.units_of(domain::organisation::Branch::FrontDoor)[0].id;
            let steward = before
                .colleagues_at(door)
                .into_iter()
                .find(|colleague| colleague.post.role == domain::organisation::Role::Steward)
                .unwrap()
                .post;
            let ids: Vec<_> = lines.iter().map(|(_, id)| *id).collect();
            assert_eq!(
                ids[ids.len() - 3..],
                [door.value(), steward.staff.value(), steward.assignment.value()],
                "the unit that got a duty, the person who was renamed, the assignment that ended"
            );
            assert!(audit::verify(test.app.database()).await.unwrap().is_ok());
        }
    });
}

#[test]
fn what_a_spreadsheet_or_a_tired_hand_makes_of_a_file_is_told_with_its_place() {
    run(async {
        let (test, asker) = start(testkit::Engine::Sqlite).await;
        import(&asker, &Order::from(example().as_str())).await.unwrap();
        let long = format!("[[municipality]]\nname = \"{}\"\n", "å".repeat(300));
        for (text, told) in [
            (
                "Namn;Enhet;Roll\r\nNora;BUP;läkare\r\n",
                "line 1, column 1: the file cannot be read: this looks like rows of a spreadsheet, with `;`",
            ),
            (
                "\n\nNamn\tEnhet\n",
                "line 3, column 1: the file cannot be read: this looks like rows of a spreadsheet, with tabs",
            ),
            ("\r\n\r\n", "line 1, column 1: the file says nothing"),
            (
                "[[unit]]\r\nname = \"A\"\r\nbranch = \"teaching\"\r\n",
                "line 1, column 1: [[unit]] `domain` is missing; write it",
            ),
            (
                "[[unit]]\nname = \"A\"\ndomain = \"B\"\nbranch = 7\n",
                "line 4, column 10: [[unit]] `branch`: write text in quotation marks",
            ),
            ("[[unit]]\nname = \"A\"\nname = \"B\"\n", "line 3, column 1: the file cannot be read: duplicate key"),
            ("[unit]\nname = \"A\"\n", "line 1, column 1: the file cannot be read: write [[unit]], with two brackets"),
            (
                "[[municipality]]\nname = \"A\"\nkod = \"1\"\n",
                "line 3, column 1: [[municipality]] unknown field `kod`; write one of `name`",
            ),
            (&long, "line 2, column 8: [[municipality]] `name`: write one line of 1 to 200 characters; this has 300"),
            (
                "[[municipality]]\nname = \"\u{202e}kramsöR\"\n",
                "line 2, column 8: [[municipality]] `name`: character 1 cannot be seen (U+202E)",
            ),
            (
                "[[municipality]]\nname = \"BJÖRKERYD\"\n",
                "line 1, column 1: [[municipality]] BJÖRKERYD: is spelled almost as Björkeryd, which is registered",
            ),
            (
                "[[municipality]]\nname = \"Almvik\"\n[[municipality]]\nname = \"Alm vik\"\n",
                "line 3, column 1: [[municipality]] Alm vik: is spelled almost as Almvik on line 1",
            ),
            (
                "[[staff]]\nidentity = \"se2321000099-1002\"\nname = \"N\"\n",
                "is spelled almost as SE2321000099-1002, which is registered",
            ),
            (
                "[[staff]]\nidentity = \"X\"\nname = \"N\"\nassignments = [{ unit = \"En väg in  Rösmark mitt\", role = \"nurse\" }]\n",
                "line 4, column 25: [[staff]] X: `unit`: there is no En väg in  Rösmark mitt; there is En väg in Rösmark mitt",
            ),
            (
                "[[staff]]\nidentity = \"X\"\nname = \"N\"\nassignments = \"BUP\"\n",
                "line 4, column 15: [[staff]] `assignments`: write a list",
            ),
            (
                "[[staff]]\nidentity = \"X\"\nname = \"N\"\nassignments = [{ unit = \"BUP\", rol = \"nurse\" }]\n",
                "line 4, column 32: [[staff]] unknown field `rol`; write one of `unit`, `role`",
            ),
        ] {
            let said: Vec<_> = refusals(&asker, text).await.iter().map(ToString::to_string).collect();
            let said = said.join("\n");
            assert!(said.contains(told), "{told}\nis not in\n{said}");
        }
        // Two faults in one block are both told; nothing of the rest was done.
        let two = "[[municipality]]\nname = \"Almvik\"\n[[staff]]\nidentity = \"\"\nname = \"\"\n";
        assert_eq!(refusals(&asker, two).await.len(), 2);
        let plan = prepare(&test.demo(), &Order::from("[[municipality]]\nname = \"Almvik\"\n")).await.unwrap();
        assert_eq!(plan.changes.len(), 1, "Almvik was not imported with the rest");
    });
}

#[test]
fn a_file_of_a_windows_program_with_letters_of_other_scripts_is_taken() {
    run(async {
        let (test, asker) = start(testkit::Engine::Sqlite).await;
        let file = format!("\u{feff}{}", example().replace("Nora S.", "ليلى حداد").replace('\n', "\r\n"));
        // Loose accents, as a Mac writes them, are the same letters.
        let file = file.replace("Björkeryds kommun", "Bjo\u{308}rkeryds kommun");
        import(&asker, &Order::from(identity::import::text_of(file.as_bytes()).unwrap())).await.unwrap();
        let again = prepare(&test.demo(), &Order::from(example().replace("Nora S.", "ليلى حداد").as_str())).await;
        assert_eq!(changes(&again.unwrap()), Vec::<String>::new());
    });
}
