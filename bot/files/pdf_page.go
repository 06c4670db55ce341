package files

import (
	"math"

	"github.com/ledongthuc/pdf"
)

// A glyphs is a run of characters shown at one place.
type glyphs struct {
	text string
	x, y float64 // start of the baseline
	w    float64
	size float64
}

// A rule is a drawn line, across or upright, as tables have them. It lies at at, from lo to hi.
type rule struct{ at, lo, hi float64 }

// A pdfPage interprets the content of one page.
type pdfPage struct {
	doc    *pdfDoc
	ctm    matrix
	stack  []state
	state  state
	tm     matrix
	tlm    matrix
	runs   []glyphs
	across []rule
	up     []rule
	path   [][2]float64 // the points of the path at hand, transformed
	drawn  [2][]rule    // rules of the path at hand, across and upright, until it is painted
	ops    int
}

// A state is what q saves and Q restores.
type state struct {
	ctm                          matrix
	font                         *pdfFont
	size, char, word, lead, rise float64
	scale                        float64
}

const (
	mostOps   = 5_000_000 // operators of a page
	mostRules = 20_000
)

// run carries out a content stream; forms run theirs within, no deeper than 12.
func (p *pdfPage) run(content []byte, resources pdf.Value, depth int) error {
	if depth == 0 {
		p.state = state{ctm: p.ctm, scale: 1}
	}
	x := &pdfLexer{b: content}
	var args []any
	for {
		t, ok := x.next()
		if !ok {
			return nil
		}
		op, isOp := t.(pdfKeyword)
		if !isOp {
			if len(args) < 64 {
				args = append(args, t)
			}
			continue
		}
		if p.ops++; p.ops > mostOps {
			return errTooMuch
		}
		switch op {
		case "BI":
			x.skipImage()
		case "Do":
			if err := p.form(args, resources, depth); err != nil {
				return err
			}
		case "Tf":
			if err := p.setFont(args, resources); err != nil {
				return err
			}
		default:
			p.operate(string(op), args)
		}
		if p.doc.size > 2*p.doc.limits.Text {
			return errTooMuch
		}
		args = args[:0]
	}
}

func (p *pdfPage) form(args []any, resources pdf.Value, depth int) error {
	if len(args) == 0 || depth >= 12 {
		return nil
	}
	name, _ := args[0].(pdfName)
	f := resources.Key("XObject").Key(string(name))
	if f.Key("Subtype").Name() != "Form" {
		return nil
	}
	b, err := p.doc.stream(f)
	if err != nil {
		return err
	}
	saved, tm, tlm := p.state, p.tm, p.tlm
	if m := f.Key("Matrix"); m.Len() == 6 {
		var fm matrix
		for i := range fm {
			fm[i] = m.Index(i).Float64()
		}
		p.state.ctm = fm.mul(p.state.ctm)
	}
	if own := f.Key("Resources"); !own.IsNull() {
		resources = own
	}
	err = p.run(b, resources, depth+1)
	p.state, p.tm, p.tlm = saved, tm, tlm
	return err
}

func (p *pdfPage) setFont(args []any, resources pdf.Value) error {
	if len(args) < 2 {
		return nil
	}
	name, _ := args[0].(pdfName)
	size, _ := args[1].(float64)
	f, err := p.doc.font(resources.Key("Font").Key(string(name)))
	p.state.font, p.state.size = f, size
	return err
}

// num gives the i-th operand from the end, 0 when it is missing.
func num(args []any, fromEnd int) float64 {
	if i := len(args) - fromEnd; i >= 0 && i < len(args) {
		f, _ := args[i].(float64)
		return f
	}
	return 0
}

func matrixOf(args []any) matrix {
	var m matrix
	for i := range m {
		m[i] = num(args, 6-i)
	}
	return m
}

func (p *pdfPage) operate(op string, args []any) {
	switch op {
	case "q":
		if len(p.stack) < 1000 {
			p.stack = append(p.stack, p.state)
		}
	case "Q":
		if n := len(p.stack); n > 0 {
			p.state, p.stack = p.stack[n-1], p.stack[:n-1]
		}
	case "cm":
		p.state.ctm = matrixOf(args).mul(p.state.ctm)
	case "BT":
		p.tm = matrix{1, 0, 0, 1, 0, 0}
		p.tlm = p.tm
	case "Tm":
		p.tm = matrixOf(args)
		p.tlm = p.tm
	case "Td":
		p.move(num(args, 2), num(args, 1))
	case "TD":
		p.state.lead = -num(args, 1)
		p.move(num(args, 2), num(args, 1))
	case "T*":
		p.move(0, -p.state.lead)
	case "Tc":
		p.state.char = num(args, 1)
	case "Tw":
		p.state.word = num(args, 1)
	case "TL":
		p.state.lead = num(args, 1)
	case "Ts":
		p.state.rise = num(args, 1)
	case "Tz":
		p.state.scale = num(args, 1) / 100
	default:
		p.show(op, args)
	}
}

