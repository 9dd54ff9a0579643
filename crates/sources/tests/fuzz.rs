//! Every parser against files that have been damaged at random: it may refuse, it may not panic, hang or swallow memory. A bounded
//! number of cases in every run, the same ones every time.

#![expect(clippy::unwrap_used, reason = "a test may stop where its world is wrong")]

use domain::moment::Day;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use sources::connect;
use sources::connect::pxweb::{self, Format};
use sources::json::Json;
use sources::model::{Age, Area, Category, Cells, Dataset, Dimension, Period, Scheme, Sex, findings};
use sources::publish::{self, Cleared, NoLedger};
use sources::table::{Input, Mapping};
use sources::{jsonstat, px, table};

const SEEDS: [&str; 11] = [
    r#"{"version":"2.0","class":"dataset","id":["Region","Tid"],"size":[2,2],"dimension":{"Region":{"category":{"index":{"13":0,"1380":1},"child":{"13":["1380"]}}},"Tid":{"category":{"index":["2023","2024"],"unit":{"2023":{"decimals":1}}}}},"value":{"0":1.5,"3":2e3},"status":{"1":".."},"link":{"item":[]}}"#,
    "Kommun;År;\"Kön\";Värde\r\nAlmvik;2023;K;1 234,5\r\n\"Dal\"\"hult\";2024;M;..\r\n",
    "CHARSET=\"ANSI\";\nSTUB=\"region\";\nHEADING=\"år\";\nVALUES(\"region\")=\"A\",\"B\";\nVALUES(\"år\")=\"1\",\"2\";\nTIMEVAL(\"år\")=TLIST(A1,\"2023\"-\"2024\");\nDATA=1 \"..\" 3 4;",
    "label = \"x\"\n[[column]]\nheading = \"Kommun\"\nrole = \"area\"\nvalues = { \"a\" = \"b\" }\n[survey]\ngroup_min = 5\n",
    "STUB=\"a\",\"b\";HEADING=\"c\";VALUES(\"a\")=\"1\",\"2\";VALUES(\"b\")=\"x\",\"y\";VALUES(\"c\")=\"p\",\"q\";KEYS(\"a\")=VALUES;KEYS(\"b\")=VALUES;DATA=\"2\",\"x\",7 8\n\"1\",\"y\",1 -;",
    r#"{"values":[{"kpi":"N1","period":2023,"municipality":"1380","values":[{"gender":"T","count":1,"status":"","value":83.5,"isdeleted":false},{"gender":"K","value":null}]}],"next_url":null}"#,
    r#"{"columns":[{"code":"Region","text":"region","type":"d"},{"code":"Tid","text":"år","type":"t"},{"code":"N1","text":"Antal","type":"c"}],"data":[{"key":["00","2020"],"values":["1"]},{"key":["13","2020"],"values":[".."]}]}"#,
    "\"region\",\"män Antal 2020\",\"kvinnor Antal 2020\"\r\n\"Riket\",1,\"..\"\r\n\"Rösmark\",2,3\r\n",
    "Skola;Vikt;Svar\nA;1,5;Ja\nB;2;Nej\n",
    r#"<?xml version="1.0"?><GenericData xmlns:g="http://www.SDMX.org/resources/SDMXML/schemas/v2_0/generic" xmlns="http://www.SDMX.org/resources/SDMXML/schemas/v2_0/message"><DataSet><g:Series><g:SeriesKey><g:Value concept="FREQ" value="A" /><g:Value concept="region" value="00" /><g:Value concept="kn" value="1" /></g:SeriesKey><g:Obs><g:Time>2020</g:Time><g:ObsValue value="2.5" /><g:Attributes><g:Value concept="OBS_STATUS" value="M" /></g:Attributes></g:Obs></g:Series></DataSet></GenericData>"#,
    "<table>\n<thead>\n<tr>\n<th></th>\n<th colspan=1>N1 Antal</th>\n</tr>\n<tr>\n<th></th>\n<th scope=\"col\">2020 2020</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<th scope=\"row\">00 Riket</th>\n<td></td>\n</tr>\n<tr>\n<th scope=\"row\">1 män</th>\n<td>1 234,5</td>\n</tr>\n</tbody></table>",
];

/// A seed with some bytes replaced, taken away, doubled or swapped for signs that mean something.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let signs: &'static [u8] = b"\"\\{}[]:,;=()<>/!&\n\r\t0-9eE.+\0\xff\xc3\xef";
    let damage = (any::<prop::sample::Index>(), 0..4_u8, prop::sample::select(signs), 1..20_usize);
    (0..SEEDS.len(), prop::collection::vec(damage, 0..8)).prop_map(|(seed, damages)| {
        let mut bytes: Vec<u8> = SEEDS.get(seed).unwrap().bytes().collect();
        for (index, kind, sign, length) in damages {
            if bytes.is_empty() {
                break;
            }
            let at = index.index(bytes.len());
            let end = (at + length).min(bytes.len());
            match kind {
                0 => drop(bytes.splice(at..=at, [sign])),
                1 => drop(bytes.drain(at..end)),
                2 => {
                    let piece: Vec<u8> = bytes.get(at..end).unwrap().to_vec();
                    drop(bytes.splice(at..at, piece));
                }
                _ => bytes.truncate(at),
            }
        }
        bytes
    })
}

