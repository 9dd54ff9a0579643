//! The rows of a table say the same in whatever order they come.

#![expect(clippy::unwrap_used, reason = "a test may stop where its world is wrong")]

mod support;

use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use sources::model::{Absence, Dataset, Value, Values};
use sources::table::Understood;

use support::read;

const HEAD: &str = "Kommun;Kön;År;Värde\n";

fn sex(number: usize) -> &'static str {
    if number.is_multiple_of(2) { "K" } else { "M" }
}

/// Row by row: every year of both sexes of each area, and a figure that tells them apart.
fn rows(areas: usize, years: usize) -> Vec<String> {
    let cells = areas * 2 * years;
    let code = |cell: usize| (cell / years / 2, sex(cell / years), 1900 + cell % years);
    (0..cells)
        .map(|cell| {
            let (area, sex, year) = code(cell);
            format!("Kommun {area};{sex};{year};{cell},5\n")
        })
        .collect()
}

fn table(rows: &[String]) -> Understood {
    read(format!("{HEAD}{}", rows.concat()), "").unwrap()
}

/// Whether every row that is told of lies in its cell.
fn check(dataset: &Dataset, areas: usize, years: usize, count: usize) {
    assert_eq!(dataset.size(), (areas * 2 * years) as u64);
    let mut filled = 0;
    for cell in 0..areas * 2 * years {
        let codes =
            [format!("Kommun {}", cell / years / 2), sex(cell / years).to_owned(), (1900 + cell % years).to_string()];
        let value = dataset.at(&codes.each_ref().map(String::as_str)).unwrap().value;
        if let Value::Figure(figure) = value {
            let expected = f64::from(u32::try_from(cell).unwrap()) + 0.5;
            assert_eq!(figure.to_bits(), expected.to_bits(), "{codes:?}");
            filled += 1;
        }
    }
    assert_eq!(filled, count);
}

#[test]
fn rows_in_the_order_of_the_cube_are_read() {
    let rows = rows(40, 30);
    let understood = table(&rows);
    assert_eq!((understood.rows, understood.misunderstood_count), (2400, 0));
    check(&understood.dataset, 40, 30, 2400);
    // The last area is not whole.
    check(&table(&rows[..2371]).dataset, 40, 30, 2371);
}

#[test]
fn rows_in_any_order_are_read() {
    let rows = rows(40, 30);
    for step in [7, 1201, 2399] {
        let shuffled: Vec<String> = (0..2400).map(|row| rows[row * step % 2400].clone()).collect();
        let understood = table(&shuffled);
        assert_eq!((understood.rows, understood.misunderstood_count), (2400, 0));
        check(&understood.dataset, 40, 30, 2400);
    }
    let part: Vec<String> = (0..2000).map(|row| rows[row * 7 % 2400].clone()).collect();
    check(&table(&part).dataset, 40, 30, 2000);
    let by_year: Vec<String> = (0..30).flat_map(|year| rows.iter().skip(year).step_by(30).cloned()).collect();
    check(&table(&by_year).dataset, 40, 30, 2400);
}

#[test]
fn a_row_that_comes_twice_is_told_with_its_line() {
    let all = rows(4, 30);
    for step in [1, 7] {
        let mut rows: Vec<String> = (0..240).map(|row| all[row * step % 240].clone()).collect();
        rows.insert(100, rows[17].replace(",5", ",75"));
        rows.push(rows[230].clone());
        let understood = table(&rows);
        let lines: Vec<u64> = understood.misunderstood.iter().map(|row| row.line).collect();
        assert_eq!((understood.rows, lines), (242, vec![102, 243]));
        assert_eq!(understood.misunderstood[0].heading, "Värde");
        check(&understood.dataset, 4, 30, 240);
    }
}

#[test]
fn a_category_that_comes_late_moves_no_figure() {
    let all = rows(40, 30);
    let (last, mut early): (Vec<String>, Vec<String>) = all.into_iter().partition(|row| row.contains(";1929;"));
    early.push(last[79].clone());
    check(&table(&early).dataset, 40, 30, 2321);
}

