//! Answers of PxWeb as SDMX-ML: a message of generic data, version 2.0, without the structure beside it. Every combination of variables is
//! a series, whose key names them; periods are observations. Names and codes are written without the letters that an identifier may not
//! have, å, ä and ö among them, so they are matched with what was asked for in the same way; and of a figure that is absent nothing is
//! said but that it is. Source: the serializer of the reference installation.

use std::collections::HashMap;

use roxmltree::{Document, Node, ParsingOptions};

use super::super::Gather;
use super::coded::{Coded, whole, wrong};
use crate::fault::{Code, Fault, Result};
use crate::model::{Dataset, Dimension, Role};

/// The most bytes of a message.
const BYTES_MAX: usize = 256 * 1024 * 1024;
/// The most elements, texts and comments; a cell takes twelve, the space between them among these.
const NODES_MAX: u32 = 4_000_000;
/// The most attributes of an element, and of declarations of namespaces in all: the library holds each beside all the others.
const ATTRIBUTES_MAX: usize = 16;
/// How deep elements stand in each other at most; a message needs seven.
const DEPTH_MAX: usize = 32;

/// The concept that every series has and no variable is.
const FREQUENCY: &str = "FREQ";

/// Reads an answer about these dimensions.
pub(super) fn read(body: &[u8], asked: &[Dimension]) -> Result<Dataset> {
    let text = std::str::from_utf8(body).map_err(|_| Fault::new(Code::Encoding, "", "not UTF-8"))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    hold_bounds(text)?;
    let options = ParsingOptions { allow_dtd: false, nodes_limit: NODES_MAX, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| why(&error))?;
    let root = document.root_element();
    if !root.has_tag_name((MESSAGE, "GenericData")) {
        return Err(Fault::new(Code::Unsupported, root.tag_name().name(), "no message of generic data, version 2.0"));
    }
    let set = child(root, "DataSet").ok_or_else(|| wrong("there is no data set"))?;
    let axes = Axes::new(asked);
    let mut gather = Gather::new(asked.to_vec());
    let series = set.children().filter(|node| node.has_tag_name((GENERIC, "Series")));
    for (number, series) in series.enumerate() {
        put(&mut gather, &axes, series).map_err(|fault| fault.within(&format!("series {}", number + 1)))?;
    }
    whole(gather, asked)
}

const MESSAGE: &str = "http://www.SDMX.org/resources/SDMXML/schemas/v2_0/message";
const GENERIC: &str = "http://www.SDMX.org/resources/SDMXML/schemas/v2_0/generic";

/// What was asked for, in the letters that an identifier may have.
struct Axes<'a> {
    all: Vec<Coded<'a>>,
    /// Which dimension a concept is; `None` where it may be two.
    concepts: HashMap<String, Option<usize>>,
    /// The dimension whose categories are observations.
    period: Option<usize>,
}

/// A name or code as the serializer writes it.
fn plain(text: &str) -> String {
    text.chars().filter(|each| each.is_ascii_alphanumeric() || "-*_@$".contains(*each)).collect()
}

impl<'a> Axes<'a> {
    fn new(asked: &'a [Dimension]) -> Self {
        let mut concepts: HashMap<String, Option<usize>> = HashMap::new();
        for (at, dimension) in asked.iter().enumerate() {
            concepts.entry(plain(dimension.name())).and_modify(|known| *known = None).or_insert(Some(at));
        }
        let all = asked.iter().map(|dimension| Coded::new(dimension, |each| vec![plain(&each.code)])).collect();
        Self { all, concepts, period: asked.iter().position(|dimension| dimension.role == Role::Period) }
    }
}

fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| child.is_element() && child.tag_name().name() == name)
}

/// The values that stand in an element: concept and value.
fn values<'a>(node: Option<Node<'a, '_>>) -> impl Iterator<Item = (&'a str, &'a str)> {
    let values = node.into_iter().flat_map(|node| node.children()).filter(|node| node.tag_name().name() == "Value");
    values.map(|node| (node.attribute("concept").unwrap_or_default(), node.attribute("value").unwrap_or_default()))
}

