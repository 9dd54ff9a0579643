//! Style sheet, module, icons and fonts, carried in the binary under names that change with their contents.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use rust_embed::RustEmbed;

use crate::problem::Problem;

/// What `assets/` built.
#[derive(RustEmbed)]
#[folder = "../../assets/dist"]
#[exclude = "preview/*"]
struct Built;

/// Addresses of the assets that every page names, and the drawings that stand in the pages themselves: a first view asks
/// for the page, the style sheet, the module and one font, and nothing else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assets {
    /// The style sheet.
    pub css: String,
    /// The module that makes pages quicker.
    pub js: String,
    /// The mark.
    pub favicon: String,
    icons: Arc<BTreeMap<String, Icon>>,
}

/// An icon as it stands in a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Icon {
    /// The part of the plane that is drawn on.
    pub view_box: String,
    /// What is drawn: safe SVG of our own.
    pub body: String,
}

impl Assets {
    /// Reads the manifest that the build wrote. `None` when the assets were not built.
    pub fn built() -> Option<Self> {
        let manifest = Built::get("manifest.json")?;
        let manifest: BTreeMap<String, String> = serde_json::from_slice(&manifest.data).ok()?;
        let address = |name: &str| manifest.get(name).map(|file| format!("/assets/{file}"));
        Some(Self {
            css: address("cairn.css")?,
            js: address("cairn.js")?,
            favicon: address("favicon.svg")?,
            icons: Arc::new(icons(manifest.get("icons.svg")?)?),
        })
    }

    /// An icon by its name; nothing is drawn where there is none.
    pub fn icon(&self, name: impl AsRef<str>) -> Icon {
        self.icons.get(name.as_ref()).cloned().unwrap_or_default()
    }
}

/// The icons of the sprite that the build wrote: one `<symbol id="i-NAME" viewBox="…">` each.
fn icons(file: &str) -> Option<BTreeMap<String, Icon>> {
    let sprite = Built::get(file)?;
    let text = std::str::from_utf8(&sprite.data).ok()?;
    let symbols = text.split("<symbol id=\"i-").skip(1);
    let icon = |symbol: &str| {
        let (name, rest) = symbol.split_once("\" viewBox=\"")?;
        let (view_box, rest) = rest.split_once("\">")?;
        let (body, _) = rest.split_once("</symbol>")?;
        Some((name.to_owned(), Icon { view_box: view_box.to_owned(), body: body.to_owned() }))
    };
    symbols.map(icon).collect()
}

/// Sends one asset. Its name changes with its contents, so a browser may keep it for ever.
pub(crate) async fn send(Path(name): Path<String>) -> Response {
    let Some(file) = Built::get(&name) else { return Problem::NotFound.into_response() };
    let kind =
        HeaderValue::from_str(file.metadata.mimetype()).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
    (StatusCode::OK, [(CONTENT_TYPE, kind), (CACHE_CONTROL, forever)], file.data.into_owned()).into_response()
}
