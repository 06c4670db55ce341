package local

import (
	"cmp"
	"slices"
	"sort"
	"sync"
	"time"

	"github.com/followup-bot/followup/bot/chat"
)

// A record is one line of the journal; its parts happen together.
type record struct {
	Head    *head     `json:"head,omitempty"`
	Msg     *message  `json:"msg,omitempty"`
	In      *inbound  `json:"in,omitempty"`
	Done    string    `json:"done,omitempty"` // id of an inbound that the handler took
	Edit    *edit     `json:"edit,omitempty"`
	Read    *readMark `json:"read,omitempty"`
	Invite  *pass     `json:"invite,omitempty"`
	Session *pass     `json:"session,omitempty"`
	Drop    string    `json:"drop,omitempty"`   // hash of an invite or session that ended
	Revoke  string    `json:"revoke,omitempty"` // user whose sessions and invites end
	Guide   string    `json:"guide,omitempty"`  // demo step that was done
}

// head begins a journal. Epoch is part of every message id, so that ids of a chat that was thrown away never mean something else.
type head struct {
	Version int    `json:"v"`
	Epoch   string `json:"epoch"`
	Secret  []byte `json:"secret"` // signs form tokens
}

// A message as it stands now. From is empty for the bot's.
type message struct {
	ID       string     `json:"id"`
	Seq      int64      `json:"seq"`  // place in the order of posting
	Rev      int64      `json:"rev"`  // of its last change; all changes count in one sequence
	Said     int64      `json:"said"` // of the last change of what it says; Rev grows with its replies too
	Conv     string     `json:"conv"`
	Thread   string     `json:"thread,omitempty"`
	From     string     `json:"from,omitempty"`
	Name     string     `json:"name,omitempty"` // From's, at the time
	Only     string     `json:"only,omitempty"` // the one user who sees it
	Text     string     `json:"text,omitempty"`
	Card     *chat.Card `json:"card,omitempty"` // without the files' data
	Files    []blob     `json:"files,omitempty"`
	Key      string     `json:"key,omitempty"`
	Client   string     `json:"client,omitempty"`
	Time     time.Time  `json:"time"`
	Edited   bool       `json:"edited,omitempty"`
	Deleted  bool       `json:"deleted,omitempty"`
	Withheld bool       `json:"withheld,omitempty"` // the text was not stored
}

// An edit replaces what a message holds.
type edit struct {
	ID      string     `json:"id"`
	Rev     int64      `json:"rev"`
	Text    string     `json:"text,omitempty"`
	Card    *chat.Card `json:"card,omitempty"`
	Files   []blob     `json:"files,omitempty"`
	Deleted bool       `json:"deleted,omitempty"`
}

// An inbound is what a person did, kept until the handler took it. The text is the message's.
type inbound struct {
	ID      string      `json:"id"`
	Conv    string      `json:"conv"`
	Thread  string      `json:"thread,omitempty"`
	Ref     string      `json:"ref"`
	From    string      `json:"from"`
	Action  *actionRec  `json:"action,omitempty"`
	Form    *filledForm `json:"form,omitempty"`
	Edited  bool        `json:"edited,omitempty"`
	Deleted bool        `json:"deleted,omitempty"`
	Client  string      `json:"client,omitempty"`
	Time    time.Time   `json:"time"`
	Seq     int64       `json:"seq"`

	spoken string // text that is not stored, while it lives
}

type actionRec struct {
	ID    string `json:"id"`
	Value string `json:"value,omitempty"`
	Card  string `json:"card"`
}

type filledForm struct {
	ID     string            `json:"id"`
	Value  string            `json:"value,omitempty"`
	Values map[string]string `json:"values,omitempty"`
	Card   string            `json:"card,omitempty"`
}

type readMark struct {
	User  string `json:"user"`
	Place string `json:"place"` // a conversation or a thread's root
	Seq   int64  `json:"seq"`
}

// A pass is an invite or a session, by the hash of its token.
type pass struct {
	Hash string    `json:"hash"`
	User string    `json:"user"`
	Ends time.Time `json:"ends"`
}

// state is all of the chat in memory, as the journal tells it. Readers take mu; only the holder of Messenger.write applies.
type state struct {
	mu       sync.RWMutex
	head     head
	seq      int64
	rev      int64
	messages map[string]*message
	byConv   map[string][]*message // in order of Seq, threads' included
	byThread map[string][]*message
	byKey    map[string]string
	byClient map[string]string // user, client id → inbound or message id
	changes  []change
	pending  map[string]*inbound
	reads    map[readKey]int64
	invites  map[string]pass
	sessions map[string]pass
	guide    map[string]bool
}

type readKey struct{ user, place string }

type change struct {
	rev int64
	id  string
}

func newState() *state {
	return &state{
		messages: map[string]*message{}, byConv: map[string][]*message{}, byThread: map[string][]*message{}, byKey: map[string]string{},
		byClient: map[string]string{}, pending: map[string]*inbound{}, reads: map[readKey]int64{}, invites: map[string]pass{},
		sessions: map[string]pass{}, guide: map[string]bool{},
	}
}

