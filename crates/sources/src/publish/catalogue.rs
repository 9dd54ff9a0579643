//! A catalogue of datasets by DCAT-AP, in JSON-LD and in Turtle, both from one list of statements. Source: DCAT-AP-SE 2.2 and
//! DCAT-AP 3.0: a catalogue has a title, a description and a publisher; a dataset a title and a description; a distribution
//! an address.

use std::fmt::Write as _;

use super::Cleared;
use crate::fault::{Code, Fault, Result};
use crate::json::{Json, write_text};

/// Names behind the prefixes.
const PREFIXES: [(&str, &str); 4] = [
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// Who publishes, where.
#[derive(Clone, Debug)]
pub struct Catalogue {
    /// The address of the catalogue; everything in it lies under it.
    pub address: String,
    /// Its title, in Swedish.
    pub title: String,
    /// What it holds, in Swedish.
    pub description: String,
    /// Who publishes it.
    pub publisher: String,
}

/// A file in which a dataset can be had.
#[derive(Clone, Debug)]
pub struct Distribution {
    /// Its name under the address of the catalogue.
    pub file: String,
    /// Its media type.
    pub media: String,
}

/// One dataset of the catalogue.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// The dataset; only one that may leave may be told of.
    pub dataset: Cleared<'a>,
    /// Its name in addresses.
    pub name: String,
    /// In which files it can be had.
    pub distributions: Vec<Distribution>,
}

