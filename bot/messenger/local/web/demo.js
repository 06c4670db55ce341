// The demo: who one is, what time it is, and the three steps.

import { call } from "./api.js";
import { words } from "./card.js";
import { arrows, dialog, toast } from "./dialogs.js";
import { avatar, h, icon } from "./dom.js";
import { state } from "./store.js";
import { language, stamp, t } from "./words.js";

const byID = (id) => state.people.find((p) => p.id === id);
const describe = (p) => [p.unit, p.title].filter((x) => x && !p.name.includes(x)).join(" · ");

// picker lists everybody, grouped, with a search; become(id) is called with the choice.
export function picker(become, first) {
  const list = h("div", { class: "people" });
  const search = h("input", { type: "search", class: "field", placeholder: t("pick.search"), "aria-label": t("pick.search"), oninput: () => draw() });
  const item = (p, note) => {
    const waiting = state.demo?.waiting[p.id];
    return h("button", { class: "person", type: "button", "aria-current": p.id === state.me?.id ? "true" : undefined, onclick: () => become(p.id) }, avatar(p),
      h("span", { class: "person-text" }, h("span", { class: "person-name" }, p.name, note ? h("span", { class: "tag accent" }, note) : null), describe(p) ? h("span", { class: "person-title" }, describe(p)) : null),
      waiting ? h("span", { class: "badge", "aria-label": t("unread", { n: waiting }) }, waiting) : null);
  };
  const draw = () => {
    const q = search.value.trim().toLowerCase();
    const fits = (p) => `${p.name} ${p.title || ""} ${p.unit || ""} ${p.id}`.toLowerCase().includes(q);
    const groups = new Map();
    if (!q) {
      const start = [...new Set(state.samples.map((s) => s.as).filter(Boolean))].map(byID).filter(Boolean);
      const recent = (state.demo?.latest || []).map(byID).filter((p) => p && p.id !== state.me?.id);
      if (first && start.length) groups.set(t("pick.start"), start);
      if (!first && recent.length) groups.set(t("pick.recent"), recent);
    }
    const above = new Set([...groups.values()].flat().map((p) => p.id)); // nobody stands here twice
    for (const p of state.people.filter((p) => fits(p) && !above.has(p.id))) {
      const g = p.group || t("pick.other");
      groups.set(g, [...(groups.get(g) || []), p]);
    }
    list.replaceChildren(
      ...(groups.size ? [...groups].map(([g, ps]) => h("section", {}, h("h3", {}, g), h("div", { class: "people-grid" }, ps.map((p) => item(p, p.id === state.me?.id ? t("pick.current") : ""))))) : [h("p", { class: "quiet" }, t("pick.none"))]),
    );
  };
  draw();
  search.addEventListener("keydown", (e) => {
    if (e.key === "Enter" && !e.isComposing && search.value.trim()) list.querySelector(".person")?.click();
  });
  const el = h("div", { class: "picker" }, h("label", { class: "search" }, icon("search"), search), list);
  arrows(el, "input, .person");
  return { el, focus: () => search.focus() };
}

export function pickDialog(become) {
  const p = picker((id) => {
    el.close();
    become(id);
  });
  const el = dialog("people-dialog", t("pick.title"), p.el);
  p.focus();
}

const leaps = [["clock.d1", 24], ["clock.d3", 72], ["clock.w1", 168]];

export async function leap(hours, button) {
  button?.setAttribute("aria-busy", "true");
  if (button) button.disabled = true;
  try {
    const got = await call("/api/demo/clock", { hours });
    toast(stamp(got.now));
  } catch (e) {
    toast(words(e), true);
  } finally {
    button?.removeAttribute("aria-busy");
    if (button) button.disabled = false;
  }
}

export function clockDialog() {
  const buttons = leaps.map(([k, n]) => h("button", { class: "btn", type: "button", onclick: async (e) => {
    await leap(n, e.currentTarget);
    el.close();
  } }, t(k)));
  const el = dialog("small", t("clock.title"), h("p", { class: "quiet" }, t("clock.note")), h("div", { class: "actions" }, buttons));
  buttons[0].focus();
}

