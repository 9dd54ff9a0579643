//! Reads Rust just well enough to tell code from comments and from text in quotes. It does not parse.

/// What a character belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Code,
    Comment,
    Quoted,
}

/// A text in quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Quoted {
    /// The line it begins on, counted from 1.
    pub(crate) line: usize,
    /// The text, without quotes; escapes undone.
    pub(crate) text: String,
    /// The code before it, up to 120 characters, without line breaks and spaces.
    pub(crate) before: String,
}

/// A Rust file taken apart.
#[derive(Debug)]
pub(crate) struct Source {
    /// The file with comments and the insides of quotes as spaces; every line is where it was.
    pub(crate) code: String,
    /// The file with everything but comments as spaces.
    pub(crate) comments: String,
    /// Every text in quotes.
    pub(crate) quoted: Vec<Quoted>,
    /// Lines, counted from 1, that lie in a module for tests only.
    pub(crate) test_lines: Vec<std::ops::RangeInclusive<usize>>,
    /// How many lines hold code: not blank, not only comment, not in a module for tests.
    pub(crate) lines_of_code: usize,
}

impl Source {
    /// Takes a file apart.
    pub(crate) fn read(text: &str) -> Self {
        let mut reader =
            Reader { chars: text.chars().collect(), at: 0, line: 1, parts: Vec::new(), quoted: Vec::new() };
        while reader.at < reader.chars.len() {
            reader.step();
        }
        let Reader { chars, parts, quoted, .. } = reader;
        let only = |wanted: &dyn Fn(Part) -> bool| -> String {
            let each = chars.iter().zip(&parts);
            each.map(|(character, part)| if *character == '\n' || wanted(*part) { *character } else { ' ' }).collect()
        };
        let code = only(&|part| part == Part::Code);
        let comments = only(&|part| part == Part::Comment);
        let no_comments = only(&|part| part != Part::Comment);
        let test_lines = test_modules(&code);
        let counted = |line: usize, text: &str| !text.trim().is_empty() && !inside(&test_lines, line);
        let lines_of_code = no_comments.lines().enumerate().filter(|(index, text)| counted(index + 1, text)).count();
        Self { code, comments, quoted, test_lines, lines_of_code }
    }

    /// Every text in quotes outside modules for tests.
    pub(crate) fn quoted_in_code(&self) -> impl Iterator<Item = &Quoted> {
        self.quoted.iter().filter(|quoted| !inside(&self.test_lines, quoted.line))
    }
}

fn inside(ranges: &[std::ops::RangeInclusive<usize>], line: usize) -> bool {
    ranges.iter().any(|range| range.contains(&line))
}

struct Reader {
    chars: Vec<char>,
    at: usize,
    line: usize,
    parts: Vec<Part>,
    quoted: Vec<Quoted>,
}

impl Reader {
    /// The character so many steps ahead; a null past the end.
    fn ahead(&self, steps: usize) -> char {
        self.chars.get(self.at + steps).copied().unwrap_or('\0')
    }

    fn take(&mut self, part: Part) -> char {
        let character = self.ahead(0);
        self.at += 1;
        self.parts.push(part);
        if character == '\n' {
            self.line += 1;
        }
        character
    }

    fn step(&mut self) {
        let in_word = self.at > 0 && self.chars.get(self.at - 1).is_some_and(|before| is_word(*before));
        match (self.ahead(0), self.ahead(1)) {
            ('/', '/') => {
                while self.at < self.chars.len() && self.ahead(0) != '\n' {
                    self.take(Part::Comment);
                }
            }
            ('/', '*') => self.block_comment(),
            ('"', _) => self.quote(0, Escapes::Undone),
            ('r' | 'b' | 'c', _) if !in_word && self.raw_hashes().is_some() => {
                let (prefix, hashes) = self.raw_hashes().unwrap_or_default();
                for _ in 0..prefix + hashes {
                    self.take(Part::Code);
                }
                self.quote(hashes, Escapes::None);
            }
            ('\'', '\\') => {
                self.take(Part::Code);
                self.take(Part::Quoted);
                self.take(Part::Quoted);
                while self.at < self.chars.len() && self.ahead(0) != '\'' {
                    self.take(Part::Quoted);
                }
                self.take(Part::Code);
            }
            // A lifetime has no quote after it; a character has.
            ('\'', _) if self.ahead(2) == '\'' => {
                self.take(Part::Code);
                self.take(Part::Quoted);
                self.take(Part::Code);
            }
            _ => {
                self.take(Part::Code);
            }
        }
    }

