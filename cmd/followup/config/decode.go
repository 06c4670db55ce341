package config

import (
	"encoding"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// A decoder fills Go values from YAML and goes on after a mistake, so that all of them are told at once. It remembers the line of each key
// for what is checked later.
type decoder struct {
	file     string
	lines    map[string]int
	problems Problems
	anchors  map[string]ast.Node
}

// A nodeDecoder reads itself from a node: types with a short form.
type nodeDecoder interface {
	decodeNode(d *decoder, path string, n ast.Node)
}

var (
	nodeDecoderType = reflect.TypeFor[nodeDecoder]()
	textType        = reflect.TypeFor[encoding.TextUnmarshaler]()
)

func newDecoder(file string) *decoder {
	return &decoder{file: file, lines: map[string]int{}, anchors: map[string]ast.Node{}}
}

// parse reads the one document of src; nil when it is empty or broken.
func (d *decoder) parse(src []byte) ast.Node {
	f, err := parser.ParseBytes(src, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		p := Problem{File: d.file, What: err.Error(), Do: "correct the YAML"}
		var se *yaml.SyntaxError
		if errors.As(err, &se) {
			p.What = se.Message
			if se.Token != nil {
				p.Line = se.Token.Position.Line
			}
		}
		d.problems = append(d.problems, p)
		return nil
	}
	var body ast.Node
	for _, doc := range f.Docs {
		if doc.Body == nil {
			continue
		}
		if body != nil {
			d.fail("", doc.Body, "a second document", "keep one")
			break
		}
		body = doc.Body
	}
	return body
}

func line(n ast.Node) int {
	if n == nil || n.GetToken() == nil {
		return 0
	}
	return n.GetToken().Position.Line
}

func (d *decoder) fail(path string, n ast.Node, what, do string) {
	d.problems = append(d.problems, Problem{File: d.file, Line: line(n), Key: path, What: what, Do: do})
}

// at reports a problem of a key found later; of a key that the file leaves out, the line of the nearest key above it.
func (d *decoder) at(path, what, do string) {
	p := path
	for p != "" && d.lines[p] == 0 {
		p = p[:max(strings.LastIndexAny(p, ".["), 0)]
	}
	d.problems = append(d.problems, Problem{File: d.file, Line: d.lines[p], Key: path, What: what, Do: do})
}

// plain follows anchors, aliases and tags to the node itself.
func (d *decoder) plain(path string, n ast.Node) ast.Node {
	switch x := n.(type) {
	case *ast.AnchorNode:
		d.anchors[x.Name.GetToken().Value] = x.Value
		return d.plain(path, x.Value)
	case *ast.AliasNode:
		v, ok := d.anchors[x.Value.GetToken().Value]
		if !ok {
			d.fail(path, n, "no anchor of this name stands above", "write the value itself")
			return nil
		}
		return v
	case *ast.TagNode:
		d.fail(path, n, "tags are not used here", "leave "+x.Start.Value+" out")
		return nil
	}
	return n
}

// value decodes n into v.
func (d *decoder) value(path string, n ast.Node, v reflect.Value) {
	d.lines[path] = line(n)
	if n = d.plain(path, n); n == nil {
		return
	}
	if v.CanAddr() && v.Addr().Type().Implements(nodeDecoderType) {
		v.Addr().Interface().(nodeDecoder).decodeNode(d, path, n)
		return
	}
	if _, null := n.(*ast.NullNode); null {
		return // "key:" with nothing behind it is the default
	}
	if v.CanAddr() && v.Addr().Type().Implements(textType) {
		d.text(path, n, v)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		d.value(path, n, v.Elem())
	case reflect.Struct:
		d.object(path, n, v)
	case reflect.Map:
		d.mapping(path, n, v)
	case reflect.Slice:
		d.list(path, n, v)
	default:
		d.scalar(path, n, v)
	}
}

// entries gives the pairs of a mapping; ok is false when n is none.
func (d *decoder) entries(path string, n ast.Node) (pairs []*ast.MappingValueNode, ok bool) {
	switch x := n.(type) {
	case *ast.MappingNode:
		pairs = x.Values
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{x}
	default:
		d.fail(path, n, "wants keys with values, not "+describe(n), "write key: value lines under it")
		return nil, false
	}
	seen := map[string]bool{}
	for _, p := range pairs {
		k := keyOf(p)
		if seen[k] {
			d.fail(join(path, k), p.Key, "stands twice", "keep one of them")
		}
		seen[k] = true
	}
	return pairs, true
}

func keyOf(p *ast.MappingValueNode) string {
	if s, ok := p.Key.(*ast.StringNode); ok {
		return s.Value
	}
	return p.Key.GetToken().Value
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func (d *decoder) object(path string, n ast.Node, v reflect.Value) {
	pairs, ok := d.entries(path, n)
	if !ok {
		return
	}
	fields := fieldsOf(v.Type())
	for _, p := range pairs {
		key := keyOf(p)
		i, known := fields[key]
		if !known {
			d.fail(join(path, key), p.Key, "unknown key", suggest(key, fields))
			continue
		}
		at := join(path, key)
		d.value(at, p.Value, v.FieldByIndex(i))
		d.lines[at] = line(p.Key)
	}
}

// fieldsOf names the fields of a struct by their yaml tag, else their json tag. Embedded structs are read as if their keys stood here.
func fieldsOf(t reflect.Type) map[string][]int {
	out := map[string][]int{}
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if name == "" {
			name, _, _ = strings.Cut(f.Tag.Get("json"), ",")
		}
		if name != "" && name != "-" && f.IsExported() {
			out[name] = f.Index
		}
	}
	return out
}

// suggest names the key that was probably meant, or all there are.
func suggest(key string, fields map[string][]int) string {
	names := make([]string, 0, len(fields))
	for k := range fields {
		names = append(names, k)
	}
	slices.Sort(names)
	return nearest(key, names)
}

func nearest(word string, names []string) string {
	best, at := 3, ""
	for _, k := range names {
		if n := distance(word, k); n < best {
			best, at = n, k
		}
	}
	if at != "" {
		return "did you mean " + at + "?"
	}
	return "known here: " + strings.Join(names, ", ")
}

// distance is the edit distance of two short words.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j := range y {
			cost := diagonal
			if x[i] != y[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(y)]
}

func (d *decoder) mapping(path string, n ast.Node, v reflect.Value) {
	pairs, ok := d.entries(path, n)
	if !ok {
		return
	}
	v.Set(reflect.MakeMap(v.Type()))
	for _, p := range pairs {
		e := reflect.New(v.Type().Elem()).Elem()
		d.value(join(path, keyOf(p)), p.Value, e)
		v.SetMapIndex(reflect.ValueOf(keyOf(p)).Convert(v.Type().Key()), e)
	}
}

func (d *decoder) list(path string, n ast.Node, v reflect.Value) {
	s, ok := n.(*ast.SequenceNode)
	if !ok {
		d.fail(path, n, "wants a list, not "+describe(n), "write [a, b]")
		return
	}
	out := reflect.MakeSlice(v.Type(), len(s.Values), len(s.Values))
	for i, e := range s.Values {
		d.value(fmt.Sprintf("%s[%d]", path, i), e, out.Index(i))
	}
	v.Set(out)
}

func describe(n ast.Node) string {
	switch n.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return "a mapping"
	case *ast.SequenceNode:
		return "a list"
	case *ast.NullNode:
		return "nothing"
	case *ast.BoolNode:
		return "yes or no"
	case *ast.IntegerNode, *ast.FloatNode:
		return "a number"
	}
	return "text"
}
