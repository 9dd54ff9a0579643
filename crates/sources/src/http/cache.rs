//! Answers that are kept: so that a fetch that was broken off goes on where it was, and an answer that has not changed is not sent
//! again.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use domain::moment::Moment;

use super::{Request, Response};
use crate::json::Json;

/// A folder of answers.
#[derive(Clone, Debug)]
pub struct Cache {
    folder: PathBuf,
    /// An answer younger than this is taken without asking.
    pub fresh: Duration,
}

/// A kept answer.
pub(super) struct Kept {
    pub(super) response: Response,
    pub(super) age: Duration,
}

impl Cache {
    /// In a folder, which is made when it is needed.
    pub fn new(folder: impl AsRef<Path>, fresh: Duration) -> Self {
        Self { folder: folder.as_ref().to_owned(), fresh }
    }

    fn path(&self, request: &Request) -> PathBuf {
        let mut sum = 0xcbf2_9ce4_8422_2325_u64;
        let body = request.body.as_deref().unwrap_or_default();
        for byte in request.url.bytes().chain([0]).chain(body.bytes()) {
            sum = (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        self.folder.join(format!("{sum:016x}"))
    }

    /// The answer kept for a question. Whatever cannot be read is as good as not kept.
    pub(super) fn find(&self, request: &Request, now: Moment) -> Option<Kept> {
        let bytes = fs::read(self.path(request)).ok()?;
        let end = bytes.iter().position(|byte| *byte == b'\n')?;
        let head = Json::parse(bytes.get(..end)?).ok()?;
        let same = head.get("url").and_then(Json::text) == Some(&request.url)
            && head.get("body").and_then(Json::text) == request.body.as_deref();
        let body = bytes.get(end + 1..)?.to_vec();
        // A file that breaks off is not an answer.
        let whole = head.get("length").and_then(Json::whole) == Some(body.len() as u64);
        let at = head.get("at").and_then(Json::text)?.parse().ok()?;
        let age = now.since(Moment::from_microseconds(at));
        let headers = head.get("headers").map(Json::members).unwrap_or_default();
        let headers =
            headers.iter().filter_map(|(name, value)| Some((name.clone(), value.text()?.to_owned()))).collect();
        (same && whole).then(|| Kept {
            response: Response { status: 200, headers, body },
            age: Duration::try_from(age).unwrap_or(Duration::MAX),
        })
    }

    /// Lets go of an answer that turned out to be of no use.
    pub(super) fn forget(&self, request: &Request) {
        // One that is not there is gone.
        let _ = fs::remove_file(self.path(request));
    }

    /// Keeps an answer. That it cannot be kept must not stop a fetch.
    pub(super) fn keep(&self, request: &Request, response: &Response, now: Moment) {
        let headers = ["etag", "last-modified", "content-type"]
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), Json::of(response.header(name)?))));
        #[expect(clippy::cast_precision_loss, reason = "lengths are far below 2^53")]
        let length = response.body.len() as f64;
        let head = Json::object([
            ("url", Json::of(&request.url)),
            ("body", request.body.as_ref().map_or(Json::Null, Json::of)),
            ("at", Json::of(now.microseconds().to_string())),
            ("length", Json::Number(length)),
            ("headers", Json::Object(headers.collect())),
        ]);
        let path = self.path(request);
        let part = path.with_extension("part");
        let mut bytes = format!("{head}\n").into_bytes();
        bytes.extend_from_slice(&response.body);
        let written = fs::create_dir_all(&self.folder).and_then(|()| fs::write(&part, bytes));
        let _ = written.and_then(|()| fs::rename(&part, &path));
    }
}
