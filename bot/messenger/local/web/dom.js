// Building elements. Text always becomes text nodes: nothing here parses markup.

export function h(tag, props, ...children) {
  const el = document.createElement(tag);
  for (const [k, v] of Object.entries(props || {})) {
    if (v === undefined || v === null || v === false) continue;
    if (k.startsWith("on")) el.addEventListener(k.slice(2), v);
    else if (k === "class") el.className = v;
    else if (k === "value") el.value = v;
    else if (v === true) el.setAttribute(k, "");
    else el.setAttribute(k, v);
  }
  el.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false));
  return el;
}

const paths = {
  send: "M4 12l16-8-6 16-2.5-6.5z",
  clip: "M20 11.5l-8 8a5 5 0 0 1-7-7l8.5-8.5a3.3 3.3 0 0 1 4.7 4.7L9.8 17a1.6 1.6 0 0 1-2.3-2.3l7.6-7.6",
  back: "M15 5l-7 7 7 7",
  close: "M6 6l12 12M18 6L6 18",
  down: "M6 9l6 6 6-6",
  right: "M9 6l6 6-6 6",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.5V12l3 2",
  check: "M5 12.5l4.5 4.5L19 7.5",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  reply: "M9 7l-5 5 5 5M4.5 12H14a6 6 0 0 1 6 6",
  file: "M13 3H7a1.5 1.5 0 0 0-1.5 1.5v15A1.5 1.5 0 0 0 7 21h10a1.5 1.5 0 0 0 1.5-1.5V8.5zM13 3v5.5h5.5",
  date: "M4.5 6.5h15v13h-15zM4.5 10.5h15M8.5 4v4M15.5 4v4",
  link: "M8 16L17 7M9.5 7H17v7.5",
  hash: "M9.5 4l-2 16M16.5 4l-2 16M4.5 9h16M3.5 15h16",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16.2 16.2L21 21",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
};

export function icon(name, cls) {
  return svg("0 0 24 24", "i " + (cls || ""), [["path", { d: paths[name] }]]);
}

export function svg(box, cls, parts) {
  const ns = "http://www.w3.org/2000/svg";
  const el = document.createElementNS(ns, "svg");
  el.setAttribute("viewBox", box);
  el.setAttribute("class", cls);
  el.setAttribute("aria-hidden", "true");
  el.setAttribute("focusable", "false");
  for (const [tag, attrs] of parts) {
    const p = document.createElementNS(ns, tag);
    for (const [k, v] of Object.entries(attrs)) p.setAttribute(k, v);
    el.append(p);
  }
  return el;
}

export function logo(cls) {
  return svg("0 0 32 32", "logo " + (cls || ""), [
    ["rect", { width: 32, height: 32, rx: 9, class: "logo-bg" }],
    ["path", { d: "M9 16.5l4.6 4.6L23.5 11", class: "logo-fg" }],
  ]);
}

// avatar is a circle with the last sign of a Chinese name or the first letter of another.
export function avatar(p, cls) {
  const name = (p.name || p.id || "?").trim();
  const signs = [...name];
  const sign = /[\u4e00-\u9fff]/.test(name) ? signs.find((c) => /[\u4e00-\u9fff]/.test(c)) : signs[0].toUpperCase();
  let n = 0;
  for (const c of p.id || name) n = (n * 31 + c.codePointAt(0)) >>> 0;
  return h("span", { class: `avatar av${n % 7} ${cls || ""}`, "aria-hidden": "true" }, sign);
}

export function uid() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((b) => b.toString(16).padStart(2, "0")).join("");
}

// safeURL lets through what a card may link to.
export function safeURL(u) {
  try {
    const url = new URL(u, location.origin);
    return ["http:", "https:", "mailto:"].includes(url.protocol) ? url.href : "";
  } catch {
    return "";
  }
}

export const narrow = () => matchMedia("(max-width: 719px)").matches;
