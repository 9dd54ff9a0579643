//! The process that is measured: the server, put together as `cairn demo` does it, over data that is already there.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Stdio;

use anyhow::Context as _;
use environment::Environment;
use server::settings::{Given, Settings};
use server::{assemble, serve};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use web::app::Login;

use crate::places::Place;

/// The settings of a place.
pub(crate) fn settings(place: &Place) -> anyhow::Result<Settings> {
    let given = Given {
        listen: Some("127.0.0.1:0".to_owned()),
        data: Some(place.folder.clone()),
        database: Some(place.database.clone()),
        staff_login_secret: None,
    };
    Ok(Settings::read(None, given)?)
}

/// Serves until the process is asked to stop, or until whoever started it is gone.
pub(crate) async fn serve(data: PathBuf, database: String) -> anyhow::Result<()> {
    let settings = settings(&Place { folder: data, database })?;
    let database = assemble::open(&settings, &Environment::real()).await?;
    let runner = assemble::runner(database.clone(), &settings)?;
    let (_, router) = assemble::app(database.clone(), &settings, Login::Demo)?;
    let (listener, address) = serve::bind(settings.listen).await?;
    println!("{address}");
    Ok(serve::serve(router, listener, database, runner).await?)
}

/// The server in a process of its own.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    process: Child,
}

impl Server {
    /// Starts it, and waits until it says where it listens.
    pub(crate) async fn start(place: &Place) -> anyhow::Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("serve").arg("--data").arg(&place.folder).arg("--database").arg(&place.database);
        let mut process = command.stdout(Stdio::piped()).kill_on_drop(true).spawn()?;
        let stdout = process.stdout.take().context("the server says nothing")?;
        let first = BufReader::new(stdout).lines().next_line().await?.context("the server did not start")?;
        Ok(Self { address: first.parse()?, process })
    }

    /// Its memory now and at its highest, in megabytes: what the system says is resident.
    pub(crate) fn memory(&self) -> anyhow::Result<(f64, f64)> {
        let id = self.process.id().context("the server is gone")?;
        let status = std::fs::read_to_string(format!("/proc/{id}/status"))?;
        let read = |name: &str| -> Option<f64> {
            let line = status.lines().find(|line| line.starts_with(name))?;
            line.split_whitespace().nth(1)?.parse::<f64>().ok().map(|kilobytes| kilobytes / 1024.0)
        };
        Ok((read("VmRSS:").context("no VmRSS")?, read("VmHWM:").context("no VmHWM")?))
    }

    pub(crate) async fn stop(mut self) -> anyhow::Result<()> {
        Ok(self.process.kill().await?)
    }
}
