package reminders

import "time"

// untakenFor is how long a message that could not be taken in, and was not offered again, is spoken of: its messenger has given it up.
const untakenFor = time.Hour

// An untaken message is one that people were not told is kept, because it is not.
type untaken struct {
	since, last time.Time
	err         string
}

// Taken books what became of a message that the messenger offers until it is taken in: err is why it could not be, nil that it is.
func (s *Service) Taken(message string, err error) {
	now := s.Clock.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	if err == nil {
		delete(s.health.untaken, message)
		return
	}
	if s.health.untaken == nil {
		s.health.untaken = map[string]untaken{}
	}
	u := s.health.untaken[message]
	if u.since.IsZero() {
		u.since = now
	}
	u.last, u.err = now, err.Error()
	s.health.untaken[message] = u
}

// putUntaken tells of the messages that could not be taken in. s.mu is held.
func (s *Service) putUntaken(st *Status) {
	var last time.Time
	for id, u := range s.health.untaken {
		if st.Now.Sub(u.last) > untakenFor {
			delete(s.health.untaken, id)
			continue
		}
		if st.Untaken++; st.Refusing.IsZero() || u.since.Before(st.Refusing) {
			st.Refusing = u.since
		}
		if !u.last.Before(last) {
			last, st.RefError = u.last, u.err
		}
	}
}