fn asked() -> Vec<Dimension> {
    let of = |code: &str, label: &str, values: &[(&str, &str)]| Dimension {
        label: Some(label.to_owned()),
        ..Dimension::new(code, values.iter().map(|(code, label)| Category::labelled(*code, *label)).collect())
    };
    vec![
        of("Region", "region", &[("00", "Riket"), ("13", "Rösmark")]),
        of("Kon", "kön", &[("1", "män"), ("2", "kvinnor")]),
        of("N1", "innehåll", &[("N1", "Antal")]),
        of("Tid", "år", &[("2020", "2020")]),
    ]
}

fn everything(bytes: &[u8]) {
    let today = Day::from_parts(2026, 11, 22).unwrap();
    if let Ok(json) = Json::parse(bytes) {
        // What is written must be read as the same.
        assert_eq!(Json::parse(json.to_string().as_bytes()).unwrap(), json);
        let _ = connect::read_answer(&json);
    }
    for format in Format::ALL {
        let _ = pxweb::read_answer(bytes, format, &asked());
    }
    if let Ok(document) = jsonstat::read(bytes) {
        let mut written = Vec::new();
        jsonstat::write(&document, &mut written).unwrap();
        assert_eq!(jsonstat::read(written.as_slice()).unwrap(), document);
    }
    let _ = jsonstat::metadata(bytes);
    let _ = px::read(bytes);
    let named = Mapping { source: Some("A source".into()), ..Mapping::default() };
    if let Ok(understood) = table::read(&Input::Bytes(bytes.into()), &named, today) {
        let _ = findings(&understood.dataset);
        let _ = table::refuse_identity_numbers(&understood.dataset, today);
        let mut csv = Vec::new();
        publish::csv(Cleared::new(&understood.dataset, &NoLedger).unwrap(), &mut csv).unwrap();
    }
    let _ = table::survey::read(&Input::Bytes(bytes.into()), &Mapping::default(), today);
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = Mapping::parse(text);
        let _ = (Period::parse(text), Age::parse(text), Sex::parse(text), Area::parse(Scheme::Kolada, text));
        let _ = pxweb::Selection::parse(text);
    }
}

/// A workbook to damage.
fn book() -> Vec<u8> {
    let areas = ["1380", "1401"].map(Category::new).to_vec();
    let dataset = Dataset {
        dimensions: vec![Dimension::new("Region", areas)],
        cells: Cells::dense(vec![1.0, f64::NAN]),
        ..Dataset::default()
    };
    publish::workbook(Cleared::new(&dataset, &NoLedger).unwrap()).unwrap()
}

/// A file in parquet to damage: packed and plain, with a dictionary and without.
fn parquet() -> impl Strategy<Value = Vec<u8>> {
    const FILES: &[&str] = &["dictionary_snappy", "plain_unpacked_second", "groups_snappy_second", "kinds"];
    prop::sample::select(FILES).prop_map(|name| {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/parquet");
        std::fs::read(folder.join(format!("{name}.parquet"))).unwrap()
    })
}

/// As many cases as are said, and always the same.
fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        max_shrink_iters: 2000,
        rng_seed: RngSeed::Fixed(20_261_122),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(500))]

    #[test]
    fn damaged_files_are_read_or_refused(bytes in damaged()) {
        everything(&bytes);
    }

    #[test]
    fn noise_is_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        everything(&bytes);
    }

    #[test]
    fn short_texts_are_read_or_refused(text in "[0-9a-zåäö /.:+–-]{0,16}") {
        everything(text.as_bytes());
    }
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn a_damaged_workbook_is_read_or_refused(
        damages in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        end in any::<prop::sample::Index>(),
        cut in any::<bool>(),
    ) {
        let mut bytes = book();
        for (index, byte) in damages {
            let at = index.index(bytes.len());
            *bytes.get_mut(at).unwrap() = byte;
        }
        if cut {
            bytes.truncate(end.index(bytes.len()));
        }
        everything(&bytes);
    }
}

proptest! {
    #![proptest_config(config(2000))]

    #[test]
    fn damaged_parquet_is_read_or_refused(
        mut bytes in parquet(),
        damages in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        at_the_end in any::<bool>(),
    ) {
        for (index, byte) in damages {
            // Half of the time where the file describes itself.
            let from = if at_the_end { bytes.len() / 2 } else { 0 };
            let at = from + index.index(bytes.len() - from);
            *bytes.get_mut(at).unwrap() = byte;
        }
        let _ = sources::parquet::names(&bytes);
        let _ = sources::parquet::read(&bytes, |_| true);
        let _ = pxweb::read_answer(&bytes, Format::Parquet, &asked());
    }
}