// apply makes a record happen. The caller holds mu, or is alone.
func (s *state) apply(r record) {
	if r.Head != nil {
		s.head = *r.Head
	}
	if r.Msg != nil {
		s.applyMessage(r.Msg)
	}
	if r.In != nil {
		s.pending[r.In.ID] = r.In
		s.seq = max(s.seq, r.In.Seq)
		s.remember(r.In.From, r.In.Client, r.In.ID)
	}
	if r.Done != "" {
		delete(s.pending, r.Done)
	}
	if r.Edit != nil {
		s.applyEdit(r.Edit)
	}
	if r.Read != nil {
		k := readKey{r.Read.User, r.Read.Place}
		s.reads[k] = max(s.reads[k], r.Read.Seq)
	}
	if r.Guide != "" {
		s.guide[r.Guide] = true
	}
	s.applyPasses(r)
}

func (s *state) applyMessage(m *message) {
	s.messages[m.ID] = m
	s.seq = max(s.seq, m.Seq)
	s.byConv[m.Conv] = append(s.byConv[m.Conv], m)
	if m.Key != "" {
		s.byKey[m.Key] = m.ID
	}
	s.remember(m.From, m.Client, m.ID)
	s.touch(m, m.Rev)
	if m.Thread == "" {
		return
	}
	s.byThread[m.Thread] = append(s.byThread[m.Thread], m)
	if root := s.messages[m.Thread]; root != nil && root.Rev < m.Rev {
		s.touch(root, m.Rev) // its count of replies is shown
	}
}

func (s *state) applyEdit(e *edit) {
	m := s.messages[e.ID]
	if m == nil {
		return
	}
	next := *m // readers may hold the old one
	next.Text, next.Card, next.Files, next.Edited, next.Said = e.Text, e.Card, e.Files, true, e.Rev
	next.Deleted = next.Deleted || e.Deleted
	s.replace(&next)
	s.touch(&next, e.Rev)
}

func (s *state) replace(m *message) {
	s.messages[m.ID] = m
	for _, list := range [][]*message{s.byConv[m.Conv], s.byThread[m.Thread]} {
		i, ok := slices.BinarySearchFunc(list, m.Seq, func(x *message, seq int64) int { return cmp.Compare(x.Seq, seq) })
		if ok {
			list[i] = m
		}
	}
}

func (s *state) touch(m *message, rev int64) {
	if m.Rev != rev {
		next := *m
		next.Rev = rev
		m = &next
		s.replace(m)
	}
	s.rev = max(s.rev, rev)
	s.changes = append(s.changes, change{rev, m.ID})
}

func (s *state) remember(user, client, id string) {
	if client != "" {
		s.byClient[user+"\x00"+client] = id
	}
}

func (s *state) applyPasses(r record) {
	if r.Invite != nil {
		for h, p := range s.invites { // a new link voids the person's older ones
			if p.User == r.Invite.User {
				delete(s.invites, h)
			}
		}
		s.invites[r.Invite.Hash] = *r.Invite
	}
	if r.Session != nil {
		s.sessions[r.Session.Hash] = *r.Session
	}
	if r.Drop != "" {
		delete(s.invites, r.Drop)
		delete(s.sessions, r.Drop)
	}
	if r.Revoke != "" {
		for _, passes := range []map[string]pass{s.invites, s.sessions} {
			for h, p := range passes {
				if p.User == r.Revoke {
					delete(passes, h)
				}
			}
		}
	}
}

// dump is the shortest journal that gives this state again.
func (s *state) dump(now time.Time) []record {
	recs := []record{{Head: &s.head}}
	all := make([]*message, 0, len(s.messages))
	for _, m := range s.messages {
		all = append(all, m)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Seq < all[j].Seq })
	for _, m := range all {
		recs = append(recs, record{Msg: m})
	}
	for _, in := range s.waiting() {
		recs = append(recs, record{In: in})
	}
	for k, seq := range s.reads {
		recs = append(recs, record{Read: &readMark{k.user, k.place, seq}})
	}
	for _, p := range s.invites {
		if p.Ends.After(now) {
			recs = append(recs, record{Invite: &p})
		}
	}
	for _, p := range s.sessions {
		if p.Ends.After(now) {
			recs = append(recs, record{Session: &p})
		}
	}
	for step := range s.guide {
		recs = append(recs, record{Guide: step})
	}
	return recs
}

// settle puts what was read from a journal in order.
func (s *state) settle() {
	s.changes = s.changes[:0]
	for _, m := range s.messages {
		s.changes = append(s.changes, change{m.Rev, m.ID})
	}
	sort.Slice(s.changes, func(i, j int) bool { return s.changes[i].rev < s.changes[j].rev })
}

// waiting is what the handler has not taken yet, in order.
func (s *state) waiting() []*inbound {
	out := make([]*inbound, 0, len(s.pending))
	for _, in := range s.pending {
		out = append(out, in)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Seq < out[j].Seq })
	return out
}

// news is what was said or replaced after rev, oldest change first; a message that only got replies is none.
func (s *state) news(rev int64) []*message {
	return slices.DeleteFunc(s.since(rev), func(m *message) bool { return m.Said <= rev })
}

// since is what changed after rev, oldest change first, each message once.
func (s *state) since(rev int64) []*message {
	i := sort.Search(len(s.changes), func(i int) bool { return s.changes[i].rev > rev })
	var out []*message
	for _, c := range s.changes[i:] {
		if m := s.messages[c.id]; m != nil && m.Rev == c.rev {
			out = append(out, m)
		}
	}
	return out
}
