package boltstore

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/followup-bot/followup/ledger"
)

// commitForever is the process that is killed: writers commit and send, and say on stdout what was acknowledged.
func commitForever(file string) error {
	s, err := Open(file, Options{Org: "court"})
	if err != nil {
		return err
	}
	var mu sync.Mutex
	say := func(words ...any) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Println(words...)
	}
	ctx := context.Background()
	failed := make(chan error)
	first := int(rand.Uint32() >> 4)
	for w := range 6 {
		go func() {
			for n := first + w; ; n += 6 {
				c := benchChange(n)
				c.Events[0].Raw = "原话"
				if err := s.Commit(ctx, c); err != nil {
					failed <- err
					return
				}
				say("committed", n)
			}
		}()
	}
	go func() {
		for {
			leased, err := s.Lease(ctx, benchStart.AddDate(50, 0, 0), time.Hour, 3)
			for _, x := range leased {
				if err == nil {
					err = s.Settle(ctx, x.Notice.Key, x.Token, ledger.Receipt{Outcome: ledger.OutcomeSent, At: benchStart})
					say("sent", x.Notice.Key)
				}
			}
			if err != nil {
				failed <- err
				return
			}
		}
	}()
	return <-failed
}

// child runs the test binary as another process.
func child(what, file string) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childVar+"="+what, childVar+"_FILE="+file)
	cmd.Stderr = os.Stderr
	return cmd
}

// killed runs the writing process, kills it after a while, and gives what it said until then.
func killed(t *testing.T, file string, after time.Duration) (said []string) {
	t.Helper()
	cmd := child("commit", file)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	line, err := lines.ReadString('\n') // it is at work
	if err != nil {
		t.Fatal(err, line)
	}
	said = append(said, line)
	timer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	for {
		line, err := lines.ReadString('\n')
		if errors.Is(err, io.EOF) {
			break // a line that was cut was not acknowledged
		}
		if err != nil {
			t.Fatal(err)
		}
		said = append(said, line)
	}
	if err := cmd.Wait(); err == nil || strings.HasPrefix(said[len(said)-1], "error:") {
		t.Fatalf("it ended by itself: %s", said[len(said)-1])
	}
	return said
}

// Whatever the moment at which the process is killed, everything acknowledged is there, nothing sent is sent again, and the file is sound.
func TestKill(t *testing.T) {
	rounds := 12
	if testing.Short() {
		rounds = 3
	}
	ctx := context.Background()
	file := filepath.Join(t.TempDir(), "followup.db")
	committed, sent := map[int]bool{}, map[string]bool{}
	for range rounds {
		for _, line := range killed(t, file, time.Duration(rand.IntN(120))*time.Millisecond) {
			var n int
			if _, err := fmt.Sscanf(line, "committed %d", &n); err == nil {
				committed[n] = true
			} else if key, ok := strings.CutPrefix(strings.TrimSpace(line), "sent "); ok {
				if sent[key] {
					t.Errorf("%s was sent twice", key)
				}
				sent[key] = true
			}
		}
		if _, err := Verify(ctx, file); err != nil {
			t.Fatal(err)
		}
		s, err := Open(file, Options{Org: "court"})
		if err != nil {
			t.Fatal(err)
		}
		for n := range committed {
			if _, err := s.Item(ctx, benchItem(n).ID); err != nil {
				t.Fatalf("an acknowledged change is lost: %v", err)
			}
		}
		for key := range sent {
			if _, err := s.Receipt(ctx, key); err != nil {
				t.Fatalf("an acknowledged receipt is lost: %v", err)
			}
		}
		shut(t, s)
	}
	if len(committed) < rounds || len(sent) == 0 {
		t.Fatalf("only %d changes and %d notices in %d rounds", len(committed), len(sent), rounds)
	}
	t.Logf("%d changes, %d notices, killed %d times", len(committed), len(sent), rounds)
}
