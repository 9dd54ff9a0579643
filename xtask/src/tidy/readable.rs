//! Swedish that those can read whom it is for. A text's LIX is its words for each sentence and, of a hundred words, those of
//! more than six letters: about 25 in a book for children, 40 in a newspaper. Headings and labels are no sentences: they
//! would make any page look easy. Beside it every sentence has a longest length, and texts for children have no word that
//! only those who work with them use.

use std::collections::BTreeMap;

use crate::tidy::Problem;
use crate::tidy::texts::messages;
use crate::tree::Tree;

/// Who reads a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Reader {
    Child,
    Family,
    /// Both read the page. A text that only grown-ups see says so in its key; all others are the child's.
    Both,
}

/// Texts that are read together.
struct Page {
    /// What it is called in a problem.
    name: &'static str,
    /// How the keys of its texts begin.
    begins: &'static [&'static str],
    reader: Reader,
}

const fn page(name: &'static str, begins: &'static [&'static str], reader: Reader) -> Page {
    Page { name, begins, reader }
}

/// Every page of those who do not work here.
const PAGES: [Page; 17] = [
    page("the child's page", &["child-page-", "notice-words-"], Reader::Child),
    page("the family's page", &["family-", "notice-family-"], Reader::Family),
    page("asking for help", &["ask-", "notice-ask-"], Reader::Both),
    page("preparing", &["prepare-", "notice-prepare-"], Reader::Both),
    page("following what one asked", &["follow-", "notice-follow-"], Reader::Both),
    page("the letter with a code", &["codes-letter-"], Reader::Both),
    page("who has read", &["oversight-readers-"], Reader::Both),
    page("the first page", &["start-"], Reader::Both),
    page("the guide", &["guide-"], Reader::Both),
    page("about secrecy", &["reading-secrecy"], Reader::Child),
    page("about one's data", &["reading-data"], Reader::Family),
    page("about access", &["reading-access"], Reader::Family),
    page("about times", &["reading-times", "times-"], Reader::Family),
    page("who does what", &["directory-"], Reader::Family),
    page("what went wrong", &["problem-"], Reader::Family),
    page("the frame and how it looks", &["frame-", "looks-"], Reader::Family),
    page("logging in with a code", &["login-title", "login-lead", "login-code", "login-out-title"], Reader::Family),
];

/// Parts of keys whose texts a child never sees.
const GROWN_UP: [&str; 4] = ["parent", "guardian", "family", "professional"];

/// Words of the trade, with what to write to a child instead.
const TRADE: [(&str, &str); 9] = [
    ("insats", "hjälp"),
    ("samtyck", "säga ja till"),
    ("vårdnadshavare", "förälder, mamma eller pappa"),
    ("handlägg", "person, eller namnet"),
    ("ärende", "det du har berättat"),
    ("remiss", "fråga"),
    ("bedömning", "vad de tror kan hjälpa"),
    ("vårdnivå", "hjälp"),
    ("delaktig", "vara med"),
];

/// How hard a text may be.
struct Limits {
    /// Tenths of LIX over all sentences of a page.
    lix: usize,
    /// Words in one sentence.
    words: usize,
}

const fn limits(child: bool) -> Limits {
    if child { Limits { lix: 300, words: 16 } } else { Limits { lix: 400, words: 22 } }
}

/// More than this many letters make a word long.
const SHORT_LETTERS: usize = 6;
/// So many of the hardest sentences are named for a page that is too hard.
const NAMED: usize = 5;

/// One sentence, or a label.
struct Sentence {
    path: String,
    line: usize,
    key: String,
    text: String,
    words: usize,
    long: usize,
    /// It ends as a sentence does.
    whole: bool,
}

/// Texts that are too hard for whom they are written.
pub(crate) fn problems(tree: &Tree) -> Vec<Problem> {
    check(tree, &PAGES)
}

fn check(tree: &Tree, pages: &[Page]) -> Vec<Problem> {
    let mut texts: BTreeMap<(usize, bool), Vec<Sentence>> = BTreeMap::new();
    let mut problems = Vec::new();
    for (path, text) in tree.ending("sv.ftl") {
        for (key, message) in messages(text) {
            let own = |page: &Page| page.begins.iter().any(|begin| key.starts_with(begin));
            let Some((index, page)) = pages.iter().enumerate().find(|(_, page)| own(page)) else { continue };
            let child = match page.reader {
                Reader::Child => true,
                Reader::Family => false,
                Reader::Both => !key.split('-').any(|part| GROWN_UP.contains(&part)),
            };
            for said in message.says.iter().map(|said| plain(said)) {
                if child {
                    problems.extend(of_the_trade(&said).map(|text| Problem::at(path, message.line, text)));
                }
                let read = sentences(&said).into_iter().map(|sentence| Sentence {
                    path: path.to_owned(),
                    line: message.line,
                    key: key.clone(),
                    ..sentence
                });
                texts.entry((index, child)).or_default().extend(read);
            }
        }
    }
    problems.extend(stale(tree, pages));
    for ((index, child), sentences) in &texts {
        let name = pages.get(*index).map(|page| page.name).unwrap_or_default();
        problems.extend(too_hard(name, *child, sentences));
    }
    problems
}

/// Beginnings that no key has any more.
fn stale(tree: &Tree, pages: &[Page]) -> Vec<Problem> {
    let keys: Vec<String> = tree.ending("sv.ftl").flat_map(|(_, text)| messages(text).into_keys()).collect();
    // A repository without any of the pages is another one, or a test's.
    let begins: Vec<&str> = pages.iter().flat_map(|page| page.begins).copied().collect();
    let has = |begin: &str| keys.iter().any(|key| key.starts_with(begin));
    if !begins.iter().any(|begin| has(begin)) {
        return Vec::new();
    }
    let gone = begins.into_iter().filter(|begin| !has(begin));
    gone.map(|begin| Problem::of(file!(), format!("no message begins with {begin}: take it away"))).collect()
}

fn too_hard(name: &str, child: bool, sentences: &[Sentence]) -> Vec<Problem> {
    let limits = limits(child);
    let reader = if child { "a child" } else { "a family" };
    let mut problems: Vec<Problem> = sentences
        .iter()
        .filter(|sentence| sentence.words > limits.words)
        .map(|long| {
            let text = format!(
                "{} has a sentence of {} words, and {reader} reads {} at most: \"{}\"",
                long.key, long.words, limits.words, long.text
            );
            Problem::at(&long.path, long.line, text)
        })
        .collect();
    let mut whole: Vec<&Sentence> = sentences.iter().filter(|sentence| sentence.whole).collect();
    let lix = lix(&whole);
    let Some(first) = whole.first() else { return problems };
    if lix > limits.lix {
        let path = first.path.clone();
        whole.sort_by_key(|sentence| std::cmp::Reverse(self::lix(&[sentence])));
        let worst: Vec<String> =
            whole.iter().take(NAMED).map(|sentence| format!("{}: \"{}\"", sentence.key, sentence.text)).collect();
        let text = format!(
            "{name} has LIX {}.{} for {reader}, who reads {} at most. The hardest are {}",
            lix / 10,
            lix % 10,
            limits.lix / 10,
            worst.join("; ")
        );
        problems.push(Problem::of(&path, text));
    }
    problems
}

/// Tenths of LIX.
fn lix(sentences: &[&Sentence]) -> usize {
    let words: usize = sentences.iter().map(|sentence| sentence.words).sum();
    let long: usize = sentences.iter().map(|sentence| sentence.long).sum();
    if words == 0 { 0 } else { 10 * words / sentences.len() + 1000 * long / words }
}

/// The words of the trade in a text, each as what to do.
fn of_the_trade(text: &str) -> impl Iterator<Item = String> {
    let text = text.to_lowercase();
    TRADE
        .iter()
        .filter(move |(word, _)| text.contains(word))
        .map(|(word, instead)| format!("a child does not say {word}: write {instead}"))
}

/// A text with one short word for every value in it.
fn plain(text: &str) -> String {
    // Quotes in braces hold signs as they are.
    let text = text.replace("{\"", "").replace("\"}", "");
    let mut plain = String::new();
    let mut rest = text.as_str();
    while let Some((before, (_, after))) = rest.split_once('{').and_then(|(b, a)| Some((b, a.split_once('}')?))) {
        plain.push_str(before);
        plain.push('X');
        rest = after;
    }
    plain + rest
}

/// The sentences of a text. A point before a small letter or a figure shortens a word, and ends nothing.
fn sentences(text: &str) -> Vec<Sentence> {
    let mut found = Vec::new();
    let mut sentence: Vec<&str> = Vec::new();
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        sentence.push(word);
        let bare = word.trim_end_matches(['"', '”', ')']);
        let goes_on = words.peek().is_some_and(|next| next.starts_with(|c: char| c.is_lowercase() || c.is_numeric()));
        let ends = bare.ends_with(['!', '?', ':']) || (bare.ends_with('.') && !goes_on);
        if ends || words.peek().is_none() {
            found.extend(measured(&sentence, ends));
            sentence.clear();
        }
    }
    found
}

