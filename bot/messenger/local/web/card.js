// Cards: what the bot says. Long ones are folded so that the point and the buttons stand in the first lines.

import { call, fileURL } from "./api.js";
import { ask, choose, fill, pickDate, toast } from "./dialogs.js";
import { h, icon, narrow, safeURL, svg, uid } from "./dom.js";
import { state } from "./store.js";
import { size, t } from "./words.js";

const open = new Set(); // what the person unfolded, over edits of the card
export const words = (e) => t(`err.${e.code || "failed"}`, { size: size(state.maxFile) });

// A light has a shape of its own, so that it needs no colour, and a word for those who don't see it.
const shapes = {
  red: [["circle", { cx: 8, cy: 8, r: 7, class: "f" }], ["path", { d: "M8 4.2v4.6M8 11.4v.4", class: "s" }]],
  yellow: [["path", { d: "M8 1.6L15 14H1z", class: "f" }], ["path", { d: "M8 6v3.4M8 11.6v.4", class: "s" }]],
  green: [["circle", { cx: 8, cy: 8, r: 7, class: "f" }], ["path", { d: "M4.8 8.3l2.2 2.2 4.2-4.4", class: "s" }]],
  blue: [["rect", { x: 1.5, y: 1.5, width: 13, height: 13, rx: 3.5, class: "f" }], ["path", { d: "M5 8h.01M8 8h.01M11 8h.01", class: "s" }]],
  grey: [["circle", { cx: 8, cy: 8, r: 5.8, class: "o" }]],
  warn: [["path", { d: "M8 1.6L15 14H1z", class: "o" }], ["path", { d: "M8 6v3.4M8 11.6v.4", class: "so" }]],
};

function light(name) {
  if (name === "new") return h("span", { class: "light-new" }, t("light.new"));
  if (!shapes[name]) return null;
  const el = svg("0 0 16 16", `light ${name}`, shapes[name]);
  el.removeAttribute("aria-hidden");
  el.setAttribute("role", "img");
  el.setAttribute("aria-label", t(`light.${name}`));
  return el;
}

export function card(msg) {
  const c = msg.card;
  const files = (msg.files || []).map((f, n) => ({ ...f, n }));
  let nth = 0;
  const el = h("div", { class: "card", lang: c.lang || undefined });
  if (c.title) el.append(h("h3", {}, c.title));
  const rowsTotal = (c.blocks || []).reduce((n, b) => n + (b.rows?.length || 0), 0);
  (c.blocks || []).forEach((b, i) => {
    const id = `${msg.id}/${i}`;
    const part = {
      text: () => b.text && text(b.text, "p", id),
      quote: () => b.text && text(b.text, "quote", id),
      note: () => b.text && h("p", { class: "note" }, b.text),
      divider: () => h("hr"),
      rows: () => b.rows?.length && rows(msg, b, id, rowsTotal === 1),
      table: () => b.table?.length && table(b.table, id),
      actions: () => b.actions?.length && h("div", { class: "actions" }, b.actions.map((a) => control(msg, a))),
      file: () => b.file && files[nth] && file(msg, files[nth++]),
    }[b.kind]?.();
    if (part) el.append(part);
  });
  if (!el.childNodes.length) el.append(h("p", {}, c.fallback || "…"));
  return el;
}

// text is folded when it is long; whether it is shows once it is laid out.
export function text(s, cls, id) {
  const body = h(cls === "quote" ? "blockquote" : "p", { class: "text" }, s);
  const long = s.length > 240 || s.split("\n").length > 4;
  if (!long) return body;
  return folded(body, id, t("showtext"), (yes) => body.classList.toggle("clamp", yes), () => body.scrollHeight > body.clientHeight + 2);
}

function folded(body, id, more, fold, needed) {
  const toggle = h("button", { class: "fold", type: "button", "aria-expanded": open.has(id), onclick: () => {
    open.has(id) ? open.delete(id) : open.add(id);
    set();
  } });
  const set = () => {
    fold(!open.has(id));
    toggle.textContent = open.has(id) ? t("showless") : more;
    toggle.setAttribute("aria-expanded", open.has(id));
  };
  set();
  if (needed) requestAnimationFrame(() => (toggle.hidden = !open.has(id) && !needed()));
  return h("div", { class: "foldable" }, body, toggle);
}

function rows(msg, b, id, single) {
  const limit = narrow() ? 3 : 5;
  const items = b.rows.map((r, i) => row(msg, r, `${id}/${i}`, single));
  const list = h("ul", { class: "rows" }, items);
  const spare = items.filter((_, i) => i >= limit && b.rows[i].light !== "warn"); // what wants something of the reader is never folded away
  if (spare.length < 2) return list;
  return folded(list, id, t("showall", { n: items.length }), (yes) => spare.forEach((el) => (el.hidden = yes)));
}

