package main

import (
	"context"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// BenchmarkStartToFirstByte builds the program and starts `rungless serve` on a
// store that is there, until its first page answers. The goal is 100 ms.
func BenchmarkStartToFirstByte(b *testing.B) {
	dir := b.TempDir()
	program := filepath.Join(dir, "rungless")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		b.Fatalf("go build: %v\n%s", err, out)
	}
	const address = "127.0.0.1:18476"
	environ := append(os.Environ(), "HOME="+dir, "XDG_DATA_HOME="+dir, "RUNGLESS_STORE_DSN="+filepath.Join(dir, "bench.db"), "GH_TOKEN=", "GITHUB_TOKEN=")
	start := func() time.Duration {
		ctx, cancel := context.WithCancel(b.Context())
		defer cancel()
		c := exec.CommandContext(ctx, program, "serve", "--addr", address, "--sync-every", "0")
		c.Env = environ
		began := time.Now()
		if err := c.Start(); err != nil {
			b.Fatal(err)
		}
		took := firstByte(b, "http://"+address+"/people", began)
		cancel()
		_ = c.Wait() // it was killed
		return took
	}
	start() // makes the store
	var total time.Duration
	for range b.N {
		total += start()
	}
	b.ReportMetric(float64(total.Milliseconds())/float64(b.N), "ms-to-first-byte")
	b.ReportMetric(100, "goal-ms")
}

func firstByte(b *testing.B, address string, began time.Time) time.Duration {
	for time.Since(began) < 30*time.Second {
		if response, err := http.Get(address); err == nil {
			response.Body.Close()
			if response.StatusCode != http.StatusOK {
				b.Fatalf("%s: %s", address, response.Status)
			}
			return time.Since(began)
		}
		time.Sleep(time.Millisecond)
	}
	b.Fatal("the first page did not come")
	return 0
}
