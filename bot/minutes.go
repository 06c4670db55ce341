package bot

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/followup-bot/followup/bot/chat"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/bot/minutes"
	"github.com/followup-bot/followup/bot/view"
	"github.com/followup-bot/followup/ledger"
)

// minutes registers minutes: they are kept, read into drafts, and the drafts shown in one card. The same minutes again are asked about,
// unless how is "again".
func (t *turn) minutes(text, how string) error {
	if err := t.env.Allowed(t.me.ID, ledger.ActRegister, ledger.Item{}); err != nil {
		return t.refused(err, nil)
	}
	digest := fingerprint(text)
	if known, ok, err := t.known(digest); err != nil {
		return err
	} else if ok && how != "again" {
		return t.knownMinutes(text, known)
	}
	id := ledger.MeetingID(ledger.NewID(t.env.Now, t.env.Source, 0))
	d, reading := t.read(id, text)
	if len(d.Rows) == 0 {
		t.reply(t.v.Say(t.v.T("NothingRead", "N", len(reading.Principles)), t.v.T("NothingReadHow")))
		return nil
	}
	if same, ok, err := t.sameMeeting(d); err != nil {
		return err
	} else if ok && how != "again" {
		t.askAgain(text, same, t.v.T("SameMeeting", "Meeting", view.Clip(d.Title, 30), "Date", t.v.Date(d.Date, t.env.Today()), "By", t.v.Person(same.By)))
		return nil
	}
	if err := t.likenesses(&d); err != nil {
		return err
	}
	t.keep(d, 0, text, digest)
	t.replyBound(t.v.Drafts(d, false), ledger.Binding{Card: view.CardDrafts, Draft: id})
	return nil
}

// keep records the meeting and its draft, and waits a while for the rest of a paste that arrives in parts.
func (t *turn) keep(d ledger.Draft, rev int64, text, digest string) {
	meeting := ledger.Meeting{ID: d.ID, Title: d.Title, Date: d.Date, Number: d.Number, Text: text, Digest: digest, By: t.me.ID, At: t.env.Now}
	t.record(forced(ledger.RecordMeeting, string(d.ID), meeting))
	t.mark("minutes/"+digest, d.ID)
	t.recordDraft(d, rev)
	t.mark(t.pasteKey(), pasted{d.ID, t.env.Now})
}

// fingerprint knows minutes again whatever their white space.
func fingerprint(text string) string {
	sum := sha256.Sum256([]byte(strings.Join(strings.Fields(text), " ")))
	return hex.EncodeToString(sum[:])
}

// known finds the meeting whose minutes these are.
func (t *turn) known(digest string) (ledger.Meeting, bool, error) {
	id, _, err := ledger.Load[ledger.MeetingID](t.ctx, t.cfg.Store, ledger.RecordMark, "minutes/"+digest)
	if errors.Is(err, ledger.ErrNotFound) {
		return ledger.Meeting{}, false, nil
	}
	if err != nil {
		return ledger.Meeting{}, false, err
	}
	m, _, err := ledger.Load[ledger.Meeting](t.ctx, t.cfg.Store, ledger.RecordMeeting, string(id))
	return m, err == nil, err
}

// read reads minutes into a draft.
func (t *turn) read(id ledger.MeetingID, text string) (ledger.Draft, minutes.Reading) {
	r := minutes.Read(text, minutes.Options{Dir: t.env.Dir, Cal: t.cfg.Calendar, Zone: t.env.Zone()})
	if r.Meeting.Date.IsZero() { // minutes without a date are taken to be of the day they arrive
		r = minutes.Read(text, minutes.Options{Date: ledger.DateOf(t.env.Now.In(t.zone())), Dir: t.env.Dir, Cal: t.cfg.Calendar, Zone: t.env.Zone()})
	}
	d := ledger.Draft{ID: id, Title: r.Meeting.Title, Date: r.Meeting.Date, Number: r.Meeting.Number, By: t.me.ID, At: t.env.Now, Changed: t.env.Now}
	for _, it := range r.Items {
		d.Rows = append(d.Rows, t.row(len(d.Rows)+1, it))
	}
	for _, p := range r.Principles {
		if p.Item > 0 && p.Item <= len(d.Rows) {
			d.Rows[p.Item-1].Principles = append(d.Rows[p.Item-1].Principles, p.Text)
		}
	}
	d.Principles = len(r.Principles)
	t.programmes(&d)
	return d, r
}

