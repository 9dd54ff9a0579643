//! Identity numbers: the Tax Agency's test numbers, public test vectors, and what must never be accepted.

#![expect(clippy::expect_used, reason = "a test may stop where its world is wrong")]

use std::fs;
use std::path::{Path, PathBuf};

use domain::identity_number::{Assurance, Defect, IdentityNumber, Kind, SexDigit};
use domain::moment::Day;
use proptest::prelude::*;

/// From Skatteverket's open data set *Testpersonnummer* (July 2024). Nobody has ever been given these numbers.
const TEST_NUMBERS: [(&str, SexDigit); 8] = [
    ("201801012392", SexDigit::Male),
    ("201801022383", SexDigit::Female),
    ("201801032390", SexDigit::Male),
    ("202412302396", SexDigit::Male),
    ("202412312387", SexDigit::Female),
    ("200001012384", SexDigit::Female),
    ("200001052398", SexDigit::Male),
    ("197912232381", SexDigit::Female),
];

/// From Skatteverket's open data set *Testsamordningsnummer*: one without a month, three with day and
/// month, and one with a 31 February.
const TEST_COORDINATION_NUMBERS: [&str; 5] =
    ["200600852388", "200603792383", "202312902386", "196109732393", "200902912385"];

fn today() -> Day {
    Day::from_parts(2027, 1, 18).expect("a date")
}

fn parse(written: &str) -> Result<IdentityNumber, Defect> {
    IdentityNumber::parse(written, today())
}

/// The folder of test material beside the project, wherever above this crate it stands.
fn test_material() -> Option<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = here.ancestors().map(|folder| folder.join("shared/data/personnummer")).find(|folder| folder.is_dir());
    if found.is_none() {
        println!("skipped: shared/data/personnummer not present");
    }
    found
}

fn files(folder: &Path, prefix: &str, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let named = |path: &PathBuf| {
        path.file_name().and_then(|name| name.to_str()).is_some_and(|n| n.starts_with(prefix) && n.ends_with(ending))
    };
    entries.filter(named).collect()
}

#[test]
fn published_test_numbers_are_accepted_with_their_sex_and_date() {
    for (written, sex) in TEST_NUMBERS {
        let number = parse(written).expect("valid");
        assert_eq!((number.kind(), number.sex_digit()), (Kind::Personal, Some(sex)));
        let date = number.printed_date().expect("a date").to_string().replace('-', "");
        assert!(written.starts_with(&date));
    }
    for written in TEST_COORDINATION_NUMBERS {
        assert_eq!(parse(written).map(|number| number.kind()), Ok(Kind::Coordination));
    }
}

#[test]
fn every_test_number_in_the_published_lists_is_accepted() {
    let Some(folder) = test_material() else { return };
    for list in files(&folder, "", ".csv.gz") {
        println!("skipped: {} is packed; unpack it beside itself", list.display());
    }
    let mut count = 0;
    for list in files(&folder, "test", ".csv") {
        for line in fs::read_to_string(&list).expect("readable").lines().skip(1) {
            let mut columns = line.split(',');
            let number = parse(columns.next().expect("a number"));
            let number = number.unwrap_or_else(|defect| panic!("{}: {defect} in {line}", list.display()));
            if let (Some(date), Some(sex)) = (columns.next(), columns.next()) {
                assert_eq!(number.printed_date().expect("a date").to_string(), date);
                assert_eq!(number.sex_digit(), Some(if sex == "M" { SexDigit::Male } else { SexDigit::Female }));
            }
            count += 1;
        }
    }
    println!("{count} test numbers read");
    assert!(count > 0);
}

/// Every `"…_format": "…"` of a flat list of objects, with the object's verdict.
fn vectors(text: &str) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    for object in text.split('{').skip(1) {
        let valid = object.contains("\"valid\": true");
        for line in object.lines().filter(|line| line.contains("_format\"") || line.contains("separated_long\"")) {
            found.push((line.split('"').nth(3).expect("a value").to_owned(), valid));
        }
    }
    found
}

