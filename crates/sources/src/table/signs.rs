//! Finds the signs that part a CSV file, eight bytes at a time: separators, line ends and quotation marks.

/// A byte in each of the eight places of a word.
const EACH: u64 = 0x0101_0101_0101_0101;
const LOW: u64 = 0x7f * EACH;
const HIGH: u64 = 0x80 * EACH;

/// Adds where in the bytes the signs stand, counted from `base`.
pub(super) fn find(bytes: &[u8], base: usize, delimiter: u8, places: &mut Vec<usize>) {
    let signs = [delimiter, b'\n', b'"'];
    let [delimiters, ends, quotes] = signs.map(|sign| u64::from(sign) * EACH);
    let (words, rest) = bytes.as_chunks::<8>();
    let mut at = base;
    for word in words {
        let word = u64::from_le_bytes(*word);
        // The high bit of each byte that is another sign: what remains of it, in its lower or its high bits, carries there.
        let others = |sign: u64| (((word ^ sign) & LOW) + LOW) | (word ^ sign);
        let mut found = !(others(delimiters) & others(ends) & others(quotes)) & HIGH;
        while found != 0 {
            places.push(at + (found.trailing_zeros() / 8) as usize);
            found &= found - 1;
        }
        at += 8;
    }
    places.extend((at..).zip(rest).filter(|(_, byte)| signs.contains(byte)).map(|(at, _)| at));
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
            let mut places = Vec::new();
            find(bytes, 100, b';', &mut places);
            let expected: Vec<usize> = (0..bytes.len()).filter(|at| b";\n\"".contains(&bytes[*at])).collect();
            assert_eq!(places, expected.iter().map(|at| at + 100).collect::<Vec<_>>(), "{start}");
        }
    }
}