// row makes a draft's row of an item that was read. What the minutes do not say stays empty.
func (t *turn) row(n int, it minutes.Item) ledger.DraftRow {
	r := ledger.DraftRow{N: n, Title: view.Clip(titleOf(it), 80), Text: it.Text, Line: it.Line, Section: it.Section, Measure: it.Measure,
		Support: it.SupportIDs, Fanout: it.Fanout, Due: ledger.Due{Date: it.Due, At: it.At}, DueText: it.DueText, Ongoing: it.Ongoing,
		RRule: it.RRule, Area: it.Area, Done: it.Status == minutes.StatusDone}
	switch {
	case len(it.Ambiguous) > 0 && len(it.LeadIDs) == 0:
		r.LeadText, r.Candidates = it.Ambiguous[0].Alias, it.Ambiguous[0].IDs
	case len(it.FanoutUnits) > 0 && len(it.LeadIDs) == 0:
		r.Members = it.FanoutUnits
	case len(it.LeadIDs) > 0:
		r.Lead = it.LeadIDs[0]
		for _, u := range it.LeadIDs[1:] {
			if !slices.Contains(r.Support, u) {
				r.Support = append(r.Support, u)
			}
		}
	default:
		r.LeadText = t.v.List(it.Owners)
	}
	if on := t.env.OnWorkday(it.Due); on != it.Due {
		r.Due.Date, r.Written = on, it.Due
	}
	for _, m := range it.Milestones {
		r.Milestones = append(r.Milestones, ledger.Milestone{Text: m.Text, Due: t.env.OnWorkday(m.Due)})
	}
	return r
}

// pasted remembers the last minutes somebody pasted in a conversation.
type pasted struct {
	Draft ledger.MeetingID `json:"draft"`
	At    time.Time        `json:"at"`
}

// pasteGap is how long after one part of a paste the next may come.
const pasteGap = 2 * time.Minute

// pastePart is the least length, in characters, of what can be the next part of a paste; shorter is a reply.
const pastePart = 60

func (t *turn) pasteKey() string {
	return "paste/" + string(t.me.ID) + "/" + t.m.At.Messenger + "/" + t.m.At.Conversation
}

