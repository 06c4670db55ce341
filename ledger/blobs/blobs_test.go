package blobs

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"
)

func hashOf(content string) string {
	sum := sha256.Sum256([]byte(content))
	return hex.EncodeToString(sum[:])
}

func opened(t *testing.T, dir string) *Store {
	t.Helper()
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func keep(t *testing.T, s *Store, content string) string {
	t.Helper()
	x, err := s.Take(strings.NewReader(content), 1<<20, 1<<30)
	if err == nil {
		err = x.Keep()
	}
	if err != nil {
		t.Fatal(err)
	}
	return x.Hash
}

func content(t *testing.T, s *Store, hash string) (string, error) {
	t.Helper()
	f, err := s.Open(hash)
	if err != nil {
		return "", err
	}
	b, err := io.ReadAll(f)
	if err := errors.Join(err, f.Close()); err != nil || int64(len(b)) != f.Size {
		t.Fatal(err)
	}
	return string(b), nil
}

// The same content is one file, readable by its owner alone, and comes back as it was.
func TestKeep(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "evidence")
	s := opened(t, dir)
	if list, err := s.List(); len(list) != 0 || err != nil {
		t.Fatal(list, err)
	}
	hash := keep(t, s, "整改报告")
	if again := keep(t, s, "整改报告"); again != hash || hash != hashOf("整改报告") || s.Used() != 12 {
		t.Fatal(hash, again, s.Used())
	}
	keep(t, s, "另一份")
	if got, err := content(t, s, hash); got != "整改报告" || err != nil {
		t.Fatal(got, err)
	}
	if list, err := s.List(); len(list) != 2 || err != nil {
		t.Fatal(list, err)
	}
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		info, _ := e.Info()
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s is open to others: %s", path, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if again := opened(t, dir); again.Used() != s.Used() {
		t.Errorf("%d bytes counted anew, %d before", again.Used(), s.Used())
	}
	for range 2 {
		if err := s.Remove(hash); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := content(t, s, hash); !errors.Is(err, ErrMissing) || s.Used() != 9 {
		t.Fatal(err, s.Used())
	}
	for _, bad := range []string{"", "..", "../../etc/passwd", strings.ToUpper(hash), hash[:63], hash + "00"} {
		if _, err := s.Open(bad); !errors.Is(err, ErrMissing) {
			t.Errorf("%q: %v", bad, err)
		}
		if err := s.Remove(bad); err != nil {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// What is too large, does not fit or breaks off leaves nothing behind.
func TestLimits(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, dir)
	keep(t, s, "12345")
	broken := errors.New("broken off")
	for _, c := range []struct {
		r            io.Reader
		limit, quota int64
		want         error
	}{
		{strings.NewReader("1234567"), 6, 100, ErrTooLarge}, {strings.NewReader("123456"), 6, 11, nil}, {strings.NewReader("123456"), 6, 10, ErrFull},
		{strings.NewReader("1234567"), 6, 11, ErrTooLarge}, {strings.NewReader(""), 6, 5, nil}, {strings.NewReader("1"), 6, 0, ErrFull},
		{io.MultiReader(strings.NewReader("12"), iotest.ErrReader(broken)), 6, 100, broken},
	} {
		x, err := s.Take(c.r, c.limit, c.quota)
		if !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
			t.Errorf("limit %d, quota %d: %v, want %v", c.limit, c.quota, err, c.want)
		}
		if err == nil {
			if err := errors.Join(x.Drop(), x.Drop()); err != nil {
				t.Error(err)
			}
		}
	}
	if left, err := filepath.Glob(filepath.Join(dir, fresh+"*")); len(left) != 0 || err != nil || s.Used() != 5 {
		t.Error(left, err, s.Used())
	}
}

// What a killed process had begun is gone after the next start; what it had kept stays.
func TestSweptAtStart(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, dir)
	hash := keep(t, s, "kept")
	if _, err := s.Take(strings.NewReader("begun"), 100, 100); err != nil { // neither kept nor dropped
		t.Fatal(err)
	}
	again := opened(t, dir)
	if left, _ := filepath.Glob(filepath.Join(dir, fresh+"*")); len(left) != 0 || again.Used() != 4 {
		t.Error(left, again.Used())
	}
	if got, err := content(t, again, hash); got != "kept" || err != nil {
		t.Error(got, err)
	}
}

