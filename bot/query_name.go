package bot

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/ledger"
)

// byName takes a question by the names that the ledger knows and a reader of words can't: of programmes, of whom blockers wait for, of items.
// It fills the slots, or shows the item and reports that the question is answered.
func (t *turn) byName(in *intent.Intent) (handled bool, err error) {
	s := &in.Slots
	if _, under := t.thread(); under || len(s.Items) > 0 || s.Ref != "" || s.Item != nil && numberSaid.MatchString(t.m.Text) {
		return false, nil
	}
	switch in.Name {
	case intent.List, intent.Count, intent.Summary, intent.Export, intent.Explain:
		if err := t.namedProgramme(in); err != nil || s.Programme != "" {
			return false, err
		}
		t.namedWait(in)
		if who := t.someone(); who != "" && in.Name == intent.List && couldNameItem(intent.Intent{Name: in.Name, Slots: withoutState(*s)}) {
			s.Unit = who // 张三手上的事项
			return false, nil
		}
	case intent.Detail, intent.History, intent.Question:
		if several.MatchString(strings.ToLower(t.m.Text)) {
			list := intent.Intent{Name: intent.List, Expect: intent.Answer}
			if t.namedWait(&list); list.Slots.WaitingOn != "" {
				*in = list
				return false, nil
			}
		}
	default:
		return false, nil
	}
	if !couldNameItem(*in) {
		return false, nil
	}
	return t.titled(*in)
}

// numberSaid finds an item's number in words; a reader may have taken the speaker's only item where none was said. several finds a question
// about more than one.
var (
	numberSaid = regexp.MustCompile(`[0-9０-９]|[一二三四五六七八九十]+号`)
	several    = regexp.MustCompile(`哪些|几项|几件|多少|which|items|how many|anything`)
)

// couldNameItem reports whether nothing was understood that selects several items.
func couldNameItem(in intent.Intent) bool {
	s := in.Slots
	return in.Name == intent.Detail || in.Name == intent.History || in.Name == intent.Question ||
		s.Unit == "" && len(s.Units) == 0 && s.Owner == "" && len(s.Light) == 0 && s.Pending == "" && s.Priority == "" && s.Involvement == "" &&
			s.Meeting == "" && s.WaitingOn == "" && s.Programme == "" && s.DueTo.IsZero() && s.Scope == "" && (s.State == "" || in.Name == intent.Explain)
}

// unread tries the ledger's names on words that nothing could be made of.
func (t *turn) unread() (handled bool, err error) {
	in := intent.Intent{Name: intent.List, Expect: intent.Answer}
	if err := t.namedProgramme(&in); err != nil {
		return false, err
	}
	t.namedWait(&in)
	if who := t.someone(); who != "" {
		in.Slots.Unit = who
	}
	if in.Slots.Programme != "" || in.Slots.WaitingOn != "" || in.Slots.Unit != "" {
		t.dated(&in)
		t.remember(in, nil)
		return true, t.figures(in, nil)
	}
	if by := standingBy(t.m.Text); by != "" {
		in.Name, in.Slots.By = intent.Summary, by
		return true, t.query(in)
	}
	if _, ok := intent.PeriodOf(t.m.Text, t.context()); ok && strings.Contains(t.m.Text, "情况") {
		in.Name = intent.Summary
		return true, t.query(in)
	}
	return t.titled(intent.Intent{Name: intent.Detail})
}

func withoutState(s intent.Slots) intent.Slots {
	s.State = ""
	return s
}

// someone is the name of a person other than the speaker that the words have, for 张三手上的事项.
func (t *turn) someone() string {
	for _, p := range t.env.Dir.Org().People {
		if len([]rune(p.Name)) > 1 && p.ID != t.me.ID && !p.Gone && strings.Contains(t.m.Text, p.Name) {
			return p.Name
		}
	}
	return ""
}

