//! `cairn sdk lookup`: what an organisation publishes, asked of DNS and of whoever has its metadata. `cairn sdk ocsp`: whether
//! a certificate is revoked, asked of its issuer's responder. `cairn sdk crl`: the list of what its issuer has revoked.

use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use clap::Args;
use domain::moment::Moment;
use environment::Environment;
use sdk::certificate::Certificate;
use sdk::text::ParticipantId;
use sdk::trust::{Revocation, Use};
use sdk_connect::dns::Resolver;
use sdk_connect::lists::{self, Lists, NotListed};
use sdk_connect::lookup::{Lookup, Purpose, Reach, Settings};
use sdk_connect::responder;
use serde_json::{Value, json};

use super::{json as written, keys, moment, print, refuse};

const UNKNOWN_ISSUER: &str = "the certificate is not issued by anyone who is trusted";

/// Where this system names its name servers.
const SYSTEM: &str = "/etc/resolv.conf";

/// Whom to ask about, and whom to believe.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The organisation, such as 0203:almvik.se.
    organisation: String,
    /// The zone of the environment in DNS, as its operator names it.
    #[arg(long)]
    zone: String,
    /// A folder with the certificates (PEM or DER) of whoever may sign metadata in that environment, and perhaps lists of
    /// revoked ones.
    #[arg(long)]
    trust: PathBuf,
    /// The name server to ask, such as 192.0.2.53 or 127.0.0.1:5353; those of this system without it.
    #[arg(long, value_parser = server)]
    dns: Vec<SocketAddr>,
    /// The moment at which everything must be valid, such as 2027-01-11T08:00:00Z; now without it.
    #[arg(long)]
    at: Option<String>,
    /// Trust no chain without a current list of revoked certificates, or an answer about each.
    #[arg(long)]
    require_revocation: bool,
    /// Fetch the list of revoked certificates of whoever has signed the metadata, where it lies on this host: none is
    /// believed without it. May be given several times.
    #[arg(long, value_name = "HOST")]
    lists_from: Vec<String>,
    /// Let a record in DNS lead to this machine itself, for trying things out.
    #[arg(long)]
    here: bool,
}

/// Which certificate to ask about.
#[derive(Args)]
pub(crate) struct Asking {
    /// The certificate.
    certificate: PathBuf,
    /// A folder with the certificates (PEM or DER) that are trusted; its issuer must be one of them.
    #[arg(long)]
    trust: PathBuf,
    /// Let the certificate lead to this machine itself, for trying things out.
    #[arg(long)]
    here: bool,
}

/// Which list to fetch, and from where.
#[derive(Args)]
pub(crate) struct Listing {
    /// The certificate that it is to speak of; it says where the list lies.
    certificate: PathBuf,
    /// A folder with the certificates (PEM or DER) that are trusted; its issuer must be one of them.
    #[arg(long)]
    trust: PathBuf,
    /// A host that may be asked, such as crl1.siths.se, with its port where that is not the usual one; no others are. May be
    /// given several times.
    #[arg(long, value_name = "HOST")]
    from: Vec<String>,
    /// The moment at which it must hold, such as 2027-01-11T08:00:00Z; now without it.
    #[arg(long)]
    at: Option<String>,
    /// Let the certificate lead to this machine itself, for trying things out.
    #[arg(long)]
    here: bool,
}