// guide is the strip that leads through the demo; chosen is the step that a person looks at, otherwise the first not done.
let chosen = null;
export function guide(become, redraw) {
  const key = `guide-closed-${state.epoch}`;
  if (sessionStorage.getItem(key)) return null;
  const done = new Set(state.demo.steps);
  const order = ["sample", "answer", "clock"].filter((s) => (s !== "clock" || state.demo.clock) && (s !== "sample" || state.samples.length));
  if (!state.samples.length && !state.demo.clock) return null;
  const current = chosen || order.find((s) => !done.has(s)) || "";
  const steps = order.map((s, i) =>
    h("button", { class: `step${done.has(s) ? " done" : ""}`, type: "button", "aria-current": s === current ? "step" : undefined, onclick: () => ((chosen = chosen === s ? null : s), redraw()) },
      h("span", { class: "step-n" }, done.has(s) ? icon("check") : i + 1), h("span", { class: "step-name" }, t(`guide.${s}`)), done.has(s) ? h("span", { class: "sr" }, t("guide.stepdone")) : null));
  const todo = h("div", { class: "guide-do" }, doing(current, become, redraw));
  const close = h("button", { class: "plain", type: "button", "aria-label": t("guide.dismiss"), onclick: () => (sessionStorage.setItem(key, "1"), redraw()) }, icon("close"));
  return h("section", { class: "guide", "aria-label": t("guide.label") }, h("div", { class: "steps" }, steps), todo, close);
}

function doing(step, become, redraw) {
  if (step === "sample") return [h("span", {}, t("guide.sample.do")), samples().map((s, i) => h("button", { class: `btn small${i ? "" : " primary"}`, type: "button", title: s.title, "data-sample": s.lang, onclick: (e) => send(state.samples.indexOf(s), e.currentTarget, become, redraw) }, sampleName(s)))];
  if (step === "answer") {
    const who = state.demo.latest.map(byID).filter((p) => p && p.id !== state.me?.id && !state.samples.some((s) => s.as === p.id)).slice(0, 3);
    const hour = Number(/T(\d\d)/.exec(state.demo.now)?.[1]); // the server writes it in the display zone
    const night = state.demo.clock && (hour >= 20 || hour < 8);
    if (!who.length && night) return [h("p", {}, t("guide.answer.night")), h("button", { class: "btn small", type: "button", onclick: (e) => leap(12, e.currentTarget) }, t("clock.h", { n: 12 }))];
    if (!who.length) return [h("span", {}, t("guide.answer.wait"))];
    return [h("span", {}, t("guide.answer.do")), who.map((p) => h("button", { class: "btn small primary", type: "button", onclick: () => become(p.id) }, p.name, h("span", { class: "badge" }, state.demo.waiting[p.id])))];
  }
  if (step === "clock") return [h("span", {}, t("guide.clock.do")), leaps.map(([k, n]) => h("button", { class: `btn small${n === 72 ? " primary" : ""}`, type: "button", onclick: (e) => leap(n, e.currentTarget).then(() => ((chosen = null), redraw())) }, t(k)))];
  return [h("span", {}, t("guide.done"))];
}

// samples are those in the page's language first.
const samples = () => [...state.samples].sort((a, b) => (b.lang === language()) - (a.lang === language()));

// Where each language has one sample, its name is enough for the strip.
const sampleName = (s) => (["zh", "en"].includes(s.lang) && state.samples.filter((x) => x.lang === s.lang).length === 1 ? t(`guide.sample.${s.lang}`) : s.title);

async function send(n, button, become, redraw) {
  button.disabled = true;
  try {
    const s = state.samples[n];
    if (s.as && s.as !== state.me?.id) await become(s.as);
    chosen = null;
    await call("/api/demo/sample", { n });
    if (!state.demo.steps.includes("sample")) state.demo.steps.push("sample"); // the server tells the same in a moment
    redraw();
  } catch (e) {
    toast(words(e), true);
    button.disabled = false;
  }
}

export const preferred = () => (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en");
export const other = () => (language() === "zh" ? "en" : "zh");
