package bot

import (
	"net/url"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// pageLinks is the button that opens the page in a browser, at a place on it. A link is its reader's own: there is none in a channel, and
// none where no page is served to others.
func (t *turn) pageLinks(path string) []chat.Control {
	if t.cfg.Page == nil || !t.m.Direct || t.me.ID == "" {
		return nil
	}
	link, ok := t.cfg.Page(t.me.ID, t.m.At.Messenger, path, t.v.Lang())
	if !ok {
		return nil
	}
	return []chat.Control{{Kind: chat.ControlLink, ID: view.DoPage, Label: t.v.T("Do_page"), URL: link}}
}

// page answers "open the dashboard".
func (t *turn) page(path string) error {
	direct := t.m.Direct
	t.m.Direct = true // a link is made for a private answer
	links := t.pageLinks(path)
	t.m.Direct = direct
	if len(links) == 0 {
		t.whisperOrReply(view.With(t.v.Say(t.v.T("NoPage")), t.v.Button(view.DoSay, t.v.T("SaySummary"), t.v.T("SaySummary"), "")))
		return nil
	}
	card := view.With(t.v.Say(t.v.T("PageHere")), links...)
	t.whisper(card)
	if !direct {
		t.reply(t.v.Say(t.v.T("ToldPrivately_page")))
	}
	return nil
}

// pageOf is the place on the page that shows what a query is about.
func pageOf(q ledger.Query) string {
	switch {
	case len(q.Units) == 1:
		return "unit/" + url.PathEscape(string(q.Units[0]))
	case q.Programme != "":
		return "programme/" + url.PathEscape(q.Programme)
	case q.Area != "":
		return "area/" + url.PathEscape(q.Area)
	}
	return ""
}
