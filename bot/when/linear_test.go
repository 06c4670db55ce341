package when

import (
	"runtime"
	"strings"
	"testing"
)

// hostile are units whose repetition would make a careless scanner look around again and again.
var hostile = []string{"12月", "11月30日至", "原定12月1日", "每周一、", "第", "1.", "一", "《", "(2026)", "会", "工", "自收到", "收到申请后10日", "5个工作日内,", "\x00", "\xff\xe4", "１２月１０日", "、", "前",
	"every ", "the day after ", "Jan 1 to ", "within 5 days of ", "originally due Dec 4, ", "now ", "Monday's ", "March 31 each ", "1/", "item 12/5 ", "next ", "in 1 ", "\u200b"}

// TestLinear reads each hostile text at one and at four times a size and compares the memory that reading took; a reader that copies what it has seen for every
// step would take sixteen times as much.
func TestLinear(t *testing.T) {
	for _, unit := range hostile {
		one, four := memory(unit, 100_000), memory(unit, 400_000)
		if four > 7*one+1_000_000 {
			t.Errorf("%q: memory grew from %d to %d bytes", unit, one, four)
		}
	}
}

func memory(unit string, size int) uint64 {
	text := strings.Repeat(unit, size/len(unit))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	All(text, Options{Now: monday23})
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// TestTenMegabytes reads ten megabytes on one line to their end: what takes time by the square of the length would not come back from it.
func TestTenMegabytes(t *testing.T) {
	if testing.Short() {
		t.Skip("reads ten megabytes several times")
	}
	for _, part := range []string{"今年以来各项工作有序推进,成效明显,请于12月10日前报送,", "the team went on with the long story and will send it by December 10, ", "12月每周会工第一、《"} {
		text := strings.Repeat(part, 10_000_000/len(part))
		rs := All(text, Options{Now: monday23})
		if n := len(rs); n == 0 || rs[n-1].Start < len(text)-2*len(part) {
			t.Errorf("%.20q: the end was not read (%d results)", part, len(rs))
		}
	}
}
