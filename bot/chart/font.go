package chart

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"gonum.org/v1/plot/font"
)

// faces are file names of fonts with Chinese letters, the better ones first, each with its bold companion.
var faces = [][2]string{
	{"NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"}, {"NotoSansCJKsc-Regular.otf", "NotoSansCJKsc-Bold.otf"}, {"NotoSansSC-Regular.otf", "NotoSansSC-Bold.otf"},
	{"NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"}, {"SourceHanSansSC-Regular.otf", "SourceHanSansSC-Bold.otf"}, {"SourceHanSansCN-Regular.otf", "SourceHanSansCN-Bold.otf"},
	{"SourceHanSans.ttc", ""}, {"msyh.ttc", "msyhbd.ttc"}, {"PingFang.ttc", ""}, {"Hiragino Sans GB.ttc", ""}, {"wqy-microhei.ttc", ""}, {"wqy-zenhei.ttc", ""},
	{"simhei.ttf", ""}, {"STHeiti Medium.ttc", ""}, {"DroidSansFallbackFull.ttf", ""}, {"DroidSansFallback.ttf", ""},
}

// Folders are where systems keep fonts.
func Folders() []string {
	out := []string{"/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts", `C:\Windows\Fonts`}
	if home, err := os.UserHomeDir(); err == nil {
		out = append(out, filepath.Join(home, ".fonts"), filepath.Join(home, ".local", "share", "fonts"), filepath.Join(home, "Library", "Fonts"))
	}
	return out
}

// Find gives the best font with Chinese letters below the folders; empty: there is none.
func Find(folders ...string) string {
	best, at := "", len(faces)
	for _, root := range folders {
		_ = filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return nil // a folder that can't be read has no font to offer
			}
			if i := slices.IndexFunc(faces, func(f [2]string) bool { return f[0] == e.Name() }); i >= 0 && i < at {
				best, at = path, i
			}
			return nil
		})
	}
	return best
}

// bold is the file with the bold letters of a font, where it stands beside it.
func bold(path string) string {
	for _, f := range faces {
		if f[0] == filepath.Base(path) && f[1] != "" {
			if b := filepath.Join(filepath.Dir(path), f[1]); exists(b) {
				return b
			}
		}
	}
	return path
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// Open makes a painter with the font of a file (TrueType, OpenType, or a collection of either). Without a path it writes Latin letters only,
// and numbers for words that need others; Picture.Legend then says what they mean.
func Open(path string) (*Painter, error) {
	p := &Painter{han: path != ""}
	for i, style := range []font.Font{regular, heavy} {
		face, err := opentype.Parse([][]byte{goregular.TTF, gobold.TTF}[i])
		if path != "" {
			face, err = p.load([]string{path, bold(path)}[i])
		}
		if err != nil {
			return nil, errors.Join(fmt.Errorf("font %s: %w", path, err), p.Close())
		}
		p.faces = append(p.faces, font.Face{Font: style, Face: face})
	}
	return p, nil
}

// load reads a file's face; glyphs are read when they are drawn, for such files are large.
func (p *Painter) load(path string) (*opentype.Font, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	p.files = append(p.files, f)
	face, err := simplified(f)
	if err != nil {
		return nil, err
	}
	if n, err := face.GlyphIndex(nil, '督'); err != nil || n == 0 {
		return nil, errors.New("it has no Chinese letters")
	}
	return face, nil
}

// simplified gives the face of a collection that writes Chinese as the mainland does; of a single font, that.
func simplified(r io.ReaderAt) (*opentype.Font, error) {
	all, err := opentype.ParseCollectionReaderAt(r)
	if err != nil {
		return nil, err
	}
	for i := range all.NumFonts() {
		f, err := all.Font(i)
		if err != nil {
			return nil, err
		}
		name, err := f.Name(nil, sfnt.NameIDFull)
		if err == nil && strings.Contains(name, "SC") && !strings.Contains(name, "Mono") {
			return f, nil
		}
	}
	return all.Font(0)
}

// Close gives the font's files back.
func (p *Painter) Close() error {
	var err error
	for _, f := range p.files {
		err = errors.Join(err, f.Close())
	}
	return err
}
