package export_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/followup-bot/followup/bot/export"
)

// An office suite opens every document, in both languages, and makes pages of it. Where none is installed the test is skipped; FOLLOWUP_PAGES
// names a folder that keeps the pages for looking at.
func TestOfficeOpensDocuments(t *testing.T) {
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("soffice is not installed")
	}
	w := newWorld(t).lived()
	dir := t.TempDir()
	out := os.Getenv("FOLLOWUP_PAGES")
	if out == "" {
		out = dir
	}
	args := []string{"-env:UserInstallation=file://" + dir + "/profile", "--headless", "--convert-to", "pdf", "--outdir", out}
	var want []string
	for _, lang := range []string{"zh", "en"} {
		for _, kind := range export.Kinds {
			d := w.make(lang, export.Request{Kind: kind, Item: w.items["@机房搬迁"].ID, Rank: lang == "zh"})
			base := lang + "-" + string(kind)
			path := filepath.Join(dir, base+filepath.Ext(d.Name))
			w.check(os.WriteFile(path, d.Data, 0o600))
			args = append(args, path)
			want = append(want, filepath.Join(out, base+".pdf"))
		}
	}
	if b, err := exec.Command(soffice, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, b)
	}
	for _, p := range want {
		if info, err := os.Stat(p); err != nil || info.Size() < 5000 {
			t.Errorf("%s: no page was made (%v)", p, err)
		}
	}
}
