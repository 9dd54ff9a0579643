//! A running Cairn for tests: a real database on either engine, a small invented region made through commands, and
//! browsers without a window. No mocks of our own code, no sleeping, no retries.
#![expect(
    clippy::panic,
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "only tests depend on this crate; a test that cannot set up its world fails with a panic"
)]

mod app;
mod browser;
mod cluster;
mod engine;
mod identity_provider;
mod journal;
pub mod region;
mod socket;

pub use app::TestApp;
pub use browser::{Answer, Browser};
pub use cluster::Cluster;
pub use engine::{Engine, engines};
pub use identity_provider::{IdentityProvider, Said};
pub use journal::{Journal, Seen};
pub use region::Region;

/// Runs an asynchronous test body to its end.
pub fn run<T>(body: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime starts")
        .block_on(body)
}
