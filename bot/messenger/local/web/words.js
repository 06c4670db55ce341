// The words of the page, and dates and sizes as people of its language write them.

let words = {};
let lang = "zh";
let zone = "UTC";
let now = () => new Date();

export const language = () => lang;

export async function speak(tag) {
  const want = /^zh/i.test(tag || "") ? "zh" : tag ? "en" : "zh";
  if (want !== lang || !words.bot) {
    words = await (await fetch(`/${want}.json`)).json();
    lang = want;
  }
  document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
}

export function t(key, params) {
  let s = words[key] ?? key;
  for (const [k, v] of Object.entries(params || {})) s = s.replaceAll(`{${k}}`, v);
  return s;
}

export function setTime(z, nowFn) {
  zone = z;
  now = nowFn;
}

const formats = new Map();
function fmt(opts) {
  const key = lang + zone + JSON.stringify(opts);
  if (!formats.has(key)) {
    let f;
    try {
      f = new Intl.DateTimeFormat(lang === "zh" ? "zh-CN" : "en-GB", { timeZone: zone, ...opts });
    } catch {
      f = new Intl.DateTimeFormat(lang === "zh" ? "zh-CN" : "en-GB", opts);
    }
    formats.set(key, f);
  }
  return formats.get(key);
}

export const dayKey = (d) => fmt({ year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date(d));
export const clockTime = (d) => fmt({ hour: "2-digit", minute: "2-digit", hour12: false }).format(new Date(d));

export function day(d) {
  const date = new Date(d);
  const key = dayKey(date);
  const at = (n) => dayKey(new Date(now().getTime() + n * 864e5));
  const year = fmt({ year: "numeric" }).format(date) !== fmt({ year: "numeric" }).format(now());
  const long = fmt({ month: lang === "zh" ? "long" : "short", day: "numeric", weekday: lang === "zh" ? "long" : "short", ...(year ? { year: "numeric" } : {}) }).format(date);
  if (key === at(0)) return `${t("today")} · ${long}`;
  if (key === at(-1)) return `${t("yesterday")} · ${long}`;
  return long;
}

export const stamp = (d) => fmt({ month: lang === "zh" ? "long" : "short", day: "numeric", weekday: "short", hour: "2-digit", minute: "2-digit", hour12: false }).format(new Date(d));
export const shortDay = (d) => (dayKey(d) === dayKey(now()) ? clockTime(d) : fmt({ month: lang === "zh" ? "numeric" : "short", day: "numeric" }).format(new Date(d)));

export function size(n) {
  if (n < 1024) return `${n} B`;
  if (n < 1 << 20) return `${Math.round(n / 1024)} kB`;
  return `${(n / (1 << 20)).toFixed(n < 10 << 20 ? 1 : 0)} MB`;
}
