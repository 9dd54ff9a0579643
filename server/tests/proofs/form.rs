//! Forms as a browser finds them on a page and sends them.

/// A form on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Form {
    /// Where it is sent; empty for the page's own address.
    pub(crate) action: String,
    /// Its fields in order, without the token.
    pub(crate) fields: Vec<Field>,
}

/// A field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) kind: Kind,
}

/// What becomes of a field when nobody touches it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Sent as it is, and not for people to change.
    Hidden,
    /// Written in.
    Written,
    /// A chosen radio, box or option: sent.
    Chosen,
    /// One that is not chosen: not sent.
    NotChosen,
}

impl Form {
    /// What a browser sends when nobody touches the form, with some fields changed or added.
    pub(crate) fn filled(&self, changes: &[(&str, &str)]) -> Vec<(String, String)> {
        let replaced = |field: &Field| changes.iter().any(|(name, _)| *name == field.name);
        let kept = self.fields.iter().filter(|field| field.kind != Kind::NotChosen && !replaced(field));
        let kept = kept.map(|field| (field.name.clone(), field.value.clone()));
        kept.chain(changes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))).collect()
    }

    /// The names of the fields that people write in or choose from, each once.
    pub(crate) fn open_fields(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for field in self.fields.iter().filter(|field| field.kind != Kind::Hidden) {
            if !names.contains(&field.name.as_str()) {
                names.push(&field.name);
            }
        }
        names
    }
}

/// Every form of a page that is sent with POST, in order.
pub(crate) fn forms(page: &str) -> Vec<Form> {
    page.split("<form").skip(1).filter_map(form).collect()
}

fn form(rest: &str) -> Option<Form> {
    let (rest, _) = rest.split_once("</form>").unwrap_or((rest, ""));
    let (head, body) = rest.split_once('>')?;
    if !attribute(head, "method").is_some_and(|method| method.eq_ignore_ascii_case("post")) {
        return None;
    }
    let mut fields = Vec::new();
    let mut list = String::new();
    for tag in body.split('<').skip(1) {
        let (inside, text) = tag.split_once('>').unwrap_or((tag, ""));
        let name = attribute(inside, "name").unwrap_or_default();
        match inside.split_whitespace().next().unwrap_or_default() {
            "input" => fields.extend(input(inside, name)),
            "textarea" => {
                let value = unescaped(text.strip_prefix('\n').unwrap_or(text));
                fields.push(Field { name, value, kind: Kind::Written });
            }
            "select" => list = name,
            "option" => {
                let chosen = inside.split_whitespace().any(|word| word == "selected");
                let kind = if chosen { Kind::Chosen } else { Kind::NotChosen };
                fields.push(Field { name: list.clone(), value: attribute(inside, "value").unwrap_or_default(), kind });
            }
            _ => {}
        }
    }
    fields.retain(|field| !field.name.is_empty() && field.name != "csrf");
    Some(Form { action: attribute(head, "action").unwrap_or_default(), fields })
}

fn input(inside: &str, name: String) -> Option<Field> {
    let checked = inside.split_whitespace().any(|word| word == "checked");
    let kind = match attribute(inside, "type").unwrap_or_default().as_str() {
        "hidden" => Kind::Hidden,
        "radio" | "checkbox" if checked => Kind::Chosen,
        "radio" | "checkbox" => Kind::NotChosen,
        "submit" | "button" => return None,
        _ => Kind::Written,
    };
    Some(Field { name, value: attribute(inside, "value").unwrap_or_default(), kind })
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| unescaped(value))
}

/// Text as it was before it was made safe for a page.
pub(crate) fn unescaped(text: &str) -> String {
    let pairs = [("&#38;", "&"), ("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    pairs.iter().fold(text.to_owned(), |text, (safe, plain)| text.replace(safe, plain))
}

/// Text as it stands on a page.
pub(crate) fn escaped(text: &str) -> String {
    let pairs = [("&", "&#38;"), ("<", "&#60;"), (">", "&#62;"), ("\"", "&#34;"), ("'", "&#39;")];
    pairs.iter().fold(text.to_owned(), |text, (plain, safe)| text.replace(plain, safe))
}

#[test]
fn a_form_is_read_as_a_browser_reads_it() {
    let page = r#"<form method="get" action="/x"></form><form class="a" method="post" action="/y?a&#38;b">
        <input type="hidden" name="csrf" value="t"><input type="hidden" name="key" value="1">
        <input class="input" id="n" name="n" type="text" value="&#60;3"><input type="radio" name="r" value="a" id="r">
        <input type="radio" name="r" value="b" checked><textarea name="w" rows="2">
två</textarea><select id="s" name="s"><option value="">-</option><option value="2" selected>2</option></select></form>"#;
    let [form] = &forms(page)[..] else { panic!("one form is sent with POST") };
    assert_eq!(form.action, "/y?a&b");
    let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    };
    assert_eq!(form.filled(&[]), pairs(&[("key", "1"), ("n", "<3"), ("r", "b"), ("w", "två"), ("s", "2")]));
    assert_eq!(form.filled(&[("r", "a")]), pairs(&[("key", "1"), ("n", "<3"), ("w", "två"), ("s", "2"), ("r", "a")]));
    assert_eq!(form.open_fields(), ["n", "r", "w", "s"]);
}
