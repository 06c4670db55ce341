package ledger

// A Quiet is a person's own quiet hours, in minutes after midnight in their zone; equal ends: none at all.
type Quiet struct {
	From int `json:"from"`
	To   int `json:"to"`
}

// A Profile is what a messenger says of a person; it counts where neither they nor an admin has said otherwise.
type Profile struct {
	Lang string `json:"lang,omitempty"` // BCP 47
	Zone string `json:"zone,omitempty"` // IANA
}

// Language is the one that the person is written to in; empty: the organisation's.
func (p Person) Language() string {
	if p.Lang != "" {
		return p.Lang
	}
	return p.Profile.Lang
}

// PolicyFor is the policy with the person's own quiet hours, where they have set some.
func (e Env) PolicyFor(who PersonID) Policy {
	pol := e.Policy
	if p, ok := e.Dir.Person(who); ok && p.Quiet != nil {
		pol.QuietFrom, pol.QuietTo = p.Quiet.From, p.Quiet.To
	}
	return pol
}
