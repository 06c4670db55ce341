package minutes

import (
	"slices"
	"testing"
	"unicode/utf8"
)

func TestTraditional(t *testing.T) {
	for r, s := range simplified {
		if utf8.RuneLen(r) != 3 || utf8.RuneLen(s) != 3 || r == s {
			t.Errorf("%c and %c", r, s)
		}
	}
	text := "專案會議紀錄\n時間:2026年9月7日\n出席:張偉、劉芳\n\n待辦事項:\n1. 更新網站首頁 (負責人:張偉,9月20日前)\n2. 劉芳聯繫場地廠商,9月25日前完成\n\n會議決議:由總務處牽頭,財務處配合,於10月15日前完成採購。"
	r := Read(text, Options{})
	if len(r.Items) != 3 {
		t.Fatalf("%d items: %+v", len(r.Items), r.Items)
	}
	if it := r.Items[0]; !slices.Equal(it.Owners, []string{"張偉"}) || it.Due.String() != "2026-09-20" || it.Title != "更新網站首頁" {
		t.Errorf("%+v", it)
	}
	if it := r.Items[1]; !slices.Equal(it.Owners, []string{"劉芳"}) || it.Due.String() != "2026-09-25" {
		t.Errorf("%+v", it)
	}
	if it := r.Items[2]; !slices.Equal(it.Owners, []string{"總務處"}) || !slices.Equal(it.Co, []string{"財務處"}) || it.Due.String() != "2026-10-15" {
		t.Errorf("%+v", it)
	}
	it := one(t, "由審判管理辦公室牽頭,研究室、資訊技術處配合,於12月15日前建成審判質效指標看板。", testCourt())
	if !slices.Equal(it.Lead, []string{"审判管理办公室"}) || !slices.Equal(it.Owners, []string{"審判管理辦公室"}) {
		t.Errorf("lead %q owners %q", it.Lead, it.Owners)
	}
}
