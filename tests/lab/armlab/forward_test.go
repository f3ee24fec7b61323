package main

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// bodyThatCloses is a request's body as net/http's server keeps it: once an answer begins, reading its end is an error.
type bodyThatCloses struct {
	text     io.Reader
	answered chan struct{}
}

func (b *bodyThatCloses) Read(p []byte) (int, error) {
	n, err := b.text.Read(p)
	if err != io.EOF {
		return n, err
	}
	select {
	case <-b.answered:
		return 0, errors.New("read on a closed body")
	case <-time.After(100 * time.Millisecond):
		return 0, io.EOF
	}
}

func (b *bodyThatCloses) Close() error { return nil }

// A server may answer as soon as it has the last byte of a request, which is before a proxy has seen the request's end.
func TestAnAnswerThatComesEarlyIsPassedOnWhole(t *testing.T) {
	const sent = "a request"
	answered := make(chan struct{})
	backend := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.CopyN(io.Discard, r.Body, int64(len(sent))); err != nil {
			t.Error(err)
		}
		_, _ = io.WriteString(w, "one")
		w.(http.Flusher).Flush()
		close(answered)
		time.Sleep(50 * time.Millisecond)
		_, _ = io.WriteString(w, "two")
	}))
	defer backend.Close()
	request := httptest.NewRequest(http.MethodPost, "/", nil)
	request.Body, request.ContentLength = &bodyThatCloses{strings.NewReader(sent), answered}, int64(len(sent))
	answer := httptest.NewRecorder()
	forward(answer, request, backend.Listener.Addr().String(), nil)
	if got := answer.Body.String(); answer.Code != http.StatusOK || got != "onetwo" {
		t.Errorf("got %d %q", answer.Code, got)
	}
}
