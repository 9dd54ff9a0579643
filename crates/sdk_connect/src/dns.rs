//! DNS, asked one thing: the NAPTR records of a name. A name server that looks further by itself is asked, by UDP, and by
//! TCP where its answer does not fit. What it says is no proof of anything: it leads to metadata, and those are signed.
//!
//! Not here: looking further ourselves, keeping answers, DNSSEC.

use std::future::Future;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use environment::Environment;
use hickory_proto::op::{Message, MessageType, OpCode, Query, ResponseCode};
use hickory_proto::rr::{Name, RData, RecordType};
use sdk::discovery::Record;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpStream, UdpSocket};

/// How long one name server may take, unless it is said otherwise.
pub const WAIT_SECONDS: u64 = 5;

/// How often each name server is asked.
const ROUNDS: usize = 2;

/// How many name servers are asked.
const SERVERS_MAX: usize = 3;

/// The largest answer by UDP, in bytes. More than may come without being asked for.
const UDP_MAX: usize = 4096;

/// How many answers to something else are passed over before one that is to the question.
const OTHERS_MAX: usize = 100;

/// How many names a name may be another name of, one after the other.
const ALIASES_MAX: usize = 8;

/// The port of name servers.
const PORT: u16 = 53;

/// Why DNS gives no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The name cannot be one.
    #[error("the name cannot stand in DNS; look at the zone")]
    Name,
    /// Nobody to ask.
    #[error("this system names no name server; say which to ask")]
    NoServer,
    /// No name server answers.
    #[error("no name server answers")]
    Silent,
    /// They answer, without saying.
    #[error("the name server does not say ({0})")]
    Refused(&'static str),
}

/// Name servers to ask.
#[derive(Clone)]
pub struct Resolver {
    servers: Vec<SocketAddr>,
    environment: Environment,
    wait: Duration,
}

impl Resolver {
    /// These, in this order.
    pub fn new(servers: Vec<SocketAddr>, environment: &Environment) -> Self {
        Self { servers, environment: environment.clone(), wait: Duration::from_secs(WAIT_SECONDS) }
    }

    /// Those that `resolv.conf` names: what stands in that file is handed in.
    pub fn of_system(resolv_conf: &str, environment: &Environment) -> Self {
        let server = |line: &str| {
            let mut words = line.split_ascii_whitespace();
            let address = (words.next() == Some("nameserver")).then(|| words.next()).flatten()?;
            address.parse().ok().map(|address: IpAddr| SocketAddr::new(address, PORT))
        };
        Self::new(resolv_conf.lines().filter_map(server).take(SERVERS_MAX).collect(), environment)
    }

    /// Whom it asks.
    pub fn servers(&self) -> &[SocketAddr] {
        &self.servers
    }

    /// The NAPTR records of a name. None where there is no such name, or none of the kind.
    pub async fn naptr(&self, name: &str) -> Result<Vec<Record>, Trouble> {
        let name = Name::from_ascii(name).map_err(|_| Trouble::Name)?;
        let mut trouble = if self.servers.is_empty() { Trouble::NoServer } else { Trouble::Silent };
        for server in (0..ROUNDS).flat_map(|_| self.servers.iter().take(SERVERS_MAX)) {
            match self.ask(*server, &name).await {
                Ok(Said::Records(records)) => return Ok(records),
                Ok(Said::Refused(why)) => trouble = Trouble::Refused(why),
                Err(_) => {}
            }
        }
        Err(trouble)
    }

    async fn ask(&self, server: SocketAddr, name: &Name) -> io::Result<Said> {
        let question = Question { id: u16::from_be_bytes(self.environment.bytes()), name: name.clone() };
        let bytes = question.bytes()?;
        let answer = self.in_time(by_udp(server, &bytes, &question)).await?;
        if !answer.metadata.truncation {
            return Ok(question.said(&answer));
        }
        let answer = self.in_time(by_tcp(server, &bytes)).await?;
        if question.is_answered_by(&answer) {
            Ok(question.said(&answer))
        } else {
            Err(io::ErrorKind::InvalidData.into())
        }
    }

