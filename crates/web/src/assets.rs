//! Style sheet, module, icons and fonts, carried in the binary under names that change with their contents.

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

/// Addresses of the assets that every page names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assets {
    /// The style sheet.
    pub css: String,
    /// The module that makes pages quicker.
    pub js: String,
    /// The sprite of icons.
    pub icons: String,
    /// The mark.
    pub favicon: String,
}

impl Assets {
    /// Reads the manifest that the build wrote. `None` when the assets were not built.
    pub fn built() -> Option<Self> {
        let manifest = Built::get("manifest.json")?;
        let manifest: std::collections::BTreeMap<String, String> = serde_json::from_slice(&manifest.data).ok()?;
        let address = |name: &str| manifest.get(name).map(|file| format!("/assets/{file}"));
        Some(Self {
            css: address("cairn.css")?,
            js: address("cairn.js")?,
            icons: address("icons.svg")?,
            favicon: address("favicon.svg")?,
        })
    }
}

/// Sends one asset. Its name changes with its contents, so a browser may keep it for ever.
pub(crate) async fn send(Path(name): Path<String>) -> Response {
    let Some(file) = Built::get(&name) else { return Problem::NotFound.into_response() };
    let kind =
        HeaderValue::from_str(file.metadata.mimetype()).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
    (StatusCode::OK, [(CONTENT_TYPE, kind), (CACHE_CONTROL, forever)], file.data.into_owned()).into_response()
}
