package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/followup-bot/followup/ledger/boltstore"
)

// A killed server is started again where it was: the file is whole, nothing that was acknowledged is lost, and nothing was said twice.
func TestKilledInTheMiddle(t *testing.T) {
	binary := filepath.Join(t.TempDir(), "followup")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	dir := t.TempDir()
	for round := range 4 {
		server := startProcess(t, binary, dir)
		chat := exec.Command(binary, "chat", "--as", "系统管理员", "--data", dir)
		chat.Stdin = strings.NewReader(fmt.Sprintf("第%d轮的第一句话\n/clock +2d\n", round))
		var said bytes.Buffer
		chat.Stdout = &said
		if err := chat.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(150+120*round) * time.Millisecond) // in the middle of moving the clock, each time elsewhere
		if err := server.Process.Signal(syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		_ = server.Wait() // it was killed
		_ = chat.Wait()   // it lost its server
		if _, err := boltstore.Verify(t.Context(), filepath.Join(dir, dbName)); err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
	}
	server := startProcess(t, binary, dir)
	out, err := exec.Command(binary, "status", "--data", dir).CombinedOutput()
	if err != nil {
		t.Errorf("status: %v\n%s", err, out)
	}
	if err := server.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := server.Wait(); err != nil {
		t.Errorf("a server that is asked to stop ends with %v", err)
	}
	saidOnce(t, filepath.Join(dir, chatName, "chat.jsonl"))
}

// startProcess starts a demo and waits until it says where it is.
func startProcess(t *testing.T, binary, dir string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(binary, "serve", "--demo", "--data", dir, "--listen", "127.0.0.1:0")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var errs bytes.Buffer
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() }) // it may have ended
	s := bufio.NewScanner(out)
	if !s.Scan() || !strings.Contains(s.Text(), "http://") {
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // its output says more than its status
		t.Fatalf("it did not start: %s%s", s.Text(), errs.String())
	}
	return cmd
}

// saidOnce fails when two messages of the chat's journal were posted for one notice.
func saidOnce(t *testing.T, journal string) {
	t.Helper()
	b, err := os.ReadFile(journal)
	if err != nil {
		t.Fatal(err)
	}
	posted := map[string]string{}
	for line := range strings.Lines(string(b)) {
		var rec []json.RawMessage
		if json.Unmarshal([]byte(line), &rec) != nil || len(rec) < 2 {
			continue // the line that the kill cut off
		}
		var body struct {
			Msg struct{ ID, Key string }
		}
		if json.Unmarshal(rec[1], &body) != nil || body.Msg.Key == "" {
			continue
		}
		if first, ok := posted[body.Msg.Key]; ok && first != body.Msg.ID {
			t.Errorf("the notice %s was posted as %s and as %s", body.Msg.Key, first, body.Msg.ID)
		}
		posted[body.Msg.Key] = body.Msg.ID
	}
	if len(posted) < 3 {
		t.Errorf("only %d notices were posted", len(posted))
	}
}
