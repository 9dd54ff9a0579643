//! `cairn sources` as somebody at a prompt meets it, against a local server that speaks as the sources do.

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};
    use std::process::{Command, Output};

    use serde_json::Value;
    use sources::local::{Behaviour, Server, Trouble};

    /// A folder and a server for one test.
    struct Place {
        folder: tempfile::TempDir,
        server: Server,
    }

    impl Place {
        fn new(behaviour: Behaviour) -> Self {
            Self { folder: tempfile::tempdir().unwrap(), server: Server::start(0, behaviour).unwrap() }
        }

        fn run(&self, arguments: &[&str]) -> Output {
            Command::new(env!("CARGO_BIN_EXE_cairn"))
                .arg("sources")
                .args(arguments)
                .current_dir(self.folder.path())
                .output()
                .unwrap()
        }

        /// Runs what must be done without a word on standard error.
        fn done(&self, arguments: &[&str]) -> String {
            let output = self.run(arguments);
            assert!(output.status.success(), "{arguments:?}: {}", said(&output));
            assert_eq!(said(&output), "", "{arguments:?}");
            String::from_utf8(output.stdout).unwrap()
        }

        /// Runs what must fail: its exit status and its code, which stands in the last line; nothing is left behind.
        fn fails(&self, arguments: &[&str]) -> (i32, String) {
            let before = self.files();
            let output = self.run(arguments);
            assert_eq!(self.files(), before, "{arguments:?}");
            let said = said(&output);
            let last = said.lines().last().unwrap_or_default();
            let code = last.strip_prefix("cairn: ").and_then(|fault| fault.split(':').next());
            let code = code.unwrap_or_else(|| panic!("{arguments:?}: {said}")).to_owned();
            (output.status.code().unwrap(), code)
        }

        fn base(&self, path: &str) -> String {
            format!("{}/{path}", self.server.address())
        }

        fn path(&self, name: &str) -> PathBuf {
            self.folder.path().join(name)
        }

        fn write(&self, name: &str, text: &str) {
            std::fs::write(self.path(name), text).unwrap();
        }

        fn read(&self, name: &str) -> String {
            std::fs::read_to_string(self.path(name)).unwrap()
        }

        fn json(&self, name: &str) -> Value {
            serde_json::from_str(&self.read(name)).unwrap()
        }

        fn files(&self) -> Vec<PathBuf> {
            let mut files: Vec<PathBuf> =
                std::fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
            files.sort();
            files
        }
    }

    fn said(output: &Output) -> String {
        String::from_utf8(output.stderr.clone()).unwrap()
    }

    fn place() -> Place {
        Place::new(Behaviour::default())
    }

    #[test]
    fn every_command_shows_an_example() {
        let place = place();
        for command in [
            &["search"][..],
            &["describe"],
            &["fetch", "kolada"],
            &["fetch", "pxweb"],
            &["fetch", "socialstyrelsen"],
            &["fetch", "skolverket"],
            &["fetch", "planned"],
            &["convert"],
            &["release"],
            &["check"],
            &["catalogue"],
        ] {
            let arguments: Vec<&str> = command.iter().copied().chain(["--help"]).collect();
            let help = place.done(&arguments);
            assert!(help.contains(&format!("cairn sources {}", command.join(" "))), "{help}");
        }
    }

    #[test]
    fn key_figures_are_searched_and_fetched_as_the_reference_says() {
        let place = place();
        let base = place.base("kolada/v3");
        let found = place.done(&["search", "kolada", "ungdomar", "--base-url", &base]);
        assert!(found.lines().any(|line| line.starts_with("N33820\t")), "{found}");
        let fetch =
            ["fetch", "kolada", "N15428", "--area", "1380,1384", "--years", "2014-", "--base-url", &base, "--out"];
        place.done(&[&fetch[..], &["FILE"]].concat());
        let dataset = place.json("FILE");
        assert_eq!(dataset["class"], "dataset");
        assert_eq!(dataset["size"], serde_json::json!([1, 2, 3, 4]));
        place.write("kolada.toml", "source = \"Kolada\"\n");
        for name in ["out.json", "out.csv", "out.xlsx"] {
            place.done(&[&fetch[..], &[name]].concat());
            place.done(&["convert", name, "again.json", "--mapping", "kolada.toml"]);
            assert_eq!(place.json("again.json")["value"].as_array().unwrap().len(), 24, "{name}");
        }
        assert!(place.read("out.csv").contains(",..,suppressed\n"));
        assert_eq!(place.json("out.csv-metadata.json")["url"], "out.csv");
    }

    #[test]
    fn nothing_found_is_said_by_the_exit_status_alone() {
        let place = place();
        let output = place.run(&["search", "kolada", "snöskoter", "--base-url", &place.base("kolada/v3")]);
        assert_eq!((output.status.code(), output.stdout.len(), said(&output).len()), (Some(1), 0, 0));
    }

    #[test]
    fn tables_are_described_and_fetched_in_every_format() {
        let place = place();
        let url = place.base("pxweb/v2/tables/TAB1");
        let about = place.done(&["describe", &url]);
        assert!(about.contains("Alder\tcode list\tagg_Alder10\t10-årsklasser"), "{about}");
        let list = place.done(&["describe", &url, "--codelist", "agg_Alder10"]);
        assert!(list.starts_with("-9\t0-9 år\t0,1,2"), "{list}");
        let fetch = [
            "fetch",
            "pxweb",
            &url,
            "--select",
            "Region=13",
            "--select",
            "Alder=7,8",
            "--select",
            "Tid=top(2)",
            "--out",
        ];
        place.done(&[&fetch[..], &["plain.json"]].concat());
        for format in ["px", "csv", "xlsx", "json-px", "html", "parquet"] {
            place.done(&[&fetch[..], &["other.json", "--format", format]].concat());
            assert_eq!(place.json("other.json")["value"], place.json("plain.json")["value"], "{format}");
        }
        let bands = [
            "--codelist",
            "Alder=agg_Alder10",
            "--select",
            "Alder=-9",
            "--select",
            "Region=13",
            "--select",
            "Tid=2024",
        ];
        place.done(&[&["fetch", "pxweb", &url, "--out", "bands.csv"][..], &bands].concat());
        assert!(place.read("bands.csv").contains("0-9 år"));
        let other = [
            "fetch",
            "pxweb",
            "https://example.invalid/api/v2/tables/TAB1",
            "--select",
            "Region=13",
            "--select",
            "Alder=7,8",
        ];
        let base = place.base("pxweb/v2");
        place.done(&[&other[..], &["--select", "Tid=top(2)", "--base-url", &base, "--out", "elsewhere.json"]].concat());
        assert_eq!(place.json("elsewhere.json")["value"], place.json("plain.json")["value"]);
    }

    #[test]
    fn the_other_sources_are_fetched_too() {
        let place = place();
        let (health, schools, planned) =
            (place.base("socialstyrelsen"), place.base("skolverket"), place.base("planned"));
        let selected =
            ["--select", "matt=1", "--select", "atc=N06BA04", "--select", "region=0,13", "--select", "ar=2022"];
        let fetch = ["fetch", "socialstyrelsen", "lakemedel", "--base-url", &health, "--out", "adhd.csv"];
        place.done(&[&fetch[..], &selected].concat());
        assert!(place.read("adhd.csv").contains("1001.5"));
        assert!(place.done(&["search", "socialstyrelsen", "läke", "--base-url", &health]).starts_with("lakemedel\t"));
        place.done(&["fetch", "skolverket", "--municipality", "1384", "--base-url", &schools, "--out", "schools.csv"]);
        assert!(!place.read("schools.csv").contains("Testrektor"));
        place.done(&["fetch", "planned", "--municipality", "1384", "--base-url", &planned, "--out", "units.csv"]);
        assert!(place.read("units.csv").contains("240.1"));
    }

    #[test]
    fn faults_have_a_code_and_an_exit_status_and_leave_nothing() {
        let place = place();
        let kolada = place.base("kolada/v3");
        let table = place.base("pxweb/v2/tables/TAB1");
        place.write("half.json", "{\"version\":\"2.0\"");
        place.write("wide.csv", &format!("{}\n1\n", "a;".repeat(1_000_000)));
        for (arguments, status, code) in [
            (
                &["fetch", "kolada", "N99999", "--area", "1380", "--base-url", &kolada, "--out", "x.json"][..],
                2,
                "unknown",
            ),
            (&["fetch", "kolada", "N15428", "--area", "1380", "--years", "20", "--base-url", &kolada], 2, "question"),
            (&["fetch", "pxweb", &table, "--select", "Kommun=1", "--out", "x.json"], 2, "unknown"),
            (&["fetch", "pxweb", &table, "--format", "sdmx", "--out", "x.json"], 2, "question"),
            (&["fetch", "pxweb", &table, "--out", "x.pdf"], 2, "unsupported"),
            (&["fetch", "pxweb", &table, "--out", "x.px"], 2, "unsupported"),
            (&["fetch", "pxweb", &table, "--select", "Region=13", "--out", "none/x.json"], 2, "file"),
            (&["fetch", "pxweb", "not-an-address", "--out", "x.json"], 2, "question"),
            (&["convert", "half.json", "x.csv"], 2, "broken"),
            (&["convert", "wide.csv", "x.json"], 2, "too-large"),
            (&["convert", "none.json", "x.csv"], 2, "file"),
            (&["check", "half.json"], 2, "broken"),
        ] {
            assert_eq!(place.fails(arguments), (status, code.to_owned()), "{arguments:?}");
        }
        assert!(!place.server.asked().iter().any(|asked| asked.path.contains("/data") && asked.path.contains("TAB1")));
    }

    #[test]
    fn the_other_end_is_to_blame_with_three() {
        let place = Place::new(Behaviour { changes: usize::MAX, page: 2, ..Behaviour::default() });
        let base = place.base("kolada/v3");
        let fetch = ["fetch", "kolada", "N15428", "--area", "1380,1384", "--base-url", &base, "--out", "x.json"];
        assert_eq!(place.fails(&fetch), (3, "incomplete".to_owned()));
    }

    #[test]
    fn a_fetch_that_was_broken_off_goes_on_from_its_cache() {
        let refused = Trouble::Refuse { status: 403, retry_after: None };
        let place =
            Place::new(Behaviour { troubles: vec![Trouble::Pass, Trouble::Pass, refused], ..Behaviour::default() });
        let base = place.base("kolada/v3");
        let fetch =
            ["fetch", "kolada", "N15428", "--area", "1380", "--base-url", &base, "--cache", "kept", "--years", "2024"];
        let fetch: Vec<&str> = fetch.into_iter().chain(["--out", "x.json"]).collect();
        let output = place.run(&fetch);
        assert_eq!(output.status.code(), Some(3), "{}", said(&output));
        let before = place.server.asked().len();
        place.done(&fetch);
        assert_eq!(place.server.asked().len() - before, 1);
    }

    #[test]
    fn a_personal_identity_number_leaves_no_file() {
        let place = place();
        place.write("table.csv", "Kommun;År;Värde;Anmärkning\nAlmvik;2024;1;ring 20150101-2395\n");
        place.write("answers.csv", "Skola;Mår bra;Person\nA;Ja;201501012395\n");
        place.write("survey.toml", "[survey]\nschool = \"Skola\"\n");
        let label = r#"{"version":"2.0","class":"dataset","id":["A"],"size":[1],"value":[1],"dimension":{"A":{"category":{"label":{"x":"20150101-2395"}}}}}"#;
        place.write("table.json", label);
        for (from, mapping) in
            [("table.csv", None), ("answers.csv", Some("survey.toml")), ("answers.csv", None), ("table.json", None)]
        {
            let mapping: Vec<&str> = mapping.map_or(Vec::new(), |mapping| vec!["--mapping", mapping]);
            for to in ["x.json", "x.csv", "x.xlsx"] {
                let arguments = [&["convert", from, to][..], &mapping].concat();
                assert_eq!(place.fails(&arguments), (4, "identity-number".to_owned()), "{from} {to}");
            }
            assert_eq!(place.fails(&[&["check", from][..], &mapping].concat()).0, 4, "{from}");
            let output = place.run(&[&["convert", from, "x.json"][..], &mapping].concat());
            assert!(!said(&output).contains("2395"), "{}", said(&output));
        }
    }

    #[test]
    fn answers_of_single_people_are_checked_and_do_not_leave() {
        let place = place();
        let rows: Vec<String> = (0..12).map(|at| format!("{};Ja\n", if at < 3 { "Lilla" } else { "Stora" })).collect();
        place.write("answers.csv", &format!("Skola;Mår bra\n{}", rows.concat()));
        place.write("survey.toml", "[survey]\nschool = \"Skola\"\nquestions = [\"Mår bra\"]\n");
        let output = place.run(&["check", "answers.csv", "--mapping", "survey.toml"]);
        let told = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(1), "{told}");
        assert!(told.contains("small group: Skola Lilla"), "{told}");
        let arguments = ["convert", "answers.csv", "x.json", "--mapping", "survey.toml"];
        assert_eq!(place.fails(&arguments), (4, "no-certificate".to_owned()));
    }

    #[test]
    fn figures_without_a_source_do_not_leave_and_the_error_says_what_to_do() {
        let place = place();
        place.write("table.csv", "Kommun;År;Värde\nAlmvik;2024;83,5\n");
        place.write("table.toml", "source = \"Kolada\"\n");
        let output = place.run(&["convert", "table.csv", "x.json"]);
        assert_eq!(output.status.code(), Some(4));
        assert!(said(&output).contains("source ="), "{}", said(&output));
        place.done(&["convert", "table.csv", "x.json", "--mapping", "table.toml"]);
        assert_eq!(place.json("x.json")["value"][0], 83.5);
    }

    #[test]
    fn what_cannot_be_described_is_not_written_either() {
        let place = place();
        place.write("table.csv", "Kommun;År;Värde\nAlmvik;2024;83,5\n");
        place.write("table.toml", "source = \"Kolada\"\n");
        std::fs::create_dir(place.path("x.csv-metadata.json")).unwrap();
        let arguments = ["convert", "table.csv", "x.csv", "--mapping", "table.toml"];
        assert_eq!(place.fails(&arguments), (2, "file".to_owned()));
    }

    #[test]
    fn several_datasets_need_a_name() {
        let place = place();
        let one =
            r#"{"class":"dataset","id":["A"],"size":[1],"value":[1],"dimension":{"A":{"category":{"index":["x"]}}}}"#;
        place.write(
            "both.json",
            &format!(r#"{{"version":"2.0","class":"collection","link":{{"item":[{one},{one}]}}}}"#),
        );
        assert_eq!(place.fails(&["convert", "both.json", "-"]), (2, "question".to_owned()));
        place.done(&["convert", "both.json", "each.json"]);
        assert_eq!(place.json("each-2.json")["value"][0], 1);
    }

    #[test]
    fn a_dry_run_shows_rows_and_writes_nothing() {
        let place = place();
        place.write("table.csv", "Kommun;År;Värde\nAlmvik;2024;83,5\nAlmvik;2025;tolv\n");
        let before = place.files();
        let output = place.run(&["convert", "table.csv", "x.json", "--dry-run"]);
        assert_eq!((output.status.code(), place.files()), (Some(1), before));
        assert!(String::from_utf8(output.stdout.clone()).unwrap().contains("Almvik\t2024\t83.5"));
        assert!(said(&output).contains("line 3, column \"Värde\": not a figure"), "{}", said(&output));
        assert_eq!(place.fails(&["convert", "table.csv", "x.json"]), (2, "not-understood".to_owned()));
    }

    #[test]
    fn a_catalogue_names_what_was_converted() {
        let place = place();
        place.write("table.csv", "Kommun;År;Värde\nAlmvik;2024;83,5\n");
        place.write("table.toml", "source = \"Region Rösmark\"\n");
        place.done(&["convert", "table.csv", "table.json", "--mapping", "table.toml"]);
        place.done(&["convert", "table.json", "table.xlsx"]);
        let about = ["--address", "https://data.example.org", "--title", "Öppna data", "--publisher", "Region Rösmark"];
        for out in ["catalogue.ttl", "catalogue.jsonld"] {
            place.done(&[&["catalogue"][..], &about, &["--out", out, "table.json"]].concat());
        }
        let bare = ["--out", "bare.ttl", "table.csv"];
        assert_eq!(place.fails(&[&["catalogue"][..], &about, &bare].concat()), (4, "no-certificate".to_owned()));
        assert!(place.read("catalogue.ttl").contains("application/json"));
        assert_eq!(place.json("catalogue.jsonld")["@graph"][0]["@type"], "dcat:Catalog");
    }

    /// Every real sample that is there is converted, or refused with a code.
    #[test]
    fn real_samples_are_converted() {
        let data = ["../../shared/data", "../../../shared/data"];
        let data =
            data.map(|data| Path::new(env!("CARGO_MANIFEST_DIR")).join(data)).into_iter().find(|path| path.is_dir());
        let Some(data) = data else {
            eprintln!("skipped: ../shared/data is not present");
            return;
        };
        let place = place();
        place.write("source.toml", "source = \"A source\"\n");
        for (file, status) in [
            ("jsonstat/canada.json", 0),
            ("jsonstat/galicia.json", 0),
            ("jsonstat/us-unr.json", 0),
            ("jsonstat/own_fixtures/error_value_length_mismatch.json", 2),
            ("kolada/data_N00945_0180_1280_1480.v3.json", 0),
            ("kolada/municipality.v3.json", 2),
            ("pxweb/v1-scb/data_response_format_json.json", 0),
            ("pxweb/v2-reference/TAB003.px", 0),
            ("pxweb/v2-scb/TAB6471_data.json", 0),
            ("values/indicator_values_halland_vgr.csv", 0),
            ("values/population_0_19_halland_vgr_2001-2021.csv", 0),
        ] {
            let from = data.join(file);
            for to in ["x.json", "x.csv", "x.xlsx"] {
                let output = place.run(&["convert", from.to_str().unwrap(), to, "--mapping", "source.toml"]);
                assert_eq!(output.status.code(), Some(status), "{file}: {}", said(&output));
            }
        }
    }
}