#[test]
fn public_vectors_are_judged_as_their_authors_judge_them() {
    let Some(folder) = test_material() else { return };
    let mut count = 0;
    for list in files(&folder, "meta_", ".json") {
        let text = fs::read_to_string(&list).expect("readable");
        for (written, valid) in vectors(&text) {
            assert_eq!(parse(&written).is_ok(), valid, "{written} in {}: {:?}", list.display(), parse(&written));
            if list.ends_with("meta_orgnumber.json") {
                assert_eq!(parse(&written), Err(Defect::OrganisationNumber), "{written}");
            }
            count += 1;
        }
        let quoted = |section: &str| section.split('"').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
        let strings = |section: &str| quoted(section).into_iter().filter(|s| s != "invalid").collect::<Vec<_>>();
        for group in text.split("\"string\"").skip(1) {
            let (invalid, valid) = group.split_once("\"valid\"").expect("both verdicts");
            let valid = valid.split(']').next().expect("a list");
            count += strings(invalid).len() + strings(valid).len();
            for (written, valid) in
                strings(invalid).into_iter().map(|w| (w, false)).chain(strings(valid).into_iter().map(|w| (w, true)))
            {
                assert_eq!(parse(&written).is_ok(), valid, "{written}");
            }
        }
    }
    assert!(count > 100, "only {count} vectors were read");
}

#[test]
fn every_way_to_write_a_number_gives_one_normal_form() {
    for written in [
        "201801012392",
        "20180101-2392",
        "180101-2392",
        "1801012392",
        "  20180101-2392\n",
        "20180101 - 2392",
        "20180101 -2392",
        "20180101\u{2013}2392",
        "20180101\u{2212}2392",
    ] {
        let number = parse(written).unwrap_or_else(|defect| panic!("{written}: {defect}"));
        assert_eq!(number.normal_form().as_deref(), Some("201801012392"));
    }
}

#[test]
fn ten_digits_of_a_child_are_read_in_this_century_and_a_plus_in_the_one_before() {
    let normal = |written: &str| parse(written).expect("valid").normal_form().expect("a number");
    assert_eq!(normal("180101-2392"), "201801012392");
    assert_eq!(normal("090527+1474"), "190905271474");
    assert_eq!(normal("570428-9999"), "195704289999");
}

#[test]
fn each_fault_is_named() {
    for (written, defect) in [
        ("", Defect::Empty),
        (" - ", Defect::Empty),
        ("20180101239", Defect::Length { found: 11 }),
        ("2018010123922", Defect::Length { found: 13 }),
        ("20180101-239A", Defect::Character { at: 13 }),
        ("20180101-E392", Defect::Character { at: 10 }),
        ("2018-01-01-2392", Defect::Separator { at: 8 }),
        ("2018-01012392", Defect::Separator { at: 5 }),
        ("20180101 2392", Defect::Separator { at: 9 }),
        ("2018 0101-2392", Defect::Separator { at: 5 }),
        ("20181301-2392", Defect::Month),
        ("20180001-2392", Defect::Month),
        ("20180230-2392", Defect::Day),
        ("20180100-2392", Defect::Day),
        ("20180132-2392", Defect::Day),
        ("20180192-2392", Defect::Day),
        ("20170229-2392", Defect::Day),
        ("18180101-2392", Defect::Century),
        ("20180101+2392", Defect::Century),
        ("20280101-2392", Defect::Future),
        ("270119-2392", Defect::Future),
        ("20150916-0006", Defect::Serial),
        ("20180101-2393", Defect::CheckDigit { kind: Kind::Personal }),
        ("20180101-2932", Defect::CheckDigit { kind: Kind::Personal }),
        ("20060085-2389", Defect::CheckDigit { kind: Kind::Coordination }),
        ("20000101-T221", Defect::CheckDigit { kind: Kind::Interim }),
        ("802005-7538", Defect::OrganisationNumber),
        ("16802005-7538", Defect::OrganisationNumber),
        ("８０２００５-7538", Defect::Character { at: 1 }),
    ] {
        assert_eq!(parse(written), Err(defect), "{written}");
    }
}

#[test]
fn a_coordination_number_may_lack_month_and_day() {
    for (digits, known) in
        [("201800602", false), ("201805602", false), ("201800852", false), ("201805852", true), ("201802912", false)]
    {
        let number = parse(&complete(&format!("{digits}38"))).expect("valid");
        assert_eq!((number.kind(), number.printed_date().is_some()), (Kind::Coordination, known), "{digits}");
    }
}

