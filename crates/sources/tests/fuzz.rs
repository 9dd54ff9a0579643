//! Every parser against files that have been damaged at random: it may refuse, it may not panic, hang or swallow memory. A bounded
//! number of cases in every run; `PROPTEST_CASES` makes it more.

#![expect(clippy::unwrap_used, reason = "a test may stop where its world is wrong")]

use domain::moment::Day;
use proptest::prelude::*;
use sources::json::Json;
use sources::table::{Input, Mapping};
use sources::{jsonstat, px, table};

const SEEDS: [&str; 4] = [
    r#"{"version":"2.0","class":"dataset","id":["Region","Tid"],"size":[2,2],"dimension":{"Region":{"category":{"index":{"13":0,"1380":1},"child":{"13":["1380"]}}},"Tid":{"category":{"index":["2023","2024"],"unit":{"2023":{"decimals":1}}}}},"value":{"0":1.5,"3":2e3},"status":{"1":".."},"link":{"item":[]}}"#,
    "Kommun;År;\"Kön\";Värde\r\nAlmvik;2023;K;1 234,5\r\n\"Dal\"\"hult\";2024;M;..\r\n",
    "CHARSET=\"ANSI\";\nSTUB=\"region\";\nHEADING=\"år\";\nVALUES(\"region\")=\"A\",\"B\";\nVALUES(\"år\")=\"1\",\"2\";\nTIMEVAL(\"år\")=TLIST(A1,\"2023\"-\"2024\");\nDATA=1 \"..\" 3 4;",
    "label = \"x\"\n[[column]]\nheading = \"Kommun\"\nrole = \"area\"\nvalues = { \"a\" = \"b\" }\n[survey]\ngroup_min = 5\n",
];

/// A seed with some bytes replaced, taken away, doubled or swapped for signs that mean something.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let signs: &'static [u8] = b"\"\\{}[]:,;=()\n\r\t0-9eE.+\0\xff\xc3\xef";
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

fn everything(bytes: &[u8]) {
    let today = Day::from_parts(2026, 11, 22).unwrap();
    let _ = Json::parse(bytes);
    if let Ok(document) = jsonstat::read(bytes) {
        let mut written = Vec::new();
        jsonstat::write(&document, &mut written).unwrap();
        assert_eq!(jsonstat::read(written.as_slice()).unwrap(), document);
    }
    let _ = jsonstat::metadata(bytes);
    let _ = px::read(bytes);
    let _ = table::read(&Input::Bytes(bytes.into()), &Mapping::default(), today);
    let _ = table::survey::read(&Input::Bytes(bytes.into()), &Mapping::default(), today);
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = Mapping::parse(text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, max_shrink_iters: 2000, ..ProptestConfig::default() })]

    #[test]
    fn damaged_files_are_read_or_refused(bytes in damaged()) {
        everything(&bytes);
    }

    #[test]
    fn noise_is_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        everything(&bytes);
    }
}
