// The page: who is here, which conversation and thread are open, and the parts around them.

import { call, Failure, setAs } from "./api.js";
import { words } from "./card.js";
import { Composer, dropZone } from "./composer.js";
import { clockDialog, guide, other, pickDialog, picker, preferred } from "./demo.js";
import { toast } from "./dialogs.js";
import { avatar, h, icon, logo, narrow } from "./dom.js";
import { attach, Log } from "./messages.js";
import { emit, forgetMarks, load, now, on, state } from "./store.js";
import { setTime, shortDay, speak, stamp, t } from "./words.js";

const root = h("div", { id: "app" });
document.body.append(root);
let parts = {};
let view = { conv: "", thread: "" };
let detach = [];

async function boot() {
  const as = new URLSearchParams(location.search).get("as") || "";
  setAs(as);
  forgetMarks();
  if (location.pathname === "/enter") return enter();
  try {
    await load();
  } catch (e) {
    await speak(preferred());
    return notice(words(e));
  }
  setTime(state.zone, now);
  await speak(state.me ? state.me.lang : sessionStorage.getItem("lang") || preferred());
  document.title = t("bot");
  if (!state.me) return state.demo ? welcome() : notice(t("enter.need"));
  frame();
  await route();
}

// enter uses up the invitation in the address, which never leaves the browser by itself.
async function enter() {
  await speak(preferred());
  notice(t("enter.title"));
  const token = location.hash.slice(1);
  try {
    if (!token) throw new Failure("forbidden");
    await call("/api/enter", { token });
    location.replace("/");
  } catch (e) {
    notice(e.code === "forbidden" ? t("enter.bad") : words(e));
  }
}

function notice(text) {
  root.className = "alone";
  root.replaceChildren(h("main", { class: "notice" }, logo("big"), h("p", { role: "status" }, text)));
}

function welcome() {
  root.className = "alone";
  const p = picker(become, true);
  const lang = h("button", { class: "btn small", type: "button", onclick: async () => {
    sessionStorage.setItem("lang", other());
    await speak(other());
    welcome();
  } }, t("lang.other"));
  root.replaceChildren(h("main", { class: "welcome" }, h("header", {}, logo("big"), h("div", {}, h("h1", {}, t("pick.title")), h("p", {}, t("pick.sub"))), lang), p.el));
  if (!narrow()) p.focus();
}

async function become(id) {
  const url = new URL(location.href);
  url.searchParams.set("as", id);
  url.hash = "";
  history.pushState(null, "", url);
  await boot();
}

function frame() {
  root.className = "chat";
  const demo = !!state.demo;
  parts = {
    guide: h("div", { class: "guide-place" }),
    offline: h("div", { class: "offline", role: "status", hidden: state.online }, t("offline")),
    clock: h("span", { class: "clock-text" }),
    list: h("div", { class: "list" }),
    conv: h("main", { class: "conv", tabindex: -1 }),
    thread: h("aside", { class: "thread", "aria-label": t("thread"), hidden: true }),
  };
  const me = state.me;
  const clock = demo && h("button", { class: "chip", type: "button", onclick: () => state.demo.clock && clockDialog() }, icon("clock"), parts.clock);
  const who = h("button", { class: "chip who", type: "button", "aria-label": demo ? t("switch.label", { name: me.name }) : me.name, onclick: () => (demo ? pickDialog(become) : leave()) },
    avatar(me), h("span", { class: "chip-text" }, h("span", { class: "chip-name" }, me.name)), demo ? icon("down") : null);
  const side = h("nav", { class: "side", "aria-label": t("list.title") }, parts.list);
  root.replaceChildren(
    h("a", { class: "skip", href: "#", onclick: (e) => (e.preventDefault(), parts.composer?.focus()) }, t("skip")),
    h("header", { class: "top" }, h("a", { class: "brand", href: "#/", "aria-label": t("list.title") }, icon("back", "brand-back"), logo(), h("span", { class: "brand-name" }, t("bot"))), h("span", { class: "grow" }), clock, who),
    parts.offline, parts.guide, h("div", { class: "body" }, side, parts.conv, parts.thread));
  drawList();
  drawDemo();
  dropZone(parts.conv, () => parts.composer);
}

async function leave() {
  const { ask } = await import("./dialogs.js");
  if (!(await ask(state.me.name, t("leave")))) return;
  await call("/api/leave", {}).catch(() => {});
  location.replace("/");
}

