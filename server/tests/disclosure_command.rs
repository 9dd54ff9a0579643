//! `cairn statistics` and `cairn disclosure` as somebody at a prompt meets them.

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::process::{Command, Output};

    use serde_json::{Value, json};

    fn cairn(folder: &Path, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_cairn")).args(arguments).current_dir(folder).output().unwrap()
    }

    fn answer(output: &Output) -> Value {
        serde_json::from_slice(&output.stdout).unwrap()
    }

    fn write(folder: &Path, name: &str, value: &Value) {
        std::fs::write(folder.join(name), value.to_string()).unwrap();
    }

    #[test]
    fn a_batch_is_answered() {
        let folder = tempfile::tempdir().unwrap();
        let cases = json!([{"id": "a", "input": {"x": 1, "n": 4}}, {"id": "b", "input": {"x": "one", "n": 4}}]);
        write(folder.path(), "batch.json", &json!({"method": "wilson_proportion", "cases": cases}));
        let output = cairn(folder.path(), &["statistics", "run", "batch.json"]);
        assert!(output.status.success());
        let found = answer(&output);
        assert_eq!(found["cases"][0]["output"]["value"], json!(0.25));
        assert_eq!(found["cases"][1]["error"], json!("case b: \"x\" is text where a number belongs."));
    }

    #[test]
    fn what_protect_holds_back_attack_cannot_find() {
        let folder = tempfile::tempdir().unwrap();
        let freq = |counts: &[u64]| counts.iter().map(|freq| json!({"freq": freq})).collect::<Vec<_>>();
        let mut table = json!({"dims": ["area", "sex"], "rule": {"maxN": 3, "protect_zeros": true},
            "inner": freq(&[2, 9, 8, 5]), "publish": freq(&[2, 9, 8, 5, 11, 13, 10, 14, 24]),
            "members": [[0], [1], [2], [3], [0, 1], [2, 3], [0, 2], [1, 3], [0, 1, 2, 3]]});
        write(folder.path(), "table.json", &table);
        let protected = answer(&cairn(folder.path(), &["disclosure", "protect", "table.json"]));
        assert_eq!((&protected["optimal"], &protected["cost"]["cells"]), (&json!(true), &json!(3)));
        table["suppressed"] = protected["suppressed"].clone();
        write(folder.path(), "published.json", &table);
        let attacked = answer(&cairn(folder.path(), &["disclosure", "attack", "published.json"]));
        assert_eq!(attacked["exact"], json!([]));
    }

    #[test]
    fn a_release_that_reveals_is_not_entered_and_the_ledger_stays_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let inner = json!([{"freq": 40}, {"freq": 3}, {"freq": 50}]);
        write(folder.path(), "ledger.json", &json!({"inner": inner, "rule": {"maxN": 3}, "releases": []}));
        let release = |name: &str, members: Value, suppressed: Value| {
            let publish: Vec<Value> = members.as_array().unwrap().iter().map(|_| json!({})).collect();
            json!({"name": name, "publish": publish, "members": members, "suppressed": suppressed})
        };
        write(folder.path(), "one.json", &release("ages 0-5", json!([[0], [1, 2]]), json!([])));
        write(folder.path(), "two.json", &release("ages 0-6", json!([[0, 1], [2], [1]]), json!([2])));
        let added = cairn(folder.path(), &["disclosure", "ledger", "add", "ledger.json", "one.json"]);
        assert_eq!((added.status.code(), answer(&added)), (Some(0), json!({"safe": true, "releases": 1})));
        let before = std::fs::read(folder.path().join("ledger.json")).unwrap();
        for what in ["check", "add"] {
            let refused = cairn(folder.path(), &["disclosure", "ledger", what, "ledger.json", "two.json"]);
            assert_eq!(refused.status.code(), Some(1));
            assert_eq!(answer(&refused)["exposures"][0]["cell"], json!([{"release": "ages 0-6", "cell": 2}]));
        }
        assert_eq!(std::fs::read(folder.path().join("ledger.json")).unwrap(), before);
        assert!(!folder.path().join("ledger.json.new").exists());
        let whole = cairn(folder.path(), &["disclosure", "ledger", "check", "ledger.json"]);
        assert_eq!(whole.status.code(), Some(0));
    }

    #[test]
    fn two_releases_are_not_entered_at_once_and_the_ledger_stays_closed_to_others() {
        let folder = tempfile::tempdir().unwrap();
        let inner = json!([{"freq": 40}, {"freq": 30}]);
        write(folder.path(), "ledger.json", &json!({"inner": inner, "rule": {"maxN": 3}}));
        write(folder.path(), "one.json", &json!({"name": "one", "publish": [{}], "members": [[0]], "suppressed": []}));
        let add = || cairn(folder.path(), &["disclosure", "ledger", "add", "ledger.json", "one.json"]);
        let at = folder.path().join("ledger.json");
        #[cfg(unix)]
        std::fs::set_permissions(&at, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        write(folder.path(), "ledger.json.new", &json!({}));
        let refused = add();
        assert_eq!(refused.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&refused.stderr).contains("another release is being entered"));
        std::fs::remove_file(folder.path().join("ledger.json.new")).unwrap();
        assert_eq!(add().status.code(), Some(0));
        assert!(!folder.path().join("ledger.json.new").exists());
        #[cfg(unix)]
        {
            let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&at).unwrap().permissions());
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn what_somebody_counted_in_two_releases_would_learn_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let freq = |counts: [u64; 3]| counts.map(|freq| json!({"freq": freq}));
        write(
            folder.path(),
            "ledger.json",
            &json!({"inner": freq([9, 5, 8]), "rule": {"maxN": 3}, "attacker": "insider", "releases": []}),
        );
        let release = |name: &str, publish: Value, members: Value, suppressed: Value| json!({"name": name, "publish": publish, "members": members, "suppressed": suppressed});
        let one = release("0-5", json!([{}, {}, {}]), json!([[0], [1, 2], [0, 1, 2]]), json!([0, 1]));
        let sensitive = json!([{}, {}, {"primary": true}]);
        let two = release("0-6", sensitive, json!([[0, 1], [2], [1]]), json!([0, 1, 2]));
        write(folder.path(), "one.json", &one);
        write(folder.path(), "two.json", &two);
        let add = |file: &str| cairn(folder.path(), &["disclosure", "ledger", "add", "ledger.json", file]);
        assert_eq!(add("one.json").status.code(), Some(0));
        let refused = add("two.json");
        assert_eq!(refused.status.code(), Some(1));
        let insider = &answer(&refused)["exposures"][0]["insider"];
        assert_eq!(insider["knows"], json!([{"release": "0-5", "cell": 0}, {"release": "0-6", "cell": 0}]));
    }

    #[test]
    fn a_file_that_is_not_there_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let output = cairn(folder.path(), &["disclosure", "protect", "nowhere.json"]);
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&output.stderr).contains("cannot open nowhere.json"));
    }
}
