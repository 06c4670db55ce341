// Package chart draws pictures of figures that the ledger has counted: how units stand, how things have moved, how old what is overdue is, and where
// one stands among one's peers. It counts nothing itself. Pictures are PNG, light on ink, 1,080 pixels wide with letters that a phone shows
// legibly.
package chart

import (
	"bytes"
	"image/color"
	"image/png"
	"os"
	"strconv"
	"strings"
	"sync"

	xfont "golang.org/x/image/font"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"

	"github.com/followup-bot/followup/ledger"
)

// A Picture is a chart with what it shows in words. Legend explains the numbers that stand for words where no font can write these.
type Picture struct {
	PNG    []byte
	Alt    string
	Legend []string
}

// A Painter draws. It is safe for concurrent use.
type Painter struct {
	mu    sync.Mutex
	faces font.Collection
	files []*os.File
	han   bool
}

var (
	regular = font.Font{Typeface: "Chart"}
	heavy   = font.Font{Typeface: "Chart", Weight: xfont.WeightBold}
)

// Measures, in pixels.
const (
	width  = 1080
	margin = 40
	big    = 42 // titles
	normal = 30
	small  = 26
)

// The colours.
var (
	paper = color.RGBA{0xff, 0xff, 0xff, 0xff}
	ink   = color.RGBA{0x22, 0x28, 0x31, 0xff}
	pale  = color.RGBA{0x6b, 0x74, 0x80, 0xff}
	rule  = color.RGBA{0xdd, 0xe1, 0xe6, 0xff}
	track = color.RGBA{0xf3, 0xf5, 0xf7, 0xff}
)

var lightColour = map[ledger.Light]color.RGBA{
	ledger.LightRed: {0xd6, 0x45, 0x45, 0xff}, ledger.LightYellow: {0xe8, 0xb3, 0x39, 0xff}, ledger.LightGreen: {0x5b, 0xa6, 0x6b, 0xff},
	ledger.LightBlue: {0x4f, 0x83, 0xcc, 0xff}, ledger.LightGrey: {0xa8, 0xad, 0xb5, 0xff}, ledger.LightNone: {0x6b, 0x74, 0x80, 0xff},
}

// A sheet is a picture under way; y counts from the top.
type sheet struct {
	p      *Painter
	c      draw.Canvas
	img    *vgimg.Canvas
	fonts  *font.Cache
	height float64
	keys   map[string]string
	legend []string
}

// begin makes a sheet. The painter is held until it is finished.
func (p *Painter) begin(height float64) *sheet {
	p.mu.Lock()
	img := vgimg.NewWith(vgimg.UseWH(vg.Length(width), vg.Length(height)), vgimg.UseDPI(72), vgimg.UseBackgroundColor(paper))
	return &sheet{p: p, c: draw.New(img), img: img, fonts: font.NewCache(p.faces), height: height, keys: map[string]string{}}
}

// finish gives the picture.
func (s *sheet) finish(alt string) (Picture, error) {
	defer s.p.mu.Unlock()
	var b bytes.Buffer
	fast := png.Encoder{CompressionLevel: png.BestSpeed} // two thirds of the time for a few per cent more bytes
	if err := fast.Encode(&b, s.img.Image()); err != nil {
		return Picture{}, err
	}
	return Picture{PNG: b.Bytes(), Alt: alt, Legend: s.legend}, nil
}

// writable is the text itself, or the number that stands for it where the font has no letters for it.
func (s *sheet) writable(t string) string {
	if s.p.han || strings.IndexFunc(t, func(r rune) bool { return r > 0x24f && r != '–' && r != '—' && r != '…' }) < 0 {
		return t
	}
	k, ok := s.keys[t]
	if !ok {
		k = "[" + strconv.Itoa(len(s.keys)+1) + "]"
		s.keys[t] = k
		s.legend = append(s.legend, k+" "+t)
	}
	return k
}

// A side says which end of a text stands at its point.
type side int

const (
	leftSide side = iota
	middle
	rightSide
)

func (s *sheet) style(size float64, bold bool, c color.Color, at side) draw.TextStyle {
	f := regular
	if bold {
		f = heavy
	}
	f.Size = vg.Length(size)
	return draw.TextStyle{Color: c, Font: f, XAlign: []text.XAlignment{text.XLeft, text.XCenter, text.XRight}[at], YAlign: text.YBottom, Handler: text.Plain{Fonts: s.fonts}}
}

// halfHigh is half the height of letters, of their size: what stands above and below them differs from font to font.
const halfHigh = 0.37

// write puts a text with its middle at y.
func (s *sheet) write(t string, x, y, size float64, bold bool, c color.Color, at side) {
	st := s.style(size, bold, c, at)
	base := vg.Length(s.height-y-halfHigh*size) + st.FontExtents().Ascent - st.Font.Size
	s.c.FillText(st, vg.Point{X: vg.Length(x), Y: base}, s.writable(t))
}

// widthOf is how wide the text would be.
func (s *sheet) widthOf(t string, size float64, bold bool) float64 {
	return float64(s.style(size, bold, ink, leftSide).Width(s.writable(t)))
}

// fit shortens a text to a width.
func (s *sheet) fit(t string, size, w float64) string {
	if s.widthOf(t, size, false) <= w {
		return t
	}
	r := []rune(t)
	for len(r) > 1 && s.widthOf(string(r)+"…", size, false) > w {
		r = r[:len(r)-1]
	}
	return string(r) + "…"
}

func (s *sheet) box(x, y, w, h float64, c color.Color) {
	s.shape(c, [2]float64{x, y}, [2]float64{x + w, y}, [2]float64{x + w, y + h}, [2]float64{x, y + h})
}

// shape fills a polygon.
func (s *sheet) shape(c color.Color, pts ...[2]float64) { s.c.FillPolygon(c, s.points(pts)) }

func (s *sheet) line(c color.Color, w float64, pts ...[2]float64) {
	s.c.StrokeLines(draw.LineStyle{Color: c, Width: vg.Length(w)}, s.points(pts))
}

func (s *sheet) points(pts [][2]float64) []vg.Point {
	out := make([]vg.Point, len(pts))
	for i, p := range pts {
		out[i] = vg.Point{X: vg.Length(p[0]), Y: vg.Length(s.height - p[1])}
	}
	return out
}

func (s *sheet) dot(x, y, r float64, c color.Color) {
	s.c.DrawGlyphNoClip(draw.GlyphStyle{Color: c, Radius: vg.Length(r), Shape: draw.CircleGlyph{}}, vg.Point{X: vg.Length(x), Y: vg.Length(s.height - y)})
}

// head writes the title and, under it, as of when; it gives where the rest begins.
func (s *sheet) head(title, note string) float64 {
	s.write(s.fit(title, big, width-2*margin), margin, margin+20, big, true, ink, leftSide)
	s.write(note, margin, margin+74, small, false, pale, leftSide)
	return margin + 110
}

// A key explains a colour.
type key struct {
	colour color.Color
	text   string
}

// keysAt writes what the colours mean, in as many lines as that takes, and gives where the rest begins.
func (s *sheet) keysAt(y float64, keys []key) float64 {
	x := float64(margin)
	for _, k := range keys {
		w := s.widthOf(k.text, small, false) + 70
		if x+w > width-margin && x > margin {
			x, y = margin, y+42
		}
		s.box(x, y, 26, 26, k.colour)
		s.write(k.text, x+36, y+13, small, false, ink, leftSide)
		x += w
	}
	return y + 56
}
