//! A server that speaks as the sources do. `cargo run -p sources --features testkit --example local_server -- 8099`

use sources::local::{Behaviour, Server};

fn main() -> std::io::Result<()> {
    let port = std::env::args().nth(1).and_then(|port| port.parse().ok()).unwrap_or(8099);
    let server = Server::start(port, Behaviour::default())?;
    println!("Kolada   {}/kolada/v3", server.address());
    println!("PxWeb 1  {}/pxweb/v1/sv/ssd/BE/TAB1", server.address());
    println!("PxWeb 2  {}/pxweb/v2/tables/TAB1", server.address());
    println!("Socialstyrelsen {}/socialstyrelsen", server.address());
    println!("Skolverket {}/skolverket", server.address());
    server.wait();
    Ok(())
}
