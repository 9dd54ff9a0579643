//! Just enough HTTP to talk to a running server over a socket, as a browser would: one connection that is kept, no
//! compression.

use std::fmt::Write as _;
use std::io::{Error, ErrorKind, Result};
use std::net::{IpAddr, SocketAddr};

use axum::body::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpSocket, TcpStream};

/// The largest answer that is read: far above any page.
const SIZE_MAX: usize = 16 * 1024 * 1024;

/// A way to a running server.
pub(crate) struct Line {
    server: SocketAddr,
    from: IpAddr,
    connection: Option<BufReader<TcpStream>>,
}

/// What came back.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Clone for Line {
    /// To the same server, on a connection of its own.
    fn clone(&self) -> Self {
        Self::new(self.server, self.from)
    }
}

impl Line {
    pub(crate) fn new(server: SocketAddr, from: IpAddr) -> Self {
        Self { server, from, connection: None }
    }

    /// Asks, and reads the whole answer. A connection on which something went wrong is not used again.
    pub(crate) async fn ask(&mut self, method: &Method, path: &str, cookies: &str, body: &[u8]) -> Result<Reply> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => self.connect().await?,
        };
        let mut request = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\n", self.server);
        if !cookies.is_empty() {
            write!(request, "cookie: {cookies}\r\n").expect("a string takes all");
        }
        if *method == Method::POST {
            let length = body.len();
            write!(request, "content-type: application/x-www-form-urlencoded\r\ncontent-length: {length}\r\n")
                .expect("a string takes all");
        }
        request.push_str("\r\n");
        let mut bytes = request.into_bytes();
        bytes.extend_from_slice(body);
        connection.get_mut().write_all(&bytes).await?;
        let reply = read(&mut connection).await?;
        let closes = reply.headers.get(http::header::CONNECTION).is_some_and(|value| value == "close");
        self.connection = (!closes).then_some(connection);
        Ok(reply)
    }

    async fn connect(&self) -> Result<BufReader<TcpStream>> {
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::new(self.from, 0))?;
        socket.set_nodelay(true)?;
        Ok(BufReader::new(socket.connect(self.server).await?))
    }
}

async fn read(connection: &mut BufReader<TcpStream>) -> Result<Reply> {
    let first = line(connection).await?;
    let status = first.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or_else(|| strange(&first))?;
    let mut headers = HeaderMap::new();
    loop {
        let header = line(connection).await?;
        if header.is_empty() {
            break;
        }
        let (name, value) = header.split_once(':').ok_or_else(|| strange(&header))?;
        let name = HeaderName::try_from(name).map_err(|_| strange(name))?;
        headers.append(name, HeaderValue::try_from(value.trim()).map_err(|_| strange(value))?);
    }
    let body = if headers.contains_key(http::header::TRANSFER_ENCODING) {
        chunks(connection).await?
    } else {
        let length = headers.get(http::header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
        let mut body = vec![0; size(length.unwrap_or("0"), 10)?];
        connection.read_exact(&mut body).await?;
        body
    };
    Ok(Reply { status, headers, body: body.into() })
}

async fn chunks(connection: &mut BufReader<TcpStream>) -> Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let mut chunk = vec![0; size(&line(connection).await?, 16)?];
        connection.read_exact(&mut chunk).await?;
        line(connection).await?;
        if chunk.is_empty() {
            return Ok(body);
        }
        body.append(&mut chunk);
        if body.len() > SIZE_MAX {
            return Err(strange("an endless page"));
        }
    }
}

async fn line(connection: &mut BufReader<TcpStream>) -> Result<String> {
    let mut line = String::new();
    if connection.read_line(&mut line).await? == 0 {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    Ok(line.trim_end().to_owned())
}

fn size(text: &str, radix: u32) -> Result<usize> {
    usize::from_str_radix(text, radix).ok().filter(|size| *size <= SIZE_MAX).ok_or_else(|| strange(text))
}

fn strange(text: &str) -> Error {
    Error::new(ErrorKind::InvalidData, format!("the server answered strangely: {text:?}"))
}