// namedProgramme finds a programme (铁军工程) that the words name.
func (t *turn) namedProgramme(in *intent.Intent) error {
	text := ledger.Fold(t.m.Text)
	known, err := t.knownProgrammes()
	for _, p := range known {
		if strings.Contains(text, ledger.Fold(p)) && len(p) > len(in.Slots.Programme) {
			in.Slots.Programme = p
		}
	}
	if p := in.Slots.Programme; p != "" && strings.Contains(p, in.Slots.Area) {
		in.Slots.Area = ""
	}
	return err
}

// waits are the words before the name of whom items wait for.
var waits = []string{"卡在", "等着", "等待", "等", "waiting for the", "waiting for", "waiting on the", "waiting on", "wait for the", "wait for", "held up by the", "held up by", "stuck on", "stuck at", "blocked by the", "blocked by"}

// namedWait finds whom or what blockers wait for: 等财政局的, "waiting for the finance bureau".
func (t *turn) namedWait(in *intent.Intent) {
	if in.Slots.Pending != "" || in.Slots.WaitingOn != "" || in.Name == intent.Summary {
		return
	}
	text := strings.ToLower(t.m.Text)
	for _, w := range waits {
		_, rest, ok := strings.Cut(text, w)
		if !ok {
			continue
		}
		who := strings.TrimSpace(rest)
		for _, end := range []string{"的", "上", "有", "吗", "呢", "?", "?", "。"} {
			who, _, _ = strings.Cut(who, end)
		}
		who = strings.TrimSpace(who)
		if n := len([]rune(who)); n < 2 || n > 24 || who == "我" || strings.HasPrefix(who, "me") || strings.HasPrefix(who, "我") {
			return
		}
		if in.Slots.Unit != "" && strings.Contains(ledger.Fold(t.m.Text), ledger.Fold(w+who)) {
			in.Slots.Unit = "" // it is who is waited for, not who answers
		}
		in.Slots.WaitingOn, in.Slots.State = who, ""
		return
	}
}

// standingBy reads 按领域看看, "by area".
func standingBy(s string) string {
	s = strings.ToLower(s)
	for _, x := range [][2]string{{"按领域", "area"}, {"分领域", "area"}, {"各领域", "area"}, {"by area", "area"}, {"per area", "area"}, {"按专项", "programme"}, {"by programme", "programme"}, {"按状态", "state"}, {"by state", "state"}, {"by status", "state"}} {
		if strings.Contains(s, x[0]) {
			return x[1]
		}
	}
	return ""
}

// titled shows the item whose title the words name, or asks which of several; handled is false where none does.
func (t *turn) titled(in intent.Intent) (handled bool, err error) {
	want := grams(t.m.Text)
	if want.total < 2 {
		return false, nil
	}
	rows, err := t.titleRows(want)
	if err != nil || len(rows) == 0 {
		return false, err
	}
	if len(rows) == 1 {
		it, err := t.item(rows[0].ID)
		if err != nil {
			return true, err
		}
		return true, t.about1(in, it)
	}
	t.askWhich(in, rows)
	return true, nil
}

// titleRows are the rows whose titles the words name, the best first.
func (t *turn) titleRows(want titleWords) ([]ledger.Row, error) {
	var open, over titleHits
	err := t.cfg.Store.Rows(t.ctx, ledger.Filter{}, func(r ledger.Row) bool {
		if s := want.in(r.Title); s >= titleFits && t.env.Sees(t.me.ID, r.Outline()) {
			if r.State.Open() {
				open.add(r, s)
			} else {
				over.add(r, s)
			}
		}
		return true
	})
	return bestTitles(open, over), err
}

// titleHits are the rows whose titles fit best, best first; no more than can be offered.
type titleHits []titleHit

type titleHit struct {
	row   ledger.Row
	score float64
}

func (a titleHit) compare(b titleHit) int {
	over := func(h titleHit) int {
		if h.row.State.Open() {
			return 0
		}
		return 1
	}
	return cmp.Or(cmp.Compare(b.score, a.score), over(a)-over(b), cmp.Compare(b.row.Number.Year, a.row.Number.Year), a.row.Number.Compare(b.row.Number))
}

