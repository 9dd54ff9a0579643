//! Messages: Fluent files of every capability, gathered once at start.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::langid;

use crate::Language;

/// The messages of one owner, in both languages.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// The capability or kit crate.
    pub owner: &'static str,
    /// The Swedish file.
    pub swedish: &'static str,
    /// The English file.
    pub english: &'static str,
}

/// Why the messages cannot be used. The program does not start with them.
#[derive(Debug, thiserror::Error)]
pub enum TextsError {
    /// A file does not parse.
    #[error("the {language:?} messages of {owner} do not parse: {message}")]
    Malformed {
        /// Whose file.
        owner: &'static str,
        /// Which language.
        language: Language,
        /// What is wrong.
        message: String,
    },
    /// A message stands in one language only.
    #[error("the message {key} of {owner} is missing in {language:?}")]
    Missing {
        /// Whose message.
        owner: &'static str,
        /// Where it is missing.
        language: Language,
        /// Its key.
        key: String,
    },
    /// Two owners use one key.
    #[error("the message {key} of {owner} stands elsewhere too")]
    Twice {
        /// Whose message.
        owner: &'static str,
        /// Its key.
        key: String,
    },
}

/// All messages in both languages.
pub struct Texts {
    swedish: FluentBundle<FluentResource>,
    english: FluentBundle<FluentResource>,
    keys: BTreeSet<String>,
}

/// A value inside a message.
pub enum Argument<'a> {
    /// A count, for plurals, written as it is.
    Count(i64),
    /// Words.
    Words(&'a str),
}

impl From<i64> for Argument<'_> {
    fn from(count: i64) -> Self {
        Self::Count(count)
    }
}
impl From<i32> for Argument<'_> {
    fn from(count: i32) -> Self {
        Self::Count(count.into())
    }
}
impl From<u32> for Argument<'_> {
    fn from(count: u32) -> Self {
        Self::Count(count.into())
    }
}
impl From<u8> for Argument<'_> {
    fn from(count: u8) -> Self {
        Self::Count(count.into())
    }
}
impl From<usize> for Argument<'_> {
    fn from(count: usize) -> Self {
        Self::Count(i64::try_from(count).unwrap_or(i64::MAX))
    }
}
impl<'a> From<&'a str> for Argument<'a> {
    fn from(words: &'a str) -> Self {
        Self::Words(words)
    }
}
impl<'a> From<&'a String> for Argument<'a> {
    fn from(words: &'a String) -> Self {
        Self::Words(words)
    }
}

impl Texts {
    /// Gathers the messages and checks that both languages have the same keys.
    pub fn new(sources: &[Source]) -> Result<Self, TextsError> {
        let mut texts =
            Self { swedish: bundle(Language::Swedish), english: bundle(Language::English), keys: BTreeSet::new() };
        for source in sources {
            let swedish = texts.add(source, Language::Swedish, source.swedish)?;
            let english = texts.add(source, Language::English, source.english)?;
            for (have, lack, language) in
                [(&swedish, &english, Language::English), (&english, &swedish, Language::Swedish)]
            {
                if let Some(key) = have.difference(lack).next() {
                    return Err(TextsError::Missing { owner: source.owner, language, key: key.clone() });
                }
            }
            texts.keys.extend(swedish);
        }
        Ok(texts)
    }

    fn add(&mut self, source: &Source, language: Language, text: &str) -> Result<BTreeSet<String>, TextsError> {
        let resource = FluentResource::try_new(text.to_owned()).map_err(|(_, errors)| TextsError::Malformed {
            owner: source.owner,
            language,
            message: errors.first().map(ToString::to_string).unwrap_or_default(),
        })?;
        let keys = keys(text);
        let bundle = match language {
            Language::Swedish => &mut self.swedish,
            Language::English => &mut self.english,
        };
        bundle.add_resource(resource).map_err(|errors| TextsError::Twice {
            owner: source.owner,
            key: errors.first().map(ToString::to_string).unwrap_or_default(),
        })?;
        Ok(keys)
    }

    /// All keys.
    pub fn keys(&self) -> &BTreeSet<String> {
        &self.keys
    }

    /// Speaks one language.
    pub fn say(&self, language: Language) -> Say<'_> {
        Say { texts: self, language }
    }
}

/// Messages in one language.
#[derive(Clone, Copy)]
pub struct Say<'a> {
    texts: &'a Texts,
    language: Language,
}

impl Say<'_> {
    /// Which language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The message of a key. An unknown key is shown as itself, so that it is seen; a test keeps that from happening.
    pub fn t(&self, key: &str) -> String {
        self.message(key, &BTreeMap::new())
    }

    /// The message of a key with one value in it.
    pub fn with<'v>(&self, key: &str, name: &'v str, value: impl Into<Argument<'v>>) -> String {
        self.message(key, &BTreeMap::from([(name, value.into())]))
    }

    /// The message of a key with values in it.
    pub fn message(&self, key: &str, values: &BTreeMap<&str, Argument<'_>>) -> String {
        let bundle = match self.language {
            Language::Swedish => &self.texts.swedish,
            Language::English => &self.texts.english,
        };
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            return format!("[{key}]");
        };
        let mut arguments = FluentArgs::new();
        for (name, value) in values {
            let value = match value {
                Argument::Count(count) => FluentValue::from(*count),
                Argument::Words(words) => FluentValue::String(Cow::Borrowed(words)),
            };
            arguments.set(*name, value);
        }
        let mut errors = Vec::new();
        let said = bundle.format_pattern(pattern, Some(&arguments), &mut errors).into_owned();
        values.values().fold(said, with_one_point)
    }

    /// Whether there is a message of this key.
    pub fn has(&self, key: &str) -> bool {
        self.texts.keys.contains(key)
    }
}

/// A name at work may end in a point, as "Mikael K.", and then the sentence that it ends has no other.
fn with_one_point(said: String, value: &Argument<'_>) -> String {
    match value {
        Argument::Words(words) if words.strip_suffix('.').is_some_and(|name| name.ends_with(char::is_alphanumeric)) => {
            said.replace(&format!("{words}."), words)
        }
        Argument::Words(_) | Argument::Count(_) => said,
    }
}

fn bundle(language: Language) -> FluentBundle<FluentResource> {
    let tag = match language {
        Language::Swedish => langid!("sv"),
        Language::English => langid!("en"),
    };
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    // The marks that isolate text directions are shown as boxes by some old browsers; names carry `dir="auto"` instead.
    bundle.set_use_isolating(false);
    bundle
}

/// The keys of a Fluent file: what stands first on a line before an equals sign.
fn keys(text: &str) -> BTreeSet<String> {
    text.lines()
        .filter(|line| line.starts_with(|first: char| first.is_ascii_alphabetic()))
        .filter_map(|line| line.split_once('=').map(|(key, _)| key.trim().to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_ends_in_a_point_ends_its_sentence() {
        let file = "a-by = Hos { $name }. Nu\n";
        let texts = Texts::new(&[Source { owner: "a", swedish: file, english: file }]).unwrap();
        let by = |name: &str| texts.say(Language::Swedish).with("a-by", "name", name);
        assert_eq!(by("Mikael K."), "Hos Mikael K. Nu");
        assert_eq!(by("Mikael"), "Hos Mikael. Nu");
        assert_eq!(by("jag vet inte..."), "Hos jag vet inte.... Nu", "what somebody wrote stays as it is");
    }
}
