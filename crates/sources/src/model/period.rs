//! Periods as sources write them: years, spans of years that roll, school years, terms, half years, quarters, months, days.

use domain::moment::Day;

/// When a figure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// A calendar year.
    Year(i16),
    /// Several calendar years put together, first and last: a rolling mean or a survey every fourth year.
    Span(i16, i16),
    /// A school year (*läsår*), from August of this year.
    SchoolYear(i16),
    /// The first or the second half of a year; the spring and the autumn term are counted as these.
    Half(i16, u8),
    /// A quarter.
    Quarter(i16, u8),
    /// A month.
    Month(i16, u8),
    /// A day.
    Day(Day),
}

impl Period {
    /// Reads a code or a label: `2024`, `2021-2024`, `2023/24`, `läsåret 2023/2024`, `2024H1`, `HT 2024`, `2024K1`, `2024Q1`,
    /// `2024M01`, `2024-01`, `januari 2024`, and days in every Swedish form: `2024-01-31`, `20240131`, `31/1 2024`, `31.1.2024`,
    /// `31 januari 2024`, `den 31 jan. 2024`. A day without its century, `240131`, is not guessed at.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = text.trim().to_lowercase().replace(['–', '—', '−'], "-");
        if let Some(period) = swedish(&plain) {
            return Some(period);
        }
        let school = plain.strip_prefix("läsåret").or_else(|| plain.strip_prefix("läsår")).map(str::trim);
        let plain = school.unwrap_or(&plain);
        if let Some((first, last)) = plain.split_once('/') {
            return consecutive(first, last).map(Self::SchoolYear);
        }
        for (term, half) in [("vt", 1), ("ht", 2)] {
            if let Some(rest) = plain.strip_prefix(term).or_else(|| plain.strip_suffix(term)) {
                return Some(Self::Half(short_year(rest.trim())?, half));
            }
        }
        if let Some((first, last)) = plain.split_once('-') {
            return dashed(first.trim(), last.trim(), school.is_some());
        }
        let (year, rest) = plain.split_at_checked(4)?;
        let year = self::year(year)?;
        let rest = rest.trim();
        let Some(kind) = rest.chars().next() else { return Some(Self::Year(year)) };
        let number: u8 = rest.get(kind.len_utf8()..)?.trim().parse().ok()?;
        match kind {
            'h' if (1..=2).contains(&number) => Some(Self::Half(year, number)),
            'k' | 'q' if (1..=4).contains(&number) => Some(Self::Quarter(year, number)),
            'm' if (1..=12).contains(&number) => Some(Self::Month(year, number)),
            _ => None,
        }
    }

    /// The last calendar year it touches: where a rolling period is drawn, as the sources themselves do.
    pub fn last_year(self) -> i16 {
        match self {
            Self::Year(year) | Self::Half(year, _) | Self::Quarter(year, _) | Self::Month(year, _) => year,
            Self::Span(_, last) => last,
            Self::SchoolYear(year) => year.saturating_add(1),
            Self::Day(day) => day.date().year(),
        }
    }

    /// First and last day.
    pub fn days(self) -> Option<(Day, Day)> {
        let month = |year: i16, first: u8, count: u8| {
            let start = Day::from_parts(year, i8::try_from(first).ok()?, 1)?;
            let after = u16::from(first) + u16::from(count);
            let (year, after) = if after > 12 { (year.checked_add(1)?, after - 12) } else { (year, after) };
            let next = Day::from_parts(year, i8::try_from(after).ok()?, 1)?;
            Some((start, next.plus_days(-1)))
        };
        match self {
            Self::Year(year) => Some((Day::from_parts(year, 1, 1)?, Day::from_parts(year, 12, 31)?)),
            Self::Span(first, last) => Some((Day::from_parts(first, 1, 1)?, Day::from_parts(last, 12, 31)?)),
            Self::SchoolYear(year) => {
                Some((Day::from_parts(year, 7, 1)?, Day::from_parts(year.checked_add(1)?, 6, 30)?))
            }
            Self::Half(year, half) => month(year, if half == 1 { 1 } else { 7 }, 6),
            Self::Quarter(year, quarter) => month(year, quarter.saturating_sub(1) * 3 + 1, 3),
            Self::Month(year, number) => month(year, number, 1),
            Self::Day(day) => Some((day, day)),
        }
    }
}

const MONTHS: [(&str, &str); 12] = [
    ("januari", "january"),
    ("februari", "february"),
    ("mars", "march"),
    ("april", "april"),
    ("maj", "may"),
    ("juni", "june"),
    ("juli", "july"),
    ("augusti", "august"),
    ("september", "september"),
    ("oktober", "october"),
    ("november", "november"),
    ("december", "december"),
];

/// A month in words, whole or by at least its first three letters.
fn month(word: &str) -> Option<u8> {
    let word = word.trim_end_matches('.');
    let is = |name: &str| word.chars().count() >= 3 && name.starts_with(word);
    let at = MONTHS.iter().position(|(swedish, english)| is(swedish) || is(english))?;
    u8::try_from(at + 1).ok()
}

