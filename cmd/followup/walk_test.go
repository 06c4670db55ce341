package main

import (
	"os"
	"testing"
)

// The main job, from the minutes to the closing, as a script in the terminal against a running server with its real ledger and clock.
func TestWalk(t *testing.T) {
	h := serve(t, t.TempDir(), example(t), true)
	script, err := os.ReadFile("testdata/walk_zh.txt")
	if err != nil {
		t.Fatal(err)
	}
	code, out, errs := h.run(string(script), "chat", "--as", "督查员甲")
	if code != 0 {
		t.Fatalf("status %d: %s\n%s", code, errs, out)
	}
	if out := h.ok("verify"); out == "" {
		t.Error("verify says nothing")
	}
}
