//! Names as people write them in files: one line, seen as it is, and told from another that only looks like it.

/// Letters with a loose accent, as some programs write them, and the same in one piece.
const IN_ONE_PIECE: &[(&str, &str)] = &[
    ("a\u{30a}", "å"),
    ("A\u{30a}", "Å"),
    ("a\u{308}", "ä"),
    ("A\u{308}", "Ä"),
    ("o\u{308}", "ö"),
    ("O\u{308}", "Ö"),
    ("e\u{301}", "é"),
    ("E\u{301}", "É"),
    ("a\u{301}", "á"),
    ("a\u{300}", "à"),
    ("e\u{300}", "è"),
    ("e\u{308}", "ë"),
    ("i\u{301}", "í"),
    ("i\u{308}", "ï"),
    ("o\u{301}", "ó"),
    ("u\u{301}", "ú"),
    ("u\u{308}", "ü"),
    ("U\u{308}", "Ü"),
    ("n\u{303}", "ñ"),
    ("c\u{327}", "ç"),
];

/// A name of one line and at most so many characters, or what to write instead.
pub(super) fn name(text: &str, longest: usize) -> Result<String, String> {
    let text = in_one_piece(text.trim());
    let length = text.chars().count();
    if length > longest {
        return Err(format!("write one line of 1 to {longest} characters; this has {length}"));
    }
    if text.is_empty() || text.chars().any(char::is_control) {
        return Err(format!("write one line of 1 to {longest} characters"));
    }
    if text.contains('\u{fffd}') {
        return Err("a letter was lost when the file was saved; save it as UTF-8 and write the name anew".to_owned());
    }
    match text.chars().enumerate().find(|(_, letter)| is_unseen(*letter)) {
        None => Ok(text),
        Some((place, letter)) => {
            let (code, place) = (u32::from(letter), place + 1);
            Err(format!("character {place} cannot be seen (U+{code:04X}); take it away, or write an ordinary space"))
        }
    }
}

/// Spaces that are not the ordinary one, and marks that hide or turn what stands around them. A joiner, which some
/// scripts need inside a word, is none.
fn is_unseen(letter: char) -> bool {
    (letter.is_whitespace() && letter != ' ')
        || matches!(letter,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn in_one_piece(text: &str) -> String {
    if !text.chars().any(|letter| matches!(letter, '\u{300}'..='\u{36f}')) {
        return text.to_owned();
    }
    IN_ONE_PIECE.iter().fold(text.to_owned(), |text, (loose, one)| text.replace(loose, one))
}

/// The same for two names that differ only in capitals, spaces, dashes and joiners.
pub(super) fn alike(name: &str) -> String {
    let told = name.chars().filter(|letter| !letter.is_whitespace() && !matches!(letter, '\u{200c}' | '\u{200d}'));
    told.map(|letter| if matches!(letter, '‐'..='―' | '−') { '-' } else { letter })
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line_that_can_be_seen() {
        let long = "å".repeat(300);
        for (text, told) in [
            ("", "write one line of 1 to 200 characters"),
            (" \t ", "write one line of 1 to 200 characters"),
            ("a\nb", "write one line of 1 to 200 characters"),
            (&long, "write one line of 1 to 200 characters; this has 300"),
            ("R\u{fffd}smark", "a letter was lost"),
            ("BUP\u{a0}Rösmark", "character 4 cannot be seen (U+00A0)"),
            ("\u{202e}kramsöR", "character 1 cannot be seen (U+202E)"),
            ("BUP\u{200b}", "character 4 cannot be seen (U+200B)"),
        ] {
            let said = name(text, 200).unwrap_err();
            assert!(said.contains(told), "{told} is not in {said}");
        }
    }

    #[test]
    fn names_of_any_script_are_taken_and_loose_accents_put_in_one_piece() {
        for (text, taken) in [
            ("  Nora S. ", "Nora S."),
            ("Bjo\u{308}rkeryd", "Björkeryd"),
            ("ليلى حداد", "ليلى حداد"),
            ("می\u{200c}نا", "می\u{200c}نا"),
            ("\u{a0}Åsa\u{a0}", "Åsa"),
        ] {
            assert_eq!(name(text, 200).as_deref(), Ok(taken));
        }
        assert_eq!(name(&"å".repeat(200), 200).map(|name| name.chars().count()), Ok(200));
    }

    #[test]
    fn two_spellings_of_one_name_are_alike_and_two_names_are_not() {
        for (one, other) in [("BUP  Rösmark", "Bup Rösmark"), ("SE1-2", "se1–2"), ("A B", "AB")] {
            assert_eq!(alike(one), alike(other));
        }
        for (one, other) in [("Åby", "Aby"), ("BUP 1", "BUP 2"), ("Anna-Lo", "Anna Lo")] {
            assert_ne!(alike(one), alike(other));
        }
    }
}
