//! Open statistics in, open statistics out: indicators about children and young people from where Sweden publishes them, and
//! tables of our own in the formats that others read. Source: dossier 9; what each source does is in README.md.
//!
//! [`model`] is the one model. [`jsonstat`], [`table`] and [`px`] read and write files of it, [`connect`] fetches it, [`publish`]
//! lets it out. [`json`] and [`parquet`] know nothing of it: they read what others write. Time, waiting and chance are handed in; HTTP stands behind a trait.
//! Not here: storing and showing series; working out figures, which is `statistics`.

pub mod fault;
pub mod json;
pub mod parquet;

pub mod model;

pub mod jsonstat;
pub mod px;
pub mod table;

pub mod connect;
pub mod http;

pub mod publish;

#[cfg(feature = "testkit")]
pub mod local;
