package local

import (
	"net/http"
	"slices"
	"time"
	"unicode/utf8"
)

// The demo's steps, as the page numbers them.
const (
	stepSample = "sample"
	stepAnswer = "answer"
	stepClock  = "clock"
)

const longestLeap = 366 * 24 * time.Hour

// A Demo is where the demo stands.
type Demo struct {
	Now     time.Time      `json:"now"`
	Steps   []string       `json:"steps"`   // done
	Waiting map[string]int `json:"waiting"` // unread in their direct conversation, by persona
	Latest  []string       `json:"latest"`  // who last got something from the bot and hasn't looked, newest first
	Clock   bool           `json:"clock"`   // time can be moved
}

const latestShown = 4

func (m *Messenger) demo() Demo {
	d := Demo{Now: m.cfg.Now().In(m.cfg.Zone).Truncate(time.Minute), Steps: []string{}, Waiting: map[string]int{}, Latest: []string{}, Clock: m.cfg.Clock != nil}
	people := m.cfg.People()
	m.st.mu.RLock()
	defer m.st.mu.RUnlock()
	for _, s := range []string{stepSample, stepAnswer, stepClock} {
		if m.st.guide[s] {
			d.Steps = append(d.Steps, s)
		}
	}
	newest := map[string]int64{}
	for _, p := range people {
		conv := directPrefix + p.ID
		if n := m.st.unread(p.ID, conv); n > 0 {
			d.Waiting[p.ID] = n
			d.Latest = append(d.Latest, p.ID)
			newest[p.ID] = m.st.last(p.ID, conv).Seq
		}
	}
	slices.SortStableFunc(d.Latest, func(a, b string) int { return int(newest[b] - newest[a]) })
	d.Latest = d.Latest[:min(latestShown, len(d.Latest))]
	return d
}

// ownMinutes is how many letters of one's own take the place of the sample.
const ownMinutes = 120

// guideStep is the step of the guide that what a person does takes, if any: minutes of their own instead of the sample, then an answer by
// somebody else than its sender. The caller holds write.
func (m *Messenger) guideStep(r record) string {
	switch {
	case !m.cfg.Demo:
		return ""
	case !m.st.guide[stepSample]:
		if r.Msg != nil && (len(r.Msg.Files) > 0 || utf8.RuneCountInString(r.Msg.Text) >= ownMinutes) {
			return stepSample
		}
		return ""
	case m.st.guide[stepAnswer] || slices.ContainsFunc(m.cfg.Samples, func(s Sample) bool { return s.As == r.In.From }):
		return ""
	}
	return stepAnswer
}

func (m *Messenger) serveSample(w http.ResponseWriter, r *http.Request, who Persona) error {
	var in struct {
		N      int    `json:"n"`
		Client string `json:"client"`
	}
	if err := take(w, r, &in); err != nil {
		return err
	}
	if !m.cfg.Demo || in.N < 0 || in.N >= len(m.cfg.Samples) {
		return errUnknown
	}
	s := m.cfg.Samples[in.N]
	if s.As != "" {
		as, ok := m.person(s.As)
		if !ok {
			return errUnknown
		}
		who = as
	}
	msg, err := m.say(who, said{Text: s.Text, Client: in.Client})
	if err != nil {
		return err
	}
	if err := m.step(stepSample); err != nil {
		return err
	}
	return answer(w, m.wire(who, msg))
}

func (m *Messenger) step(name string) error {
	m.write.Lock()
	defer m.write.Unlock()
	if m.st.guide[name] {
		return nil
	}
	return m.commitAs(record{Guide: name}, false)
}

// serveClock moves the demo's time on; it never goes back.
func (m *Messenger) serveClock(w http.ResponseWriter, r *http.Request, _ Persona) error {
	var in struct {
		Hours int `json:"hours"`
	}
	if err := take(w, r, &in); err != nil {
		return err
	}
	d := time.Duration(in.Hours) * time.Hour
	if !m.cfg.Demo || m.cfg.Clock == nil {
		return errUnknown
	}
	if in.Hours <= 0 || in.Hours > int(longestLeap/time.Hour) {
		return errBadRequest
	}
	if err := m.cfg.Clock.Advance(r.Context(), d); err != nil {
		return err
	}
	if d >= 24*time.Hour { // less only ends a night, and shows no reminder
		if err := m.step(stepClock); err != nil {
			return err
		}
	}
	m.hub.wake()
	return answer(w, map[string]any{"now": m.cfg.Now().In(m.cfg.Zone)})
}
