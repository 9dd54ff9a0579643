//! Stable names of closed lists: what is stored, and what the interface's texts are keyed by.

/// Gives a list of plain variants its codes, the whole list, and the way back from a stored code.
macro_rules! coded {
    ($name:ident { $($variant:ident => $code:literal),+ $(,)? }) => {
        impl $name {
            /// Every variant, in the order people meet them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable name, for storage and for texts in the interface.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code),+
                }
            }

            /// The variant with a stored code, if there is one.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.code() == code)
            }
        }
    };
}

pub(crate) use coded;
