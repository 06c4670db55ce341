package boltstore

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/storetest"
)

func TestConformance(t *testing.T) {
	storetest.Run(t, func(t testing.TB) storetest.Place {
		var db *DB
		name := filepath.Join(t.TempDir(), "followup.db")
		restart := func(t testing.TB) {
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			// Whatever a test does, the file is sound afterwards.
			if r, err := Verify(context.Background(), name); err != nil {
				t.Fatalf("%v\n%+v", err, r)
			}
			db = nil
		}
		t.Cleanup(func() {
			if db != nil {
				restart(t)
			}
		})
		return storetest.Place{
			Org: func(t testing.TB, org ledger.OrgID) ledger.Ledger {
				if db == nil {
					var err error
					if db, err = OpenDB(name, Options{NoSync: true}); err != nil {
						t.Fatal(err)
					}
				}
				s, err := db.Org(org)
				if err != nil {
					t.Fatal(err)
				}
				return s
			},
			Restart: restart,
		}
	})
}