function drawList() {
  const item = (c) =>
    h("a", { class: "item", href: `#/c/${encodeURIComponent(c.id)}`, "aria-current": c.id === view.conv ? "page" : undefined },
      c.direct ? logo("avatar") : h("span", { class: "avatar room", "aria-hidden": "true" }, icon("hash")),
      h("span", { class: "item-text" }, h("span", { class: "item-top" }, h("span", { class: "item-name" }, c.direct ? t("bot") : c.name), c.time ? h("time", {}, shortDay(c.time)) : null),
        h("span", { class: "item-preview" }, c.preview || t("list.empty"))),
      c.unread ? h("span", { class: "badge", "aria-label": t("unread", { n: c.unread }) }, c.unread) : null);
  const direct = state.list.filter((c) => c.direct);
  const channels = state.list.filter((c) => !c.direct);
  parts.list.replaceChildren(h("h2", {}, t("list.direct")), ...direct.map(item), ...(channels.length ? [h("h2", {}, t("list.channels")), ...channels.map(item)] : []));
  const n = state.list.reduce((sum, c) => sum + (c.unread || 0), 0);
  document.title = (n ? `(${n}) ` : "") + `${t("bot")} · ${state.me.name}`;
  const here = state.list.find((c) => c.id === view.conv);
  parts.log?.setBusy(!!here?.busy);
  parts.threadLog?.setBusy(false);
}

function drawDemo() {
  if (!state.demo) return;
  const time = stamp(state.demo.now);
  parts.clock.textContent = time;
  parts.clock.parentElement.setAttribute("aria-label", t("clock.label", { time }));
  parts.guide.replaceChildren(...[guide(become, drawDemo)].filter(Boolean));
}

// route shows what the address says: #/c/CONVERSATION or #/c/CONVERSATION/t/THREAD; alone, the list on a phone, the direct chat elsewhere.
async function route() {
  if (!state.me || !parts.conv) return;
  const [, , conv, , thread] = location.hash.split("/").map(decodeURIComponent);
  const known = state.list.find((c) => c.id === conv);
  const wide = !narrow();
  const target = known || (wide || !location.hash ? state.list[0] : null);
  root.dataset.view = target ? (thread ? "thread" : "conv") : "list";
  const changed = view.conv !== target?.id || !parts.log || parts.log.owner !== parts.conv;
  view = { conv: target?.id || "", thread: thread || "" };
  drawList();
  if (target && changed) await showConversation(target);
  await showThread(target, view.thread);
}

const go = (conv, thread) => (location.hash = `#/c/${encodeURIComponent(conv)}${thread ? `/t/${encodeURIComponent(thread)}` : ""}`);

async function showConversation(c) {
  detach.splice(0).forEach((f) => f());
  const log = new Log(c, "", (id) => go(c.id, id));
  log.owner = parts.conv;
  parts.log = log;
  parts.composer = new Composer(c, "", () => log.toEnd(true));
  const head = h("header", { class: "conv-head" }, h("div", {}, h("h1", {}, c.direct ? t("bot") : c.name), h("p", {}, c.direct ? t("direct.sub") : t("channel.sub"))));
  parts.conv.classList.toggle("direct", !!c.direct);
  const veil = parts.conv.querySelector(":scope > .veil");
  parts.conv.replaceChildren(head, log.el, parts.composer.el, ...(veil ? [veil] : []));
  parts.composer.placed();
  detach.push(attach(log));
  try {
    await log.start();
  } catch (e) {
    toast(words(e), true);
  }
  drawList();
  if (!matchMedia("(pointer: coarse)").matches) parts.composer.focus();
}

let detachThread = null;
async function showThread(c, id) {
  detachThread?.();
  detachThread = null;
  parts.thread.hidden = !c || !id;
  state.openThread = parts.thread.hidden ? "" : id;
  parts.threadLog = null;
  if (parts.thread.hidden) return parts.thread.replaceChildren();
  const log = new Log(c, id, () => {});
  parts.threadLog = log;
  const composer = new Composer(c, id, () => log.toEnd(true));
  const close = h("button", { class: "plain", type: "button", "aria-label": t("thread.close"), onclick: () => go(c.id) }, icon(narrow() ? "back" : "close"));
  const title = h("div", {}, h("h1", {}, t("thread")));
  parts.thread.replaceChildren(h("header", { class: "conv-head" }, ...(narrow() ? [close, title] : [title, h("span", { class: "grow" }), close])), log.el, composer.el);
  composer.placed();
  detachThread = attach(log);
  dropZone(parts.thread, () => composer);
  try {
    await log.start();
  } catch (e) {
    toast(words(e), true);
    return;
  }
  if (!matchMedia("(pointer: coarse)").matches) composer.focus();
}

addEventListener("hashchange", route);
addEventListener("popstate", () => {
  if ((new URLSearchParams(location.search).get("as") || "") !== (state.me?.id || "")) boot();
});
document.addEventListener("keydown", (e) => {
  if (e.key !== "Escape" || document.querySelector("dialog[open]") || e.isComposing) return;
  if (view.thread) go(view.conv);
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") for (const l of [parts.log, parts.threadLog]) if (l?.pinned) l.seen();
});
on("list", () => parts.list && drawList());
on("demo", () => parts.guide && drawDemo());
on("online", () => parts.offline && (parts.offline.hidden = state.online));
on("reset", () => setTimeout(boot, 300));
addEventListener("unhandledrejection", (e) => {
  if (e.reason instanceof Failure) toast(words(e.reason), true);
});

boot().catch(() => emit("reset"));