function row(msg, r, id, single) {
  const head = [light(r.light), r.mark ? h("span", { class: "mark" }, r.mark) : null, h("span", { class: "row-text" }, r.text)];
  const acts = r.actions?.length ? h("div", { class: "actions small" }, r.actions.map((a) => control(msg, a))) : null;
  const cls = r.actions?.length === 1 && [...r.actions[0].label].reduce((n, c) => n + (c > "\u2e80" ? 2 : 1), 0) <= 6 ? "row brief" : "row";
  if (!r.detail?.length) return h("li", { class: cls }, h("div", { class: "row-head" }, head), acts);
  if (single) open.add(id);
  const detail = h("div", { class: "detail" }, r.detail.map((d) => h("p", {}, d)));
  const toggle = h("button", { class: "row-head opens", type: "button", onclick: () => {
    open.has(id) ? open.delete(id) : open.add(id);
    set();
  } }, head, icon("right", "chev"));
  const set = () => {
    detail.hidden = !open.has(id);
    toggle.setAttribute("aria-expanded", open.has(id));
  };
  set();
  return h("li", { class: cls }, toggle, acts, detail);
}

function table(cells, id) {
  const width = Math.max(...cells.map((r) => r.length));
  const numeric = (s) => /^[\s\d.,%+\-—–/‰:]*\d[\s\d.,%+\-—–/‰:]*$/.test(s || "");
  const cols = Array.from({ length: width }, (_, c) => cells.length > 1 && cells.slice(1).every((r) => !r[c] || numeric(r[c])) && cells.slice(1).some((r) => r[c]));
  const line = (r, tag) => h("tr", {}, Array.from({ length: width }, (_, c) => h(tag, { class: cols[c] ? "num" : [...(r[c] || "")].length > 12 ? "long" : undefined, scope: tag === "th" ? "col" : undefined }, r[c] ?? "")));
  const lines = cells.slice(1).map((r) => line(r, "td"));
  const el = h("div", { class: "table", tabindex: 0, role: "region", "aria-label": t("table") }, h("table", {}, h("thead", {}, line(cells[0], "th")), h("tbody", {}, lines)));
  const limit = narrow() ? 5 : 10;
  if (lines.length <= limit + 2) return el;
  return folded(el, id, t("showall", { n: lines.length }), (yes) => lines.forEach((l, i) => (l.hidden = yes && i >= limit)));
}

export function file(msg, f) {
  const url = fileURL(msg.id, f.n);
  const link = h("a", { class: "file", href: url, download: f.name, "aria-label": t("file.download", { name: f.name }) }, icon("file"), h("span", { class: "file-name" }, f.name), h("span", { class: "file-size" }, size(f.size)));
  if (!f.image) return link;
  return h("figure", {}, h("a", { href: url, target: "_blank", rel: "noopener" }, h("img", { src: url, alt: f.alt || f.name, loading: "lazy" })), h("figcaption", {}, link));
}

function control(msg, c) {
  const style = c.style === "primary" ? " primary" : c.style === "danger" ? " danger" : "";
  if (c.kind === "link") {
    const url = safeURL(c.url);
    return url ? h("a", { class: `btn${style}`, href: url, target: "_blank", rel: "noopener noreferrer" }, c.label, icon("link")) : h("span", { class: "quiet" }, c.label);
  }
  const el = h("button", { class: `btn${style}`, type: "button", "data-control": c.id, "data-value": c.value || "" }, h("span", {}, c.label), { select: icon("down"), date: icon("date") }[c.kind]);
  el.addEventListener("click", () => use(msg, c, el));
  return el;
}

async function use(msg, c, el) {
  if (c.confirm && !(await ask(c.confirm, c.label, c.style === "danger"))) return;
  const body = { card: msg.id, id: c.id, value: c.value || "", client: uid() };
  if (c.kind === "select") body.choice = await choose(c.label, c.options || []);
  if (c.kind === "date") body.choice = await pickDate(c.label);
  if ((c.kind === "select" || c.kind === "date") && body.choice === undefined) return;
  el.disabled = true;
  el.setAttribute("aria-busy", "true");
  try {
    if (c.kind === "form") await openForm(body);
    else await call("/api/click", body);
  } catch (e) {
    toast(words(e), true);
  } finally {
    setTimeout(() => {
      el.disabled = false;
      el.removeAttribute("aria-busy");
    }, 600);
  }
}

async function openForm(body) {
  const { form, token } = await call("/api/form", body);
  if (!form) return;
  const client = uid();
  fill(form, (values) => call("/api/submit", { token, values, client }), words);
}
