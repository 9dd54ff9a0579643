//! Ages as sources write them. One table mixes single years, bands of five and ten, and the total, so ages that overlap are
//! never summed. Source: the population table of Statistics Sweden.

use super::Category;

/// Ages, in whole years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Age {
    /// Everyone.
    All,
    /// From and to, both included; `None` has no upper end.
    Band {
        /// The youngest.
        from: u8,
        /// The oldest.
        to: Option<u8>,
    },
}

impl Age {
    /// Reads a code or a label: `7`, `0-9`, `16–24 år`, `100+`, `-9`, `85 år eller äldre`, `TotSA`.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = text.trim().to_lowercase();
        let plain = ["years", "year", "år", "yrs"].iter().fold(plain, |text, unit| text.replace(unit, " "));
        let plain = plain.trim();
        if plain.starts_with("tot") || ["alla", "all", "samtliga", "all ages"].contains(&plain) {
            return Some(Self::All);
        }
        for open in ["eller äldre", "och äldre", "or older", "and over", "w"] {
            if let Some(from) = plain.strip_suffix(open) {
                return Some(Self::Band { from: number(from)?, to: None });
            }
        }
        if let Some((from, _)) = plain.split_once('+') {
            return Some(Self::Band { from: number(from)?, to: None });
        }
        let dash = |each: char| matches!(each, '-' | '–' | '—' | '−');
        match plain.split_once(dash) {
            None => number(plain).map(|year| Self::Band { from: year, to: Some(year) }),
            Some(("", to)) => Some(Self::Band { from: 0, to: Some(number(to)?) }),
            Some((from, "")) => Some(Self::Band { from: number(from)?, to: None }),
            Some((from, to)) => {
                let (from, to) = (number(from)?, number(to)?);
                (from <= to).then_some(Self::Band { from, to: Some(to) })
            }
        }
    }

    /// The ages of a category: what its label says, because codes of bands are arbitrary in some tables, else its code.
    pub fn of(category: &Category) -> Option<Self> {
        category.label.as_deref().and_then(Self::parse).or_else(|| Self::parse(&category.code))
    }

    /// The first two that have a year in common.
    pub fn overlap<'a>(ages: &[(&'a str, Self)]) -> Option<(&'a str, &'a str)> {
        let mut bands: Vec<(u8, u8, &str)> = ages
            .iter()
            .map(|(name, age)| match age {
                Self::All => (0, u8::MAX, *name),
                Self::Band { from, to } => (*from, to.unwrap_or(u8::MAX), *name),
            })
            .collect();
        bands.sort_unstable();
        bands.windows(2).find_map(|pair| match pair {
            [(_, end, left), (start, _, right)] if start <= end => Some((*left, *right)),
            _ => None,
        })
    }
}

fn number(text: &str) -> Option<u8> {
    text.trim().parse().ok().filter(|age| *age <= 130)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_read_as_sources_write_them() {
        let band = |from, to| Some(Age::Band { from, to });
        for (text, age) in [
            ("7", band(7, Some(7))),
            ("0-9", band(0, Some(9))),
            ("16–24 år", band(16, Some(24))),
            ("-9", band(0, Some(9))),
            ("100+", band(100, None)),
            ("100+10", band(100, None)),
            ("85 år eller äldre", band(85, None)),
            ("TotSA", Some(Age::All)),
            ("totalt", Some(Age::All)),
            ("9-3", None),
            ("barn", None),
            ("", None),
        ] {
            assert_eq!(Age::parse(text), age, "{text}");
        }
    }

    #[test]
    fn a_band_and_a_year_inside_it_overlap() {
        let ages: Vec<_> = ["0-9", "10-19", "19"].map(|text| (text, Age::parse(text).unwrap())).to_vec();
        assert_eq!(Age::overlap(&ages), Some(("10-19", "19")));
        assert_eq!(Age::overlap(ages.get(..2).unwrap()), None);
    }
}
