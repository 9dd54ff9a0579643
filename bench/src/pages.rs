//! The pages that are measured, and asking for one again and again.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use testkit::{Answer, Browser};

use crate::world::log_in;

/// Times of one page or command.
#[derive(Clone, Debug)]
pub(crate) struct Times {
    pub(crate) name: &'static str,
    /// From the shortest to the longest.
    sorted: Vec<Duration>,
    /// From the first to the last of them.
    pub(crate) lasted: Duration,
}

impl Times {
    pub(crate) fn new(name: &'static str, mut times: Vec<Duration>, lasted: Duration) -> Self {
        times.sort_unstable();
        Self { name, sorted: times, lasted }
    }

    /// The time that so many of a hundred did not exceed, in milliseconds.
    pub(crate) fn percentile(&self, of_hundred: usize) -> f64 {
        let place = (self.sorted.len() * of_hundred).div_ceil(100).saturating_sub(1);
        self.sorted.get(place).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
    }

    pub(crate) fn per_second(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a rate for people to read")]
        let count = self.sorted.len() as f64;
        count / self.lasted.as_secs_f64().max(f64::EPSILON)
    }
}

/// A page that somebody asks for.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) name: &'static str,
    /// Who asks; nobody has logged in where it is empty.
    pub(crate) persona: &'static str,
    /// Addresses that are asked for in turn.
    pub(crate) addresses: Vec<String>,
}

/// The pages at work, and the directory. The page of a trail is asked for about one trail after another.
pub(crate) fn pages(trails: Vec<String>) -> Vec<Page> {
    let page = |name, persona, address: &str| Page { name, persona, addresses: vec![address.to_owned()] };
    vec![
        page("Queue `/en-vag-in`", "mikael", "/en-vag-in"),
        page("My day `/min-dag`", "johan", "/min-dag"),
        Page { name: "Trail `/led/…`", persona: "johan", addresses: trails },
        page("Unit's trails `/leder`", "johan", "/leder"),
        page("Unit's trails, closed `/leder?visa=avslutade`", "johan", "/leder?visa=avslutade"),
        page("Directory `/vem-gor-vad`", "", "/vem-gor-vad"),
    ]
}

/// A browser at an address of this machine.
pub(crate) fn browser(server: SocketAddr, number: usize) -> Browser {
    let [.., high, low] = number.to_be_bytes();
    Browser::at(server, IpAddr::V4(Ipv4Addr::new(127, 3, high, low)))
}

/// Asks for a page so many times, as so many people at once, after some times that are not counted.
pub(crate) async fn ask(server: SocketAddr, page: &Page, times: usize, people: usize) -> anyhow::Result<Times> {
    let mut browsers = Vec::new();
    for number in 0..people {
        let mut browser = browser(server, number);
        if !page.persona.is_empty() {
            browser = log_in(browser, page.persona).await?;
        }
        browsers.push(browser);
    }
    let addresses = Arc::new(page.addresses.clone());
    let (_, browsers) = together(browsers, Arc::clone(&addresses), times.div_ceil(10).max(5)).await?;
    let began = Instant::now();
    let (times, _) = together(browsers, addresses, times).await?;
    Ok(Times::new(page.name, times, began.elapsed()))
}

async fn together(
    browsers: Vec<Browser>,
    addresses: Arc<Vec<String>>,
    times: usize,
) -> anyhow::Result<(Vec<Duration>, Vec<Browser>)> {
    let next = Arc::new(AtomicUsize::new(0));
    let asking = browsers.into_iter().map(|mut browser| {
        let (next, addresses) = (Arc::clone(&next), Arc::clone(&addresses));
        tokio::spawn(async move {
            let mut took = Vec::new();
            loop {
                let place = next.fetch_add(1, Ordering::Relaxed);
                if place >= times {
                    return anyhow::Ok((took, browser));
                }
                let address = addresses.get(place % addresses.len().max(1)).context("an address")?;
                let began = Instant::now();
                let answer = browser.try_get(address).await?;
                took.push(began.elapsed());
                ensure!(answer.status == 200, "{address} answered {}", answer.status);
            }
        })
    });
    let (mut times, mut browsers) = (Vec::new(), Vec::new());
    for person in asking.collect::<Vec<_>>() {
        let (took, browser) = person.await??;
        times.extend(took);
        browsers.push(browser);
    }
    Ok((times, browsers))
}

/// What a list and the pages that follow it lead to: addresses with an identifier between a beginning and an ending.
pub(crate) async fn gather(
    browser: &mut Browser,
    list: &str,
    (beginning, ending): (&str, &str),
    most: usize,
) -> anyhow::Result<Vec<String>> {
    let mut found: Vec<String> = Vec::new();
    let mut address = list.to_owned();
    while !address.is_empty() && found.len() < most {
        let page = browser.try_get(&address).await?;
        ensure!(page.status == 200, "{address} answered {}", page.status);
        for link in links(&page) {
            let id = link.strip_prefix(beginning).and_then(|rest| rest.strip_suffix(ending)).unwrap_or_default();
            if id.len() == UUID_LENGTH && !found.contains(&link) {
                found.push(link);
            }
        }
        address = next(&page);
    }
    found.truncate(most);
    Ok(found)
}

fn links(page: &Answer) -> Vec<String> {
    let parts = ["href=\"", "action=\""].into_iter().flat_map(|name| page.text.split(name).skip(1));
    parts.filter_map(|rest| rest.split_once('"')).map(|(link, _)| plain(link)).collect()
}

/// The page that follows in a list; empty when there is none.
fn next(page: &Answer) -> String {
    let tags = page.text.split("<a ").skip(1).filter_map(|rest| rest.split_once('>'));
    let next = tags.map(|(tag, _)| tag).find(|tag| tag.contains("rel=\"next\""));
    let address = next.and_then(|tag| tag.split_once("href=\"")).and_then(|(_, rest)| rest.split_once('"'));
    address.map_or(String::new(), |(link, _)| plain(link))
}

fn plain(link: &str) -> String {
    link.replace("&#38;", "&").replace("&amp;", "&")
}

const UUID_LENGTH: usize = 36;
