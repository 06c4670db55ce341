// A log of messages: one conversation, or one thread.

import { call } from "./api.js";
import { card, file, text, words } from "./card.js";
import { ask, choose, dialog, toast } from "./dialogs.js";
import { avatar, h, icon, logo } from "./dom.js";
import { deliver, discard, history, on, read, shown, state } from "./store.js";
import { clockTime, day, dayKey, t } from "./words.js";

const groupGap = 5 * 60e3;

export class Log {
  constructor(conv, thread, openThread) {
    Object.assign(this, { conv, thread, openThread });
    this.items = h("ol", { class: "messages", role: "log", "aria-live": "polite", "aria-relevant": "additions" });
    this.older = h("button", { class: "fold older", type: "button", hidden: true, onclick: () => this.loadOlder() }, t("older"));
    this.busy = h("div", { class: "busy", role: "status", hidden: true }, h("i"), h("i"), h("i"), h("span", {}, t("working")));
    this.below = h("button", { class: "below", type: "button", hidden: true, onclick: () => this.toEnd(true) }, icon("down"), t("newbelow"));
    this.scroll = h("div", { class: "scroll", tabindex: -1, onscroll: () => this.scrolled() }, h("div", { class: "column" }, this.older, this.items, this.busy));
    this.el = h("div", { class: "log" }, this.scroll, this.below);
    this.mark = null;
  }

  async start() {
    const c = state.list.find((c) => c.id === this.conv.id);
    if (!state.loaded.has(this.place())) await history(this.conv.id, this.thread);
    this.mark = !this.thread && c?.unread ? c.mark || 0 : null;
    this.draw();
    this.toEnd(false);
    new ResizeObserver(() => this.pinned && this.toEnd(false)).observe(this.items);
  }

  place() {
    return this.thread || this.conv.id;
  }

  atEnd() {
    const s = this.scroll;
    return s.scrollHeight - s.scrollTop - s.clientHeight < 80;
  }

  toEnd(smooth) {
    this.pinned = true;
    this.scroll.scrollTo({ top: this.scroll.scrollHeight, behavior: smooth && !matchMedia("(prefers-reduced-motion: reduce)").matches ? "smooth" : "auto" });
    this.seen();
  }

  scrolled() {
    this.pinned = this.atEnd();
    if (this.pinned) this.seen();
  }

  seen() {
    this.below.hidden = true;
    const last = shown(this.conv.id, this.thread).at(-1);
    if (last) read(this.place(), last.seq);
  }

  async loadOlder() {
    const first = shown(this.conv.id)[0];
    const height = this.scroll.scrollHeight;
    try {
      await history(this.conv.id, "", first?.seq);
    } catch (e) {
      toast(words(e), true);
      return;
    }
    this.draw();
    this.scroll.scrollTop += this.scroll.scrollHeight - height;
  }

  // draw renders everything; single changes go through change().
  draw() {
    const list = shown(this.conv.id, this.thread);
    const pending = state.pending.filter((p) => p.conversation === this.conv.id && (p.thread || "") === (this.thread || ""));
    this.older.hidden = !!this.thread || !state.loaded.get(this.conv.id)?.more;
    const out = [];
    let prev = null;
    let marked = this.mark === null;
    for (const m of list) {
      if (!prev || dayKey(prev.time) !== dayKey(m.time)) {
        out.push(h("li", { class: "day" }, h("span", {}, day(m.time))));
        prev = null;
      }
      if (!marked && m.seq > this.mark && !m.mine) {
        out.push(h("li", { class: "unread-line" }, h("span", {}, t("new"))));
        marked = true;
        prev = null;
      }
      out.push(this.message(m, prev));
      if (this.thread && m.id === this.thread && list.length > 1) {
        out.push(h("li", { class: "thread-line" }, h("span", {}, t("replies", { n: list.length - 1 }))));
        prev = null;
      } else prev = m;
    }
    for (const p of pending) out.push(this.pendingItem(p));
    if (!out.length) out.push(this.empty());
    this.items.replaceChildren(...out);
  }

  empty() {
    return h("li", { class: "empty" }, logo("big"), h("h2", {}, t("empty.title")), h("p", {}, this.conv.direct ? t("empty.text") : t("empty.channel")));
  }

  add(m) {
    const stay = !this.pinned && !m.mine;
    this.draw();
    if (stay) this.below.hidden = false;
    else this.toEnd(true);
  }

  change(m) {
    const old = this.items.querySelector(`[data-id="${CSS.escape(m.id)}"]`);
    if (!old) return;
    const focus = old.contains(document.activeElement) ? document.activeElement.dataset : null;
    const next = this.message(m, old.classList.contains("same") ? { from: m.from, time: m.time } : null);
    if (m.edited) next.classList.add("flash");
    old.replaceWith(next);
    if (focus?.control) next.querySelector(`[data-control="${CSS.escape(focus.control)}"][data-value="${CSS.escape(focus.value || "")}"]`)?.focus();
    if (this.pinned) this.toEnd(false);
  }

