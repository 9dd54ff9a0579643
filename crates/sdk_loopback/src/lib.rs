//! An access point and a message service for one machine: installations hand letters in by Domibus' web service (both its
//! names) or by the SDK API, and fetch them by either. Letters are routed by their participants' identifiers and kept in a
//! folder. On request they are lost, held, doubled, reordered, or their answers swallowed: by name for the next ones, or
//! by dice with a seed.
//!
//! For tests and for trying things out: it listens on this machine only, and no letter leaves it. What it is not: AS4,
//! discovery, nor a message service for real letters.

mod api;
mod control;
mod disk;
mod post;
mod service;
mod setup;
mod soap;
mod tokens;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use environment::Environment;
use tokio::net::TcpListener;

pub use disk::Mishap;
pub use post::{NotTaken, Trouble};
pub use setup::{AnswerStyle, Door, NotSetUp, Participant, Setup};

use disk::State;

/// The largest request, in bytes: an envelope in base64, and room for the rest.
const REQUEST_MAX: usize = 80 * 1024 * 1024;

/// Why the loopback does not run.
#[derive(Debug, thiserror::Error)]
pub enum LoopbackError {
    /// Its folder, or its address.
    #[error("the folder or the address cannot be used")]
    Folder(#[from] std::io::Error),
    /// What lies in the folder is not what it wrote.
    #[error("state.json is not what the loopback writes")]
    State,
    /// It would be seen from other machines.
    #[error("the loopback listens on this machine only: give an address such as 127.0.0.1:8090")]
    Elsewhere,
}

/// The access point and message service. Cheap to clone.
#[derive(Clone)]
pub struct Loopback {
    shared: Arc<Shared>,
}

struct Shared {
    setup: Setup,
    folder: PathBuf,
    environment: Environment,
    state: Mutex<State>,
    tokens: Mutex<Vec<tokens::Granted>>,
    /// Whom assertions must be made for. Never what a request says of where it went.
    token_address: OnceLock<String>,
}

impl Loopback {
    /// With what lies in the folder, which is made if there is none.
    pub fn open(setup: Setup, folder: impl Into<PathBuf>, environment: &Environment) -> Result<Self, LoopbackError> {
        let folder = folder.into();
        std::fs::create_dir_all(folder.join(disk::ENVELOPES))?;
        let state = State::read(&folder)?;
        let token_address = setup.token_address.clone().map(OnceLock::from).unwrap_or_default();
        let shared = Shared {
            setup,
            folder,
            environment: environment.clone(),
            state: Mutex::new(state),
            tokens: Mutex::default(),
            token_address,
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Everything it answers.
    pub fn router(&self) -> Router {
        soap::routes()
            .merge(api::routes())
            .merge(control::routes())
            .layer(DefaultBodyLimit::max(REQUEST_MAX))
            .with_state(self.clone())
    }

    /// Answers until `stop` is done. Refuses an address that other machines can reach.
    pub async fn serve(
        &self,
        listener: TcpListener,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), LoopbackError> {
        let address = listener.local_addr()?;
        if !is_here(address) {
            return Err(LoopbackError::Elsewhere);
        }
        self.shared.token_address.get_or_init(|| format!("http://{address}{}", tokens::PATH));
        Ok(axum::serve(listener, self.router()).with_graceful_shutdown(stop).await?)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        held(&self.shared.state)
    }

    fn participant(&self, id: &str) -> Option<&Participant> {
        self.shared.setup.participants.iter().find(|participant| participant.id.as_str() == id)
    }
}

fn is_here(address: SocketAddr) -> bool {
    address.ip().is_loopback()
}

/// A lock that outlives a panic elsewhere: what is behind it is on disk before it is changed.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
