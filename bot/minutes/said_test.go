package minutes

import (
	"slices"
	"testing"

	"github.com/followup-bot/followup/ledger"
)

// Ways of taking something on in running English: the text, and who does it.
func TestEnglishSaid(t *testing.T) {
	for _, c := range []struct{ text, owners string }{
		{"Selectman Smith will contact the owner about the shed.", "Selectman_Smith"},
		{"Selectmen Stone and Abbot will be checking the culvert.", "Selectmen_Stone Abbot"},
		{"Road Commissioner Paul Carver will order the salt.", "Road_Commissioner_Paul_Carver"},
		{"Town Clerk Ann Lee to advertise the hearing by 1 October.", "Town_Clerk_Ann_Lee"},
		{"Trustee Ward offered to draft the letter.", "Trustee_Ward"},
		{"Selectman Abbot said he would be in contact with him.", "Selectman_Abbot"},
		{"Mr. Tully indicated that he would ask the vendor.", "Mr._Tully"},
		{"Ms Grant confirmed she will send the figures.", "Ms_Grant"},
		{"Alice said she'll write the summary.", "Alice"},
		{"Jeff L. agreed to write up a template.", "Jeff_L"},
		{"The change was approved by Nick A. and Jeff L. agreed to try it.", "Jeff_L"},
		{"Mr. Santo also volunteered to hold a call for applicants.", "Mr._Santo"},
		{"Karen and Bill both agreed to look at the gate.", "Karen Bill"},
		{"Karen and Bill (maybe) and Nina will help with this.", "Karen Bill Nina"},
		{"Moved, seconded and voted 3-0 to have the Treasurer purchase a phone.", "Treasurer"},
		{"The board agreed to start earlier and have the town clerk post the change.", "town_clerk"},
		{"Agreed to publish the draft and for Noel to amend it.", "Noel"},
		{"It was agreed for Anna to book the hall.", "Anna"},
		{"Tree removal – Ashbury will take care of it soon.", "Ashbury"},
		{"Dan wants a lower limit and Thorne will ask the host.", "Thorne"},
		{"The motion was “to object.” Ray has volunteered to file the objection.", "Ray"},
	} {
		it := one(t, "Notes\n\n"+c.text, nil)
		want := names(c.owners)
		for i := range want {
			want[i] = replaceUnder(want[i])
		}
		if !slices.Equal(it.Owners, want) {
			t.Errorf("%s\n got %q, want %q", c.text, it.Owners, want)
		}
	}
}

func replaceUnder(s string) string {
	b := []byte(s)
	for i := range b {
		if b[i] == '_' {
			b[i] = ' '
		}
	}
	return string(b)
}

// What only sounds like it.
func TestEnglishNotSaid(t *testing.T) {
	for _, s := range []string{
		"Selectman Smith said he would not attend.", "Mr. Tully indicated that it would rain.", "Ms Grant said she would like a seat.",
		"Alice said they were late.", "The board agreed to have lunch.", "They have Bob to thank for it.", "The board agreed to approve the plan and have a vote in May.",
		"Firefox will load the page.", "Kubernetes will remove the API.", "Postgres will return an error.", "The roof will be checked.",
		"The Trustees discussed the roof.", "Trustee Ward asked about the roof.", "We moved the meeting to 6 pm.", "The hall is free for Anna.",
		"Selectmen present: Neil Stone, Colby Abbot.", "Jeff L. reviewed it.", "Karen and Bill (maybe) were there.",
	} {
		if r := Read("Notes\n\n"+s, Options{Date: ledger.Date{Year: 2026, Month: 9, Day: 7}}); len(r.Items) > 0 {
			t.Errorf("%q made an item of %q: %+v", s, r.Items[0].Owners, r.Items[0].Why)
		}
	}
}

// Agendas with notes in them, boxes that ask to complete something, times of the day.
func TestEnglishShapes(t *testing.T) {
	for _, c := range []struct {
		text  string
		items int
	}{
		{"# Agenda\n\n- Wording - Agreed to publish it and for Noel to amend it\n- Bob to present the budget\n- Election of officers", 1},
		{"# Agenda\n\n- Roof: Ann Lee agreed to get quotes\n- Any other business", 1},
		{"## Action Items\n- [ ] Alice: Complete the module\n- [ ] Get the form completed\n- [ ] Pay the bill (done)", 2},
		{"## Actions\n1. Decisions needed\n   - Bob to choose a vendor\n", 1},
		{"ACTION AND DISCUSSION ITEMS:\n\n1. The report was discussed.\n", 0},
		{"Notes\n\nThe board agreed to start their meetings at 6 pm.", 0},
	} {
		open := 0
		for _, it := range Read(c.text, Options{Date: ledger.Date{Year: 2026, Month: 9, Day: 7}}).Items {
			if it.Status == StatusOpen {
				open++
			}
		}
		if open != c.items {
			t.Errorf("%q: %d items, want %d", c.text, open, c.items)
		}
	}
}
