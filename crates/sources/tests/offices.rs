//! Tables as offices and their programs save them.

#![expect(clippy::unwrap_used, reason = "a test may stop where its world is wrong")]

mod support;

use sources::fault::Code;
use sources::model::{Role, Value};

use support::read;

#[test]
fn what_is_counted_may_stand_before_each_period() {
    // As Statistics Sweden's pages save a table.
    let text = "\"region\",\"kön\",\"Folkmängd 2023\",\"Folkmängd 2024\"\n\"13 Län\",\"män\",1,2\n\"13 Län\",\"kvinnor\",3,..\n";
    let dataset = read(text, "").unwrap().dataset;
    assert_eq!(dataset.in_role(Role::Period).unwrap().categories.len(), 2);
    assert_eq!(dataset.at(&["13 Län", "kvinnor", "2023"]).unwrap().value, Value::Figure(3.0));
    assert_eq!(dataset.label, "Folkmängd");
    assert_eq!(read(text, "label = \"Invånare\"").unwrap().dataset.label, "Invånare");
}

#[test]
fn two_things_counted_side_by_side_are_measures() {
    for headings in ["Födda 2024;Döda 2024", "Födda 2023;Döda 2024", "Antal elever;Antal lärare"] {
        let dataset = read(format!("Kommun;{headings}\nA;1;2\n"), "").unwrap().dataset;
        let measures = dataset.in_role(Role::Measure).unwrap();
        let codes: Vec<&str> = measures.categories.iter().map(|each| each.code.as_str()).collect();
        assert_eq!(codes.join(";"), headings);
    }
}

#[test]
fn an_open_quotation_mark_is_told_where_it_opens() {
    let fault = read("Kommun;Antal\nA;1\n\"B;2\nC;3\nD;4\n", "").unwrap_err();
    assert_eq!((fault.code, fault.place.as_str()), (Code::Broken, "line 3"), "{fault}");
}
