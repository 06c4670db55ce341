package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/calendar"
)

// readOptions are the flags of all three readings.
type readOptions struct {
	json    bool
	explain bool
	lang    string
}

func (c *cli) readCommand() *cobra.Command {
	o := &readOptions{}
	cmd := &cobra.Command{
		Use:   "read",
		Short: "Show how followup would read a text; nothing is stored",
		Long: `Show how followup would read minutes, deadlines or messages. Nothing is stored or sent. Without --config
no organisation is known: names are found by grammar alone. FILE may be -, or left out, for standard input.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.PersistentFlags().BoolVar(&o.json, "json", false, "machine-readable output")
	cmd.PersistentFlags().BoolVar(&o.explain, "explain", false, "say which words gave what")
	cmd.PersistentFlags().StringVar(&o.lang, "lang", "", "language of the text, zh or en (default: found out)")
	cmd.AddCommand(c.readMinutesCommand(o), c.readWhenCommand(o), c.readMessageCommand(o))
	return cmd
}

// known is the organisation and the calendar that a text is read with.
func (c *cli) known() (*ledger.Directory, *calendar.Calendar, error) {
	cfg, found, err := c.loadConfig()
	if err != nil || !found {
		return nil, calendar.China(), err
	}
	return cfg.Directory(), cfg.Days(), nil
}

// open gives the file of a command line; none or - is standard input.
func (c *cli) open(args []string) (io.ReadCloser, string, error) {
	if len(args) == 0 || args[0] == "-" {
		return io.NopCloser(c.in), "standard input", nil
	}
	f, err := os.Open(args[0])
	if err != nil {
		return nil, "", err
	}
	return f, args[0], nil
}

// lines reads a stream line by line, in the order and at the pace that it comes, and calls do for each that is not blank; with JSON, decoded
// into a fresh T each time.
func lines[T any](r io.Reader, name string, asJSON bool, text func(string) T, do func(T) error) error {
	s := bufio.NewScanner(r)
	s.Buffer(nil, 16<<20)
	for n := 1; s.Scan(); n++ {
		line := strings.TrimSpace(strings.TrimPrefix(s.Text(), "\ufeff"))
		if line == "" {
			continue
		}
		var v T
		if !asJSON {
			v = text(line)
		} else if err := json.Unmarshal([]byte(line), &v); err != nil {
			return fmt.Errorf("%s: line %d: not the JSON that is expected: %w", name, n, err)
		}
		if err := do(v); err != nil {
			return fmt.Errorf("%s: line %d: %w", name, n, err)
		}
	}
	if err := s.Err(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// writeJSON writes v in one line, at once.
func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
