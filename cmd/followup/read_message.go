package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/followup-bot/followup/bot"
	"github.com/followup-bot/followup/bot/intent"
	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/calendar"
)

// A messageCase is one line of input: what somebody wrote, where, and who they are to the item.
type messageCase struct {
	ID      string `json:"id"`
	Text    string `json:"text"`
	Lang    string `json:"lang"`
	Context string `json:"context"` // "thread of item 3", "channel", "dm"
	Speaker string `json:"speaker"` // owner, supervisor, leader, member or admin
	Now     string `json:"now"`     // RFC 3339; empty: now
}

// A messageAnswer is one line of output.
type messageAnswer struct {
	ID     string        `json:"id,omitempty"`
	Intent intent.Name   `json:"intent"`
	Slots  intent.Slots  `json:"slots"`
	Expect intent.Expect `json:"expect"`
}

func (c *cli) readMessageCommand(o *readOptions) *cobra.Command {
	var with messageCase
	cmd := &cobra.Command{
		Use:   "message [FILE|-]",
		Short: "Read messages, one a line: intent, slots and what followup would do",
		Long: `Read messages, one a line: the intent, its slots, and what followup would do about it. With --json the lines are
objects {"id","text","lang","context","speaker","now"}, answered by {"id","intent","slots","expect"} in the same order.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return c.readMessages(args, with, o) },
	}
	cmd.Flags().StringVar(&with.Context, "context", "dm", `where it was written: dm, channel, or "thread of item 3"`)
	cmd.Flags().StringVar(&with.Speaker, "speaker", "owner", "who wrote it: owner, supervisor, leader, member or admin")
	cmd.Flags().StringVar(&with.Now, "now", "", "when, RFC 3339 or YYYY-MM-DD (default: now)")
	return cmd
}

func (c *cli) readMessages(args []string, with messageCase, o *readOptions) error {
	dir, cal, err := c.known()
	if err != nil {
		return err
	}
	f, name, err := c.open(args)
	if err != nil {
		return err
	}
	defer f.Close()
	plain := func(s string) messageCase {
		m := with
		m.Text, m.Lang = s, o.lang
		return m
	}
	return lines(f, name, o.json, plain, func(m messageCase) error {
		ctx, err := m.context(dir, cal, c.now())
		if err != nil {
			return err
		}
		return c.answerMessage(m, bot.Decide(m.Text, ctx).Intent, o)
	})
}

var threadOf = regexp.MustCompile(`^thread of item ((\d+)(?:-\d+)?)$`)

var speakers = map[string]intent.Speaker{
	"": intent.Member, "owner": intent.Owner, "supervisor": intent.Supervisor, "leader": intent.Leader, "member": intent.Member, "admin": intent.Admin,
}

// context is what the reading of the message may know.
func (m messageCase) context(dir *ledger.Directory, cal *calendar.Calendar, now time.Time) (intent.Context, error) {
	c := intent.Context{Lang: m.Lang, Dir: dir, Cal: cal}
	var err error
	if c.Now, err = instant(m.Now, now); err != nil {
		return c, err
	}
	who, ok := speakers[m.Speaker]
	if !ok {
		return c, fmt.Errorf("unknown speaker %q: write owner, supervisor, leader, member or admin", m.Speaker)
	}
	c.Speaker = who
	switch thread := threadOf.FindStringSubmatch(m.Context); {
	case thread != nil:
		c.Place, c.ItemRef = intent.InThread, thread[1]
		if c.Item, err = strconv.Atoi(thread[2]); err != nil {
			return c, err
		}
		if thread[1] == thread[2] {
			c.ItemRef = ""
		}
	case m.Context == "channel":
		c.Place = intent.InChannel
	case m.Context == "dm", m.Context == "":
		c.Place = intent.InDirect
	default:
		return c, fmt.Errorf("unknown context %q: write dm, channel or thread of item 3", m.Context)
	}
	return c, nil
}

func (c *cli) answerMessage(m messageCase, in intent.Intent, o *readOptions) error {
	if o.json {
		return writeJSON(c.out, messageAnswer{ID: m.ID, Intent: in.Name, Slots: in.Slots, Expect: in.Expect})
	}
	slots, err := json.Marshal(in.Slots)
	if err != nil {
		return err
	}
	t := &table{}
	t.add(string(in.Name), string(in.Expect), string(slots), m.Text)
	if err := t.print(c.out, 60); err != nil || !o.explain {
		return err
	}
	for _, w := range in.Why {
		if _, err := fmt.Fprintf(c.out, "   %s: %q, by the rule %s\n", w.What, w.Text, w.Rule); err != nil {
			return err
		}
	}
	return nil
}
