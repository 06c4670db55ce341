package boltstore

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
)

// The form of a bbolt file, as bbolt 1.x writes it in the byte order of the machine. It is read here without being mapped, so that a
// damaged file can be looked at safely.
const (
	pageHead    = 16
	elementLen  = 16
	metaLen     = 64 // with its checksum, which is over what stands before
	boltMagic   = 0xED0CDAED
	boltVersion = 2
	noFreelist  = 1<<64 - 1

	branchPage   = 0x01
	leafPage     = 0x02
	metaPage     = 0x04
	freelistPage = 0x10
	bucketLeaf   = 0x01
)

var native = binary.NativeEndian

// pageMeta is one of the two pages that begin a file; the valid one with the higher transaction counts.
type pageMeta struct {
	size     int    // of a page
	root     uint64 // page of the root bucket
	freelist uint64
	high     uint64 // pages in use: all are below
	tx       uint64
}

func damaged(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrDamaged, fmt.Sprintf(format, args...))
}

func parseMeta(page []byte) (m pageMeta, err error) {
	if len(page) < pageHead+metaLen {
		return m, errors.New("it is cut short")
	}
	b := page[pageHead:]
	h := fnv.New64a()
	h.Write(b[:metaLen-8])
	switch {
	case native.Uint32(b) != boltMagic:
		return m, errors.New("it does not begin as a database does")
	case native.Uint32(b[4:]) != boltVersion:
		return m, fmt.Errorf("its format %d is unknown", native.Uint32(b[4:]))
	case native.Uint64(b[56:]) != h.Sum64():
		return m, errors.New("its checksum does not fit")
	}
	m = pageMeta{size: int(native.Uint32(b[8:])), root: native.Uint64(b[16:]), freelist: native.Uint64(b[32:]), high: native.Uint64(b[40:]), tx: native.Uint64(b[48:])}
	if m.size < 512 || m.size > 1<<24 || m.size&(m.size-1) != 0 {
		return m, fmt.Errorf("its page size %d is impossible", m.size)
	}
	return m, nil
}

// readMetas gives the meta page that counts, and what is wrong with either.
func readMetas(f io.ReaderAt) (m pageMeta, wrong [2]error) {
	read := func(at int64) (pageMeta, error) {
		b := make([]byte, pageHead+metaLen)
		n, err := f.ReadAt(b, at)
		if err != nil && !errors.Is(err, io.EOF) {
			return pageMeta{}, err
		}
		m, err := parseMeta(b[:n])
		if err == nil && (native.Uint64(b) != min(uint64(at), 1) || native.Uint16(b[8:]) != metaPage) {
			err = errors.New("its head is not that of a meta page")
		}
		return m, err
	}
	first, err := read(0)
	wrong[0] = err
	for size := int64(512); size <= 1<<16; size *= 2 {
		if err == nil {
			size = int64(first.size)
		}
		var second pageMeta
		if second, wrong[1] = read(size); wrong[1] == nil && second.size == int(size) {
			if err != nil || second.tx > first.tx {
				return second, wrong
			}
			return first, wrong
		}
		if err == nil {
			break
		}
	}
	return first, wrong
}

// checkQuick looks at what bbolt takes for granted when it opens a file: a good meta page, all pages being there, the list of free pages, and
// pages that make a tree. It gives a warning when only one of the two meta pages is good, which is what a power cut leaves.
func checkQuick(f *os.File) (warning, err error) {
	fi, err := f.Stat()
	if err != nil {
		return nil, err
	}
	_, wrong := readMetas(f)
	_, _, found := walk(context.Background(), f, fi.Size(), true)
	switch {
	case wrong[0] != nil && wrong[1] != nil:
		return nil, found[0]
	case wrong[0] != nil || wrong[1] != nil:
		return found[0], errors.Join(found[1:]...)
	}
	return nil, errors.Join(found...)
}

func checkSize(m pageMeta, size int64) error {
	if m.high < 4 || m.high > 1<<40 {
		return damaged("meta page: %d pages are impossible", m.high)
	}
	if want := int64(m.high) * int64(m.size); size < want {
		return damaged("the file is cut short: %d bytes of at least %d are there", size, want)
	}
	if m.root < 2 || m.root >= m.high {
		return damaged("meta page: the root page %d is out of range", m.root)
	}
	return nil
}

// readPage reads a page with its overflow and checks its head.
func readPage(f io.ReaderAt, m pageMeta, id uint64, kinds uint16) ([]byte, error) {
	if id < 2 || id >= m.high {
		return nil, damaged("page %d: out of range", id)
	}
	b := make([]byte, m.size)
	if _, err := f.ReadAt(b, int64(id)*int64(m.size)); err != nil {
		return nil, fmt.Errorf("page %d: %w", id, err)
	}
	if got := native.Uint64(b); got != id {
		return nil, damaged("page %d: it says that it is page %d", id, got)
	}
	if flags := native.Uint16(b[8:]); flags&kinds == 0 || flags&(flags-1) != 0 {
		return nil, damaged("page %d: its type %#x is not what is expected here", id, flags)
	}
	over := uint64(native.Uint32(b[12:]))
	if id+over >= m.high {
		return nil, damaged("page %d: its %d further pages are out of range", id, over)
	}
	if over > 0 {
		b = append(b, make([]byte, int(over)*m.size)...)
		if _, err := f.ReadAt(b[m.size:], int64(id+1)*int64(m.size)); err != nil {
			return nil, fmt.Errorf("page %d: %w", id, err)
		}
	}
	return b, nil
}

// readFreelist gives the free pages, and the pages that hold the list itself at its end.
func readFreelist(f io.ReaderAt, m pageMeta) (free []uint64, err error) {
	if m.freelist == noFreelist {
		return nil, damaged("meta page: there is no list of free pages")
	}
	b, err := readPage(f, m, m.freelist, freelistPage)
	if err != nil {
		return nil, fmt.Errorf("free pages: %w", err)
	}
	count, at := uint64(native.Uint16(b[10:])), pageHead
	if count == 0xFFFF {
		count, at = native.Uint64(b[at:]), at+8
	}
	if count > uint64(len(b)-at)/8 {
		return nil, damaged("page %d: %d free pages are more than it can hold", m.freelist, count)
	}
	for i := range count {
		id := native.Uint64(b[at+int(i)*8:])
		if id < 2 || id >= m.high || i > 0 && id <= free[i-1] {
			return nil, damaged("page %d: free page %d is out of range or out of order", m.freelist, id)
		}
		free = append(free, id)
	}
	return free, nil
}

// checkUnlocked looks at the file before bbolt maps it, unless another process has it.
func checkUnlocked(path string) (warning, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	defer func() { _ = f.Close() }() // it was only read
	release, err := lockFile(f)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	defer release()
	if warning, err = checkQuick(f); err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	return warning, nil
}