#[test]
fn interim_numbers_are_accepted_in_lower_case_too() {
    for letter in "TRSUWXJKLMNtrsuwxjklmn".chars() {
        let number = parse(&format!("20000101-{letter}220")).expect("valid");
        assert_eq!((number.kind(), number.kind().assurance()), (Kind::Interim, Assurance::Uncertain));
    }
}

#[test]
fn reserve_numbers_are_opaque_and_belong_to_their_issuer() {
    for written in ["98240301AA06", "20210325K069", "20210325-k069"] {
        let number = IdentityNumber::national_reserve(written).expect("valid");
        assert_eq!((number.kind(), number.sex_digit(), number.printed_date()), (Kind::NationalReserve, None, None));
        let normal = number.normal_form().expect("a number");
        assert_eq!(IdentityNumber::from_normal_form(&normal, today()), Ok(number));
    }
    assert_eq!(IdentityNumber::national_reserve("201801012392"), Err(Defect::NotReserve));
    assert_eq!(IdentityNumber::national_reserve("20210325K06"), Err(Defect::Length { found: 11 }));
    let here = IdentityNumber::regional_reserve("rosmark", "R 1234-5678").expect("valid");
    let there = IdentityNumber::regional_reserve("annan", "R12345678").expect("valid");
    assert_ne!(here.normal_form(), there.normal_form());
    assert_eq!(IdentityNumber::from_normal_form(&here.normal_form().expect("a number"), today()), Ok(here));
    assert_eq!(IdentityNumber::lma("12-345678").expect("valid").normal_form().as_deref(), Some("lma:12345678"));
    assert_eq!(IdentityNumber::lma("<script>"), Err(Defect::Character { at: 1 }));
    assert_eq!(IdentityNumber::none().normal_form(), None);
}

#[test]
fn debug_output_shows_the_kind_and_no_digit() {
    let shown = format!("{:?}", parse("20180101-2392"));
    assert!(shown.contains("Personal"));
    assert!(!shown.chars().any(|each| each.is_ascii_digit()), "{shown}");
}

/// Adds the check digit to eleven.
fn complete(eleven: &str) -> String {
    let digits = (0..10).map(|digit| format!("{eleven}{digit}"));
    let wrong = |written: &String| matches!(parse(written), Err(Defect::CheckDigit { .. }));
    digits.into_iter().find(|written| !wrong(written)).expect("one of ten agrees")
}

prop_compose! {
    fn a_child()(days in 0_i32..9_800, serial in 1_u16..1_000, coordination in any::<bool>()) -> String {
        let day = Day::from_parts(2000, 1, 1).expect("a date").plus_days(days).date();
        let printed = if coordination { day.day() + 60 } else { day.day() };
        complete(&format!("{:04}{:02}{printed:02}{serial:03}", day.year(), day.month()))
    }
}

proptest! {
    #[test]
    fn any_single_wrong_digit_is_refused(number in a_child(), place in 0_usize..12, step in 1_u8..10) {
        let digits = number.bytes().enumerate();
        let wrong = |digit: u8| (digit - b'0' + step) % 10 + b'0';
        let changed = digits.map(|(index, digit)| char::from(if index == place { wrong(digit) } else { digit }));
        prop_assert!(parse(&changed.collect::<String>()).is_err());
    }

    #[test]
    fn what_is_written_is_read_as_the_same_number(number in a_child()) {
        let number = parse(&number).expect("valid");
        prop_assert_eq!(&parse(&number.written(today())).expect("valid"), &number);
        let short = number.written(today()).split_off(2);
        prop_assert_eq!(&parse(&short).expect("valid"), &number);
        let normal = number.normal_form().expect("a number");
        prop_assert_eq!(&IdentityNumber::from_normal_form(&normal, today()).expect("valid"), &number);
    }

    #[test]
    fn any_text_is_answered(text in any::<String>(), digits in "[0-9TRK+ \u{2013}-]{0,20}", long in "\\PC{0,10240}") {
        for written in [text, digits, long] {
            let _ = parse(&written);
            let _ = IdentityNumber::national_reserve(&written);
            let _ = IdentityNumber::regional_reserve(&written, &written);
            let _ = IdentityNumber::lma(&written);
            let _ = IdentityNumber::from_normal_form(&written, today());
        }
    }
}
