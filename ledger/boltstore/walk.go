package boltstore

import (
	"bytes"
	"context"
	"fmt"
	"io"
)

// A walker reads every page of a file and checks that they make a tree: each page of a known kind, in its place and belonging to exactly one
// bucket or to the free ones, each element within its page, keys in order. What passes can be mapped and read without a fault.
type walker struct {
	ctx   context.Context
	f     io.ReaderAt
	m     pageMeta
	quick bool   // pass over what leaves hold, below the root bucket
	owner []bool // by page: it belongs to something
	found []error
	head  [pageHead]byte
}

// maxProblems is how many problems are told before the check stops.
const maxProblems = 50

const maxDepth = 40

// rootBucket is what the bucket of all buckets is called in errors.
const rootBucket = "the root"

func (w *walker) problem(err error) { w.found = append(w.found, err) }

func (w *walker) full() bool { return len(w.found) >= maxProblems || w.ctx.Err() != nil }

// walk checks a whole file and says what is wrong with it. A quick walk reads the heads of leaves only: enough that bbolt finds its way
// through the file without going in circles, and little enough to be done whenever a file is opened.
func walk(ctx context.Context, f io.ReaderAt, size int64, quick bool) (m pageMeta, free int, found []error) {
	m, wrong := readMetas(f)
	for i, err := range wrong {
		if err != nil {
			found = append(found, damaged("meta page %d: %v", i, err))
		}
	}
	if len(found) == 2 {
		return m, 0, found
	}
	if err := checkSize(m, size); err != nil {
		return m, 0, append(found, err)
	}
	w := &walker{ctx: ctx, f: f, m: m, quick: quick, owner: make([]bool, m.high), found: found}
	list, err := readFreelist(f, m)
	if err != nil {
		w.problem(err)
	} else {
		w.claim(m.freelist, pagesOf(f, m, m.freelist), "the list of free pages")
	}
	for _, id := range list {
		w.claim(id, 1, "the free pages")
	}
	w.page(rootBucket, m.root, nil, nil, 0)
	if len(w.found) == 0 && ctx.Err() == nil {
		for id := uint64(2); id < m.high && !w.full(); id++ {
			if !w.owner[id] {
				w.problem(damaged("page %d: it belongs to nothing", id))
			}
		}
	}
	return m, len(list), w.found
}

func pagesOf(f io.ReaderAt, m pageMeta, id uint64) int {
	b := make([]byte, pageHead)
	if _, err := f.ReadAt(b, int64(id)*int64(m.size)); err != nil {
		return 1
	}
	return int(native.Uint32(b[12:])) + 1
}

// claim marks pages as belonging to something, and reports whether they belonged to nothing before.
func (w *walker) claim(id uint64, n int, what string) bool {
	for i := id; i < id+uint64(n); i++ {
		if w.owner[i] {
			w.problem(damaged("page %d: it belongs to %s and to something else", i, what))
			return false
		}
		w.owner[i] = true
	}
	return true
}

// page checks a page of a bucket and what is below it. Its keys must lie from low, included, to high, excluded; nil is no bound.
func (w *walker) page(bucket string, id uint64, low, high []byte, depth int) {
	if w.full() {
		return
	}
	b, pages, err := w.read(bucket, id)
	if err != nil {
		w.problem(fmt.Errorf("%s: %w", bucket, err))
		return
	}
	if !w.claim(id, pages, bucket) || b == nil {
		return
	}
	where := fmt.Sprintf("%s: page %d", bucket, id)
	if depth > maxDepth {
		w.problem(damaged("%s: the tree is too deep", where))
		return
	}
	if native.Uint16(b[8:]) == branchPage {
		w.branch(bucket, where, b, low, high, depth)
		return
	}
	w.leaf(bucket, where, b, low, high, depth)
}