    /// At the start of a raw string: how many letters and how many hashes stand before its quote.
    fn raw_hashes(&self) -> Option<(usize, usize)> {
        let letters = match (self.ahead(0), self.ahead(1)) {
            ('r', _) => 1,
            ('b' | 'c', 'r') => 2,
            _ => return None,
        };
        let hashes = (0..self.chars.len()).take_while(|hash| self.ahead(letters + hash) == '#').count();
        (self.ahead(letters + hashes) == '"').then_some((letters, hashes))
    }

    fn block_comment(&mut self) {
        let mut depth = 0_u32;
        while self.at < self.chars.len() {
            match (self.ahead(0), self.ahead(1)) {
                ('/', '*') => depth += 1,
                ('*', '/') => depth -= 1,
                _ => {
                    self.take(Part::Comment);
                    continue;
                }
            }
            self.take(Part::Comment);
            self.take(Part::Comment);
            if depth == 0 {
                return;
            }
        }
    }

    fn quote(&mut self, hashes: usize, escapes: Escapes) {
        let line = self.line;
        let before = self.before();
        self.take(Part::Code);
        let mut text = String::new();
        while self.at < self.chars.len() {
            match self.ahead(0) {
                '"' if (1..=hashes).all(|hash| self.ahead(hash) == '#') => break,
                '\\' if escapes == Escapes::Undone => self.escape(&mut text),
                _ => text.push(self.take(Part::Quoted)),
            }
        }
        for _ in 0..=hashes {
            if self.at < self.chars.len() {
                self.take(Part::Code);
            }
        }
        self.quoted.push(Quoted { line, text, before });
    }

    fn escape(&mut self, text: &mut String) {
        self.take(Part::Quoted);
        match self.take(Part::Quoted) {
            'n' => text.push('\n'),
            't' => text.push('\t'),
            '\n' => {
                while self.ahead(0).is_whitespace() {
                    self.take(Part::Quoted);
                }
            }
            other => text.push(other),
        }
    }

    fn before(&self) -> String {
        let start = self.at.saturating_sub(120);
        let each = self.chars.iter().zip(&self.parts).take(self.at).skip(start);
        each.filter(|(character, part)| **part == Part::Code && !character.is_whitespace()).map(|(c, _)| *c).collect()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Escapes {
    Undone,
    None,
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// The lines of every `#[cfg(test)] mod … { … }`.
fn test_modules(code: &str) -> Vec<std::ops::RangeInclusive<usize>> {
    let mut found = Vec::new();
    for (start, _) in code.match_indices("#[cfg(test)]") {
        let rest = code.get(start..).unwrap_or_default();
        let Some(open) = rest.find('{') else { continue };
        let head = rest.get(..open).unwrap_or_default();
        if head.contains(';') || !head.split_whitespace().any(|word| word == "mod") {
            continue;
        }
        let mut depth = 0_i32;
        let close = rest.char_indices().skip_while(|(at, _)| *at < open).find(|(_, character)| {
            depth += i32::from(*character == '{') - i32::from(*character == '}');
            depth == 0
        });
        let end = close.map_or(code.len(), |(at, _)| start + at);
        found.push(crate::tree::line_of(code, start)..=crate::tree::line_of(code, end));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_comments_and_quotes_are_told_apart() {
        let source = Source::read("let a = \"// no\"; // \"yes\"\n/* one /* two */ \"three\" */ let b = 'x';\n");
        assert_eq!(source.quoted.iter().map(|quoted| quoted.text.as_str()).collect::<Vec<_>>(), ["// no"]);
        assert!(source.comments.contains("\"yes\"") && source.comments.contains("\"three\""));
        assert!(source.code.contains("let b ="));
        assert!(!source.code.contains("no"));
    }

    #[test]
    fn raw_strings_characters_and_lifetimes_do_not_confuse_it() {
        let source = Source::read("fn f<'a>(x: &'a str) { g(r#\"a \"b\" c\"#, b\"d\", '\"', '\\'', \"e\\\"f\") }");
        let texts: Vec<_> = source.quoted.iter().map(|quoted| quoted.text.as_str()).collect();
        assert_eq!(texts, ["a \"b\" c", "d", "e\"f"]);
    }

    #[test]
    fn blank_lines_comments_and_tests_are_not_code() {
        let text = "//! Doc.\n\nfn f() {\n    // why\n    g();\n}\n\n#[cfg(test)]\nmod tests {\n    fn h() {}\n}\n";
        assert_eq!(Source::read(text).lines_of_code, 3);
    }

    #[test]
    fn what_stands_before_a_text_is_known() {
        let source = Source::read("say\n    .t(\n        \"frame-skip\")");
        assert!(source.quoted.first().unwrap().before.ends_with(".t("));
    }
}
