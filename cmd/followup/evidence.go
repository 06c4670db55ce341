package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/followup-bot/followup/bot"
	"github.com/followup-bot/followup/ledger"
	"github.com/followup-bot/followup/ledger/blobs"
	"github.com/followup-bot/followup/ledger/boltstore"
)

// evidenceName is the folder of copies of evidence. It lies beside a ledger's file, be that the one in the data folder or a backup; several backups share
// it, for a content is there once.
const evidenceName = "evidence"

// evidenceOf is the folder of the evidence that belongs to a ledger's file.
func evidenceOf(file string) string { return filepath.Join(filepath.Dir(file), evidenceName) }

// openEvidence opens the copies of evidence in the data folder.
func (a *App) openEvidence() (err error) {
	a.evidence, err = blobs.Open(filepath.Join(a.dir, evidenceName))
	return err
}

// evidencePolicy is what the configuration says of copies.
func (a *App) evidencePolicy() bot.Evidence {
	e := a.Config.Evidence
	return bot.Evidence{Store: a.evidence, Copy: e.Copy, MaxFile: e.MaxFile(), Quota: e.Quota(), Keep: ledger.Retention{Years: e.KeepYears, Days: e.KeepDays}}
}

// evidenceQuota is how many bytes of copies may be kept, 0 where none are made.
func (a *App) evidenceQuota() int64 {
	if !a.Config.Evidence.Copy {
		return 0
	}
	return a.Config.Evidence.Quota()
}

// A copied ledger is what a backup made: the file, and the evidence beside it.
type copied struct {
	Size     int64        `json:"size"`
	Evidence blobs.Report `json:"evidence"`
}

// backupWith copies a ledger's file to path, and the evidence that the copy names to the folder beside it. from is the folder of the evidence.
func backupWith(ctx context.Context, db copier, from, path string) (c copied, err error) {
	if c.Size, err = backupTo(ctx, db, path); err != nil {
		return c, err
	}
	hashes, err := boltstore.Blobs(path)
	if err == nil {
		c.Evidence, err = blobs.Copy(ctx, from, evidenceOf(path), hashes)
	}
	if err != nil {
		return c, fmt.Errorf("the ledger is copied, its evidence is not: %w", err)
	}
	return c, nil
}

// pruneEvidence removes the evidence in a folder of backups that none of them names. Where one can't be read, everything stays.
func pruneEvidence(folder string) error {
	all, err := filepath.Glob(filepath.Join(folder, "*.db"))
	if err != nil {
		return err
	}
	var needed []string
	for _, file := range all {
		hashes, err := boltstore.Blobs(file)
		if err != nil {
			return fmt.Errorf("evidence that no backup needs is left: %w", err)
		}
		needed = append(needed, hashes...)
	}
	_, err = blobs.Prune(filepath.Join(folder, evidenceName), needed)
	return err
}

// A verified ledger is what a check found in its file, and in the evidence beside it.
type verified struct {
	boltstore.Report
	Evidence blobs.Report
}

// verifyWith checks the evidence that a report asks for.
func verifyWith(ctx context.Context, r boltstore.Report, dir string) (v verified, err error) {
	v.Report = r
	var hashes []string
	for _, o := range r.Orgs {
		hashes = append(hashes, o.Blobs...)
	}
	slices.Sort(hashes)
	v.Evidence, err = blobs.Check(ctx, dir, slices.Compact(hashes))
	return v, err
}

// verifyFile checks a file that nobody has open, and its evidence.
func verifyFile(ctx context.Context, file string) (verified, error) {
	r, err := boltstore.Verify(ctx, file)
	if err != nil {
		return verified{Report: r}, err
	}
	return verifyWith(ctx, r, evidenceOf(file))
}

// verify checks the running server's ledger and evidence.
func (a *App) verify(ctx context.Context) (verified, error) {
	defer a.evidence.Hold()()
	r, err := a.store.Verify(ctx)
	if err != nil {
		return verified{Report: r}, err
	}
	return verifyWith(ctx, r, a.evidence.Dir())
}

// restoreEvidence brings the evidence of a backup into the folder of the ledger that it is to become. What is there already stays, and counts as come
// today: what only the ledger needs that is put aside is left for a month.
func (c *cli) restoreEvidence(ctx context.Context, src, dir string, partial bool) error {
	hashes, err := boltstore.Blobs(src)
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	to := filepath.Join(dir, evidenceName)
	r, err := blobs.Copy(ctx, evidenceOf(src), to, hashes)
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	if err := r.Err(); err != nil && !partial {
		return fmt.Errorf("nothing was restored: of %d files of evidence %d are missing and %d altered; put the folder %s beside %s, or restore without them: --partial\n%w",
			len(hashes), len(r.Missing), len(r.Altered), evidenceName, src, err)
	}
	if len(hashes) > 0 {
		fmt.Fprintln(c.out, evidenceText(r))
	}
	return blobs.Touch(to, c.now())
}

// evidenceText says how evidence is.
func evidenceText(r blobs.Report) string {
	s := fmt.Sprintf("evidence: %d files, %d bytes, are whole", r.Files, r.Bytes)
	if n := len(r.Missing); n > 0 {
		s += fmt.Sprintf("; %d are missing", n)
	}
	if n := len(r.Altered); n > 0 {
		s += fmt.Sprintf("; %d are altered", n)
	}
	return s
}