func (l *titleHits) add(r ledger.Row, score float64) {
	h := titleHit{r, score}
	i, _ := slices.BinarySearchFunc(*l, h, titleHit.compare)
	if i == pickMost {
		return
	}
	*l = slices.Insert((*l)[:min(len(*l), pickMost-1)], i, h)
}

// bestTitles are the rows that may be meant: where an open one fits as well as any, open ones alone.
func bestTitles(open, over titleHits) (rows []ledger.Row) {
	list := open
	if len(open) == 0 || len(over) > 0 && over[0].score > open[0].score {
		list = append(open, over...)
		slices.SortStableFunc(list, titleHit.compare)
	}
	for _, h := range list {
		if h.score >= list[0].score-titleNear {
			rows = append(rows, h.row)
		}
	}
	return rows
}

const (
	titleFits = 0.6  // the share of a question's words that a title must have
	titleNear = 0.15 // titles so much below the best are offered beside it
)

// titleNoise are words of questions that say nothing of a title. Longer ones first.
var titleNoise = strings.Fields(`现在到哪一步了 到哪一步了 到哪一步 进行到哪 到哪步了 到哪了 怎么样了 怎么样 什么情况 什么进展 啥进展 进展如何 进展情况 办理情况 落实情况 完成情况 情况如何 是谁在办
那件事 那个事 这件事 这个事 那项工作 这项工作 那一项 那项 这项 的事情 的事 事情 事项 任务 工作 督办 督查 现在 目前 最近 请问 帮我 看看 看一下 查一下 查查 打开 说说 情况 进展 进度 状态
总体 整体 汇总 总览 概况 为什么 为啥 为何 还没 没有 超期 逾期 办完 完成 了吗 了没 多少 哪些 什么 怎么 如何 几项 谁在办 谁牵头 谁负责 历史 全过程 催过几次 延期过几次 原因 一下 关于`)

// titleStop are the same in English.
var titleStop = strings.Fields(`the and for what where how when who why which item items task tasks thing things action actions status progress about with show tell
	our any going doing stand stands happened happening now that this one far did does has have been get got please update there late overdue delayed are was`)

// titleWords are what a text may have in common with a title: pairs of Chinese characters, and Latin words, which weigh two pairs.
type titleWords struct {
	pairs []string
	words []string
	total float64
}

func grams(s string) (w titleWords) {
	s = ledger.Fold(s)
	for _, n := range titleNoise {
		s = strings.ReplaceAll(s, n, "|")
	}
	for _, field := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		w.add(field)
	}
	w.total = float64(len(w.pairs)) + 2*float64(len(w.words))
	return w
}

// add takes one run of letters apart where it changes between Chinese and Latin.
func (w *titleWords) add(field string) {
	runes := []rune(field)
	for i := 0; i < len(runes); {
		j := i
		han := unicode.Is(unicode.Han, runes[i])
		for j < len(runes) && unicode.Is(unicode.Han, runes[j]) == han {
			j++
		}
		if han {
			for k := i; k+1 < j; k++ {
				w.pairs = append(w.pairs, string(runes[k:k+2]))
			}
		} else if word := strings.TrimSuffix(string(runes[i:j]), "s"); len(word) > 2 && !slices.Contains(titleStop, string(runes[i:j])) {
			w.words = append(w.words, word)
		}
		i = j
	}
}

// in is the share of the words that the title has.
func (w titleWords) in(title string) float64 {
	missing, most := 0.0, w.total*(1-titleFits)
	for _, p := range w.pairs {
		if !strings.Contains(title, p) {
			if missing++; missing > most {
				return 0 // most titles have next to nothing of a question
			}
		}
	}
	if len(w.words) > 0 {
		low := strings.ToLower(title)
		for _, x := range w.words {
			if !strings.Contains(low, x) {
				missing += 2
			}
		}
	}
	return (w.total - missing) / w.total
}
