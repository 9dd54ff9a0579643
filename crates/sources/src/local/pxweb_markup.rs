//! The answers of PxWeb that are markup, written as its serializers write them: SDMX-ML of version 1 and HTML of version 2.

use std::fmt::Write as _;

use super::pxweb_formats::{combinations, figure};
use crate::model::{Dataset, Dimension, Role};

/// The signs that an identifier may have.
fn cleaned(text: &str) -> String {
    text.chars().filter(|each| each.is_ascii_alphanumeric() || "-*_@$".contains(*each)).collect()
}

/// A series for each combination of everything but the period; every period is an observation. `None` without a period, of which the
/// serializer makes an error.
pub(super) fn sdmx(dataset: &Dataset) -> Option<String> {
    let heading: Vec<usize> = axes(dataset, |dimension| dimension.role == Role::Period);
    let [period] = heading.as_slice() else { return None };
    let stub = axes(dataset, |dimension| dimension.role != Role::Period);
    let id = cleaned(&dataset.code);
    let mut text = format!(
        "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<GenericData \
         xmlns:g=\"http://www.SDMX.org/resources/SDMXML/schemas/v2_0/generic\" \
         xmlns:c=\"http://www.SDMX.org/resources/SDMXML/schemas/v2_0/common\" \
         xmlns=\"http://www.SDMX.org/resources/SDMXML/schemas/v2_0/message\">\r\n  <Header>\r\n    <ID>{id}_DATA</ID>\r\n    \
         <Test>false</Test>\r\n    <Sender id=\"TEST\">\r\n      <Name xml:lang=\"sv\">{}</Name>\r\n    </Sender>\r\n    \
         <KeyFamilyRef>N_x002F_A</KeyFamilyRef>\r\n    <DataSetID>{id}</DataSetID>\r\n  </Header>\r\n  <DataSet>\r\n    \
         <g:KeyFamilyRef>{id}</g:KeyFamilyRef>\r\n",
        dataset.provenance.name
    );
    let dimension = |axis: usize| dataset.dimensions.get(axis);
    let periods = dimension(*period).map_or(0, |dimension| dimension.categories.len());
    for row in combinations(dataset, &stub) {
        text.push_str("    <g:Series>\r\n      <g:SeriesKey>\r\n        <g:Value concept=\"FREQ\" value=\"A\" />\r\n");
        for (axis, at) in stub.iter().zip(&row) {
            let dimension = dimension(*axis)?;
            let (concept, value) = (cleaned(dimension.name()), cleaned(&dimension.categories.get(*at)?.code));
            // Writing to memory does not fail.
            let _ = writeln!(text, "        <g:Value concept=\"{concept}\" value=\"{value}\" />\r");
        }
        text.push_str("      </g:SeriesKey>\r\n");
        for at in 0..periods {
            let places = stub.iter().copied().zip(row.iter().copied()).chain([(*period, at)]);
            let time = &dimension(*period)?.categories.get(at)?.code;
            let (value, status) = match figure(dataset, places) {
                Some(figure) => (format!("        <g:ObsValue value=\"{figure}\" />\r\n"), "A"),
                None => (String::new(), "M"),
            };
            let _ = write!(
                text,
                "      <g:Obs>\r\n        <g:Time>{time}</g:Time>\r\n{value}        <g:Attributes>\r\n          \
                 <g:Value concept=\"OBS_STATUS\" value=\"{status}\" />\r\n        </g:Attributes>\r\n      </g:Obs>\r\n"
            );
        }
        text.push_str("    </g:Series>\r\n");
    }
    text.push_str("  </DataSet>\r\n</GenericData>");
    Some(text)
}

fn axes(dataset: &Dataset, is: impl Fn(&Dimension) -> bool) -> Vec<usize> {
    (0..dataset.dimensions.len()).filter(|at| dataset.dimensions.get(*at).is_some_and(&is)).collect()
}

/// Contents and periods stand in the heading; of the stub each variable but the last has rows without figures. With codes and texts, as
/// the connector asks for them.
pub(super) fn html(dataset: &Dataset) -> String {
    let heads = |dimension: &Dimension| matches!(dimension.role, Role::Measure | Role::Period);
    let (heading, stub) = (axes(dataset, heads), axes(dataset, |dimension| !heads(dimension)));
    let label = |axis: usize, at: usize| {
        let category = dataset.dimensions.get(axis).and_then(|dimension| dimension.categories.get(at));
        category.map_or(String::new(), |category| format!("{} {}", category.code, category.name()))
    };
    let mut text = format!("<table id=\"{}_0\" >\n<thead>\n", dataset.code);
    let count = |axis: &usize| dataset.dimensions.get(*axis).map_or(0, |dimension| dimension.categories.len());
    for (level, axis) in heading.iter().enumerate() {
        text.push_str("<tr>\n<th></th>\n");
        let before = combinations(dataset, heading.get(..level).unwrap_or_default()).len();
        let span: usize = heading.get(level + 1..).unwrap_or_default().iter().map(count).product();
        let open =
            if level + 1 == heading.len() { "<th scope=\"col\">".to_owned() } else { format!("<th colspan={span}>") };
        for at in (0..before).flat_map(|_| 0..count(axis)) {
            let _ = writeln!(text, "{open}{}</th>", label(*axis, at));
        }
        text.push_str("</tr>\n");
    }
    text.push_str("</thead>\n<tbody>\n");
    let columns = combinations(dataset, &heading);
    let mut last: Vec<usize> = Vec::new();
    for row in combinations(dataset, &stub) {
        let same = row.iter().zip(&last).take_while(|(left, right)| left == right).count();
        for (level, (axis, at)) in stub.iter().zip(&row).enumerate().skip(same) {
            let _ = writeln!(text, "<tr>\n<th scope=\"row\">{}</th>", label(*axis, *at));
            for column in &columns {
                let places = stub.iter().copied().zip(row.iter().copied());
                let places = places.chain(heading.iter().copied().zip(column.iter().copied()));
                let written = figure(dataset, places).map_or("..".to_owned(), |figure| figure.to_string());
                let _ = writeln!(text, "<td>{}</td>", if level + 1 == stub.len() { written.as_str() } else { "" });
            }
            text.push_str("</tr>\n");
        }
        last = row;
    }
    text.push_str("</tbody>\n</table>\n");
    text
}
