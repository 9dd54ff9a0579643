//! Runs of small whole numbers: how a file says which rows have a value, and which value of its dictionary.

use super::broken;
use crate::fault::Result;

/// The widest number that is read.
const WIDTH_MAX: u8 = 32;

/// Reads so many numbers of a width in bits; every run is either one number many times or groups of eight, packed.
pub(super) fn read(bytes: &[u8], width: u8, count: usize, put: &mut dyn FnMut(u32) -> Result<()>) -> Result<()> {
    if width > WIDTH_MAX {
        return Err(broken("numbers wider than the format has"));
    }
    let (mut at, mut left) = (0, count);
    while left > 0 {
        let head = varint(bytes, &mut at)?;
        let run = usize::try_from(head >> 1).map_err(|_| broken("a run without end"))?;
        if head & 1 == 0 {
            let number = little(bytes, &mut at, usize::from(width.div_ceil(8)))?;
            let run = run.min(left);
            (0..run).try_for_each(|_| put(number))?;
            left -= run;
        } else {
            let length = run.checked_mul(usize::from(width)).ok_or_else(|| broken("a run without end"))?;
            // The last run may end before its groups do.
            let end = at.saturating_add(length).min(bytes.len());
            let packed = bytes.get(at..end).unwrap_or_default();
            let run = run.saturating_mul(8).min(left);
            unpacked(packed, width, run, put)?;
            at = end;
            left -= run;
        }
    }
    Ok(())
}

fn varint(bytes: &[u8], at: &mut usize) -> Result<u64> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let byte = bytes.get(*at).copied().ok_or_else(|| broken("a run breaks off"))?;
        *at += 1;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok(number);
        }
    }
    Err(broken("a run without end"))
}

fn little(bytes: &[u8], at: &mut usize, length: usize) -> Result<u32> {
    let end = *at + length;
    let taken = bytes.get(*at..end).ok_or_else(|| broken("a run breaks off"))?;
    *at = end;
    Ok(taken.iter().rev().fold(0, |number, byte| (number << 8) | u32::from(*byte)))
}

/// Numbers packed bit by bit, the lowest first.
fn unpacked(packed: &[u8], width: u8, count: usize, put: &mut dyn FnMut(u32) -> Result<()>) -> Result<()> {
    let (mut held, mut bits, mut next) = (0_u64, 0_u32, packed.iter());
    let mask = (1_u64 << width) - 1;
    for _ in 0..count {
        while bits < u32::from(width) {
            let byte = next.next().ok_or_else(|| broken("a run breaks off"))?;
            held |= u64::from(*byte) << bits;
            bits += 8;
        }
        put(u32::try_from(held & mask).unwrap_or(u32::MAX))?;
        held >>= width;
        bits -= u32::from(width);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: &[u8], width: u8, count: usize) -> Result<Vec<u32>> {
        let mut numbers = Vec::new();
        read(bytes, width, count, &mut |number| {
            numbers.push(number);
            Ok(())
        })?;
        Ok(numbers)
    }

    #[test]
    fn the_example_of_the_format_is_read() {
        // 0 to 7 in three bits each.
        assert_eq!(all(&[3, 0x88, 0xc6, 0xfa], 3, 8).unwrap(), [0, 1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(all(&[8, 5, 3, 0b0000_0101], 1, 7).unwrap(), [5, 5, 5, 5, 1, 0, 1]);
        assert_eq!(all(&[6], 0, 3).unwrap(), [0, 0, 0]);
    }

    #[test]
    fn runs_that_break_off_are_refused() {
        for (bytes, width) in [(&[][..], 1), (&[8], 1), (&[3, 0x88], 3), (&[0xff; 20], 1), (&[2, 1], 33)] {
            assert!(all(bytes, width, 8).is_err(), "{bytes:?}");
        }
    }
}
