//! An editor: speaks the language server protocol with a real server over its standard input and output.

#![cfg(test)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdin, ChildStdout};

use camino::Utf8Path;
use serde_json::{Value, json};

use crate::programs::Tool;

/// A server with one file open.
pub(crate) struct Editor {
    server: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    requests: u64,
    uri: String,
    /// What the server has against the file, as it came last.
    complaints: Option<Vec<Value>>,
}

impl Editor {
    /// Starts a YAML language server and opens a file.
    pub(crate) fn open(server: &Tool, path: &Utf8Path) -> Self {
        let mut server = server.start(path.parent().unwrap().as_std_path(), &["--stdio"]);
        let mut editor = Self {
            input: server.stdin.take().unwrap(),
            output: BufReader::new(server.stdout.take().unwrap()),
            server,
            requests: 0,
            uri: format!("file://{path}"),
            complaints: None,
        };
        let text = std::fs::read_to_string(path).unwrap();
        let markup = json!({"completionItem": {"documentationFormat": ["markdown", "plaintext"]}});
        let capabilities =
            json!({"textDocument": {"completion": markup, "publishDiagnostics": {}}});
        editor.ask(
            "initialize",
            &json!({"processId": null, "rootUri": null, "capabilities": capabilities}),
        );
        editor.notify("initialized", &json!({}));
        let settings = json!({"yaml": {"completion": true, "hover": true, "validate": true, "schemaStore": {"enable": false}}});
        editor.notify(
            "workspace/didChangeConfiguration",
            &json!({ "settings": settings }),
        );
        let document = json!({"uri": editor.uri, "languageId": "yaml", "version": 1, "text": text});
        editor.notify("textDocument/didOpen", &json!({ "textDocument": document }));
        editor
    }

    /// Labels that the server offers at a place (from 0) of the file.
    pub(crate) fn completions(&mut self, line: usize, column: usize) -> Vec<Value> {
        let found = self.ask("textDocument/completion", &self.at(line, column));
        let items = found.get("items").unwrap_or(&found);
        items.as_array().cloned().unwrap_or_default()
    }

    /// What the server says about a place.
    pub(crate) fn hover(&mut self, line: usize, column: usize) -> String {
        let found = self.ask("textDocument/hover", &self.at(line, column));
        found["contents"]["value"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// What the server has against the file.
    pub(crate) fn complaints(&mut self) -> Vec<Value> {
        while self.complaints.is_none() {
            self.receive();
        }
        self.complaints.clone().unwrap()
    }

    fn at(&self, line: usize, column: usize) -> Value {
        json!({"textDocument": {"uri": self.uri}, "position": {"line": line, "character": column}})
    }

    fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.requests += 1;
        let id = self.requests;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        loop {
            let message = self.receive();
            if message.get("method").is_none() && message["id"] == id {
                assert!(message.get("error").is_none(), "{method}: {message}");
                return message["result"].clone();
            }
        }
    }

    fn notify(&mut self, method: &str, params: &Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        self.input.flush().unwrap();
    }

    /// The next message. Complaints are kept; a question of the server gets the answer that there is nothing.
    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(
                self.output.read_line(&mut line).unwrap() > 0,
                "the server has gone away"
            );
            match line.trim().split_once(": ") {
                Some(("Content-Length", bytes)) => length = bytes.parse().unwrap(),
                Some(_) => {}
                None => break,
            }
        }
        let mut bytes = vec![0; length];
        self.output.read_exact(&mut bytes).unwrap();
        let message: Value = serde_json::from_slice(&bytes).unwrap();
        if message["method"] == "textDocument/publishDiagnostics"
            && message["params"]["uri"] == self.uri.as_str()
        {
            self.complaints = message["params"]["diagnostics"].as_array().cloned();
        } else if message.get("method").is_some() && message.get("id").is_some() {
            // A configuration is asked for by sections; null for each keeps what was said.
            let sections = message["params"]["items"].as_array().map_or(0, Vec::len);
            let nothing = if sections == 0 {
                Value::Null
            } else {
                json!(vec![Value::Null; sections])
            };
            self.send(&json!({"jsonrpc": "2.0", "id": message["id"], "result": nothing}));
        }
        message
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        drop(self.server.kill());
        drop(self.server.wait());
    }
}
