package main

import (
	"cmp"
	_ "embed"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/followup-bot/followup/bot/messenger/local"
	"github.com/followup-bot/followup/bot/text"
	"github.com/followup-bot/followup/cmd/followup/config"
	"github.com/followup-bot/followup/ledger"
)

// The minutes that a demo's first step sends: a court's in both languages, a company's.
var (
	//go:embed samples/court.zh.txt
	courtChinese string
	//go:embed samples/court.en.txt
	courtEnglish string
	//go:embed samples/company.en.txt
	companyEnglish string
	//go:embed samples/company.zh.txt
	companyChinese string
)

// samplesFor gives the samples that suit an organisation, as of a meeting held today, each sent by the first
// supervisor who speaks its language, or else by the first.
func samplesFor(cfg *config.Config, today ledger.Date) []local.Sample {
	zh, en := courtChinese, courtEnglish
	if cfg.Preset == "company" {
		zh, en = companyChinese, companyEnglish
	}
	as := func(lang string) string {
		first := ""
		for _, p := range cfg.Organisation().People {
			switch {
			case !p.Has(ledger.RoleSupervisor):
			case text.Choose(cmp.Or(p.Lang, cfg.Org.Lang)) == text.Choose(lang):
				return string(p.ID)
			case first == "":
				first = string(p.ID)
			}
		}
		return first
	}
	sample := func(lang, minutes string) local.Sample {
		minutes = dated(minutes, lang, today, cfg.Days())
		title, _, _ := strings.Cut(minutes, "\n")
		return local.Sample{Lang: lang, Title: strings.TrimLeft(title, "# "), Text: minutes, As: as(lang)}
	}
	return []local.Sample{sample("zh", zh), sample("en", en)}
}

var placeholder = regexp.MustCompile(`\{\{(date|iso|\+\d+)\}\}`)

// dated fills in a sample's dates: {{date}} and {{iso}} are the meeting's day, {{+21}} is the working day 21 days on or the next one.
func dated(text, lang string, today ledger.Date, cal ledger.Calendar) string {
	return placeholder.ReplaceAllStringFunc(text, func(s string) string {
		switch s = strings.Trim(s, "{}"); s {
		case "date":
			return fmt.Sprintf("%d年%d月%d日", today.Year, today.Month, today.Day)
		case "iso":
			return today.String()
		}
		n, err := strconv.Atoi(s[1:])
		if err != nil {
			return s
		}
		d := ledger.NextWorkday(cal, today.AddDays(n))
		if lang == "zh" {
			return fmt.Sprintf("%d月%d日", d.Month, d.Day)
		}
		return fmt.Sprintf("%d %s %d", d.Day, d.Month, d.Year)
	})
}
