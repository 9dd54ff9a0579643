//! Listening, and stopping when asked to: what runs is finished, nothing new is begun.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use database::Database;
use jobs::Runner;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// How long what runs may take to finish: no page takes longer (`web::server`), and who stops a server waits no longer.
const FINISH_SECONDS: u64 = 35;

/// Takes the address, so that nothing is announced that does not answer. Port 0 takes a free one.
pub async fn bind(listen: SocketAddr) -> std::io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(listen).await?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// Serves, with background work beside it, until the process is asked to stop. Then requests that have come are
/// answered, the job that runs is finished, and the database is closed. A browser that keeps its connection open without
/// asking holds nothing up for longer than a page may take.
pub async fn serve(router: Router, listener: TcpListener, database: Database, runner: Runner) -> std::io::Result<()> {
    let (stop, stopped) = watch::channel(false);
    let work = tokio::spawn({
        let stopped = stopped.clone();
        async move { runner.work(stopped).await }
    });
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let mut until = stopped.clone();
    let answering = axum::serve(listener, service).with_graceful_shutdown(async move {
        let _ = until.wait_for(|stop| *stop).await;
    });
    let answering = tokio::spawn(async move { answering.await });
    asked_to_stop().await;
    tracing::info!("asked to stop: what runs is finished, nothing new is begun");
    let _ = stop.send(true);
    let finished = async {
        let answered = answering.await;
        let _ = work.await;
        answered
    };
    if let Ok(Ok(answered)) = tokio::time::timeout(Duration::from_secs(FINISH_SECONDS), finished).await {
        answered?;
    } else {
        tracing::warn!("something did not finish in {FINISH_SECONDS} seconds and was left");
    }
    database.close().await;
    tracing::info!("stopped");
    Ok(())
}

async fn asked_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else {
        let _ = interrupt.await;
        return;
    };
    tokio::select! {
        _ = interrupt => {},
        _ = terminate.recv() => {},
    }
}
