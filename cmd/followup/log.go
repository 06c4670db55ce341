package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/user"
	"strconv"
	"strings"
	"time"

	"github.com/followup-bot/followup/bot/text"
	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/boltstore"
)

// operator is the system's user who gives a command.
func operator() string {
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return strconv.Itoa(os.Getuid())
}

// record writes an entry into the ledger's log.
func record(ctx context.Context, store ledger.Store, l ledger.LogEntry) error {
	c := ledger.Change{Source: "command/" + string(l.Kind) + "/" + ledger.NewID(l.At, l.Operator+"/"+l.Text, int(l.N)), Log: []ledger.LogEntry{l}}
	if err := store.Commit(ctx, c); err != nil && !errors.Is(err, ledger.ErrDuplicate) {
		return fmt.Errorf("it is done, but could not be logged: %w", err)
	}
	return nil
}

// recordAll writes an entry into the log of each organisation in the file.
func recordAll(ctx context.Context, db *boltstore.DB, entry func(org ledger.OrgID) ledger.LogEntry) error {
	orgs, err := db.Orgs()
	if err != nil {
		return err
	}
	for _, org := range orgs {
		store, err := db.Org(org)
		if err != nil {
			return err
		}
		if err := record(ctx, store, entry(org)); err != nil {
			return err
		}
	}
	return nil
}

// configured is the entry for what was taken over from the configuration file, in the organisation's language; ok is false when nothing was that counts.
func configured(at time.Time, lang string, records []ledger.Record) (l ledger.LogEntry, ok bool) {
	words := text.For(lang)
	var what []string
	l = ledger.LogEntry{At: at, Kind: ledger.LogConfigured}
	for _, kind := range []ledger.RecordKind{ledger.RecordOrg, ledger.RecordUnit, ledger.RecordPerson, ledger.RecordPolicy, ledger.RecordRule} {
		n := 0
		for _, r := range records {
			if r.Kind == kind {
				n++
			}
		}
		if n > 0 {
			l.N += int64(n)
			what = append(what, words.N("LogCount_"+string(kind), n))
		}
	}
	l.Text = strings.Join(what, words.T("ListSep"))
	return l, l.N > 0
}
