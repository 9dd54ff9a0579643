//! `cairn sdk loopback`: an access point and a message service for this machine, until it is told to stop.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, ensure};
use clap::Args;
use environment::Environment;
use sdk_loopback::{Loopback, Setup};
use tokio::net::TcpListener;

/// Where it answers, and where it keeps what it has.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The address, on this machine only. Port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:8090")]
    listen: SocketAddr,
    /// The folder with `loopback.toml`, which says who takes part. Letters are kept there, sealed.
    #[arg(long)]
    data: PathBuf,
}

/// Serves. Says on standard output where, as soon as it does.
pub(crate) fn run(arguments: &Arguments, environment: &Environment) -> anyhow::Result<ExitCode> {
    // The other commands about letters need no runtime; this one stands on that of `main`.
    let runtime = tokio::runtime::Handle::current();
    tokio::task::block_in_place(|| runtime.block_on(serve(arguments, environment)))
}

async fn serve(arguments: &Arguments, environment: &Environment) -> anyhow::Result<ExitCode> {
    let Arguments { listen, data } = arguments;
    ensure!(
        listen.ip().is_loopback(),
        "the loopback listens on this machine only: give an address such as 127.0.0.1:8090"
    );
    let setup = Setup::read(data).with_context(|| format!("cannot use {}", data.display()))?;
    let loopback = Loopback::open(setup, data.as_path(), environment)?;
    let listener = TcpListener::bind(listen).await.with_context(|| format!("cannot listen on {listen}"))?;
    println!("http://{}", listener.local_addr()?);
    loopback
        .serve(listener, async {
            // Where no signal can be heard, it goes on.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        })
        .await?;
    Ok(ExitCode::SUCCESS)
}
