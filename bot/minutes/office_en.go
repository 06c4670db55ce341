package minutes

import (
	"strings"
	"unicode/utf8"
)

// offices are what people are called before their names: Selectman Smith, Road Commissioner Paul Carter.
var offices = wordSet(`selectman selectmen selectwoman selectperson trustee trustees director directors chair chairman chairwoman chairperson mayor deputy president vice-president treasurer secretary
clerk commissioner commissioners supervisor supervisors officer chief sheriff constable marshal judge justice senator representative delegate governor superintendent principal dean professor prof pastor reverend father deacon
elder rabbi bishop captain sergeant lieutenant ranger coach alderman alderwoman assemblyman freeholder attorney councilman councilwoman councilmember councillor councillors member members manager engineer administrator
registrar librarian warden steward moderator coordinator agent assessor collector auditor inspector planner foreman nurse doctor counsel warrant portreeve bailiff organiser organizer`)

// officeBefore reports whether a name is somebody's with an office before it: "Town Clerk Ann Lee".
func officeBefore(name string) bool {
	if strings.IndexByte(name, ' ') < 0 {
		return false
	}
	var buf [8]string
	words := fields(buf[:0], name)
	if len(words) < 2 {
		return false
	}
	last := words[len(words)-1]
	if !isUpper(last[0]) && last[0] < utf8.RuneSelf || enWords.has(last) || offices.has(last) || roleNouns.has(last) {
		return false
	}
	for _, x := range words[:len(words)-1] {
		if offices.has(x) {
			return true
		}
	}
	return false
}