func damage(t *testing.T, dir, hash string) {
	t.Helper()
	b, err := os.ReadFile(place(dir, hash))
	if err != nil {
		t.Fatal(err)
	}
	b[len(b)/2] ^= 1
	if err := os.WriteFile(place(dir, hash), b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// A flipped byte or a missing file is told and never given out; keeping the content again heals it.
func TestAltered(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, dir)
	a, b, c := keep(t, s, "first"), keep(t, s, "second"), keep(t, s, "third")
	damage(t, dir, a)
	if err := os.Remove(place(dir, b)); err != nil {
		t.Fatal(err)
	}
	if _, err := content(t, s, a); !errors.Is(err, ErrAltered) {
		t.Error(err)
	}
	r, err := Check(t.Context(), dir, []string{a, b, c})
	if err != nil || r.Files != 1 || r.Bytes != 5 || len(r.Missing) != 1 || r.Missing[0] != b || len(r.Altered) != 1 || r.Altered[0] != a {
		t.Fatalf("%+v, %v", r, err)
	}
	if err := r.Err(); !errors.Is(err, ErrMissing) || !errors.Is(err, ErrAltered) || !strings.Contains(err.Error(), a) {
		t.Error(err)
	}
	keep(t, s, "first")
	keep(t, s, "second")
	if r, err := Check(t.Context(), dir, []string{a, b, c}); err != nil || r.Err() != nil || r.Files != 3 {
		t.Errorf("%+v, %v", r, err)
	}
}

// A copy brings what is lacking, heals what is damaged on either side, and says what is damaged on both.
func TestCopy(t *testing.T) {
	from, to := t.TempDir(), filepath.Join(t.TempDir(), "evidence")
	s := opened(t, from)
	var all []string
	for i := range 5 {
		all = append(all, keep(t, s, fmt.Sprint("content ", i)))
	}
	if r, err := Copy(t.Context(), from, to, all); err != nil || r.Err() != nil || r.Files != 5 {
		t.Fatalf("%+v, %v", r, err)
	}
	damage(t, to, all[0])
	damage(t, from, all[1])
	damage(t, from, all[2])
	damage(t, to, all[2])
	if err := errors.Join(os.Remove(place(from, all[3])), os.Remove(place(to, all[3]))); err != nil {
		t.Fatal(err)
	}
	r, err := Copy(t.Context(), from, to, all)
	if err != nil || r.Files != 3 || len(r.Altered) != 1 || r.Altered[0] != all[2] || len(r.Missing) != 1 || r.Missing[0] != all[3] {
		t.Fatalf("%+v, %v", r, err)
	}
	if r, err := Copy(t.Context(), to, to, all[:2]); err != nil || r.Files != 2 {
		t.Errorf("onto itself: %+v, %v", r, err)
	}
	if n, err := Prune(to, []string{all[4]}); n != 3 || err != nil {
		t.Errorf("%d pruned, %v", n, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Copy(ctx, from, to, all); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// Unfinished files in a folder that another process may be writing to are left for a day.
func TestStaleParts(t *testing.T) {
	from, to := t.TempDir(), t.TempDir()
	hash := keep(t, opened(t, from), "x")
	old, young := filepath.Join(to, fresh+"old"), filepath.Join(to, fresh+"young")
	for _, p := range []string{old, young} {
		if err := os.WriteFile(p, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	info, err := os.Stat(young)
	if err != nil {
		t.Fatal(err)
	}
	long := info.ModTime().Add(-48 * time.Hour)
	if err := os.Chtimes(old, long, long); err != nil {
		t.Fatal(err)
	}
	if _, err := Copy(t.Context(), from, to, []string{hash}); err != nil {
		t.Fatal(err)
	}
	_, errOld := os.Stat(old)
	_, errYoung := os.Stat(young)
	if !errors.Is(errOld, os.ErrNotExist) || errYoung != nil {
		t.Error(errOld, errYoung)
	}
	if err := Touch(to, long); err != nil {
		t.Fatal(err)
	}
	if all, err := list(to); err != nil || len(all) != 1 || !all[0].At.Equal(long) {
		t.Error(all, err)
	}
}

// Many bring and take away the same few files at once; what is there is whole, and the count is right.
func TestConcurrently(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, dir)
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := range 20 {
				text := strings.Repeat("x", i%3+1)
				x, err := s.Take(bytes.NewBufferString(text), 10, 1<<20)
				if err == nil {
					err = x.Keep()
				}
				if err != nil {
					t.Error(err)
				}
				if _, err := s.Open(hashOf(text)); err != nil && !errors.Is(err, ErrMissing) {
					t.Error(err)
				}
				if (w+i)%4 == 0 {
					if err := s.Remove(hashOf(text)); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	release := s.Hold()
	release()
	wg.Wait()
	if again := opened(t, dir); again.Used() != s.Used() {
		t.Errorf("%d bytes are there, %d are counted", again.Used(), s.Used())
	}
}
