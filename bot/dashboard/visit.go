package dashboard

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/followup-bot/followup/bot/text"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// A visit is one request of somebody who has entered: who they are now, and what they may see now.
type visit struct {
	*Server
	w     http.ResponseWriter
	r     *http.Request
	env   ledger.Env
	me    ledger.Person
	v     view.Ctx
	units []ledger.UnitID // what is in their scope; nil with all set: everything
	all   bool
}

var errNotShown = errors.New("not theirs to see")

// inside lets in who has a session, and finds out anew who they are.
func (s *Server) inside(page func(*visit) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		t, ok := s.session(r)
		if !ok {
			s.refuse(w, r, http.StatusForbidden, "NoSession")
			return
		}
		env, err := s.cfg.Env(r.Context(), s.cfg.Now())
		if err != nil {
			s.trouble(w, r, err)
			return
		}
		me, known := env.Dir.Person(t.Person)
		if !known || me.Gone {
			s.refuse(w, r, http.StatusForbidden, "Gone")
			return
		}
		x := &visit{Server: s, w: w, r: r, env: env, me: me, v: view.New(env, me.ID, text.Choose(t.Lang))}
		x.units, x.all = env.Scope(me.ID)
		switch err := page(x); {
		case errors.Is(err, errNotShown):
			s.refuse(w, r, http.StatusForbidden, "NotYours")
		case errors.Is(err, ledger.ErrNotFound):
			s.refuse(w, r, http.StatusNotFound, "NotFound")
		case err != nil:
			s.trouble(w, r, err)
		}
	}
}

// within narrows a query to what the reader may see; ok is false when nothing of it is.
func (x *visit) within(q ledger.Query) (ledger.Query, bool) {
	switch {
	case x.all:
		return q, true
	case len(x.units) == 0:
		q.Person = x.me.ID
		return q, len(q.Units) == 0
	}
	return q.Within(x.units)
}

// scope names what the reader sees.
func (x *visit) scope() string {
	switch {
	case x.all:
		return x.env.Dir.Org().Name
	case len(x.units) == 0:
		return x.me.Name
	}
	return x.v.Units(x.units)
}

// A walk counts what base selects in one pass over all rows, and keeps the rows of the queries that lists are made of.
func (x *visit) walk(base ledger.Query, lists ...ledger.Query) (*ledger.Tally, [][]ledger.Row, error) {
	t := x.env.Tally(base, x.env.Month(), trendMonths, ledger.PartArea, ledger.PartProgramme)
	kept := make([][]ledger.Row, len(lists))
	sift := make([]func(*ledger.Row) bool, len(lists))
	for i, q := range lists {
		sift[i] = x.env.Sieve(q)
	}
	err := x.env.Each(x.r.Context(), x.cfg.Ledger, base, func(r *ledger.Row) {
		if t.Add(r) {
			for i, fits := range sift {
				if fits(r) {
					kept[i] = append(kept[i], *r)
				}
			}
		}
	})
	for _, rows := range kept {
		x.env.SortByUrgency(rows)
	}
	return t, kept, err
}

// out writes the page.
func (x *visit) out(name, title string, crumbs []crumb, main any) error {
	other := text.English
	if x.v.Lang() == text.English {
		other = text.Chinese
	}
	x.render(x.w, http.StatusOK, x.pages[x.v.Lang()], name, frame{Title: title, Org: x.env.Dir.Org().Name, Reader: x.me.Name, At: x.v.Clock(x.env.Now, ledger.ZoneOf(x.env, x.me.ID)),
		Here: x.r.URL.RequestURI(), Other: other, Crumbs: crumbs, Main: main})
	return nil
}

func (x *visit) home() crumb { return crumb{x.v.T("Page_Overview"), "/"} }

func unitHref(u ledger.UnitID) string { return "/unit/" + url.PathEscape(string(u)) }
func itemHref(i ledger.ItemID) string { return "/item/" + url.PathEscape(string(i)) }
func areaHref(name string) string     { return "/area/" + url.PathEscape(name) }
func programmeHref(name string) string {
	return "/programme/" + url.PathEscape(name)
}

// listHref leads to the rows behind a figure.
func listHref(q ledger.Query) string {
	b, err := json.Marshal(q)
	if err != nil {
		return "/"
	}
	return "/items?q=" + url.QueryEscape(string(b))
}

// asked reads the query of a list's address.
func asked(r *http.Request) (q ledger.Query, ok bool) {
	d := json.NewDecoder(strings.NewReader(r.URL.Query().Get("q")))
	d.DisallowUnknownFields()
	return q, d.Decode(&q) == nil
}
