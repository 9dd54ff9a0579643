//! Sexes as sources write them: `T`, `K`, `M` in Kolada; `1`, `2` and `1+2` or `TotSa` in `PxWeb`; `1`, `2`, `3` at the National Board;
//! `00`, `01`, `02` in surveys.

/// A sex as statistics count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sex {
    /// Everyone.
    All,
    /// Women and girls.
    Women,
    /// Men and boys.
    Men,
}

impl Sex {
    /// Reads a code or a label.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text.trim().to_lowercase().as_str() {
            "t"
            | "totsa"
            | "tot"
            | "1+2"
            | "00"
            | "3"
            | "totalt"
            | "total"
            | "båda"
            | "båda könen"
            | "alla"
            | "both sexes"
            | "samtliga"
            | "män och kvinnor"
            | "totalt, samtliga män och kvinnor" => Self::All,
            "k" | "2" | "02" | "f" | "w" | "kvinna" | "kvinnor" | "flicka" | "flickor" | "women" | "woman"
            | "girls" | "female" | "females" | "tjej" | "tjejer" => Self::Women,
            "m" | "1" | "01" | "man" | "män" | "pojke" | "pojkar" | "men" | "boys" | "male" | "males" | "kille"
            | "killar" => Self::Men,
            _ => return None,
        })
    }

    /// The code that we write, as Kolada does.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "T",
            Self::Women => "K",
            Self::Men => "M",
        }
    }
}
