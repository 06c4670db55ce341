// What the page knows, and the stream that keeps it true.

import { call, withAs } from "./api.js";
import { uid } from "./dom.js";

export const state = {
  me: null,
  people: [],
  list: [],
  demo: null,
  samples: [],
  maxFile: 0,
  maxFiles: 10,
  epoch: "",
  messages: new Map(), // by id
  loaded: new Map(), // conversation or thread → { more }
  pending: [], // own messages that the server has not confirmed
  openThread: "",
  online: true,
};

const listeners = {};
export function on(event, fn) {
  (listeners[event] ||= []).push(fn);
}
export function emit(event, data) {
  for (const fn of listeners[event] || []) fn(data);
}

let source = null;
let serverNow = Date.now();
let gotNow = Date.now();
export const now = () => new Date(state.demo ? new Date(state.demo.now) : serverNow + (Date.now() - gotNow));

export async function load() {
  const s = await call("/api/state");
  stop();
  Object.assign(state, {
    me: s.me, people: s.people || [], list: s.list || [], demo: s.demo || null, samples: s.samples || [], zone: s.zone, maxFile: s.max_file,
    maxFiles: s.max_files, epoch: s.epoch,
  });
  serverNow = new Date(s.now).getTime();
  gotNow = Date.now();
  state.messages.clear();
  state.loaded.clear();
  state.pending = s.me ? restore() : [];
  if (s.me) listen(s.cursor);
  return s;
}

export function stop() {
  source?.close();
  source = null;
}

let lost = 0;
function online(yes) {
  if (yes) {
    clearTimeout(lost);
    lost = 0;
    if (!state.online) {
      state.online = true;
      emit("online");
    }
    return;
  }
  lost ||= setTimeout(() => {
    state.online = false;
    emit("online");
  }, 2500);
}

// A page that was left lets go of its stream: browsers keep such pages, and allow a host only six connections.
window.addEventListener("pagehide", () => source?.close());
window.addEventListener("pageshow", (e) => e.persisted && emit("reset"));

function listen(cursor) {
  const es = new EventSource(withAs(`/api/events?since=${encodeURIComponent(cursor)}`));
  source = es;
  es.onopen = () => online(true);
  es.onerror = () => {
    online(false);
    // The browser reconnects by itself, unless the answer was no stream at all.
    if (es.readyState === EventSource.CLOSED && source === es) setTimeout(() => source === es && emit("reset"), 3000);
  };
  es.addEventListener("reset", () => emit("reset"));
  es.addEventListener("message", (e) => take(JSON.parse(e.data), true));
  es.addEventListener("list", (e) => {
    state.list = JSON.parse(e.data);
    emit("list");
  });
  es.addEventListener("demo", (e) => {
    state.demo = JSON.parse(e.data);
    emit("demo");
  });
}

function take(msg, live) {
  if (msg.id === state.openThread) msg.new_replies = 0; // they are being read
  const old = state.messages.get(msg.id);
  if (old && old.rev >= msg.rev) return;
  state.messages.set(msg.id, msg);
  if (msg.client) {
    const n = state.pending.length;
    state.pending = state.pending.filter((p) => p.client !== msg.client);
    if (state.pending.length !== n) keep();
  }
  if (live) emit(old ? "changed" : "message", msg);
}

export async function history(conversation, thread, before) {
  const q = new URLSearchParams({ conversation });
  if (thread) q.set("thread", thread);
  if (before) q.set("before", before);
  const got = await call(`/api/messages?${q}`);
  for (const m of got.messages) take(m, false);
  state.loaded.set(thread || conversation, { more: got.more });
}

export function shown(conversation, thread) {
  return [...state.messages.values()]
    .filter((m) => m.conversation === conversation && (thread ? m.thread === thread || m.id === thread : !m.thread))
    .sort((a, b) => a.seq - b.seq);
}

// Own messages on their way: shown at once, kept over a reload until the server has them.
const key = () => `pending-${state.epoch}-${state.me.id}`;
function keep() {
  try {
    sessionStorage.setItem(key(), JSON.stringify(state.pending.filter((p) => !p.files.length).map((p) => ({ ...p, failed: true }))));
  } catch {
    // a full or forbidden store only costs the copy over a reload
  }
}
function restore() {
  try {
    return JSON.parse(sessionStorage.getItem(key()) || "[]");
  } catch {
    return [];
  }
}

export async function say(conversation, thread, text, files) {
  const p = { client: uid(), conversation, thread, text, files, time: now().toISOString(), failed: false };
  state.pending.push(p);
  keep();
  emit("pending");
  await deliver(p);
}

export async function deliver(p) {
  p.failed = false;
  emit("pending");
  try {
    const ids = [];
    for (const f of p.files) {
      f.id ||= (await call(`/api/upload?name=${encodeURIComponent(f.name)}`, f.blob)).id;
      ids.push(f.id);
    }
    const msg = await call("/api/say", { conversation: p.conversation, thread: p.thread, text: p.text, files: ids, client: p.client });
    take(msg, true);
    emit("pending");
  } catch (e) {
    p.failed = true;
    p.code = e.code || "failed";
    if (e.code === "unknown") for (const f of p.files) f.id = undefined;
    emit("pending");
    if (e.code === "who") emit("reset");
  }
}

export function discard(p) {
  state.pending = state.pending.filter((x) => x !== p);
  keep();
  emit("pending");
}

const marks = new Map();
export function read(place, seq) {
  if (!seq || (marks.get(place) || 0) >= seq || document.visibilityState !== "visible") return;
  marks.set(place, seq);
  const root = state.messages.get(place);
  if (root?.new_replies) emit("changed", Object.assign(root, { new_replies: 0 }));
  call("/api/read", { place, seq }).catch(() => marks.delete(place));
}
export const forgetMarks = () => marks.clear();
