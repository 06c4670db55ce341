package files

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

// numbering is how a Word document numbers its paragraphs. The numbers are not in the text: they are counted here as Word would.
type numbering struct {
	levels map[string]map[int]level // by numId
	start  map[string]map[int]int   // counters, by the abstract list that a numId stands for
	list   map[string]string        // numId → abstract list
	styles map[string]styleNumber   // paragraph style → its list
}

type level struct {
	format string // decimal, chineseCounting, …
	text   string // "%1、", "(%2)"
	start  int
}

type styleNumber struct{ numID, level, basedOn string }

// readNumbering reads word/numbering.xml and the lists that styles carry; a document without them numbers nothing.
func readNumbering(z *zip.Reader, l Limits) (*numbering, error) {
	n := &numbering{levels: map[string]map[int]level{}, start: map[string]map[int]int{}, list: map[string]string{}, styles: map[string]styleNumber{}}
	r, err := entry(z, "word/numbering.xml", l)
	if err != nil {
		return nil, err
	}
	if r != nil {
		defer r.Close()
		d := definitions{n: n, abstract: map[string]map[int]level{}}
		if err := walk(r, d.open, d.close, func(string) {}); err != nil {
			return nil, err
		}
		for id, a := range n.list {
			n.levels[id] = d.abstract[a]
		}
		for id, over := range d.overrides {
			n.override(id, over)
		}
	}
	return n, n.readStyles(z, l)
}

// override gives a list of its own to a numId that restarts or redefines levels.
func (n *numbering) override(id string, over map[int]level) {
	own := map[int]level{}
	for i, x := range n.levels[id] {
		own[i] = x
	}
	for i, x := range over {
		if x.text == "" {
			y := own[i]
			y.start = x.start
			x = y
		}
		own[i] = x
	}
	n.levels[id], n.list[id] = own, "num:"+id
}

// definitions reads numbering.xml.
type definitions struct {
	n         *numbering
	abstract  map[string]map[int]level
	overrides map[string]map[int]level
	id, num   string
	at        int
	now       level
	override  bool
}

func (d *definitions) open(name string, a []xml.Attr) error {
	v := attr(a, "val")
	switch name {
	case "abstractNum":
		d.id, d.num = attr(a, "abstractNumId"), ""
		d.abstract[d.id] = map[int]level{}
	case "num":
		d.num = attr(a, "numId")
	case "abstractNumId":
		d.n.list[d.num] = v
	case "lvl", "lvlOverride":
		d.at, d.now = number(attr(a, "ilvl")), level{format: "decimal", start: 1}
		d.override = d.num != ""
	case "start", "startOverride":
		d.now.start = number(v)
	case "numFmt":
		d.now.format = v
	case "lvlText":
		d.now.text = v
	}
	return nil
}

func (d *definitions) close(name string) error {
	switch {
	case name == "lvl" && !d.override:
		if m := d.abstract[d.id]; m != nil {
			m[d.at] = d.now
		}
	case name == "lvlOverride" && d.num != "":
		if d.overrides == nil {
			d.overrides = map[string]map[int]level{}
		}
		if d.overrides[d.num] == nil {
			d.overrides[d.num] = map[int]level{}
		}
		d.overrides[d.num][d.at] = d.now
	case name == "num":
		d.num = ""
	}
	return nil
}

func (n *numbering) readStyles(z *zip.Reader, l Limits) error {
	r, err := entry(z, "word/styles.xml", l)
	if err != nil || r == nil {
		return err
	}
	defer r.Close()
	id := ""
	var s styleNumber
	return walk(r, func(name string, a []xml.Attr) error {
		switch name {
		case "style":
			id, s = attr(a, "styleId"), styleNumber{}
		case "basedOn":
			s.basedOn = attr(a, "val")
		case "numId":
			s.numID = attr(a, "val")
		case "ilvl":
			s.level = attr(a, "val")
		}
		return nil
	}, func(name string) error {
		if name == "style" {
			n.styles[id] = s
		}
		return nil
	}, func(string) {})
}

// label gives the number of the next paragraph with these properties, counting on, or "". Empty paragraphs are not counted.
func (n *numbering) label(style, numID, ilvl string, some bool) string {
	for i := 0; numID == "" && style != "" && i < 20; i++ {
		s := n.styles[style]
		numID, style = s.numID, s.basedOn
		if ilvl == "" {
			ilvl = s.level
		}
	}
	levels := n.levels[numID]
	at := number(ilvl)
	def, ok := levels[at]
	if !some || numID == "" || numID == "0" || !ok {
		return ""
	}
	count := n.start[n.list[numID]]
	if count == nil {
		count = map[int]int{}
		n.start[n.list[numID]] = count
	}
	if _, begun := count[at]; begun {
		count[at]++
	} else {
		count[at] = def.start
	}
	for deeper := range count {
		if deeper > at {
			delete(count, deeper)
		}
	}
	return render(def, at, levels, count)
}

func render(def level, at int, levels map[int]level, count map[int]int) string {
	if def.format == "bullet" {
		return "• "
	}
	if def.format == "none" || def.text == "" {
		return ""
	}
	s := def.text
	for i := 0; i <= at && i < 9; i++ {
		v, ok := count[i]
		if !ok {
			v = levels[i].start
		}
		s = strings.ReplaceAll(s, fmt.Sprintf("%%%d", i+1), figure(levels[i].format, v))
	}
	if last := s[len(s)-1]; last < 0x80 {
		s += " " // "1." and the text; 一、 needs none
	}
	return s
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 1<<20 {
		return 0
	}
	return n
}
