//! What a browser sends in a form, read strictly: a limit on its size, real UTF-8, and proof that the form was given to
//! this browser. Whatever was typed is kept, so that a page with an error shows it again.

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use http::Method;

use crate::app::App;
use crate::problem::Problem;
use crate::visit::Visit;

/// The largest form taken, in bytes. The longest free text is 20,000 characters.
pub(crate) const SIZE_MAX: usize = 256 * 1024;
/// The most fields of a form.
const FIELDS_MAX: usize = 400;
/// The name of the field that binds a form to its browser.
pub const TOKEN_FIELD: &str = "csrf";
/// The name of the field that tells one sending from another.
pub const ONCE_FIELD: &str = "key";

/// A sent form: its fields in order, and who sent it.
pub struct Sent {
    /// Who sent it.
    pub visit: Visit,
    /// Its fields.
    pub fields: Fields,
}

/// A question asked with a form, where the answers must not stand in an address. Read as strictly as [`Sent`], but without
/// proof that the form was given to this browser, so that asking needs no cookie. Only for pages that change nothing:
/// whatever is saved asks for [`Sent`].
pub struct Asked {
    /// Who asks.
    pub visit: Visit,
    /// What was answered.
    pub fields: Fields,
}

/// Fields of a form, in order; a name may stand more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads a form body or a query string. Broken bytes are refused, not replaced.
    pub fn parse(body: &[u8]) -> Result<Self, Problem> {
        let mut fields = Vec::new();
        for pair in body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            let name = decoded(halves.next().unwrap_or_default())?;
            let value = decoded(halves.next().unwrap_or_default())?;
            fields.push((name, value));
            if fields.len() > FIELDS_MAX {
                return Err(Problem::TooLarge);
            }
        }
        Ok(Self(fields))
    }

    /// What can be read of a form that cannot be taken: to be given back to who sent it, and for nothing else.
    pub(crate) fn as_far_as_readable(body: &[u8]) -> Self {
        let text = |bytes: &[u8]| {
            let plain: Vec<u8> = percent_encoding::percent_decode(&spaced(bytes)).collect();
            String::from_utf8_lossy(&plain).replace('\0', "\u{fffd}").replace("\r\n", "\n")
        };
        let pairs = body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()).take(FIELDS_MAX);
        pairs
            .map(|pair| {
                let mut halves = pair.splitn(2, |byte| *byte == b'=');
                (text(halves.next().unwrap_or_default()), text(halves.next().unwrap_or_default()))
            })
            .collect()
    }

    /// From names and values, as for a form shown the first time.
    pub fn of<const N: usize>(fields: [(&str, &str); N]) -> Self {
        Self(fields.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
    }

    /// The value of a field as it was typed; empty when it was not sent.
    pub fn raw(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// The value of a field without blanks at its ends; empty when it was not sent.
    pub fn text(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// All values of a field that may stand more than once, such as checkboxes.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Whether a field was sent, as with a button that was pressed.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(field, _)| field == name)
    }

    /// All fields.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Sets a field, replacing what was sent.
    pub fn set(&mut self, name: &str, value: &str) {
        self.0.retain(|(field, _)| field != name);
        self.0.push((name.to_owned(), value.to_owned()));
    }
}

impl FromIterator<(String, String)> for Fields {
    /// As for a form shown the first time, in order.
    fn from_iter<I: IntoIterator<Item = (String, String)>>(fields: I) -> Self {
        Self(fields.into_iter().collect())
    }
}

fn decoded(bytes: &[u8]) -> Result<String, Problem> {
    // A browser never sends a percent sign that begins nothing: what was typed would be guessed.
    let whole = |after: &[u8]| matches!(after, [high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit());
    if bytes.split(|byte| *byte == b'%').skip(1).any(|after| !whole(after)) {
        return Err(Problem::Unreadable);
    }
    let plain: Vec<u8> = percent_encoding::percent_decode(&spaced(bytes)).collect();
    let text = String::from_utf8(plain).map_err(|_| Problem::Unreadable)?;
    // A zero character means nothing in any text, and PostgreSQL cannot store it.
    if text.contains('\0') { Err(Problem::Unreadable) } else { Ok(text.replace("\r\n", "\n")) }
}

fn spaced(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect()
}

impl FromRequest<App> for Sent {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let Asked { visit, fields } = Asked::from_request(request, app).await?;
        if visit.owns_form(fields.raw(TOKEN_FIELD)) { Ok(Self { visit, fields }) } else { Err(Problem::StaleForm) }
    }
}

impl FromRequest<App> for Asked {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        if parts.method != Method::POST {
            return Err(Problem::Method);
        }
        let body = to_bytes(body, SIZE_MAX).await.map_err(|_| Problem::TooLarge)?;
        let fields = Fields::parse(&body)?;
        Ok(Self { visit: Visit::of(&mut parts, app).await?, fields })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_comes_out_as_it_was_typed() {
        let fields = Fields::parse("a=%C3%A5+%C3%A4%20%C3%B6&b=&c=1&c=2".as_bytes()).unwrap();
        assert_eq!(fields.raw("a"), "å ä ö");
        assert_eq!(fields.raw("b"), "");
        assert_eq!(fields.all("c").collect::<Vec<_>>(), ["1", "2"]);
        assert!(fields.has("b") && !fields.has("d"));
    }

    #[test]
    fn broken_bytes_are_refused_rather_than_replaced() {
        assert_eq!(Fields::parse(b"a=%FF%FE"), Err(Problem::Unreadable));
        assert_eq!(Fields::parse(b"a=\xff"), Err(Problem::Unreadable));
        assert_eq!(Fields::parse(b"a=%00"), Err(Problem::Unreadable));
        for broken in ["a=%", "a=%4", "a=%zz", "a=100%&b=1", "%=a"] {
            assert_eq!(Fields::parse(broken.as_bytes()), Err(Problem::Unreadable), "{broken}");
        }
        assert_eq!(Fields::parse(b"a=100%25").unwrap().raw("a"), "100%");
    }

    #[test]
    fn what_cannot_be_taken_is_given_back_as_far_as_it_can_be_read() {
        let fields = Fields::as_far_as_readable(b"a=Jag+orkar%FF+inte&b=50%&c=x%00y&d");
        let all: Vec<_> = fields.iter().collect();
        assert_eq!(all, [("a", "Jag orkar\u{fffd} inte"), ("b", "50%"), ("c", "x\u{fffd}y"), ("d", "")]);
        assert_eq!(Fields::as_far_as_readable("a=1&".repeat(FIELDS_MAX + 9).as_bytes()).iter().count(), FIELDS_MAX);
    }

    #[test]
    fn a_form_with_too_many_fields_is_refused() {
        assert_eq!(Fields::parse("a=1&".repeat(FIELDS_MAX + 1).as_bytes()), Err(Problem::TooLarge));
    }
}
