package minutes

import (
	"strings"
	"unicode/utf8"
)

// enWords are English words that begin sentences in capitals and are no names of people.
var enWords = wordSet(`the this that these those it its they we you i he she there here what which who whom whose when where why how if once after before
in on at for as and but so also next new all some any no yes maybe not please then our your my his her their users user people someone somebody nobody anyone
meeting meetings pr prs issue issues release releases version update updates discussion note notes minutes agenda action actions item items todo to-do task tasks
today tomorrow yesterday monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december
jan feb mar apr jun jul aug sep sept oct nov dec q1 q2 q3 q4 christmas easter summer winter spring autumn each every both either neither more most many much few
from with without by of to up down out over under about into through during until since while because although though however therefore otherwise instead
work works working plan plans planning project projects proposal proposals motion motions vote votes question questions answer answers comment comments idea ideas
need needs want wants make makes made add adds added fix fixes create creates review reviews check checks send sends write writes look looks get gets let lets
discuss discussed decision decisions agreed resolved approved apologies present absent date time location venue link links document documents doc docs draft drafts
api apis ui ux ci cd blog website site page pages code test tests build builds feature features bug bugs data server client app apps web github slack zoom google
first second third last previous current other others another same such only just still already again always never often usually sometimes hopefully perhaps probably
good great nice well better best right left high low long short big small full part whole half one two three four five six seven eight nine ten
status progress report reports reporting summary background context introduction welcome thanks thank regarding concerning following outcome outcomes result results
community council committee board group team members member staff public local county district parish borough city town village national federal
kubernetes node javascript python rust go java linux windows macos android ios chrome firefox safari electron react docker
final open closed done complete completed pending blocked blocker blockers risk risks key learning learnings support help email emails call calls
budget budgets funding finance finances insurance event events training policy policies process processes system systems service services
should would could can must will shall might continue continued consider considered follow followup follow-up remind reminder reminders everyone's
remember remembering try hope hoping aim happy ready able going willing due subject according referred ongoing further attempt proceed recommend recommended suggested requested required noted
n/a none tbd tbc tba fyi asap re ps eg ie etc aob`)

// words are a set of words in small letters.
type words map[string]bool

// has reports whether s is one of them, in whatever letters.
func (m words) has(s string) bool {
	var low [40]byte
	if len(s) > len(low) {
		return m[lower(s)]
	}
	for i := range len(s) {
		low[i] = s[i]
		if isUpper(s[i]) {
			low[i] |= 0x20
		}
	}
	return m[string(low[:len(s)])]
}