/// Finds what the organisation publishes, and prints it as JSON. All of it must be there.
pub(super) fn find(arguments: &Arguments, environment: &Environment) -> anyhow::Result<ExitCode> {
    let participant = ParticipantId::new(arguments.organisation.trim())
        .ok()
        .context("an organisation is written as 0203: and its domain, such as 0203:almvik.se")?;
    let at = moment(arguments.at.as_deref(), environment)?;
    let environment = if arguments.at.is_some() { Environment::at(at) } else { environment.clone() };
    let revocation = if arguments.require_revocation { Revocation::Required } else { Revocation::WhereKnown };
    let resolver = match arguments.dns.as_slice() {
        [] => Resolver::of_system(&std::fs::read_to_string(SYSTEM).unwrap_or_default(), &environment),
        servers => Resolver::new(servers.to_vec(), &environment),
    };
    let settings = Settings {
        zone: arguments.zone.clone(),
        resolver,
        trust: keys::trust(&arguments.trust, revocation)?,
        reach: reach(arguments.here),
    };
    let mut lookup = Lookup::new(settings, &environment);
    if !arguments.lists_from.is_empty() {
        lookup = lookup.with_lists(Arc::new(lists_from(&arguments.lists_from, arguments.here, &environment)));
    }
    let encrypting = waited(lookup.find(&participant, Purpose::Encrypting));
    let encrypting = match encrypting {
        Ok(found) => found,
        Err(why) => return Ok(refuse(&[why.to_string()])),
    };
    let verifying = match waited(lookup.find(&participant, Purpose::Verifying)) {
        Ok(found) => found,
        Err(why) => return Ok(refuse(&[format!("of the organisation's own signature: {why}")])),
    };
    let (to, by) = (&encrypting.published.encryption, &verifying.published.signing);
    let mut lacks = vec![];
    if !to.iter().any(|certificate| certificate.fits(at, Use::Receiving).is_ok()) {
        lacks.push("the organisation publishes no certificate that can be encrypted to now".to_owned());
    }
    if !by.iter().any(|certificate| certificate.fits(at, Use::Signing).is_ok()) {
        lacks.push("the organisation publishes no certificate that its signature can be known by now".to_owned());
    }
    if !lacks.is_empty() {
        return Ok(refuse(&lacks));
    }
    let all = |certificates: &[Certificate], use_| -> Vec<Value> {
        certificates.iter().map(|certificate| written::certificate(certificate, at, use_)).collect()
    };
    let json = json!({
        "kind": "lookup",
        "organisation": participant.as_str(),
        "name": encrypting.name,
        "publisher": encrypting.publisher,
        "encryption": all(to, Use::Receiving),
        "signing": all(by, Use::Signing),
    });
    Ok(print(format!("{json:#}\n").as_bytes()))
}

/// Asks the responder, and writes its answer (DER) to standard output once it counts.
pub(super) fn ask(arguments: &Asking, environment: &Environment) -> anyhow::Result<ExitCode> {
    let certificate = keys::certificate(&arguments.certificate)?;
    let now: Moment = environment.now();
    let mut trust = keys::trust(&arguments.trust, Revocation::RequiredForHolder)?;
    let Some(issuer) = trust.issuer_of(&certificate, now).cloned() else {
        return Ok(refuse(&[UNKNOWN_ISSUER.to_owned()]));
    };
    let answer = match waited(responder::ask(&certificate, &issuer, reach(arguments.here), environment)) {
        Ok(answer) => answer,
        Err(why) => return Ok(refuse(&[why.to_string()])),
    };
    trust.add_answer(&answer)?;
    let uses = [Use::Signing, Use::Receiving];
    let checked = uses.map(|use_| trust.check(&certificate, &[], now, use_));
    Ok(match checked {
        [Ok(()), _] | [_, Ok(())] => print(&answer),
        [Err(why), _] => refuse(&[why.to_string()]),
    })
}

/// Fetches the list, and writes it (DER) to standard output: for the folder of trust, until there is to be a newer one. Also
/// one that has the certificate on it: that is what it is for.
pub(super) fn fetch(arguments: &Listing, environment: &Environment) -> anyhow::Result<ExitCode> {
    let certificate = keys::certificate(&arguments.certificate)?;
    let at = moment(arguments.at.as_deref(), environment)?;
    let trust = keys::trust(&arguments.trust, Revocation::WhereKnown)?;
    let Some(issuer) = trust.issuer_of(&certificate, at) else {
        return Ok(refuse(&[UNKNOWN_ISSUER.to_owned()]));
    };
    let environment = if arguments.at.is_some() { Environment::at(at) } else { environment.clone() };
    let lists = lists_from(&arguments.from, arguments.here, &environment);
    Ok(match waited(lists.of(&certificate, issuer)) {
        Ok(list) => {
            let revoked = if list.names(&certificate) { "; the certificate is revoked" } else { "" };
            eprintln!("the next list is to come by {}{revoked}", sdk::moment::written(list.until));
            print(list.der())
        }
        Err(why @ NotListed::NotAllowed) => refuse(&[format!("{why}: {}", certificate.lists.join(", "))]),
        Err(why) => refuse(&[why.to_string()]),
    })
}

fn lists_from(hosts: &[String], here: bool, environment: &Environment) -> Lists {
    Lists::new(lists::Settings { hosts: hosts.to_vec(), reach: reach(here) }, environment)
}

fn reach(here: bool) -> Reach {
    if here { Reach::OnThisMachine } else { Reach::Named }
}

/// The other commands about letters need no runtime; these stand on that of `main`.
fn waited<T>(asking: impl Future<Output = T>) -> T {
    tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(asking))
}

/// An address with its port, or alone.
fn server(text: &str) -> Result<SocketAddr, String> {
    let alone = |text: &str| text.parse().map(|address: IpAddr| SocketAddr::new(address, 53));
    text.parse()
        .or_else(|_| alone(text))
        .map_err(|_| "a name server is written as 192.0.2.53 or 192.0.2.53:53".to_owned())
}