func (p *pdfPage) move(x, y float64) {
	p.tlm = matrix{1, 0, 0, 1, x, y}.mul(p.tlm)
	p.tm = p.tlm
}

func (p *pdfPage) show(op string, args []any) {
	switch op {
	case "Tj":
		p.text(args)
	case "'":
		p.move(0, -p.state.lead)
		p.text(args)
	case "\"":
		p.state.word, p.state.char = num(args, 3), num(args, 2)
		p.move(0, -p.state.lead)
		p.text(args[max(len(args)-1, 0):])
	case "TJ":
		if len(args) > 0 {
			l, _ := args[len(args)-1].([]any)
			p.text(l)
		}
	default:
		p.draw(op, args)
	}
}

// text shows strings; numbers between them move left by thousandths of the size.
func (p *pdfPage) text(parts []any) {
	s := &p.state
	for _, part := range parts {
		switch v := part.(type) {
		case float64:
			p.tm = matrix{1, 0, 0, 1, -v / 1000 * s.size * s.scale, 0}.mul(p.tm)
		case pdfString:
			if s.font != nil {
				p.glyphs(string(v))
			}
		}
	}
}

func (p *pdfPage) glyphs(raw string) {
	s := &p.state
	for raw != "" {
		g := s.font.next(raw)
		raw = raw[g.n:]
		if g.text == "" {
			p.doc.unread++
		} else {
			p.doc.letters += len([]rune(g.text))
		}
		step := (g.width*s.size + s.char) * s.scale
		if g.n == 1 && g.space {
			step += s.word * s.scale
		}
		trm := p.tm.mul(s.ctm)
		x, y := trm.apply(0, s.rise)
		size := math.Hypot(trm[2], trm[3]) * math.Abs(s.size)
		if g.text != "" && math.Abs(trm[1]) < 0.2*math.Abs(trm[0])+1e-9 { // upright text only: stamps and watermarks lie askew
			p.runs = append(p.runs, glyphs{text: g.text, x: x, y: y, w: math.Abs(g.width * s.size * s.scale * trm[0]), size: size})
			p.doc.size += len(g.text)
		}
		p.tm = matrix{1, 0, 0, 1, step, 0}.mul(p.tm)
	}
}

// draw keeps straight lines and thin boxes: the rules of tables.
func (p *pdfPage) draw(op string, args []any) {
	switch op {
	case "m", "l":
		x, y := p.state.ctm.apply(num(args, 2), num(args, 1))
		if op == "m" {
			p.path = p.path[:0]
		}
		if n := len(p.path); n > 0 {
			p.rule(p.path[n-1][0], p.path[n-1][1], x, y)
		}
		if len(p.path) < mostRules {
			p.path = append(p.path, [2]float64{x, y})
		}
	case "re":
		x, y := p.state.ctm.apply(num(args, 4), num(args, 3))
		x2, y2 := p.state.ctm.apply(num(args, 4)+num(args, 2), num(args, 3)+num(args, 1))
		p.rule(x, y, x2, y)
		p.rule(x, y2, x2, y2)
		p.rule(x, y, x, y2)
		p.rule(x2, y, x2, y2)
	case "h":
		if n := len(p.path); n > 1 {
			p.rule(p.path[n-1][0], p.path[n-1][1], p.path[0][0], p.path[0][1])
		}
	case "S", "s", "f", "F", "f*", "B", "B*", "b", "b*":
		p.across, p.up = append(p.across, p.drawn[0]...), append(p.up, p.drawn[1]...)
		p.path, p.drawn = p.path[:0], [2][]rule{}
	case "n": // only clips
		p.path, p.drawn = p.path[:0], [2][]rule{}
	}
}

func (p *pdfPage) rule(x1, y1, x2, y2 float64) {
	dx, dy := math.Abs(x2-x1), math.Abs(y2-y1)
	switch {
	case len(p.up)+len(p.across)+len(p.drawn[0])+len(p.drawn[1]) > mostRules:
	case dx < 1.5 && dy > 5:
		p.drawn[1] = append(p.drawn[1], rule{(x1 + x2) / 2, min(y1, y2), max(y1, y2)})
	case dy < 1.5 && dx > 5:
		p.drawn[0] = append(p.drawn[0], rule{(y1 + y2) / 2, min(x1, x2), max(x1, x2)})
	}
}
