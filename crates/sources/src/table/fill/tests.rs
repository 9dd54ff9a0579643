//! One pass over a table finds what two find.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::*;

const FIELDS: [&str; 9] = ["1", "2,5", "-3", "..", "x", "-", "", "tolv", "1 234,5"];
const MARKS: [&str; 4] = ["", "", "suppressed", "osäker"];
const BESIDE: [&str; 4] = ["10", "", "..", "många"];

type Code = (usize, usize, usize);

/// The codes of the rows of a table: a whole cube in its order or in none, a part of it, or any rows, with some of them twice.
fn rows() -> impl Strategy<Value = Vec<Code>> {
    (1..5_usize, 1..4_usize, 1..6_usize).prop_flat_map(|(areas, classes, years)| {
        let all: Vec<Code> = (0..areas * classes * years)
            .map(|cell| (cell / years / classes, cell / years % classes, cell % years))
            .collect();
        prop_oneof![
            Just(all.clone()),
            Just(all.clone()).prop_shuffle(),
            prop::sample::subsequence(all.clone(), 1..=all.len()),
            prop::collection::vec(prop::sample::select(all), 1..40),
        ]
    })
}

fn written(rows: &[Code], chances: &[usize], last: &str) -> String {
    let head =
        format!("Kommun;Klasskod;År;Värde{}\n", if last.is_empty() { String::new() } else { format!(";{last}") });
    let of = |fields: &[&'static str], chance: usize| fields[chance % fields.len()];
    let line = |((area, class, year), chance): (&Code, &usize)| {
        let field = of(&FIELDS, *chance);
        let beside = match last {
            "Orsak" => format!(";{}", of(&MARKS, chance / 16)),
            "Nämnare" => format!(";{}", of(&BESIDE, chance / 16)),
            _ => String::new(),
        };
        format!("Kommun {area};k{class};{};{field}{beside}\n", 2000 + year)
    };
    rows.iter().zip(chances.iter().cycle()).map(line).fold(head, |text, line| text + &line)
}

fn check(text: &str) {
    let input = Input::Bytes(text.as_bytes().into());
    let mapping = Mapping { decimal: Some(b','), ..Mapping::default() };
    let today = Day::from_parts(2026, 11, 22).unwrap();
    let twice = |plan: &Plan| {
        let mut gathered = Gathered::new(plan.axes.len(), plan.figures.len(), std::iter::empty());
        gathered.lose();
        gathered
    };
    match (read(&input, &mapping, today), read_into(&input, &mapping, today, twice)) {
        (Ok(once), Ok(twice)) => {
            assert_eq!(once.dataset, twice.dataset, "{text}");
            assert_eq!(once.rows, twice.rows, "{text}");
            assert_eq!(once.misunderstood_count, twice.misunderstood_count, "{text}");
            assert_eq!(once.misunderstood, twice.misunderstood, "{text}");
        }
        (once, twice) => assert_eq!(once.unwrap_err(), twice.unwrap_err(), "{text}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400,
        rng_seed: RngSeed::Fixed(20_261_122),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn one_pass_finds_what_two_find(
        rows in rows(),
        chances in prop::collection::vec(0..64_usize, 40),
        last in prop::sample::select(vec!["", "Orsak", "Nämnare"]),
    ) {
        check(&written(&rows, &chances, last));
    }
}

#[test]
fn one_pass_finds_what_two_find_in_tables_of_other_shapes() {
    for text in [
        // Periods side by side, in order and not.
        "Kommun;Kön;2022;2023\nA;K;1;2\nA;M;3;..\nB;K;5;6\nB;M;7;8\n",
        "Kommun;Kön;2022;2023\nB;M;1;2\nA;K;3;..\nB;K;5;x1\nA;M;7;8\n",
        "Kommun;2022;2023\nA;1;2\nB;3;4\nA;5;6\n",
        // No dimension at all.
        "Värde\n1\n",
        "Värde\n1\n\n2\n",
        // Rows that are none.
        "Kommun;År;Värde\nA;2022;1\n;2023;2\n\nB;2022;3;4\nKälla: X\nB;2022;4\n",
        // One cell that is left out, and one that comes late.
        "Kommun;År;Värde\nA;2022;1\nA;2023;2\nB;2023;4\n",
        "Kommun;År;Värde\nA;2022;1\nA;2023;2\nB;2022;3\nB;2023;4\nA;2024;5\n",
        "Kommun;År;Värde\nA;2022;1\nB;2022;2\nC;2022;3\nA;2023;4\n",
        "Kommun;År;Värde;nedre;övre\nB;2022;1;0;2\nA;2023;2;1;3\nA;2022;2;x1;3\n",
    ] {
        check(text);
    }
}
