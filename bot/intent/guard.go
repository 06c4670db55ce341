package intent

import "strings"

// The kinds of what must be kept out of the bot.
const (
	GuardClassified = "classified"   // marked with a grade of secrecy, or said to be a classified document
	GuardThreeRules = "three_rules"  // a case with a wish to influence it (三个规定)
	GuardTrial      = "trial_secret" // how a case will be decided, what the panel thinks
	GuardCase       = "case_info"    // who the parties of a case are, where a case stands
)

// A Span is a stretch of bytes of a text.
type Span struct{ Start, End int }

// Guard finds what must not be kept: a text marked with a secrecy grade, a case number with an instruction, a case's outcome or its parties.
// A mere word (保密工作, 机密性) in a sentence is no mark. The whole text is looked at, in linear time.
func Guard(raw string) (kind string, hit Span, ok bool) {
	t := foldText(raw)
	kind, i, j := t.guard()
	if kind == "" {
		return "", Span{}, false
	}
	return kind, Span{t.off[i], t.off[j]}, true
}

func (t text) guard() (kind string, i, j int) {
	if i, j := markedSecret(t.s); i >= 0 {
		return GuardClassified, i, j
	}
	if i, j := saidSecret(t.s); i >= 0 {
		return GuardClassified, i, j
	}
	return caseGuard(t.s)
}

var (
	grades       = words("绝密|机密|秘密")
	gradesEn     = words("top secret|secret|confidential|state secret|classified")
	secretAfters = words("机密文件|机密件|机密材料|机密资料|机密级|绝密文件|绝密件|绝密材料|绝密资料|绝密级|秘密文件|秘密件|秘密级|秘密材料|涉密文件|涉密件|涉密材料|涉密资料|涉密内容|涉密信息|涉密附件|涉密数据|密级文件|密件|涉密载体|涉密纪要|classified document|classified file|classified documents|classified files|classified material|classified attachment|classified information|secret document|secret documents|secret file|secret files|top secret|top-secret|state secret|state secrets|confidential state")
	// secretWork are works about secrecy: nothing secret stands in them.
	secretWork = words("保密工作|保密检查|保密教育|保密培训|涉密人员|涉密资质|涉密岗位|涉密文件管理|涉密文件清理|涉密文件清退|涉密载体管理|涉密载体清查|涉密载体清理|涉密信息系统|涉密计算机|涉密设备|涉密文件自查|不涉密|非涉密|未涉密|无涉密|不含涉密|没有涉密|是否涉密|涉密审查|脱密|商业秘密|技术秘密|机密性|不是密件|不是涉密|不属于涉密|不得涉密|严禁涉密|禁止上传涉密|不要发涉密|涉密文件不得|not classified|unclassified|no classified|non-classified|declassified|trade secret|trade secrets|classified as|classified into|classified by")
)

// markedSecret finds a mark of secrecy: 机密★一年, 密级:秘密, a heading line that is nothing but the grade, TOP SECRET//.
func markedSecret(s string) (int, int) {
	for start := 0; start < len(s); {
		end := strings.IndexByte(s[start:], '\n')
		if end < 0 {
			end = len(s)
		} else {
			end += start
		}
		if i, j := markedLine(s, start, end); i >= 0 {
			return i, j
		}
		start = end + 1
	}
	return -1, -1
}