fn measured(sentence: &[&str], whole: bool) -> Option<Sentence> {
    let letters = |word: &&&str| word.chars().filter(|c| c.is_alphabetic()).count();
    let words = sentence.iter().filter(|word| word.chars().any(char::is_alphanumeric));
    let counted = words.clone().count();
    let long = words.filter(|word| letters(word) > SHORT_LETTERS).count();
    let (path, key) = (String::new(), String::new());
    (counted > 0).then(|| Sentence { path, line: 0, key, text: sentence.join(" "), words: counted, long, whole })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::said;

    const TWO: [Page; 2] = [page("own", &["own-"], Reader::Child), page("ours", &["ours-"], Reader::Both)];
    const EASY: &str = "own-a = Hej du.\nours-a = Hej du.\nours-parent = Hej på er.\n";

    fn read(texts: &str) -> String {
        said(&check(&Tree::of(&[("capabilities/a/texts/sv.ftl", &format!("{EASY}{texts}"))]), &TWO))
    }

    #[test]
    fn lix_is_words_a_sentence_and_the_share_of_long_ones() {
        // Eight words in two sentences, two of them long: 4 + 25.
        let text = "Hunden springer hem nu. Katten stannar kvar ute.";
        let found = sentences(text);
        assert_eq!(lix(&found.iter().collect::<Vec<_>>()), 290);
        assert_eq!(lix(&[]), 0);
    }

    #[test]
    fn a_page_that_is_too_hard_names_its_hardest_sentences() {
        let said = read("own-b = Socialtjänstens handläggningstider överskrider överenskommelsen.\n");
        assert!(said.contains("own has LIX"), "{said}");
        assert!(said.contains("The hardest are own-b: \"Socialtjänstens"), "{said}");
    }

    #[test]
    fn a_long_sentence_is_named_for_a_child_before_it_is_for_a_family() {
        let long = "om och om igen så går vi ut och in och ut och in igen nu ja";
        let said = read(&format!("own-b = Kom, {long}.\nours-b-parent = Kom, {long}.\n"));
        assert!(said.contains(":4: own-b has a sentence of 18 words, and a child reads 16 at most"), "{said}");
        assert!(!said.contains("ours-b-parent"), "{said}");
        let said = read(&format!("ours-b-parent = Kom, {long} {long}.\n"));
        assert!(said.contains("ours-b-parent has a sentence of 35 words, and a family reads 22"), "{said}");
    }

    #[test]
    fn a_word_of_the_trade_is_for_grown_ups_only() {
        assert!(read("own-b = Din remiss är läst.\n").contains("a child does not say remiss: write fråga"));
        assert_eq!(read("ours-b-guardian = Din remiss är läst.\n"), "");
    }

    #[test]
    fn values_are_one_short_word_and_every_form_of_a_plural_is_read() {
        assert_eq!(plain("Hej { $name }, {\"{h}\"} kvar:{\" \"}"), "Hej X, X kvar: ");
        let said = read("own-b = { $n ->\n    [one] Din remiss är läst.\n   *[other] Allt är läst.\n}\n");
        assert!(said.contains(":4: a child does not say remiss"), "{said}");
    }

    #[test]
    fn a_shortened_word_ends_no_sentence() {
        let texts: Vec<String> =
            sentences("Vi ses kl. 15. Kom då! ”Ja.” Bra").into_iter().map(|one| one.text).collect();
        assert_eq!(texts, ["Vi ses kl. 15.", "Kom då!", "”Ja.”", "Bra"]);
    }

    #[test]
    fn a_page_without_texts_is_taken_away() {
        let texts = [("capabilities/a/texts/sv.ftl", "own-a = Hej du.\n")];
        assert!(said(&check(&Tree::of(&texts), &TWO)).contains("no message begins with ours-: take it away"));
    }
}