func wordSet(s string) words {
	m := words{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// roleNouns are offices that act under their title.
var roleNouns = wordSet(`clerk counsel chair chairman chairperson chairwoman vice-chair vice-chairman secretary treasurer president vice-president officer officers manager managers director directors convenor convener head leader leaders
warden editor coordinator co-ordinator organiser organizer organisers facilitator moderator ceo cto cfo coo staff cllr cllrs councillor councillors mayor deputy assistant rfo proper engineer engineers accountant auditor solicitor
lawyer architect surveyor contractor caretaker groundsman administrator admin webmaster librarian dean provost principal rector registrar superintendent commissioner trustee trustees steward stewards captain coach
lead leads maintainer maintainers developer developers designer designers intern interns volunteer volunteers host hosts scribe note-taker champion owner liaison representative rep reps ambassador consultant vendor
pm tpm em po qa hr it legal marketing sales engineering finance operations ops product design security infra devops comms communications facilities procurement chairs co-chairs co-chair secretariat team board members' everyone everybody all both ed executive`)

type commitVerb struct {
	words  string
	strong bool
}

// commitVerbs follow the name of somebody who takes something on; the value says whether they are words of commitment by themselves.
var commitVerbs = []commitVerb{
	{"will be responsible for", true}, {"will be contacting", true}, {"agreed to", true}, {"agrees to", true}, {"volunteers to", true}, {"offers to", true}, {"is happy to", true}, {"has volunteered to", true}, {"has offered to", true}, {"has agreed to", true}, {"have agreed to", true}, {"undertook to", true}, {"offered to", true}, {"volunteered to", true}, {"promised to", true}, {"committed to", true},
	{"was asked to", true}, {"were asked to", true}, {"is asked to", true}, {"are asked to", true}, {"be asked to", true}, {"to be asked to", true}, {"was requested to", true}, {"were requested to", true}, {"be requested to", true}, {"is requested to", true}, {"was instructed to", true}, {"be instructed to", true}, {"is instructed to", true}, {"was tasked with", true}, {"were tasked with", true}, {"is tasked with", true}, {"was tasked to", true}, {"was charged with", true}, {"were charged with", true}, {"is charged with", true}, {"was directed to", true}, {"were directed to", true}, {"was assigned to", true}, {"were assigned to", true}, {"is assigned to", true}, {"has been asked to", true}, {"have been asked to", true}, {"is expected to", true}, {"are expected to", true}, {"was delegated to", true}, {"undertakes to", true}, {"will need to", true}, {"is due to", true}, {"are due to", true}, {"signed up to", true}, {"volunteered for", true}, {"be directed to", true}, {"be authorised to", true}, {"be authorized to", true}, {"was authorised to", true}, {"was authorized to", true}, {"is to", true}, {"are to", true}, {"is going to", true}, {"are going to", true}, {"needs to", true}, {"has to", true}, {"must", true}, {"shall", true},
	{"please", true}, {"would", false}, {"will", false}, {"'ll", false}, {"to", false}, {"should", false}, {"need to", false}, {"plans to", false}, {"intends to", false}, {"owns", false}, {"takes", false}, {"take", false}, {"and", false},
}

// commitBy are commitVerbs by their first letter.
var commitBy = func() (by [utf8.RuneSelf][]commitVerb) {
	for _, v := range commitVerbs {
		by[v.words[0]] = append(by[v.words[0]], v)
	}
	return by
}()

// enVerbs are verbs that work is asked for with; "X to V" counts only with one of them.
var enVerbs = wordSet(`accept add address adjust advertise advise agree align allocate amend analyse analyze announce answer apply appoint approach approve archive arrange ask assemble assess assign assist attach attend audit automate
backport begin benchmark bid book bring budget build bump buy calculate call cancel canvass capture carry chair change chase check choose circulate clarify clean clear close code collate collect come communicate compare compile complete compose confirm connect consider consolidate construct consult contact continue contribute convene convert coordinate co-ordinate copy correct cost cover create cut
deal decide define delete deliver demo demonstrate deploy describe design determine develop discuss display distribute do document double-check draft draw drive drop edit email e-mail enable encourage engage enquire ensure enter erect escalate establish estimate evaluate examine execute expand experiment explain explore export extend facilitate feed figure file fill finalise finalize find finish fix flag follow followup follow-up forward gather generate get give go google handle hand hire hold host identify implement improve include increase inform initiate inquire inspect install instruct integrate interview introduce investigate invite invoice issue join keep label launch lead learn let liaise link list load locate log look lobby make manage map mark measure meet merge message migrate mock monitor move narrow negotiate nominate notify nudge obtain offer open order organise organize outline own package paint pass pay perform phone pick pilot ping place plan plant post prepare present press print prioritise prioritize process procure produce progress promote propose provide publicise publish pull purchase push put query raise rebase reach read recheck recommend reconcile record recruit redact redesign reduce refactor refer refine register reinforce release relocate remind remove rename renew rent repair replace reply report represent request research resend reserve reset resolve respond restore resubmit retain retest return review revise revisit rework rewrite ring rotate run save scan schedule scope scout search secure seek select sell send separate serve set settle setup share ship show sign simplify sketch solicit sort source speak spec specify split sponsor stage start stop strike study submit subscribe suggest summarise summarize supply support survey sync tackle take talk target tell test think thank tidy track train transfer translate transcribe triage trial try turn type understand update upgrade upload use validate verify visit volunteer wait walk watch wire work wrap write undertake conduct commence water mow trim refurbish repaint fence dig fund donate elect recirculate reissue republish brief onboard handover standardise standardize lay seal grit sweep unblock decorate revert size prototype spike rerun retry restart reboot provision tag pin patch cherry-pick squash reopen pair shadow mentor shortlist tweet blog cc loop see bake cook wash oversee supervise steer spearhead observe ascertain dm mail canvass leaflet hang mount dispose recycle auction refund withdraw deposit appeal restock inventory photograph caption typeset plow rake haul shovel reschedule rearrange reassign reword debug fork bisect stub moderate cater reach re-send complain apologise apologize fit mend rehang refit level`)

// sureLatin reports whether a Latin name may be taken for a person: on the roster, or, where the text lists nobody, capitalised and no common word.
func (w *who) sureLatin(s string) bool {
	var buf [5]string
	words := fields(buf[:0], s)
	if len(words) == 0 || len(words) > 4 {
		return false
	}
	if w.people.has(s) || w.people.has(words[0]) && len(words) <= 3 {
		return true
	}
	if cutPrefixes(s+" ", courtesy) > 0 && len(words) > 1 || officeBefore(s) {
		return true
	}
	last := words[len(words)-1]
	if roleNouns.has(last) || roleNouns.has(strings.TrimSuffix(last, "s")) {
		return true
	}
	for _, x := range words {
		if enWords.has(x) || hasDigit(x) && len(words) > 1 || !isUpper(x[0]) && x[0] < 0x80 && !particles.has(x) && len(words) > 1 {
			return false
		}
	}
	if w.people.known() && len(words) == 1 && !givenNames.has(s) && isUpper(s[0]) && len(s) > 3 && s[1:] == lower(s[1:]) {
		return false // a capitalised word that nobody present is called
	}
	if len(words) == 1 && len(s) <= 3 && isUpper(s[0]) && !givenNames.has(s) { // initials: JB, DO'M
		return strings.ToUpper(s) == s
	}
	return true
}
