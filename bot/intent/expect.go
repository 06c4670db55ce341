package intent

// expect decides what the bot does about what was read: the one table of it.
//
//	apply    a report or an order that can be corrected, about an item that is known
//	review   recorded, and decided by somebody else
//	confirm  what changes several items, moves a report to another item, or was said in passing: it is read back first
//	clarify  an item, a reason, a date or a name is missing, or the words were too vague to record
//	deny     not this speaker's, or impossible
func (m *message) expect(d draft) Expect {
	if d.expect != "" {
		return d.expect
	}
	known := func(e Expect) Expect {
		if !d.item || d.doubt {
			return Clarify
		}
		return e
	}
	s := &d.s
	switch d.name {
	case None:
		return Ignore
	case Sensitive:
		return Warn
	case Denied:
		return Deny
	case Question, List, Count, Rank, Summary, Bulletin, Detail, Metric, Compare, Benchmark, Explain, History, Trend, Export, Followup,
		ScheduleList, ScheduleNext, ScheduleTest, AuditExport:
		return Answer
	case Ack, Cooperate, AgendaAdd, MarkRead, ApproveClose, Return, DenyExtension:
		return known(Apply)
	case Progress:
		return known(progressExpect(d))
	case Complete:
		return known(m.completeExpect(d))
	case Blocked:
		if d.bare || s.Risk != "" && s.Reason == "" && s.Reasons == nil {
			return Clarify
		}
		if s.Conditional == Said {
			return known(Confirm)
		}
		return known(Apply)
	case ExtensionRequest:
		if s.NewDue.IsZero() && s.DeltaDays == nil && s.DeltaWorkdays == nil || s.Reason == "" {
			return Clarify
		}
		return known(Review)
	case Reassign:
		return known(reassignExpect(d))
	case Reject, Merge:
		return known(Review)
	case Correct:
		return known(pick(s.FromItem != nil, Confirm, Apply))
	case ApproveExtension:
		return known(pick(d.casual, Confirm, Apply))
	case Snooze:
		return known(pick(s.Until.IsZero(), Confirm, Apply))
	case Batch:
		return pick(d.doubt, Clarify, Confirm)
	case Withdraw, Decompose, ApprovePending, Instruct, SetPriority, Suspend, Resume, Terminate, Remind, Subscribe:
		return Confirm
	}
	return Confirm
}

func pick(cond bool, yes, no Expect) Expect {
	if cond {
		return yes
	}
	return no
}

// progressExpect: vague or bare "not done" is asked about, an attachment alone or a stage with a day to come is read back.
func progressExpect(d draft) Expect {
	switch {
	case d.bare || d.s.Vague == Said:
		return Clarify
	case d.casual:
		return Confirm
	}
	return Apply
}

// completeExpect: one item by a plain statement goes to review.
func (m *message) completeExpect(d draft) Expect {
	if len(d.s.Items) > 1 || d.s.AllExcept != nil || d.casual || m.elsewhere(d.s) {
		return Confirm
	}
	return Review
}

// reassignExpect: another unit is the office's decision, another person the unit's own; a name that is missing or that several share is asked for.
func reassignExpect(d draft) Expect {
	switch {
	case !d.s.Ambiguous.IsZero() || len(d.s.To) == 0:
		return Clarify
	case d.within:
		return Confirm
	}
	return Review
}
