//! The sealed forms of an entry. They are ours to keep readable: a field is added with a default, never renamed.

use std::collections::BTreeMap;

use access::{branch_code, branch_from_code, role_code, role_from_code};
use domain::child::Child;
use domain::id::Id;
use domain::organisation::{Assignment, Post};
use domain::trail::entry::Writer;
use serde::{Deserialize, Serialize};

/// Names of those who wrote, as they were then: an assignment that has ended still has a name beside its words.
pub(crate) type Names = BTreeMap<Id<Assignment>, String>;

/// Someone at work and their name, as sealed beside what they did.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct SealedPost {
    staff: String,
    assignment: String,
    unit: String,
    domain: String,
    branch: String,
    role: String,
    #[serde(default)]
    name: String,
}

impl SealedPost {
    pub(crate) fn of(post: &Post, name: &str) -> Self {
        Self {
            staff: post.staff.to_string(),
            assignment: post.assignment.to_string(),
            unit: post.unit.to_string(),
            domain: post.domain.to_string(),
            branch: branch_code(post.branch).to_owned(),
            role: role_code(post.role).to_owned(),
            name: name.to_owned(),
        }
    }

    /// The post, with its name put among the names. `None` when the sealed form has no meaning in this version.
    pub(crate) fn open(self, names: &mut Names) -> Option<Post> {
        let post = Post {
            staff: self.staff.parse().ok()?,
            assignment: self.assignment.parse().ok()?,
            unit: self.unit.parse().ok()?,
            domain: self.domain.parse().ok()?,
            branch: branch_from_code(&self.branch)?,
            role: role_from_code(&self.role)?,
        };
        names.insert(post.assignment, self.name);
        Some(post)
    }
}

/// Who wrote: the row already says which child.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SealedWriter {
    Post(SealedPost),
    Child,
}

impl SealedWriter {
    pub(crate) fn of(writer: &Writer, names: &Names) -> Self {
        match writer {
            Writer::Post(post) => Self::Post(SealedPost::of(post, name_of(names, post))),
            Writer::Child(_) => Self::Child,
        }
    }

    pub(crate) fn open(self, child: Id<Child>, names: &mut Names) -> Option<Writer> {
        match self {
            Self::Post(post) => post.open(names).map(Writer::Post),
            Self::Child => Some(Writer::Child(child)),
        }
    }
}

/// The name of someone at a post, or nothing.
pub(crate) fn name_of<'n>(names: &'n Names, post: &Post) -> &'n str {
    names.get(&post.assignment).map_or("", String::as_str)
}

/// What is sealed of an entry itself.
#[derive(Serialize, Deserialize)]
pub(crate) struct SealedEntry {
    pub(crate) by: SealedWriter,
    #[serde(default)]
    pub(crate) necessity: Option<String>,
}

/// One version.
#[derive(Serialize, Deserialize)]
pub(crate) struct SealedVersion {
    pub(crate) body: String,
    /// Why it was corrected; the first version has none.
    #[serde(default)]
    pub(crate) why: Option<String>,
    pub(crate) by: SealedWriter,
}

/// Why an entry is hidden, and who decided.
#[derive(Serialize, Deserialize)]
pub(crate) struct SealedHiding {
    pub(crate) why: String,
    pub(crate) by: SealedPost,
}