    async fn in_time<T>(&self, asking: impl Future<Output = io::Result<T>>) -> io::Result<T> {
        tokio::time::timeout(self.wait, asking).await.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
    }
}

/// What a name server says.
enum Said {
    /// What there is, if anything.
    Records(Vec<Record>),
    /// That it does not say.
    Refused(&'static str),
}

struct Question {
    id: u16,
    name: Name,
}

impl Question {
    fn bytes(&self) -> io::Result<Vec<u8>> {
        let mut message = Message::new(self.id, MessageType::Query, OpCode::Query);
        message.metadata.recursion_desired = true;
        message.add_query(Query::query(self.name.clone(), RecordType::NAPTR));
        message.to_vec().map_err(|_| io::ErrorKind::InvalidInput.into())
    }

    fn is_answered_by(&self, message: &Message) -> bool {
        let about = |query: &Query| query.query_type == RecordType::NAPTR && is_same(&query.name, &self.name);
        message.metadata.id == self.id
            && message.metadata.message_type == MessageType::Response
            && matches!(message.queries.as_slice(), [query] if about(query))
    }

    fn said(&self, message: &Message) -> Said {
        let code = message.metadata.response_code;
        if code == ResponseCode::NoError {
            Said::Records(self.records(message))
        } else if code == ResponseCode::NXDomain {
            Said::Records(vec![])
        } else if code == ResponseCode::ServFail {
            Said::Refused("it could not find out")
        } else if code == ResponseCode::Refused {
            Said::Refused("it does not answer us")
        } else {
            Said::Refused("it does not understand the question")
        }
    }

    /// The records of the name, or of the name that it is another name of.
    fn records(&self, message: &Message) -> Vec<Record> {
        let mut name = &self.name;
        for _ in 0..ALIASES_MAX {
            let alias = message
                .answers
                .iter()
                .filter(|record| is_same(&record.name, name))
                .find_map(|record| if let RData::CNAME(target) = &record.data { Some(&target.0) } else { None });
            match alias {
                Some(target) => name = target,
                None => break,
            }
        }
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let records = message.answers.iter().filter(|record| is_same(&record.name, name));
        records
            .filter_map(|record| if let RData::NAPTR(naptr) = &record.data { Some(naptr) } else { None })
            .map(|naptr| Record {
                order: naptr.order,
                preference: naptr.preference,
                flags: text(&naptr.flags),
                service: text(&naptr.services),
                regexp: text(&naptr.regexp),
            })
            .collect()
    }
}

/// Names are the same in capitals and small letters.
fn is_same(one: &Name, other: &Name) -> bool {
    one.to_ascii().trim_end_matches('.').eq_ignore_ascii_case(other.to_ascii().trim_end_matches('.'))
}

/// Only that server is heard, at a port that nobody can know, and only the answer to this question.
async fn by_udp(server: SocketAddr, bytes: &[u8], question: &Question) -> io::Result<Message> {
    let any: IpAddr = if server.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
    let socket = UdpSocket::bind((any, 0)).await?;
    socket.connect(server).await?;
    socket.send(bytes).await?;
    let mut room = vec![0; UDP_MAX];
    for _ in 0..OTHERS_MAX {
        let length = socket.recv(&mut room).await?;
        let message = Message::from_vec(room.get(..length).unwrap_or_default());
        if let Some(message) = message.ok().filter(|message| question.is_answered_by(message)) {
            return Ok(message);
        }
    }
    Err(io::ErrorKind::InvalidData.into())
}

async fn by_tcp(server: SocketAddr, bytes: &[u8]) -> io::Result<Message> {
    let length = u16::try_from(bytes.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
    let mut stream = TcpStream::connect(server).await?;
    stream.write_all(&[&length.to_be_bytes(), bytes].concat()).await?;
    let length = stream.read_u16().await?;
    let mut room = vec![0; usize::from(length)];
    stream.read_exact(&mut room).await?;
    Message::from_vec(&room).map_err(|_| io::ErrorKind::InvalidData.into())
}