  message(m, prev) {
    const same = prev && !prev.card !== !!m.card && (prev.from?.id || "") === (m.from?.id || "") && new Date(m.time) - new Date(prev.time) < groupGap;
    const cls = ["msg", m.from ? (m.mine ? "mine" : "theirs") : "bot", same ? "same" : "", m.only ? "only" : ""].join(" ");
    const who = m.from ? avatar(m.from) : logo("avatar");
    const name = m.from ? m.from.name : t("bot");
    const meta = h("div", { class: "meta" },
      h("span", { class: m.mine ? "sr" : "name" }, name), m.from && m.from.title && !m.mine ? h("span", { class: "title" }, [m.from.unit, m.from.title].filter((x) => x && !name.includes(x)).join(" ")) : null,
      h("time", { datetime: m.time }, clockTime(m.time)), m.only ? h("span", { class: "tag" }, icon("lock"), t("only")) : null,
      m.edited && !m.deleted ? h("span", { class: "tag" }, m.from ? t("edited.mine") : t("edited")) : null);
    return h("li", { class: cls, "data-id": m.id }, m.mine ? null : who, h("div", { class: "content" }, meta, this.body(m), this.foot(m)));
  }

  body(m) {
    if (m.deleted) return h("p", { class: "gone" }, t("deleted"));
    if (m.withheld) return h("p", { class: "gone" }, icon("lock"), t("withheld"));
    if (m.card) return card(m);
    return h("div", { class: "bubble" }, m.text ? text(m.text, "p", m.id) : null, (m.files || []).map((f, n) => file(m, { ...f, n })));
  }

  foot(m) {
    if (m.deleted || this.thread) return this.mineMenu(m);
    const replies = m.replies
      ? h("button", { class: "replies", type: "button", onclick: () => this.openThread(m.id) }, icon("reply"), t("replies", { n: m.replies }), m.new_replies ? h("span", { class: "badge" }, t("replies.new", { n: m.new_replies })) : null)
      : h("button", { class: "reply", type: "button", onclick: () => this.openThread(m.id) }, icon("reply"), t("reply"));
    return h("div", { class: "foot" }, replies, this.mineMenu(m));
  }

  mineMenu(m) {
    if (!m.mine || m.deleted) return null;
    return h("button", { class: "reply dots", type: "button", "aria-label": t("more"), onclick: async () => {
      const what = await choose(t("more"), [{ label: t("edit"), value: "edit" }, { label: t("remove"), value: "remove" }]);
      if (what === "edit") editMessage(m);
      if (what === "remove" && (await ask(t("remove.ask"), t("remove"), true))) call("/api/edit", { message: m.id, remove: true }).catch((e) => toast(words(e), true));
    } }, icon("more"));
  }

  pendingItem(p) {
    const files = p.files.map((f) => h("span", { class: "file" }, icon("file"), h("span", { class: "file-name" }, f.name)));
    const status = p.failed
      ? h("div", { class: "send-failed", role: "alert" }, h("span", {}, `${t("failed")} · ${words({ code: p.code })}`), h("button", { class: "btn small", type: "button", onclick: () => deliver(p) }, t("retry")), h("button", { class: "btn small", type: "button", onclick: () => discard(p) }, t("discard")))
      : h("div", { class: "meta" }, h("span", {}, p.files.length ? t("file.uploading") : t("sending")));
    return h("li", { class: `msg mine pending${p.failed ? " failed" : ""}` }, h("div", { class: "content" }, h("div", { class: "bubble" }, p.text ? text(p.text, "p", p.client) : null, files), status));
  }

  setBusy(yes) {
    if (this.busy.hidden === !yes) return;
    this.busy.hidden = !yes;
    if (yes && this.pinned) this.toEnd(false);
  }
}

function editMessage(m) {
  const area = h("textarea", { class: "field", rows: 6, "aria-label": t("compose.label"), value: m.text });
  const save = async () => {
    try {
      await call("/api/edit", { message: m.id, text: area.value });
      el.close();
    } catch (e) {
      toast(words(e), true);
    }
  };
  const el = dialog("", t("edit"), area, h("div", { class: "dialog-foot" }, h("button", { class: "btn", type: "button", onclick: () => el.close() }, t("cancel")), h("button", { class: "btn primary", type: "button", onclick: save }, t("save"))));
  area.focus();
}

// Each log on the screen hears what concerns it.
const logs = new Set();
export function attach(log) {
  logs.add(log);
  return () => logs.delete(log);
}
const concerns = (log, m) => m.conversation === log.conv.id && (log.thread ? m.thread === log.thread || m.id === log.thread : !m.thread);
on("message", (m) => logs.forEach((l) => concerns(l, m) && l.add(m)));
on("changed", (m) => logs.forEach((l) => concerns(l, m) && l.change(m)));
on("pending", () => logs.forEach((l) => (l.draw(), l.toEnd(false))));
