package smalldisk

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// diskSize is how large a disk is. What is larger than mostSize is never filled.
const (
	diskSize = 48 << 20
	mostSize = 2 * diskSize
)

// Mount gives an empty folder on a file system of its own, which is gone at the end of the test. kind is one of Kinds.
func Mount(t *testing.T, kind string) string {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("a small disk of its own can only be mounted by root; not checked here")
	}
	dir := filepath.Join(t.TempDir(), "disk")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if kind == "tmpfs" {
		if err := unix.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%d", diskSize)); err != nil {
			t.Skipf("tmpfs can't be mounted; not checked here: %v", err)
		}
	} else {
		onFile(t, kind, dir)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(dir, 0); err != nil {
			t.Errorf("the small disk stays mounted: %v", err)
		}
	})
	return dir
}

// onFile mounts a file system that lies in a file.
func onFile(t *testing.T, kind, dir string) {
	t.Helper()
	image := filepath.Join(filepath.Dir(dir), "image")
	f, err := os.Create(image)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Truncate(diskSize); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("mkfs."+kind, "-q", "-F", image).CombinedOutput(); err != nil {
		t.Skipf("%s can't be made; not checked here: %v %s", kind, err, out)
	}
	if out, err := exec.Command("mount", "-o", "loop", image, dir).CombinedOutput(); err != nil {
		t.Skipf("%s can't be mounted; not checked here: %v %s", kind, err, out)
	}
}
