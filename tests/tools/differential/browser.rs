//! A real browser with pages of two websites, of which the gateway allows one.

#![cfg(test)]

use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use super::platforms::Subject;
use super::wire::{Message, Wired};
use crate::harness::tests;
use crate::programs::Tool;
use crate::support::platform::text;

tests![scripts_of_a_listed_website_alone_may_call_the_gateway,];

/// Asks for the list of models with a good and with a wrong key, and sends home what a script can see of the answers.
const PAGE: &str = r#"<!doctype html><title>page</title><script>
const ask = async (key) => {
  try {
    const answer = await fetch("http://127.0.0.1:PORT/openai/v1/models", {headers: {"api-key": key, "x-stainless-lang": "js"}});
    return answer.status + " " + (await answer.json()).data.map((model) => model.id).join(",");
  } catch (error) {
    return error.name;
  }
};
(async () => {
  const body = [await ask("alpha"), await ask("wrong")].join("\n");
  await fetch("/", {method: "POST", body});
})();
</script>"#;

/// A browser starts slowly on a busy machine.
const PATIENCE: Duration = Duration::from_secs(90);

/// Serves the page; gives what its script sends home.
fn serve(listener: TcpListener, page: String) -> Receiver<String> {
    let (sent_home, home) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            // A thread for each: browsers open connections that they may not use.
            let (page, sent_home) = (page.clone(), sent_home.clone());
            std::thread::spawn(move || answer(stream.unwrap(), &page, &sent_home));
        }
    });
    home
}

fn answer(mut stream: TcpStream, page: &str, sent_home: &Sender<String>) {
    let Some(message) = Message::read(stream.try_clone().unwrap()) else {
        return;
    };
    if message.word(0) == "POST" {
        let _ = sent_home.send(String::from_utf8(message.body).unwrap());
    }
    let head = format!(
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n",
        page.len()
    );
    let _ = stream.write_all(format!("{head}{page}").as_bytes());
}

/// What the script of a page sees, opened in a browser.
fn seen(address: &str, home: &Receiver<String>) -> String {
    let profile = tempfile::tempdir().unwrap();
    let mut browser = Command::new(Tool::find("chromium").program())
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
        ])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg("--remote-debugging-port=0")
        .arg(address)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let seen = home.recv_timeout(PATIENCE);
    let _ = browser.kill();
    let _ = browser.wait();
    seen.unwrap()
}

fn scripts_of_a_listed_website_alone_may_call_the_gateway() {
    let bind = || TcpListener::bind("127.0.0.1:0").unwrap();
    let (listed, other) = (bind(), bind());
    let address = |listener: &TcpListener| {
        let port = listener.local_addr().unwrap().port();
        format!("http://localhost:{port}")
    };
    let addresses = [address(&listed), address(&other)];
    let mut platform = crate::gateway::demo();
    platform.apim.cors_origins = vec![text(&addresses[0])];
    let wired = Wired::start(&Subject::of(platform));
    let page = PAGE.replace("PORT", &wired.port.to_string());
    let homes = [serve(listed, page.clone()), serve(other, page)];
    // A wrong key is refused before any policy runs, so that the answer has no header that lets the script see it.
    assert_eq!(seen(&addresses[0], &homes[0]), "200 gpt-4.1\nTypeError");
    assert_eq!(seen(&addresses[1], &homes[1]), "TypeError\nTypeError");
}
