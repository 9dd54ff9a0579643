//! Words and identifiers that may stand in a message. Each is made only of what XML can carry and is never blank, so
//! that whatever is built from them follows rule 1 of the shipped rules (no empty elements).

use std::fmt;
use std::hash::{Hash, Hasher};

use uuid::Uuid;

/// How many characters a label may have: of a message, an organisation, a person, a function, a reference.
pub const LABEL_MAX: usize = 256;

/// Why words cannot stand in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotText {
    /// Nothing but white space.
    #[error("it is blank")]
    Blank,
    /// A character that XML cannot carry, such as a control character.
    #[error("it holds a character that XML cannot carry")]
    Character,
    /// More than 256 characters.
    #[error("it is longer than 256 characters")]
    TooLong,
    /// Not of the form it must have.
    #[error("it does not have the form it must have")]
    Form,
}

/// Words that are not blank.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Text(String);

impl Text {
    /// The words as given.
    pub fn new(words: impl Into<String>) -> Result<Self, NotText> {
        let words = words.into();
        if is_blank(&words) {
            return Err(NotText::Blank);
        }
        if words.chars().all(is_xml) { Ok(Self(words)) } else { Err(NotText::Character) }
    }

    /// Words that stand in this program: they are known to be plain.
    pub(crate) fn ours(words: &'static str) -> Self {
        Self(words.to_owned())
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// At most 256 characters (characters, not bytes).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Label(Text);

impl Label {
    /// The words as given.
    pub fn new(words: impl Into<String>) -> Result<Self, NotText> {
        let text = Text::new(words)?;
        if text.0.chars().count() > LABEL_MAX { Err(NotText::TooLong) } else { Ok(Self(text)) }
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// An organisation in the federation: `0203:` and its domain. The scheme is always [`ParticipantId::SCHEME`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ParticipantId(String);

impl ParticipantId {
    /// The scheme of every participant.
    pub const SCHEME: &str = "iso6523-actorid-upis";

    /// The participant with this identifier.
    pub fn new(identifier: impl Into<String>) -> Result<Self, NotText> {
        let identifier = identifier.into();
        let domain = identifier.strip_prefix("0203:").ok_or(NotText::Form)?;
        let plain = |character: char| character.is_ascii_graphic() && !matches!(character, '<' | '>' | '&' | '"');
        if domain.is_empty() || !domain.chars().all(plain) {
            return Err(NotText::Form);
        }
        if identifier.len() > LABEL_MAX { Err(NotText::TooLong) } else { Ok(Self(identifier)) }
    }

    /// The identifier, such as `0203:habo.se`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A function in an organisation, as the address book names it: an opaque value. It travels in clear on the envelope.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FunctionAddress(Text);

impl FunctionAddress {
    /// The root of every function address.
    pub const ROOT: &str = "urn:riv:infrastructure:messaging:functionalAddress";

    /// The address as the address book has it.
    pub fn new(address: impl Into<String>) -> Result<Self, NotText> {
        Text::new(address).map(Self)
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// A UUID as it was written. Two are the same when they mean the same, whatever letters they are written with.
#[derive(Clone, Debug)]
struct Written {
    text: Box<str>,
    uuid: Uuid,
}

impl Written {
    fn new(text: &str) -> Result<Self, NotText> {
        // The crate also reads braces and URNs; the rule does not.
        let plain = text.len() == 36 && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
        let uuid = if plain { Uuid::try_parse(text).ok() } else { None };
        uuid.map(|uuid| Self { text: text.into(), uuid }).ok_or(NotText::Form)
    }
}

impl PartialEq for Written {
    fn eq(&self, other: &Self) -> bool {
        self.uuid == other.uuid
    }
}

impl Eq for Written {}

impl Hash for Written {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.uuid.hash(state);
    }
}

/// Which message, and which envelope: the two are the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MessageId(Written);

impl MessageId {
    /// The identifier as written.
    pub fn parse(text: &str) -> Result<Self, NotText> {
        Written::new(text).map(Self)
    }

    /// The identifier as it was written.
    pub fn as_str(&self) -> &str {
        &self.0.text
    }

    /// The identifier.
    pub fn uuid(&self) -> Uuid {
        self.0.uuid
    }
}

impl From<Uuid> for MessageId {
    fn from(uuid: Uuid) -> Self {
        Self(Written { text: uuid.to_string().into(), uuid })
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// Which conversation. A reply and a supplement carry the one they were given.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ConversationId(Written);

impl ConversationId {
    /// The identifier as written.
    pub fn parse(text: &str) -> Result<Self, NotText> {
        Written::new(text).map(Self)
    }

    /// The conversation that a first message opens: its own identifier.
    pub fn opened_by(message: &MessageId) -> Self {
        Self(message.0.clone())
    }

    /// The identifier as it was written.
    pub fn as_str(&self) -> &str {
        &self.0.text
    }
}

/// Whether there is nothing but what XML calls white space.
pub(crate) fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))
}

/// Whether XML 1.0 can carry the character.
pub(crate) fn is_xml(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}
