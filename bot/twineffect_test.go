package bot_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/followup-bot/followup/bot/chat/chattest"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/ledger"
)

// took tells what an intent that is done at once, or recorded for who decides, did not do to its items.
func (k *twinWalk) took(changed []int) (bad []string) {
	items := k.about()
	for _, n := range changed {
		if !slices.ContainsFunc(items, func(it ledger.Item) bool { return it.Number.Seq == n }) {
			bad = append(bad, fmt.Sprintf("item %d changed too", n))
		}
	}
	for _, it := range items {
		bad = append(bad, k.effect(k.row.intent, k.row.slots, it)...)
	}
	return bad
}

// effect compares an item with what an intent about it, with its slots, must have made of it.
func (k *twinWalk) effect(name intent.Name, s intent.Slots, it ledger.Item) (bad []string) {
	was := k.before[it.Number.Seq]
	need := func(ok bool, format string, args ...any) {
		if !ok {
			bad = append(bad, fmt.Sprintf("item %d: ", it.Number.Seq)+fmt.Sprintf(format, args...))
		}
	}
	switch name {
	case intent.Ack:
		need(it.State == ledger.StateAccepted, "is %s, not signed for", it.State)
	case intent.Progress, intent.Blocked, intent.Correct:
		need(it.Rev > was.Rev, "nothing was recorded")
		need(it.State == ledger.StateActive, "is %s", it.State)
		need(s.Percent == nil || it.Percent == *s.Percent, "stands at %d %%", it.Percent)
		need(s.Percent != nil || s.Measure == nil || it.Percent == was.Percent, "a measure became %d %%", it.Percent)
		need(s.ETA.IsZero() || it.ETA == s.ETA.Date, "is expected on %s", it.ETA)
		need((it.Blocker != nil) == (name == intent.Blocked), "has the blocker %v", it.Blocker)
	case intent.Complete:
		need(it.State == ledger.StateSubmitted, "is %s, not handed in", it.State)
	case intent.ExtensionRequest:
		need(it.Extension != nil, "has no request for more time")
		if it.Extension != nil && !s.NewDue.IsZero() {
			need(it.Extension.To.Date == s.NewDue.Date, "asks for %s", it.Extension.To.Date)
		}
		if it.Extension != nil && s.DeltaDays != nil {
			need(it.Extension.To.Date == was.Due.Date.AddDays(*s.DeltaDays), "asks for %s", it.Extension.To.Date)
		}
		need(it.Due == was.Due, "is due on %s", it.Due.Date)
	case intent.Reject, intent.Reassign:
		need(it.State == ledger.StateDeclined || it.Handler != was.Handler, "is %s", it.State)
		need(it.Lead == was.Lead, "is led by %s", it.Lead)
	default:
		bad = append(bad, k.effectAbove(name, s, it, need)...)
	}
	return bad
}

// effectAbove is effect for what the office and leaders decide, and for words that are only kept.
func (k *twinWalk) effectAbove(name intent.Name, s intent.Slots, it ledger.Item, need func(bool, string, ...any)) []string {
	was := k.before[it.Number.Seq]
	switch name {
	case intent.ApproveClose:
		need(it.State == ledger.StateClosed, "is %s", it.State)
	case intent.Return:
		need(it.State == ledger.StateActive && it.Returned != "", "is %s, returned for %q", it.State, it.Returned)
	case intent.ApproveExtension:
		need(it.Extension == nil && it.Due.Date.After(was.Due.Date), "is due on %s", it.Due.Date)
		need(s.NewDue.IsZero() || it.Due.Date == s.NewDue.Date, "is due on %s", it.Due.Date)
	case intent.DenyExtension:
		need(it.Extension == nil && it.Due == was.Due, "is due on %s", it.Due.Date)
	case intent.Snooze:
		need(!it.Snoozed.IsZero() && (s.Until.IsZero() || ledger.DateOf(it.Snoozed.In(k.now.Location())) == s.Until.Date), "is quiet until %s", it.Snoozed)
	case intent.SetPriority:
		want := map[string]ledger.Priority{"key": ledger.PriorityKey, "president": ledger.PriorityPrincipal, "normal": ledger.PriorityNormal}[s.Priority]
		need(it.Priority == want, "has the priority %q", it.Priority)
	case intent.Suspend:
		need(it.State == ledger.StateSuspended, "is %s", it.State)
	case intent.Resume:
		need(it.State != ledger.StateSuspended, "is %s", it.State)
	case intent.Terminate:
		need(it.State == ledger.StateTerminated, "is %s", it.State)
	case intent.ApprovePending:
		need(k.row.speaker == "s" && it.State == ledger.StateClosed || k.row.speaker == "l" && it.Extension == nil && it.Due.Date.After(was.Due.Date), "is %s, due on %s", it.State, it.Due.Date)
	case intent.Withdraw:
		need(it.Extension == nil && it.State != ledger.StateSubmitted, "is %s with %v", it.State, it.Extension)
	default: // kept words: the state of the work stays
		need(it.State == was.State && it.Percent == was.Percent && it.Due == was.Due, "is %s at %d %%, due on %s", it.State, it.Percent, it.Due.Date)
	}
	return nil
}

// twinExplained are how many rows of an intent may be told why the wish cannot be met instead of being read back: there is nothing to remind of, no
// such schedule or person, the parts are for the office to give, a setting stands in the configuration alone.
var twinExplained = map[intent.Name]int{intent.Reassign: 6, intent.Decompose: 10, intent.Remind: 6, intent.OrgImport: 6, intent.TemplateSet: 5, intent.BindChannel: 7,
	intent.ReminderSet: 3, intent.LightSet: 2, intent.RetentionSet: 1,
	intent.ScheduleDelete: 1, intent.SchedulePause: 2}

// confirmed says yes to what was read back, and tells what that did not do.
func (k *twinWalk) confirmed(cards map[string]chattest.Posted) (bad []string) {
	if k.asked() == "" {
		if k.said == "" || strings.Contains(k.said, "没听懂") {
			return []string{"it asked nothing back"}
		}
		if k.explained[k.row.intent]++; k.explained[k.row.intent] > twinExplained[k.row.intent] {
			return []string{"it asked nothing back, and explained"}
		}
		return nil
	}
	if k.row.intent == intent.Snooze { // a day is chosen, and no yes wanted
		if !strings.Contains(k.said, "什么时候再提醒") {
			bad = append(bad, "it did not ask until when")
		}
		return bad
	}
	first := k.said
	k.yes = true
	k.send(cards, "是")
	defer func() { k.said = first + "\n> 是\n" + k.said }()
	switch {
	case k.row.intent == intent.Batch:
		for _, r := range k.row.slots.Reports {
			if r.Slots.Item != nil {
				bad = append(bad, k.effect(r.Name, r.Slots, k.item(*r.Slots.Item))...)
			}
		}
		if len(k.row.slots.Reports) == 0 {
			bad = append(bad, "its reports are not told")
		}
	case k.row.file == "replies":
		bad = k.took(k.changed())
	}
	if k.said == "" {
		bad = append(bad, "it kept silent after the yes")
	}
	return bad
}
