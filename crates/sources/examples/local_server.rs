//! A server that speaks as the sources do, about an invented region:
//!
//!     cargo run -p sources --features testkit --example local_server -- 8099
//!
//! What comes after the port happens to the next questions, one after the other, or changes how it behaves: `pass`, `cut`, `silence`,
//! `slow=MILLISECONDS`, `refuse=STATUS`, `page=ITEMS`, `cells=CELLS`, `changes=TIMES`.

use sources::local::{Behaviour, Server, Trouble};

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let port = arguments.next().and_then(|port| port.parse().ok()).unwrap_or(8099);
    let mut behaviour = Behaviour::default();
    for argument in arguments {
        if !told(&argument, &mut behaviour) {
            eprintln!("{argument}: pass, cut, silence, slow=, refuse=, page=, cells= or changes= with a number");
            std::process::exit(2);
        }
    }
    let server = Server::start(port, behaviour)?;
    println!("Kolada   {}/kolada/v3", server.address());
    println!("PxWeb 1  {}/pxweb/v1/sv/ssd/BE/TAB1", server.address());
    println!("PxWeb 2  {}/pxweb/v2/tables/TAB1", server.address());
    println!("Socialstyrelsen {}/socialstyrelsen", server.address());
    println!("Skolverket, register {}/skolverket", server.address());
    println!("Skolverket, planned educations {}/planned", server.address());
    server.wait();
    Ok(())
}

/// Does as it is told; false when it was not understood.
fn told(argument: &str, behaviour: &mut Behaviour) -> bool {
    let (name, number) = argument.split_once('=').unwrap_or((argument, "0"));
    let Ok(number) = number.parse::<u32>() else { return false };
    let count = usize::try_from(number).unwrap_or(usize::MAX);
    match name {
        "pass" => behaviour.troubles.push(Trouble::Pass),
        "cut" => behaviour.troubles.push(Trouble::Cut),
        "silence" => behaviour.troubles.push(Trouble::Silence),
        "slow" => behaviour.troubles.push(Trouble::Slow(u64::from(number))),
        "refuse" => {
            let status = u16::try_from(number).unwrap_or(500);
            behaviour.troubles.push(Trouble::Refuse { status, retry_after: None });
        }
        "page" => behaviour.page = count.max(1),
        "cells" => behaviour.cells_max = u64::from(number.max(1)),
        "changes" => behaviour.changes = count,
        _ => return false,
    }
    true
}
