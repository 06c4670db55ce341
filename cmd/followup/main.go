// Command followup reads the minutes of meetings in chat, keeps the action items in a ledger, reminds of them until each is closed, and
// answers how things stand. Run it without arguments for its subcommands.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // zones, on machines that have none
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	c := &cli{in: os.Stdin, out: os.Stdout, err: os.Stderr, getenv: os.Getenv, now: time.Now}
	os.Exit(c.run(ctx, os.Args[1:]))
}
