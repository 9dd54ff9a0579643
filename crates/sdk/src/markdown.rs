//! The part of Markdown that messages may use: headings, bold, italic, `*` lists, numbered lists, paragraphs, rules and
//! line breaks. Source: specification 2.2, `ContentText`. What we send keeps to it; what we receive is shown as it is.

/// Something that stands outside the part that may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outside {
    /// On which line, from 1.
    pub line: usize,
    /// What it is.
    pub what: &'static str,
}

/// The first thing outside the part that may be used.
pub fn outside_subset(markdown: &str) -> Option<Outside> {
    markdown.lines().enumerate().find_map(|(at, line)| look(line).map(|what| Outside { line: at + 1, what }))
}

/// Plain words as Markdown that means just them. Line breaks stay.
pub fn from_plain(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for (at, line) in words.lines().enumerate() {
        if at > 0 {
            out.push_str("  \n");
        }
        push_escaped(&mut out, line.trim_start());
    }
    out
}

fn look(line: &str) -> Option<&'static str> {
    let bare = without_escapes(line);
    let start = bare.trim_start();
    if start.starts_with("~~~") || bare.contains('`') {
        return Some("code is not part of what messages may use");
    }
    if start.starts_with('>') {
        return Some("a quotation is not part of what messages may use");
    }
    if start.starts_with("- ") || start.starts_with("+ ") {
        return Some("lists are written with * or numbers");
    }
    if start.starts_with('|') {
        return Some("a table is not part of what messages may use");
    }
    if bare.contains("](") || bare.contains("][") || bare.contains("]:") {
        return Some("a link or an image is not part of what messages may use");
    }
    if has_tag(&bare) {
        return Some("HTML is never part of a message");
    }
    None
}

/// The line with every character after a backslash, which means just itself, as a full stop.
fn without_escapes(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character == '\\' && characters.next().is_some() {
            out.push('.');
        } else {
            out.push(character);
        }
    }
    out
}

/// `<` before a letter, `/`, `!` or `?` opens a tag; `<` before anything else is the sign for less than.
fn has_tag(line: &str) -> bool {
    let tag = |next: char| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?');
    line.match_indices('<').any(|(at, _)| line.get(at + 1..).and_then(|rest| rest.chars().next()).is_some_and(tag))
}

fn push_escaped(out: &mut String, line: &str) {
    // A number with a full stop begins a list only at the start of a line; so do the signs of lists and rules.
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    for (at, character) in line.char_indices() {
        let starts = at == 0 && matches!(character, '#' | '-' | '+' | '>' | '|' | '=' | '~');
        let numbers = digits > 0 && at == digits && matches!(character, '.' | ')');
        if starts || numbers || matches!(character, '\\' | '*' | '_' | '`' | '[' | ']' | '<') {
            out.push('\\');
        }
        out.push(character);
    }
}