// read reads a page, and says how many pages it is. On a quick walk b is nil for a leaf below the root bucket.
func (w *walker) read(bucket string, id uint64) (b []byte, pages int, err error) {
	if w.quick && bucket != rootBucket && id >= 2 && id < w.m.high {
		if _, err := w.f.ReadAt(w.head[:], int64(id)*int64(w.m.size)); err != nil {
			return nil, 0, fmt.Errorf("page %d: %w", id, err)
		}
		over := uint64(native.Uint32(w.head[12:]))
		if native.Uint64(w.head[:]) == id && native.Uint16(w.head[8:]) == leafPage && id+over < w.m.high {
			return nil, int(over) + 1, nil
		}
	}
	b, err = readPage(w.f, w.m, id, branchPage|leafPage)
	return b, len(b) / w.m.size, err
}

// An element is one entry of a page.
type element struct {
	key, value []byte
	child      uint64
	bucket     bool
}

// elements takes a page apart; it stops at the first that is not within the page.
func (w *walker) elements(where string, b []byte, leaf bool, low, high []byte) (out []element, ok bool) {
	count := int(native.Uint16(b[10:]))
	if pageHead+count*elementLen > len(b) {
		w.problem(damaged("%s: %d entries are more than it can hold", where, count))
		return nil, false
	}
	var last []byte
	for i := range count {
		at := pageHead + i*elementLen
		e := b[at:]
		var el element
		var pos, klen, vlen uint64
		if leaf {
			el.bucket = native.Uint32(e)&bucketLeaf != 0
			pos, klen, vlen = uint64(native.Uint32(e[4:])), uint64(native.Uint32(e[8:])), uint64(native.Uint32(e[12:]))
		} else {
			pos, klen, el.child = uint64(native.Uint32(e)), uint64(native.Uint32(e[4:])), native.Uint64(e[8:])
		}
		if start := uint64(at) + pos; start+klen+vlen > uint64(len(b)) || pos < elementLen {
			w.problem(damaged("%s: entry %d lies outside of the page", where, i))
			return nil, false
		}
		start := uint64(at) + pos
		el.key, el.value = b[start:start+klen], b[start+klen:start+klen+vlen]
		if len(el.key) == 0 || i > 0 && bytes.Compare(last, el.key) >= 0 || i == 0 && low != nil && bytes.Compare(el.key, low) < 0 ||
			high != nil && bytes.Compare(el.key, high) >= 0 {
			w.problem(damaged("%s: key %q is out of order", where, el.key))
			return nil, false
		}
		last = el.key
		out = append(out, el)
	}
	return out, true
}

func (w *walker) branch(bucket, where string, b, low, high []byte, depth int) {
	elements, ok := w.elements(where, b, false, low, high)
	if ok && len(elements) == 0 {
		w.problem(damaged("%s: it is empty", where))
	}
	for i, e := range elements {
		next := high
		if i+1 < len(elements) {
			next = elements[i+1].key
		}
		w.page(bucket, e.child, e.key, next, depth+1)
	}
}

func (w *walker) leaf(bucket, where string, b, low, high []byte, depth int) {
	elements, _ := w.elements(where, b, true, low, high)
	for _, e := range elements {
		if !e.bucket {
			continue
		}
		name := bucketLabel(e.key)
		if len(e.value) < 16 {
			w.problem(damaged("%s: %s is cut short", where, name))
			continue
		}
		if native.Uint64(e.value[8:]) != 0 {
			w.problem(damaged("%s: %s has a counter that nothing counts with", where, name))
		}
		if root := native.Uint64(e.value); root != 0 {
			w.page(name, root, nil, nil, depth+1)
			continue
		}
		inline := e.value[16:]
		if len(inline) < pageHead || native.Uint16(inline[8:]) != leafPage {
			w.problem(damaged("%s: %s is not what a small bucket is", where, name))
			continue
		}
		w.leaf(name, name, inline, nil, nil, depth+1)
	}
}

// bucketLabel says whose bucket it is.
func bucketLabel(name []byte) string {
	if org, in, ok := cut(name); ok {
		return fmt.Sprintf("organisation %s, bucket %s", org, in)
	}
	return fmt.Sprintf("bucket %q", name)
}
