package ledger

import (
	"slices"
	"strings"
	"time"
)

// An Acknowledgement is a leader's word that the escalation of an item has reached them (已阅).
type Acknowledgement struct {
	Person PersonID  `json:"person"`
	At     time.Time `json:"at"`
}

// An Explanation is the unit's written word on why an item is late.
type Explanation struct {
	Text string    `json:"text"`
	By   PersonID  `json:"by"`
	At   time.Time `json:"at"`
}

// Acknowledge takes note that a leader has seen an escalation. Nobody is told; what is still on its way to this leader because of the same
// deadline is not sent any more.
func Acknowledge(e Env, it Item, by PersonID) (Change, error) {
	it, err := e.act(ActInstruct, it, by, working...)
	if err != nil {
		return Change{}, err
	}
	if e.acknowledged(it, by) {
		return Change{}, refuse(ActInstruct, it, RefusedAgain)
	}
	it.Acknowledged = append(slices.DeleteFunc(slices.Clone(it.Acknowledged), func(a Acknowledgement) bool { return a.Person == by }),
		Acknowledgement{by, e.Now.UTC()})
	return e.done(it, EventAcknowledged, by, ""), nil
}

// acknowledged reports whether the person has taken note since the deadline that holds now.
func (e Env) acknowledged(it Item, p PersonID) bool {
	return slices.ContainsFunc(it.Acknowledged, func(a Acknowledgement) bool {
		return a.Person == p && (it.Due.IsZero() || DateOf(a.At.In(e.Zone())).After(it.Due.Date))
	})
}

// Explain records the unit's written explanation of why an item is late; the office and the overseeing leader are told.
func Explain(e Env, it Item, by PersonID, text string) (Change, error) {
	it, err := e.act(ActReport, it, by, working...)
	if err != nil {
		return Change{}, err
	}
	if text = strings.TrimSpace(text); text == "" {
		return Change{}, refuse(ActReport, it, RefusedReason)
	}
	it.Explanation = &Explanation{Text: text, By: by, At: e.Now.UTC()}
	who := union(Recipients(e, it, ForOffice), Recipients(e, it, ForOverseer))
	return e.done(it, EventExplained, by, text, e.tell(NoticeOutcome, it, by, who...)...), nil
}

// explained reports whether the lateness by the deadline that holds now was explained.
func (e Env) explained(it Item) bool {
	return it.Explanation != nil && (it.Due.IsZero() || DateOf(it.Explanation.At.In(e.Zone())).After(it.Due.Date))
}