/// Days and months as people write them: `31/1 2024`, `31.1.2024`, `31/1/2024`, `den 31 januari 2024`, `jan 2024`, `20240131`.
fn swedish(plain: &str) -> Option<Period> {
    let day = |year_text: &str, month: u8, day: &str| {
        let month = i8::try_from(month).ok()?;
        Some(Period::Day(Day::from_parts(year(year_text)?, month, day.parse().ok()?)?))
    };
    if plain.len() == 8 && plain.bytes().all(|byte| byte.is_ascii_digit()) {
        let (year_text, rest) = plain.split_at_checked(4)?;
        let (month, rest) = rest.split_at_checked(2)?;
        return day(year_text, month.parse().ok()?, rest);
    }
    let words: Vec<&str> = plain.split_whitespace().filter(|word| *word != "den").collect();
    if let [name, year_text] = words.as_slice()
        && let Some(number) = month(name)
    {
        return Some(Period::Month(year(year_text)?, number));
    }
    if let [number, name, year_text] = words.as_slice() {
        return day(year_text, month(name)?, number.trim_end_matches('.'));
    }
    let parts: Vec<&str> = plain.split(['/', '.', ' ']).filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [number, name, year_text] if year_text.len() == 4 && number.len() <= 2 => {
            day(year_text, name.parse().ok()?, number)
        }
        _ => None,
    }
}

fn year(text: &str) -> Option<i16> {
    let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok())?.filter(|year| (1700..=2200).contains(year))
}

/// Two digits are of this century in a term: nobody counts terms of the last.
fn short_year(text: &str) -> Option<i16> {
    match text.len() {
        2 => year(&format!("20{text}")),
        _ => year(text),
    }
}

/// The first of two years that follow each other, the second written with two digits or four.
fn consecutive(first: &str, last: &str) -> Option<i16> {
    let first = year(first.trim())?;
    let next = first.checked_add(1)?;
    let last = last.trim();
    (last == next.to_string() || last == format!("{:02}", next % 100)).then_some(first)
}

fn dashed(first: &str, last: &str, school: bool) -> Option<Period> {
    let from = year(first)?;
    if school {
        return consecutive(first, last).map(Period::SchoolYear);
    }
    if let Some((month, day)) = last.split_once('-') {
        return Some(Period::Day(Day::from_parts(from, month.parse().ok()?, day.parse().ok()?)?));
    }
    if let Some(to) = year(last) {
        return (from < to).then_some(Period::Span(from, to));
    }
    let number: u8 = last.parse().ok().filter(|_| last.len() == 2)?;
    if (1..=12).contains(&number) {
        return Some(Period::Month(from, number));
    }
    // "2021-24": the century of the first year.
    let to = from - from % 100 + i16::from(number);
    (from < to).then_some(Period::Span(from, to))
}

impl std::fmt::Display for Period {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Year(year) => write!(formatter, "{year}"),
            Self::Span(first, last) => write!(formatter, "{first}-{last}"),
            Self::SchoolYear(year) => write!(formatter, "{year}/{:02}", (year + 1) % 100),
            Self::Half(year, half) => write!(formatter, "{year}H{half}"),
            Self::Quarter(year, quarter) => write!(formatter, "{year}K{quarter}"),
            Self::Month(year, month) => write!(formatter, "{year}M{month:02}"),
            Self::Day(day) => write!(formatter, "{day}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_read_as_sources_write_them() {
        for (text, period) in [
            ("2024", Some(Period::Year(2024))),
            (" 2024 ", Some(Period::Year(2024))),
            ("2021-2024", Some(Period::Span(2021, 2024))),
            ("2021–24", Some(Period::Span(2021, 2024))),
            ("2023/24", Some(Period::SchoolYear(2023))),
            ("2023/2024", Some(Period::SchoolYear(2023))),
            ("1999/00", Some(Period::SchoolYear(1999))),
            ("Läsåret 2023-24", Some(Period::SchoolYear(2023))),
            ("2024H1", Some(Period::Half(2024, 1))),
            ("2024 H2", Some(Period::Half(2024, 2))),
            ("VT 2024", Some(Period::Half(2024, 1))),
            ("ht24", Some(Period::Half(2024, 2))),
            ("2024K3", Some(Period::Quarter(2024, 3))),
            ("2024Q3", Some(Period::Quarter(2024, 3))),
            ("2026M04", Some(Period::Month(2026, 4))),
            ("2026-04", Some(Period::Month(2026, 4))),
            ("2026-04-30", Some(Period::Day(Day::from_parts(2026, 4, 30).unwrap()))),
            ("20260430", Some(Period::Day(Day::from_parts(2026, 4, 30).unwrap()))),
            ("30/4 2026", Some(Period::Day(Day::from_parts(2026, 4, 30).unwrap()))),
            ("30/4/2026", Some(Period::Day(Day::from_parts(2026, 4, 30).unwrap()))),
            ("30.4.2026", Some(Period::Day(Day::from_parts(2026, 4, 30).unwrap()))),
            ("30 april 2026", Some(Period::Day(Day::from_parts(2026, 4, 30).unwrap()))),
            ("Den 30 apr. 2026", Some(Period::Day(Day::from_parts(2026, 4, 30).unwrap()))),
            ("april 2026", Some(Period::Month(2026, 4))),
            ("Maj 2026", Some(Period::Month(2026, 5))),
            ("260430", None),
            ("4/30 2026", None),
            ("20261332", None),
            ("2026-04-31", None),
            ("2024H3", None),
            ("2023/25", None),
            ("2024-2021", None),
            ("24", None),
            ("", None),
            ("åååå", None),
        ] {
            assert_eq!(Period::parse(text), period, "{text}");
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        for text in ["2024", "2021-2024", "2023/24", "2024H1", "2024K3", "2026M04", "2026-04-30"] {
            assert_eq!(Period::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_half_year_ends_with_its_last_day() {
        let (first, last) = Period::Half(2024, 2).days().unwrap();
        assert_eq!((first.to_string(), last.to_string()), ("2024-07-01".to_owned(), "2024-12-31".to_owned()));
    }
}
