//! Finds the signs that part a CSV file, eight bytes at a time: separators, line ends and quotation marks.

/// A byte in each of the eight places of a word.
const EACH: u64 = 0x0101_0101_0101_0101;
const LOW: u64 = 0x7f * EACH;
const HIGH: u64 = 0x80 * EACH;

/// The signs of what has been read and not yet been given away.
#[derive(Debug, Default)]
pub(super) struct Signs {
    /// Where each stands.
    pub(super) places: Vec<usize>,
    /// The numbers of those among them that are no separators: where a row ends, or is quoted.
    pub(super) stops: Vec<usize>,
}

/// Adds where in the bytes the signs stand, counted from `base`.
pub(super) fn find(bytes: &[u8], base: usize, delimiter: u8, Signs { places, stops }: &mut Signs) {
    let [delimiters, ends, quotes] = [delimiter, b'\n', b'"'].map(|sign| u64::from(sign) * EACH);
    let (words, rest) = bytes.as_chunks::<8>();
    let mut at = base;
    for word in words {
        let word = u64::from_le_bytes(*word);
        // The high bit of each byte that is another sign: what remains of it, in its lower or its high bits, carries there.
        let others = |sign: u64| (((word ^ sign) & LOW) + LOW) | (word ^ sign);
        let no_stops = others(ends) & others(quotes);
        let mut found = !(others(delimiters) & no_stops) & HIGH;
        let stopping = !no_stops & HIGH;
        if stopping == 0 {
            while found != 0 {
                places.push(at + (found.trailing_zeros() / 8) as usize);
                found &= found - 1;
            }
        }
        while found != 0 {
            if stopping & found & found.wrapping_neg() != 0 {
                stops.push(places.len());
            }
            places.push(at + (found.trailing_zeros() / 8) as usize);
            found &= found - 1;
        }
        at += 8;
    }
    for (at, byte) in (at..).zip(rest) {
        let stops_here = matches!(byte, b'\n' | b'"');
        if stops_here {
            stops.push(places.len());
        }
        if stops_here || *byte == delimiter {
            places.push(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_is_found_and_nothing_else() {
        // Every byte beside every other, in every place of a word.
        let bytes: Vec<u8> = (0..=255).flat_map(|byte| [byte, b';', byte, b'"', byte, byte, b'\n']).collect();
        for start in 0..9 {
            let bytes = bytes.get(start..).unwrap();
            let mut signs = Signs::default();
            find(bytes, 100, b';', &mut signs);
            let expected: Vec<usize> = (0..bytes.len()).filter(|at| b";\n\"".contains(&bytes[*at])).collect();
            assert_eq!(signs.places, expected.iter().map(|at| at + 100).collect::<Vec<_>>(), "{start}");
            let stops: Vec<usize> = (0..expected.len()).filter(|number| bytes[expected[*number]] != b';').collect();
            assert_eq!(signs.stops, stops, "{start}");
        }
    }
}