/// Puts a series in.
fn put(gather: &mut Gather, axes: &Axes<'_>, series: Node<'_, '_>) -> Result<()> {
    let mut key: Vec<Option<&str>> = axes.all.iter().map(Coded::implied).collect();
    let mut said = vec![false; key.len()];
    for (concept, value) in values(child(series, "SeriesKey")) {
        let at = match axes.concepts.get(concept) {
            Some(Some(at)) => *at,
            Some(None) => return Err(wrong(format!("concept \"{concept}\" may be two variables"))),
            None if concept == FREQUENCY => continue,
            None => return Err(wrong(format!("concept \"{concept}\" was not asked for"))),
        };
        let (Some(coded), Some(slot), Some(said)) = (axes.all.get(at), key.get_mut(at), said.get_mut(at)) else {
            continue;
        };
        if std::mem::replace(said, true) {
            return Err(wrong(format!("concept \"{concept}\" stands there twice")));
        }
        *slot = Some(coded.find(value)?);
    }
    let observations = series.children().filter(|node| node.has_tag_name((GENERIC, "Obs")));
    for (number, observation) in observations.enumerate() {
        let within = |fault: Fault| fault.within(&format!("observation {}", number + 1));
        let time = child(observation, "Time").and_then(|time| time.text()).unwrap_or_default().trim();
        let mut codes = Vec::with_capacity(key.len());
        for (at, (coded, known)) in axes.all.iter().zip(&key).enumerate() {
            let is_time = axes.period == Some(at) && !time.is_empty();
            let code = if is_time { Some(coded.find(time).map_err(within)?) } else { *known };
            codes.push(code.ok_or_else(|| within(wrong(format!("nothing says which {}", coded.dimension.name()))))?);
        }
        let (value, mark) = figure(observation).map_err(within)?;
        gather.put(&codes, value, mark)?;
    }
    Ok(())
}

/// The figure of an observation, or its status where there is none.
fn figure(observation: Node<'_, '_>) -> Result<(Option<f64>, Option<String>)> {
    let status = values(child(observation, "Attributes")).find(|(concept, _)| *concept == "OBS_STATUS");
    let status = status.map(|(_, status)| status.trim()).filter(|status| !status.is_empty());
    let value = child(observation, "ObsValue").and_then(|value| value.attribute("value"));
    let Some(text) = value else { return Ok((None, status.map(ToOwned::to_owned))) };
    let figure: f64 = text.trim().parse().map_err(|_| wrong(format!("\"{text}\" is no figure")))?;
    // "A" is that all is well.
    let mark = status.filter(|status| *status != "A").map(ToOwned::to_owned);
    Ok((Some(figure).filter(|figure| figure.is_finite()), mark))
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the library's list of faults is open, and long")]
fn why(error: &roxmltree::Error) -> Fault {
    let place = format!("line {}, column {}", error.pos().row, error.pos().col);
    match error {
        roxmltree::Error::DtdDetected => document_type(),
        roxmltree::Error::NodesLimitReached
        | roxmltree::Error::AttributesLimitReached
        | roxmltree::Error::NamespacesLimitReached => too_much(),
        _ => Fault::new(Code::Broken, place, "not well-formed XML"),
    }
}

fn document_type() -> Fault {
    Fault::new(Code::Unsupported, "", "it has a document type, which is never read")
}

fn too_much() -> Fault {
    Fault::new(Code::TooLarge, "", "more elements or attributes, or deeper ones, than we take")
        .remedy("Ask for less at a time.")
}

/// What the library does not bound, looked at before it reads. Where a text is not well-formed this may lose its place; the library
/// stops there.
fn hold_bounds(text: &str) -> Result<()> {
    if text.len() > BYTES_MAX {
        return Err(too_much());
    }
    let (mut rest, mut depth, mut namespaces) = (text, 0_usize, 0_usize);
    while let Some((_, after)) = rest.split_once('<') {
        let skipped = [("!--", "-->"), ("![CDATA[", "]]>"), ("?", "?>")]
            .into_iter()
            .find_map(|(open, close)| after.strip_prefix(open).map(|inside| inside.split_once(close)));
        rest = match skipped {
            Some(Some((_, after))) => after,
            Some(None) => return Ok(()),
            None if after.starts_with('!') => return Err(document_type()),
            None => {
                let (tag, after) = after.split_at_checked(end_of_tag(after)?).unwrap_or((after, ""));
                namespaces += tag.matches("xmlns").count();
                if tag.starts_with('/') {
                    depth = depth.saturating_sub(1);
                } else if !tag.ends_with('/') {
                    depth += 1;
                }
                if depth > DEPTH_MAX || namespaces > ATTRIBUTES_MAX {
                    return Err(too_much());
                }
                after
            }
        };
    }
    Ok(())
}

/// Where a tag ends; too many attributes end it at once.
fn end_of_tag(text: &str) -> Result<usize> {
    let mut quote = None;
    let mut attributes = 0;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>') => return Ok(at),
            (None, b'=') if attributes == ATTRIBUTES_MAX => return Err(too_much()),
            (None, b'=') => attributes += 1,
            (Some(_) | None, _) => {}
        }
    }
    Ok(text.len())
}
