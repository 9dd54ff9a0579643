//! Areas in the codes of each source: two digits a county and four a municipality at Statistics Sweden, four digits for both in
//! Kolada, a bare number at Socialstyrelsen.

/// The counties' numbers.
const COUNTIES: [u8; 21] = [1, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 14, 17, 18, 19, 20, 21, 22, 23, 24, 25];

/// Whose codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scheme {
    /// Statistics Sweden, and everyone who follows it: `00`, `13`, `1380`.
    Scb,
    /// Kolada: `0000`, `0013`, `1380`, groups `G…`, units `V…`.
    Kolada,
    /// Socialstyrelsen: `0`, `13`, `1380`.
    Socialstyrelsen,
}

/// A place that figures are about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Area {
    /// The country.
    Nation,
    /// A county, and the region with the same border.
    County(u8),
    /// A municipality.
    Municipality(u16),
    /// A group of Kolada's.
    Group(String),
    /// A unit of Kolada's: a preschool, a school.
    Unit(String),
    /// Anything else: a small area, a country.
    Other(String),
}

impl Area {
    /// Reads a code.
    pub fn parse(scheme: Scheme, code: &str) -> Self {
        let code = code.trim();
        let other = || Self::Other(code.to_owned());
        let letter = code.chars().next().filter(char::is_ascii_uppercase);
        if scheme == Scheme::Kolada && code.len() > 1 && code.is_ascii() {
            match letter {
                Some('G') => return Self::Group(code.to_owned()),
                Some('V') => return Self::Unit(code.to_owned()),
                _ => {}
            }
        }
        if code.is_empty() || code.len() > 4 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
            return other();
        }
        let Ok(number) = code.parse::<u16>() else { return other() };
        let short = match scheme {
            Scheme::Scb => code.len() == 2,
            Scheme::Kolada => code.len() == 4 && number < 100,
            Scheme::Socialstyrelsen => code.len() <= 2,
        };
        match u8::try_from(number) {
            Ok(0) if short => Self::Nation,
            Ok(county) if short && COUNTIES.contains(&county) => Self::County(county),
            _ if code.len() == 4 && Self::is_municipality(number) => Self::Municipality(number),
            _ => other(),
        }
    }

    /// Reads a code of Statistics Sweden's or Kolada's, which mean the same wherever both can be read.
    pub fn guess(code: &str) -> Self {
        let area = Self::parse(Scheme::Scb, code);
        if matches!(area, Self::Other(_)) { Self::parse(Scheme::Kolada, code) } else { area }
    }

    fn is_municipality(number: u16) -> bool {
        let county = u8::try_from(number / 100).unwrap_or(0);
        COUNTIES.contains(&county) && !number.is_multiple_of(100)
    }

    /// Its code in a scheme; `None` where the scheme has none.
    pub fn code(&self, scheme: Scheme) -> Option<String> {
        Some(match (self, scheme) {
            (Self::Nation, Scheme::Scb) => "00".to_owned(),
            (Self::Nation, Scheme::Kolada) => "0000".to_owned(),
            (Self::Nation, Scheme::Socialstyrelsen) => "0".to_owned(),
            (Self::County(number), Scheme::Scb) => format!("{number:02}"),
            (Self::County(number), Scheme::Kolada) => format!("{number:04}"),
            (Self::County(number), Scheme::Socialstyrelsen) => number.to_string(),
            (Self::Municipality(number), _) => format!("{number:04}"),
            (Self::Group(_) | Self::Unit(_), Scheme::Scb | Scheme::Socialstyrelsen) => return None,
            (Self::Group(code) | Self::Unit(code) | Self::Other(code), _) => code.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_county_has_one_name_in_every_scheme() {
        for (scheme, nation, county) in
            [(Scheme::Scb, "00", "13"), (Scheme::Kolada, "0000", "0013"), (Scheme::Socialstyrelsen, "0", "13")]
        {
            assert_eq!(Area::parse(scheme, nation), Area::Nation);
            assert_eq!(Area::parse(scheme, county), Area::County(13));
            assert_eq!(Area::parse(scheme, "1380"), Area::Municipality(1380));
            assert_eq!(Area::County(13).code(scheme).as_deref(), Some(county));
            assert_eq!(Area::Nation.code(scheme).as_deref(), Some(nation));
        }
        assert_eq!(Area::parse(Scheme::Kolada, "G33622"), Area::Group("G33622".into()));
    }

    #[test]
    fn a_county_that_never_was_is_something_else() {
        for code in ["02", "11", "26", "1100", "1300", "9999", "", "13800", "x"] {
            assert_eq!(Area::parse(Scheme::Scb, code), Area::Other(code.to_owned()), "{code}");
        }
    }
}
