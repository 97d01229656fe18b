package main

import (
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"rungless/tracker/testneed"
)

// Who sends a request letter by letter, or none, is not waited for: the connection is closed,
// and meanwhile others are answered.
func TestWhoSendsSlowlyIsNotWaitedFor(t *testing.T) {
	testneed.Thorough(t)
	program := start(t, home(t), "serve", "--addr", "127.0.0.1:0")
	address := strings.TrimPrefix(program.address, "http://")
	var slow []net.Conn
	for _, text := range []string{"", "GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ", "POST /settings/appearance HTTP/1.1\r\nHo"} {
		for range 50 {
			connection, err := net.Dial("tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			defer connection.Close()
			if _, err := io.WriteString(connection, text); err != nil {
				t.Fatal(err)
			}
			slow = append(slow, connection)
		}
	}
	if status, _ := get(t, program.address+"/-/healthz"); status != 200 {
		t.Errorf("others get %d", status)
	}
	deadline := time.Now().Add(30 * time.Second)
	for i, connection := range slow {
		if err := connection.SetReadDeadline(deadline); err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, connection); err != nil {
			t.Fatalf("connection %d is open still: %v", i, err)
		}
	}
	if status, _ := get(t, program.address+"/-/healthz"); status != 200 {
		t.Errorf("afterwards others get %d", status)
	}
}