#[derive(Clone, Debug, PartialEq)]
enum Object {
    Address(String),
    Swedish(String),
    Plain(String),
    Typed(String, &'static str),
}

struct Subject {
    address: String,
    kind: &'static str,
    statements: Vec<(&'static str, Object)>,
}

impl Catalogue {
    fn subjects(&self, entries: &[Entry<'_>]) -> Result<Vec<Subject>> {
        let base = self.address.trim_end_matches('/');
        if !base.starts_with("http") || base.contains(|each: char| each.is_whitespace() || "<>\"{}|\\^`".contains(each))
        {
            return Err(Fault::new(Code::Question, "address", "the catalogue needs an address that begins with http"));
        }
        let publisher = format!("{base}/publisher");
        let mut catalogue = Subject {
            address: format!("{base}/catalogue"),
            kind: "dcat:Catalog",
            statements: vec![
                ("dcterms:title", Object::Swedish(self.title.clone())),
                ("dcterms:description", Object::Swedish(self.description.clone())),
                ("dcterms:publisher", Object::Address(publisher.clone())),
                (
                    "dcterms:language",
                    Object::Address("http://publications.europa.eu/resource/authority/language/SWE".to_owned()),
                ),
            ],
        };
        let agent = Subject {
            address: publisher.clone(),
            kind: "foaf:Agent",
            statements: vec![("foaf:name", Object::Plain(self.publisher.clone()))],
        };
        let mut others = vec![agent];
        for entry in entries {
            let address = format!("{base}/dataset/{}", slug(&entry.name));
            catalogue.statements.push(("dcat:dataset", Object::Address(address.clone())));
            let mut subject = described(entry, &address, &publisher);
            for distribution in &entry.distributions {
                let file = format!("{base}/{}", slug(&distribution.file));
                let place = format!("{address}/{}", slug(&distribution.file));
                subject.statements.push(("dcat:distribution", Object::Address(place.clone())));
                let media = format!("http://www.iana.org/assignments/media-types/{}", distribution.media);
                others.push(Subject {
                    address: place,
                    kind: "dcat:Distribution",
                    statements: vec![
                        ("dcat:accessURL", Object::Address(file.clone())),
                        ("dcat:downloadURL", Object::Address(file)),
                        ("dcat:mediaType", Object::Address(media)),
                        ("dcterms:title", Object::Plain(distribution.file.clone())),
                    ],
                });
            }
            others.push(subject);
        }
        let mut all = vec![catalogue];
        all.append(&mut others);
        Ok(all)
    }

    /// The catalogue in Turtle.
    pub fn turtle(&self, entries: &[Entry<'_>]) -> Result<String> {
        let mut text = String::new();
        for (prefix, name) in PREFIXES {
            // Writing to memory does not fail.
            let _ = writeln!(text, "@prefix {prefix}: <{name}> .");
        }
        for subject in self.subjects(entries)? {
            let _ = write!(text, "\n<{}> a {}", subject.address, subject.kind);
            for (predicate, object) in &subject.statements {
                let _ = write!(text, " ;\n    {predicate} ");
                turtle_object(object, &mut text);
            }
            text.push_str(" .\n");
        }
        Ok(text)
    }

    /// The catalogue in JSON-LD.
    pub fn json_ld(&self, entries: &[Entry<'_>]) -> Result<Json> {
        let graph = self.subjects(entries)?.into_iter().map(|subject| {
            let mut members: Vec<(String, Json)> =
                vec![("@id".to_owned(), Json::of(subject.address)), ("@type".to_owned(), Json::of(subject.kind))];
            for (predicate, object) in &subject.statements {
                let value = json_object(object);
                match members.iter_mut().find(|(name, _)| name == predicate) {
                    Some((_, Json::List(values))) => values.push(value),
                    Some((_, first)) => *first = Json::List(vec![std::mem::replace(first, Json::Null), value]),
                    None => members.push(((*predicate).to_owned(), value)),
                }
            }
            Json::Object(members)
        });
        let graph: Vec<Json> = graph.collect();
        let context = PREFIXES.iter().map(|(prefix, name)| ((*prefix).to_owned(), Json::of(*name))).collect();
        Ok(Json::object([("@context", Json::Object(context)), ("@graph", Json::List(graph))]))
    }
}

fn described(entry: &Entry<'_>, address: &str, publisher: &str) -> Subject {
    let dataset = entry.dataset.dataset();
    let title = if dataset.label.is_empty() { &entry.name } else { &dataset.label };
    let description = if dataset.notes.is_empty() { title.clone() } else { dataset.notes.join("\n\n") };
    let mut statements = vec![
        ("dcterms:title", Object::Swedish(title.clone())),
        ("dcterms:description", Object::Swedish(description)),
        ("dcterms:publisher", Object::Address(publisher.to_owned())),
        (
            "dcterms:identifier",
            Object::Plain(if dataset.code.is_empty() { entry.name.clone() } else { dataset.code.clone() }),
        ),
        (
            "dcterms:accessRights",
            Object::Address("http://publications.europa.eu/resource/authority/access-right/PUBLIC".to_owned()),
        ),
        ("dcat:theme", Object::Address("http://publications.europa.eu/resource/authority/data-theme/SOCI".to_owned())),
    ];
    let provenance = &dataset.provenance;
    if !provenance.name.is_empty() {
        let line =
            provenance.licence.as_ref().map_or(provenance.name.clone(), |line| format!("{}. {line}", provenance.name));
        statements.push(("dcterms:provenance", Object::Swedish(line)));
    }
    if let Some(day) = dataset
        .updated
        .as_ref()
        .and_then(|updated| updated.get(..10))
        .filter(|day| day.parse::<domain::moment::Day>().is_ok())
    {
        statements.push(("dcterms:modified", Object::Typed(day.to_owned(), "xsd:date")));
    }
    Subject { address: address.to_owned(), kind: "dcat:Dataset", statements }
}

fn turtle_object(object: &Object, out: &mut String) {
    // The escapes of JSON's texts are a part of Turtle's.
    let mut quoted = |text: &str, end: &str| {
        let _ = write_text(text, out);
        out.push_str(end);
    };
    match object {
        Object::Swedish(text) => quoted(text, "@sv"),
        Object::Plain(text) => quoted(text, ""),
        Object::Typed(text, kind) => quoted(text, &format!("^^{kind}")),
        Object::Address(address) => {
            let _ = write!(out, "<{address}>");
        }
    }
}

fn json_object(object: &Object) -> Json {
    match object {
        Object::Address(address) => Json::object([("@id", Json::of(address))]),
        Object::Swedish(text) => Json::object([("@value", Json::of(text)), ("@language", Json::of("sv"))]),
        Object::Plain(text) => Json::of(text),
        Object::Typed(text, kind) => Json::object([("@value", Json::of(text)), ("@type", Json::of(*kind))]),
    }
}

/// A part of an address that needs no escapes but percent codes.
fn slug(text: &str) -> String {
    let mut slug = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            slug.push(char::from(byte));
        } else {
            let _ = write!(slug, "%{byte:02X}");
        }
    }
    slug
}