#[test]
fn a_code_that_only_the_last_of_a_million_rows_has_is_met() {
    let mut text = HEAD.to_owned();
    let rows = 1_000_000;
    for row in 0..rows {
        writeln!(text, "Kommun {};{};{};{row}", row / 100, sex(row / 50), 1950 + row % 50).unwrap();
    }
    text.push_str("Kommun 9999;M;2000;-\nKommun 9999;T;1999;..\n");
    let understood = read(&text, "").unwrap();
    assert_eq!((understood.rows, understood.misunderstood_count), (1_000_002, 0));
    let dataset = understood.dataset;
    assert_eq!(dataset.size(), 10_000 * 3 * 51);
    assert!(matches!(dataset.cells.values, Values::Dense(_)));
    let at = |codes: [&str; 3]| dataset.at(&codes).unwrap();
    assert_eq!(at(["Kommun 0", "K", "1950"]).value, Value::Figure(0.0));
    assert_eq!(at(["Kommun 5000", "M", "1999"]).value, Value::Figure(500_099.0));
    assert_eq!(at(["Kommun 9999", "M", "1999"]).value, Value::Figure(999_999.0));
    assert_eq!(
        (at(["Kommun 9999", "M", "2000"]).value, at(["Kommun 9999", "M", "2000"]).mark),
        (Value::Figure(0.0), Some("-"))
    );
    assert_eq!(
        (at(["Kommun 9999", "T", "1999"]).value, at(["Kommun 9999", "T", "1999"]).mark),
        (Value::Absent(Absence::Missing), Some(".."))
    );
    assert_eq!(at(["Kommun 0", "T", "2000"]).value, Value::Absent(Absence::Missing));
}

#[test]
fn quoted_rows_and_long_ones_stand_among_the_others() {
    // Rows with and without quotation marks, over several reads of the file, and line ends of both kinds.
    let long = "x".repeat(300_000);
    let mut text = "Kommun;År;Värde;Namn\r\n".to_owned();
    for row in 0..20_000 {
        match row % 5 {
            0 => writeln!(text, "\"A;{row}\";2024;{row};\"a\"\"\n;b\"\r").unwrap(),
            1 => writeln!(text, "A {row};\"2024\";{row};\r").unwrap(),
            2 if row == 10_002 => writeln!(text, "A {row};2024;{row};{long}").unwrap(),
            3 if row == 10_003 => writeln!(text, "A {row};2024;{row};\"{long}\n{long}\"").unwrap(),
            _ => writeln!(text, "A {row};2024;{row};n").unwrap(),
        }
    }
    text.push_str("A;2024;tolv;n");
    let understood = read(&text, "[[column]]\nheading = \"Namn\"\nrole = \"ignore\"").unwrap();
    assert_eq!((understood.rows, understood.misunderstood_count), (20_001, 1));
    // A line more for each of those with a line end inside.
    assert_eq!(understood.misunderstood[0].line, 20_002 + 4_000 + 1);
    let dataset = understood.dataset;
    for row in (0..20_000_u32).step_by(83).chain(9_998..10_008) {
        let area = if row % 5 == 0 { format!("A;{row}") } else { format!("A {row}") };
        assert_eq!(dataset.at(&[&area, "2024"]).unwrap().value, Value::Figure(f64::from(row)), "{row}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 200,
        rng_seed: RngSeed::Fixed(20_261_122),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_order_of_the_rows_says_nothing(
        rows in (1..6_usize, 1..6_usize)
            .prop_flat_map(|(areas, years)| prop::sample::subsequence(rows(areas, years), 1..=areas * 2 * years))
            .prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
        marks in prop::collection::vec(prop::sample::select(vec!["", "..", "x", "-", "tolv"]), 5),
    ) {
        let (rows, shuffled) = rows;
        // Some of the figures become marks, the same in both.
        let marked = |row: &String| {
            let number = row.bytes().map(usize::from).sum::<usize>() % 15;
            let start = row.rsplit_once(';').unwrap().0;
            marks.get(number).map_or_else(|| row.clone(), |mark| format!("{start};{mark}\n"))
        };
        let (rows, shuffled) = [rows, shuffled].map(|rows| rows.iter().map(marked).collect::<Vec<_>>()).into();
        let (one, other) = (table(&rows), table(&shuffled));
        prop_assert_eq!((one.rows, one.misunderstood_count), (other.rows, other.misunderstood_count));
        prop_assert_eq!(one.dataset.size(), other.dataset.size());
        for row in &rows {
            let codes: Vec<&str> = row.split(';').take(3).collect();
            let (one, other) = (one.dataset.at(&codes).unwrap(), other.dataset.at(&codes).unwrap());
            prop_assert_eq!((one.value, one.mark), (other.value, other.mark), "{}", row);
        }
    }
}
