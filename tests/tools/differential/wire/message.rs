//! Messages of HTTP, as far as the gateway and its upstream speak it.

#![cfg(test)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

use serde_json::{Value, json};

/// A message of HTTP.
#[derive(Debug)]
pub(crate) struct Message {
    /// The first line.
    pub(crate) start: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Message {
    pub(crate) fn read(stream: TcpStream) -> Option<Self> {
        let mut reader = BufReader::new(stream);
        let line = |reader: &mut BufReader<TcpStream>| {
            let mut line = Vec::new();
            reader.read_until(b'\n', &mut line).unwrap();
            String::from_utf8_lossy(&line).trim_end().to_owned()
        };
        let start = line(&mut reader);
        let mut headers = Vec::new();
        loop {
            let header = line(&mut reader);
            let Some((name, value)) = header.split_once(':') else {
                break;
            };
            headers.push((name.to_owned(), value.trim().to_owned()));
        }
        let named = |name: &str| {
            headers
                .iter()
                .find(|(other, _)| other.eq_ignore_ascii_case(name))
        };
        let mut body = Vec::new();
        if let Some((_, length)) = named("Content-Length") {
            // An answer to HEAD says a length and sends nothing.
            reader
                .take(length.parse().unwrap())
                .read_to_end(&mut body)
                .unwrap();
        } else if named("Transfer-Encoding").is_some() {
            loop {
                let size = usize::from_str_radix(&line(&mut reader), 16).unwrap();
                let at = body.len();
                body.resize(at + size, 0);
                reader.read_exact(&mut body[at..]).unwrap();
                line(&mut reader);
                if size == 0 {
                    break;
                }
            }
        }
        (!start.is_empty()).then_some(Self {
            start,
            headers,
            body,
        })
    }

    pub(super) fn exchange(port: u16, text: &[u8]) -> Self {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.write_all(text).unwrap();
        Self::read(stream).unwrap()
    }

    pub(crate) fn word(&self, at: usize) -> &str {
        self.start.split(' ').nth(at).unwrap()
    }

    pub(super) fn json_headers(&self, without: &[&str]) -> Value {
        let kept = self
            .headers
            .iter()
            .filter(|(name, _)| !without.iter().any(|other| other.eq_ignore_ascii_case(name)));
        kept.map(|(name, value)| (name.clone(), json!(value)))
            .collect::<serde_json::Map<_, _>>()
            .into()
    }

    /// The body as the gateway's own files of answers write it.
    pub(super) fn json_body(&self) -> Value {
        let text = String::from_utf8_lossy(&self.body);
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        serde_json::from_str(text).unwrap_or_else(|_| json!(text))
    }
}
