//! Figures of our own leave with a certificate from the ledger, and not without, as somebody at a prompt meets it.

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::process::{Command, Output};

    use serde_json::{Value, json};

    /// Children who sought help, by area and age; of one group there are three.
    const OWN: &str = "Region;Alder;Antal\n1380;6;40\n1380;7;.. suppressed\n1384;6;50\n1384;7;30\n";

    struct Place(tempfile::TempDir);

    impl Place {
        /// With the ledger of what the figures were counted from, in which nothing stands yet.
        fn new() -> Self {
            let place = Self(tempfile::tempdir().unwrap());
            let cell = |freq: u64, area: &str, age: &str| json!({"freq": freq, "Region": area, "Alder": age});
            let inner = [cell(40, "1380", "6"), cell(3, "1380", "7"), cell(50, "1384", "6"), cell(30, "1384", "7")];
            place.write("ledger.json", &json!({"inner": inner, "rule": {"maxN": 3}, "releases": []}).to_string());
            place.write("own.csv", OWN);
            place
        }

        fn run(&self, arguments: &[&str]) -> Output {
            Command::new(env!("CARGO_BIN_EXE_cairn")).args(arguments).current_dir(self.0.path()).output().unwrap()
        }

        fn done(&self, arguments: &[&str]) {
            let output = self.run(arguments);
            assert!(output.status.success(), "{arguments:?}: {}", said(&output));
        }

        /// Makes a release of a file and enters it.
        fn enter(&self, file: &str, name: &str) {
            self.done(&[
                "sources",
                "release",
                file,
                "--ledger",
                "ledger.json",
                "--name",
                name,
                "--out",
                "release.json",
            ]);
            self.done(&["disclosure", "ledger", "add", "ledger.json", "release.json"]);
        }

        /// Converts with the ledger: the exit status and the code of the fault.
        fn convert(&self, from: &str, to: &str) -> (Option<i32>, String) {
            let output = self.run(&["sources", "convert", from, to, "--ledger", "ledger.json"]);
            let said = said(&output);
            let code = said.strip_prefix("cairn: ").and_then(|fault| fault.split(':').next()).unwrap_or_default();
            assert_eq!(self.path(to).exists(), output.status.success(), "{said}");
            (output.status.code(), code.to_owned())
        }

        fn path(&self, name: &str) -> std::path::PathBuf {
            Path::new(self.0.path()).join(name)
        }

        fn write(&self, name: &str, text: &str) {
            std::fs::write(self.path(name), text).unwrap();
        }

        fn json(&self, name: &str) -> Value {
            serde_json::from_slice(&std::fs::read(self.path(name)).unwrap()).unwrap()
        }
    }

    fn said(output: &Output) -> String {
        String::from_utf8(output.stderr.clone()).unwrap()
    }

    fn refused() -> (Option<i32>, String) {
        (Some(4), "no-certificate".to_owned())
    }

    #[test]
    fn what_stands_in_the_ledger_leaves_in_every_format_and_nothing_else_does() {
        let place = Place::new();
        assert_eq!(place.convert("own.csv", "early.csv"), refused());
        place.enter("own.csv", "first");
        for to in ["out.csv", "out.json", "out.xlsx"] {
            assert_eq!(place.convert("own.csv", to), (Some(0), String::new()), "{to}");
        }
        let rows = std::fs::read_to_string(place.path("out.csv")).unwrap();
        assert!(rows.contains("1380,6,40,\n") && rows.contains("1380,7,..,suppressed\n"), "{rows}");
        let without = place.run(&["sources", "convert", "own.csv", "without.csv"]);
        assert_eq!(without.status.code(), Some(4));
        for (name, text) in [
            ("another figure", OWN.replace("40", "41")),
            ("what was held back", OWN.replace(".. suppressed", "3")),
            ("a row less", OWN.replace("1384;7;30\n", "")),
        ] {
            place.write("other.csv", &text);
            assert_eq!(place.convert("other.csv", "other.json"), refused(), "{name}");
        }
        place.write("mapping.toml", "label = \"Ett barn\"\n");
        let named =
            ["sources", "convert", "own.csv", "named.csv", "--ledger", "ledger.json", "--mapping", "mapping.toml"];
        assert_eq!(place.run(&named).status.code(), Some(4));
    }

    #[test]
    fn a_word_that_was_written_in_afterwards_does_not_leave() {
        let place = Place::new();
        let own = json!({
            "version": "2.0", "class": "dataset", "label": "Sökt hjälp", "id": ["Region"], "size": [2],
            "dimension": {"Region": {"category": {"index": ["1380", "1384"]}}},
            "value": [null, 80], "status": {"0": "x"}, "extension": {"cairn": {"origin": "own"}},
        });
        place.write("own.json", &own.to_string());
        place.enter("own.json", "first");
        assert_eq!(place.convert("own.json", "out.json").0, Some(0));
        for at in ["/extension/contact", "/dimension/Region/extension", "/dimension/Region/category/unit", "/source"] {
            let (within, name) = at.rsplit_once('/').unwrap();
            let mut other = own.clone();
            let word = json!({"1380": {"label": "Ett barn"}});
            let word = if name == "source" { json!("Ett barn") } else { word };
            other.pointer_mut(within).unwrap().as_object_mut().unwrap().insert(name.to_owned(), word);
            place.write("other.json", &other.to_string());
            assert_eq!(place.convert("other.json", "no.json"), refused(), "{at}");
        }
    }

    #[test]
    fn a_release_that_would_reveal_together_with_the_first_is_not_entered_and_does_not_leave() {
        let place = Place::new();
        place.enter("own.csv", "first");
        // All ages: less the six-year-olds of the first release there are three.
        place.write("sums.csv", "Region;Antal\n1380;43\n1384;80\n");
        let release =
            ["sources", "release", "sums.csv", "--ledger", "ledger.json", "--name", "sums", "--out", "sums.json"];
        place.done(&release);
        assert_eq!(place.json("sums.json")["members"], json!([[0, 1], [2, 3]]));
        assert_eq!(place.run(&["disclosure", "ledger", "add", "ledger.json", "sums.json"]).status.code(), Some(1));
        assert_eq!(place.convert("sums.csv", "out.csv"), refused());
        // Held back, they are nothing that anybody can subtract from.
        place.write("sums.csv", "Region;Antal\n1380;.. suppressed\n1384;80\n");
        place.enter("sums.csv", "sums");
        assert_eq!(place.convert("sums.csv", "out.csv").0, Some(0));
    }

    #[test]
    fn a_ledger_that_was_changed_by_hand_certifies_nothing() {
        let place = Place::new();
        place.enter("own.csv", "first");
        let entered = place.json("ledger.json");
        let mut revealing = entered.clone();
        revealing["releases"][0]["suppressed"] = json!([]);
        let mut other = entered.clone();
        other["releases"][0]["members"] = json!([[0], [1], [2], [2]]);
        let mut counted = entered.clone();
        counted["inner"][0]["freq"] = json!(41);
        for changed in [&revealing, &other, &counted] {
            place.write("ledger.json", &changed.to_string());
            assert_eq!(place.convert("own.csv", "out.csv"), refused(), "{changed}");
        }
        place.write("ledger.json", "{\"inner\": 7}");
        assert_eq!(place.convert("own.csv", "out.csv"), (Some(2), "wrong-shape".to_owned()));
        place.write("ledger.json", &entered.to_string());
        assert_eq!(place.convert("own.csv", "out.csv").0, Some(0));
    }

    #[test]
    fn a_county_is_the_sum_of_its_municipalities_and_a_catalogue_may_name_it() {
        let place = Place::new();
        let own = json!({
            "version": "2.0", "class": "dataset", "label": "Sökt hjälp", "id": ["Region"], "size": [3],
            "dimension": {"Region": {"category": {"index": ["13", "1380", "1384"], "child": {"13": ["1380", "1384"]}}}},
            "value": [123, null, null], "status": {"1": "x", "2": "x"}, "extension": {"cairn": {"origin": "own"}},
        });
        place.write("county.json", &own.to_string());
        assert_eq!(place.convert("county.json", "out.csv"), refused());
        place.enter("county.json", "county");
        assert_eq!(place.json("release.json")["members"], json!([[0, 1, 2, 3], [0, 1], [2, 3]]));
        assert_eq!(place.convert("county.json", "out.csv").0, Some(0));
        let about = ["sources", "catalogue", "--address", "https://data.example.org", "--title", "Öppna data"];
        let rest = ["--publisher", "Region Rösmark", "--out", "all.ttl", "county.json"];
        assert_eq!(place.run(&[&about[..], &rest].concat()).status.code(), Some(4));
        place.done(&[&about[..], &rest, &["--ledger", "ledger.json"]].concat());
    }

    #[test]
    fn what_cannot_be_weighed_says_which_cell_and_never_what_it_holds() {
        let place = Place::new();
        for (text, said_of_it) in [
            (OWN.replace(";40", ";39"), "{\"Region\":\"1380\",\"Alder\":\"6\"}: is not what the ledger counts there"),
            (OWN.replace("1384;7", "1384;8"), "the ledger has no finest cell there"),
            (OWN.replace(".. suppressed", "."), "says that there can be none"),
            // Left out beside one that is held back, a cell would be read as nought, and the other worked out from a total.
            (OWN.replace("1384;7;30\n", ""), "{\"Region\":\"1384\",\"Alder\":\"7\"}: is absent, but not held back"),
            (OWN.replace(".. suppressed", ".."), "is absent, but not held back"),
            (OWN.replace(";30", ";x"), "carries different marks"),
            ("Region;Alder;value;ci_low;ci_high\n1380;6;40;38;41\n".to_owned(), "figures beside the counts"),
            ("Region;Kon;Antal\n1380;1;40\n1380;2;3\n".to_owned(), "dimension Kon: the finest cells"),
        ] {
            place.write("other.csv", &text);
            let output = place.run(&["sources", "release", "other.csv", "--ledger", "ledger.json", "--name", "x"]);
            assert!(said(&output).contains(said_of_it), "{}", said(&output));
            assert!(!output.status.success() && !said(&output).contains("39"), "{}", said(&output));
        }
    }
}