// continued joins a message to the minutes that came just before it, when it is their next part and nobody has worked on the drafts yet. A
// text that has a title and date of its own is another meeting.
func (t *turn) continued(s string) (bool, error) {
	if t.m.At.Thread != "" || utf8.RuneCountInString(s) < pastePart {
		return false, nil
	}
	p, _, err := ledger.Load[pasted](t.ctx, t.cfg.Store, ledger.RecordMark, t.pasteKey())
	if errors.Is(err, ledger.ErrNotFound) || err == nil && t.env.Now.Sub(p.At) > pasteGap {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	d, rev, err := t.draft(p.Draft)
	if err != nil || !d.Changed.Equal(d.At) {
		return false, nil
	}
	m, _, err := ledger.Load[ledger.Meeting](t.ctx, t.cfg.Store, ledger.RecordMeeting, string(p.Draft))
	if err != nil {
		return false, nil
	}
	own := minutes.Read(s, minutes.Options{Dir: t.env.Dir, Cal: t.cfg.Calendar, Zone: t.env.Zone()})
	if !own.Meeting.Date.IsZero() && own.Meeting.Title != "" || fingerprint(s) == m.Digest || !minutes.Looks(m.Text+"\n"+s) {
		return false, nil
	}
	if in := Decide(s, t.context()); !in.Minutes && in.Intent.Name != intent.None && len(own.Items) == 0 {
		return false, nil
	}
	text := strings.TrimRight(m.Text, "\n") + "\n" + s
	joined, _ := t.read(d.ID, text)
	joined.At, joined.Changed = d.At, d.At
	if err := t.likenesses(&joined); err != nil {
		return false, err
	}
	t.keep(joined, rev, text, fingerprint(text))
	t.reply(t.v.Say(t.v.N("Joined", len(joined.Rows), "Before", len(d.Rows))))
	return true, nil
}

// files reads what was attached: under an item, or with words that report on one, it is evidence, elsewhere minutes or a table. A file that can't be read loses nothing: the bot says why.
func (t *turn) files() error {
	if _, under := t.thread(); under {
		d := t.decide(orWords(t.m.Text, t.v.T("SayAttached")))
		if t.m.Text == "" {
			t.m.Text = t.v.T("SayAttached")
		}
		if d.Intent.Name == intent.None || d.Intent.Name == intent.EvidenceShow || d.Minutes {
			d.Intent = intent.Intent{Name: intent.Progress, Expect: intent.Apply}
		}
		return t.onItems(d.Intent)
	}
	if strings.TrimSpace(t.m.Text) != "" {
		d := t.decide(t.m.Text)
		switch {
		case d.Intent.Name == intent.CampaignSubmit: // what was handed in is no minutes, and is not read
			return t.campaign(d.Intent)
		case !d.Minutes && reports(d.Intent.Name) && (t.namesItem(d.Intent.Slots) || t.bringsEvidence()):
			t.env.Read = string(d.Intent.Name)
			return t.do(d.Intent)
		}
	}
	if done, err := t.table(); done || err != nil {
		return err
	}
	if t.bringsEvidence() {
		t.m.Text = orWords(strings.TrimSpace(t.m.Text), t.v.T("SayAttached"))
		return t.do(intent.Intent{Name: intent.Progress, Expect: intent.Apply})
	}
	var text strings.Builder
	for _, f := range t.m.Files {
		s, err := t.fileText(f)
		if err != nil {
			var fe FileError
			code := "broken"
			if errors.As(err, &fe) {
				code = fe.Code()
			}
			t.reply(t.v.Say(t.v.T("File_"+code, "Name", f.Name)))
			return nil
		}
		if kind, _, ok := intent.Guard(s); ok {
			t.guarded(kind)
			return nil
		}
		text.WriteString(s)
		text.WriteString("\n")
	}
	return t.minutes(strings.TrimSpace(text.String()), "")
}

// bringsEvidence reports whether a file of the speaker's, of which nothing is said, shows what they have done: minutes of theirs would not be taken.
func (t *turn) bringsEvidence() bool { return !t.canDo(ledger.ActRegister) && len(t.mine()) > 0 }

// reports reports whether files that come with such words show what the words say of an item.
func reports(n intent.Name) bool {
	return slices.Contains([]intent.Name{intent.Progress, intent.Complete, intent.Blocked, intent.Correct, intent.ExtensionRequest}, n)
}

func (t *turn) fileText(f chat.File) (string, error) {
	if t.cfg.Files == nil || f.Open == nil {
		return "", errors.New("files are not read here")
	}
	r, err := f.Open(t.ctx)
	if err != nil {
		return "", err
	}
	defer r.Close()
	return t.cfg.Files.Text(t.ctx, f.Name, f.Size, r)
}

// programmeNamed is a programme as minutes write one that they introduce: “铁案工程”.
var programmeNamed = regexp.MustCompile(`[“"「『]([\p{Han}]{2,10}(?:工程|行动|计划|专项))[”"」』]|[“"]([A-Z][A-Za-z ]{2,30}) [Pp]rogramme[”"]`)

// knownProgrammes are those that items are filed under.
func (t *turn) knownProgrammes() (known []string, err error) {
	seen := map[string]bool{}
	err = t.cfg.Store.Rows(t.ctx, ledger.Filter{Filed: true}, func(r ledger.Row) bool {
		if !seen[r.Programme] {
			seen[r.Programme] = true
			known = append(known, r.Programme)
		}
		return true
	})
	return known, err
}

// programmes files rows of a new draft under the programme that their words name: one that the ledger has, or one in quotation marks. It is never
// asked for.
func (t *turn) programmes(d *ledger.Draft) {
	known, err := t.knownProgrammes()
	if err != nil {
		t.cfg.Log.Error("programmes can't be read", "error", err)
	}
	for i := range d.Rows {
		r := &d.Rows[i]
		for _, p := range known {
			if strings.Contains(r.Text, p) && len(p) > len(r.Programme) {
				r.Programme = p
			}
		}
		if g := programmeNamed.FindStringSubmatch(r.Text); g != nil && r.Programme == "" {
			r.Programme = firstOf(g[1], g[2])
		}
	}
}
