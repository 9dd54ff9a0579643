//! Templates: nothing inline. The content security policy would refuse it, silently, in the reader's browser.

use crate::tidy::Problem;
use crate::tree::{Tree, line_of};

/// Attributes and elements that the content security policy refuses.
pub(crate) fn problems(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, text) in tree.ending(".html").filter(|(path, _)| path.contains("/templates/")) {
        let plain = without(&without(&without(text, "{#", "#}"), "{{", "}}"), "{%", "%}");
        let plain = without(&plain, "<!--", "-->");
        for (at, _) in plain.match_indices('=') {
            let name = attribute(plain.get(..at).unwrap_or_default());
            if name == "style" {
                problems.push(Problem::at(path, line_of(text, at), "no style attribute: a class in assets/css"));
            } else if name.starts_with("on") && name.len() > 4 {
                let text_said = format!("no {name} attribute: behaviour lives in assets/ts");
                problems.push(Problem::at(path, line_of(text, at), text_said));
            }
        }
        for (at, _) in plain.match_indices("<style") {
            problems.push(Problem::at(path, line_of(text, at), "no style element: a file in assets/css"));
        }
        for (at, _) in plain.match_indices("<script") {
            let tag = plain.get(at..).and_then(|rest| rest.split('>').next()).unwrap_or_default();
            if !tag.contains(" src=") {
                problems.push(Problem::at(path, line_of(text, at), "no inline script: behaviour lives in assets/ts"));
            }
        }
        for (at, _) in plain.match_indices("javascript:") {
            problems.push(Problem::at(path, line_of(text, at), "no javascript: address"));
        }
    }
    problems
}

/// The name of the attribute that ends here, if one does.
fn attribute(before: &str) -> &str {
    let trimmed = before.trim_end();
    let start = trimmed.rfind(|character: char| !character.is_ascii_alphabetic() && character != '-');
    let start = start.map_or(0, |start| start + 1);
    // A name that does not follow a space or a quote is the end of something longer.
    let inside = trimmed.get(..start).and_then(|head| head.chars().last());
    if inside.is_some_and(|last| last.is_whitespace() || last == '"' || last == '\'') {
        trimmed.get(start..).unwrap_or_default()
    } else {
        ""
    }
}

/// The text with everything between the marks as spaces, as many bytes and lines as before.
fn without(text: &str, open: &str, close: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once(open) {
        plain.push_str(before);
        let (hidden, after) = inside.split_once(close).unwrap_or((inside, ""));
        let length = rest.len() - before.len() - after.len();
        let breaks = hidden.matches('\n').count();
        plain.push_str(&"\n".repeat(breaks));
        plain.push_str(&" ".repeat(length - breaks));
        rest = after;
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::said;

    fn check(text: &str) -> String {
        said(&problems(&Tree::of(&[("crates/web/templates/a.html", text)])))
    }

    #[test]
    fn inline_looks_and_behaviour_are_found_on_their_line() {
        assert!(check("<p>\n<b style=\"color:red\">x</b>").contains("a.html:2: no style attribute"));
        assert!(check("<p\n{% if x %}\n onclick = 'f()'{% endif %}>").contains("no onclick attribute"));
        assert!(check("<style>p{}</style>").contains("no style element"));
        assert!(check("<script>f()</script>").contains("no inline script"));
        assert!(check("<a href=\"javascript:f()\">").contains("no javascript: address"));
    }

    #[test]
    fn arguments_comments_and_other_attributes_are_no_such_thing() {
        assert_eq!(
            check("{# style=\"x\" #}{{ f::post(onward = form.once, style=1) }}<p data-style=\"a\" class=\"b\">"),
            ""
        );
        assert_eq!(check("<!-- onclick=\"f()\" --><script src=\"/a.js\" type=\"module\"></script>"), "");
    }
}
