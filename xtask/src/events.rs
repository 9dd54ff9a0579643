//! `docs/reference/events.txt`: everything that can happen, as the domain tells it, read from its source. An event is a
//! case of an enum called `Event` or `Happened`; its words are its documentation.

use crate::tree::Tree;

/// Where the text stands.
pub(crate) const PATH: &str = "docs/reference/events.txt";
const HEAD: &str = "\
# What can happen: every event of the domain, by where its rules stand. Written by `cargo xtask reference`; do not edit.
# In brackets: what the event carries. Whatever of it is about somebody is sealed where it is stored.
";
const DOMAIN: &str = "crates/domain/src/";

/// The events as one text.
pub(crate) fn text(tree: &Tree) -> String {
    let files = tree.ending(".rs").filter(|(path, _)| path.starts_with(DOMAIN));
    let parts = files.flat_map(|(path, text)| {
        let found = ["pub enum Event {\n", "pub enum Happened {\n"].map(|head| text.split_once(head));
        found.into_iter().flatten().map(|(_, rest)| part(path, rest)).collect::<Vec<_>>()
    });
    std::iter::once(HEAD.to_owned()).chain(parts).collect()
}

/// The events of one enum: its file is formatted, so that cases stand four and fields eight spaces in.
fn part(path: &str, rest: &str) -> String {
    let (body, _) = rest.split_once("\n}").unwrap_or((rest, ""));
    let noun = path.trim_start_matches(DOMAIN).trim_end_matches(".rs").trim_end_matches("/event").replace('/', ", ");
    let mut text = format!("\n{noun}\n");
    let (mut words, mut lines): (Vec<&str>, Vec<Case>) = (Vec::new(), Vec::new());
    for line in body.lines() {
        match line.strip_prefix("    ") {
            Some(case) if case.starts_with("/// ") => words.push(case.trim_start_matches("/// ")),
            Some(case) if case.starts_with(|letter: char| letter.is_ascii_uppercase()) => {
                let name: String = case.chars().take_while(char::is_ascii_alphanumeric).collect();
                let carries =
                    case.split_once('(').and_then(|(_, rest)| rest.rsplit_once(')')).map(|(inside, _)| inside);
                lines.push(Case {
                    name,
                    carries: carries.map(|inside| vec![inside.to_owned()]).unwrap_or_default(),
                    words: std::mem::take(&mut words).join(" "),
                });
            }
            Some(field) => {
                let name = field.trim().split_once(": ").map(|(name, _)| name).filter(|name| is_field(name));
                if let (Some(name), Some(last)) = (name, lines.last_mut()) {
                    last.carries.push(name.to_owned());
                }
            }
            None => {}
        }
    }
    let told = lines.iter().map(Case::told);
    text.extend(told);
    text
}

/// A case of an enum.
struct Case {
    name: String,
    carries: Vec<String>,
    words: String,
}

impl Case {
    fn told(&self) -> String {
        let Self { name, carries, words } = self;
        let carries = if carries.is_empty() { String::new() } else { format!(" ({})", carries.join(", ")) };
        format!("  {name}{carries}\n    {words}\n")
    }
}

fn is_field(name: &str) -> bool {
    name.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_told_with_what_they_carry_in_the_words_of_their_documentation() {
        let source = "\
/// What happened.
pub enum Happened {
    /// The trail was opened and
    /// someone held the baton.
    Opened {
        /// About whom: a child.
        child: Id<Child>,
        holder: Holder,
    },
    /// It was offered.
    Offered(Offer),
    /// It ended.
    Ended,
}
";
        let text = text(&Tree::of(&[("crates/domain/src/trail/event.rs", source), ("crates/web/src/a.rs", source)]));
        let expected = "
trail
  Opened (child, holder)
    The trail was opened and someone held the baton.
  Offered (Offer)
    It was offered.
  Ended
    It ended.
";
        assert_eq!(text, format!("{HEAD}{expected}"));
    }
}
