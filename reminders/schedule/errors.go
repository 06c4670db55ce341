package schedule

import "fmt"

// A Code says what is wrong with a spec.
type Code string

// The codes.
const (
	Syntax      Code = "syntax"      // it can't be read: Detail
	BadZone     Code = "zone"        // no such zone: Detail
	BadPolicy   Code = "policy"      // no such policy for days off: Detail
	Never       Code = "never"       // no such day exists: Detail
	TooOften    Code = "often"       // more often than every quarter of an hour
	Unsupported Code = "unsupported" // another dialect's, or finer than reminders need: Detail
)

// An Error is a spec that was refused. Suggest is the nearest sensible spec, SuggestPolicy the policy to go with it; both may be empty.
type Error struct {
	Code          Code
	Spec          string
	Detail        string
	Suggest       string
	SuggestPolicy string
}

// Error says what is wrong, and what to write instead.
func (e *Error) Error() string {
	reason := map[Code]string{
		Syntax: "can't be read", BadZone: "names no time zone", BadPolicy: "has an unknown policy for days off",
		Never: "never fires", TooOften: "fires more often than every 15 minutes", Unsupported: "is not supported",
	}[e.Code]
	s := fmt.Sprintf("schedule %q %s", e.Spec, reason)
	if e.Detail != "" {
		s += ": " + e.Detail
	}
	if e.Suggest != "" {
		s += fmt.Sprintf("; try %q", e.Suggest)
		if e.SuggestPolicy != "" {
			s += " with days off: " + e.SuggestPolicy
		}
	}
	return s
}

// Refusal gives the error's parts, for being told in another language.
func (e *Error) Refusal() (code, detail, suggest, policy string) {
	return string(e.Code), e.Detail, e.Suggest, e.SuggestPolicy
}