func markedLine(s string, start, end int) (int, int) {
	line := s[start:end]
	trimmed := strings.Trim(line, " \t\r*#-=_/[](){}<>《》「」\"★☆:.|")
	if trimmed == "" {
		return -1, -1
	}
	at := start + strings.Index(line, trimmed)
	plain := strings.NewReplacer(" ", "", "\t", "", "\u3000", "").Replace(trimmed)
	if len(trimmed) <= 60 && (grades.is(plain) || gradeWithTerm(plain)) {
		return at, at + len(trimmed)
	}
	if n := gradesEn.prefix(trimmed); n > 0 && len(trimmed) <= 60 && headingEn(trimmed, n) {
		return at, at + len(trimmed)
	}
	if len(line) <= 90 && words("不得外传|勿外传|严禁外传|注意保密|阅后|内部文件|do not share|do not forward").in(line) {
		for k, w := range fieldsAt(line) {
			if grades.is(w) {
				return start + k, start + k + len(w)
			}
		}
	}
	for _, g := range grades.all {
		for k := strings.Index(line, g); k >= 0; {
			rest := strings.TrimLeft(line[k+len(g):], " \t")
			if strings.HasPrefix(rest, "★") || strings.HasPrefix(rest, "☆") || strings.HasPrefix(rest, "*") && len(rest) > 1 && rest[1] != '*' {
				return start + k, start + k + len(g)
			}
			next := strings.Index(line[k+len(g):], g)
			if next < 0 {
				break
			}
			k += len(g) + next
		}
	}
	return gradeLabel(line, start)
}

// fieldsAt gives the words of a line that blanks and stops set apart, by where they stand.
func fieldsAt(line string) map[int]string {
	out, start := map[int]string{}, -1
	for i, r := range line + " " {
		if strings.ContainsRune(" \t,;:。、!()[]\"", r) {
			if start >= 0 {
				out[start] = line[start:i]
			}
			start = -1
		} else if start < 0 {
			start = i
		}
	}
	return out
}

// gradeLabel reads 密级:机密 and "Classification: SECRET".
func gradeLabel(line string, start int) (int, int) {
	for _, w := range []string{"密级", "保密等级", "保密级别", "定密", "classification", "security classification", "protective marking"} {
		k := at(line, w, 0)
		if k < 0 {
			continue
		}
		rest := strings.TrimLeft(line[k+len(w):], " :为是级别-|")
		if n := max(grades.prefix(rest), gradesEn.prefix(rest)); n > 0 && len(line[k:])-len(rest) < 40 {
			return start + k, start + len(line) - len(rest) + n
		}
	}
	return -1, -1
}

// gradeWithTerm reads 机密一年, 秘密10年, 绝密长期: a grade and how long it lasts, alone in its line.
func gradeWithTerm(s string) bool {
	n := grades.prefix(s)
	if n == 0 {
		return false
	}
	rest := strings.TrimLeft(s[n:], "★☆*·:()级")
	if rest == "" || rest == "长期" || rest == "特急" || rest == "加急" || rest == "急件" {
		return true
	}
	v, ok := numberAt(rest, 0)
	return ok && (rest[v.j:] == "年" || rest[v.j:] == "个月")
}

// headingEn reports whether the line that begins with an English grade is a marking: the grade, and handling words only.
func headingEn(line string, n int) bool {
	rest := strings.Trim(line[n:], " /-–:()[]*.")
	if line[:n] == "classified" {
		return rest == ""
	}
	return rest == "" || strings.HasPrefix(line[n:], "//") || words("noforn|eyes only|for official use only|restricted|distribution|internal|rel to|level|court use only|do not distribute|not for distribution|sensitive").prefix(rest) > 0
}

// saidSecret finds a message that says of a document or an attachment that it is classified.
func saidSecret(s string) (int, int) {
	i, j := secretAfters.first(s)
	if i < 0 {
		if k := strings.Index(s, "涉密"); k >= 0 && !secretWork.in(s) && words("附件|文件|材料|内容|本件|此件|该件|这份|报告|纪要").in(s) && words("是涉密|属涉密|属于涉密|为涉密|系涉密|涉密的|涉密,|涉密。|已涉密").in(s) {
			return k, k + len("涉密")
		}
		return -1, -1
	}
	if secretWork.in(s) || len(s) > 2000 || words("管理办法|管理规定|管理制度|保管|清退|清理|回收|销毁|自查|检查|排查|培训|不得|严禁|禁止|不要|不能").in(s[j:min(len(s), j+30)]) {
		return -1, -1
	}
	if words("不是|并非|没有|无|不含|非|不涉及|不属于|not|no|isn't|not a").suffix(strings.TrimRight(s[:i], " a")) > 0 {
		return -1, -1
	}
	return i, j
}
