package memstore_test

import (
	"testing"

	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/memstore"
	"github.com/followup-bot/followup/ledger/storetest"
)

func TestConformance(t *testing.T) {
	storetest.Run(t, func(testing.TB) storetest.Place {
		stores := map[ledger.OrgID]*memstore.Store{}
		return storetest.Place{
			Org: func(_ testing.TB, org ledger.OrgID) ledger.Ledger {
				if stores[org] == nil {
					stores[org] = memstore.New(org)
				}
				return stores[org]
			},
			Restart: func(t testing.TB) {
				for _, s := range stores {
					if err := s.Close(); err != nil {
						t.Fatal(err)
					}
				}
			},
		}
	})
}
