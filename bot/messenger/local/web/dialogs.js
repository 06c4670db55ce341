// Dialogs: a question, a menu of choices, a date, a form. Esc and the backdrop close each.

import { h, icon } from "./dom.js";
import { t } from "./words.js";

export function dialog(cls, title, ...content) {
  const before = document.activeElement;
  const close = h("button", { class: "plain", type: "button", "aria-label": t("close"), onclick: () => el.close() }, icon("close"));
  const el = h("dialog", { class: `dialog ${cls}`, "aria-label": title }, h("div", { class: "dialog-head" }, h("h2", {}, title), close), content);
  el.addEventListener("click", (e) => {
    if (e.target === el) el.close();
  });
  el.addEventListener("close", () => {
    el.remove();
    if (before?.isConnected) before.focus();
  });
  document.body.append(el);
  el.showModal();
  return el;
}

// ask resolves to whether the person agreed.
export function ask(question, yes, danger) {
  return new Promise((resolve) => {
    let said = false;
    const ok = h("button", { class: `btn primary${danger ? " danger" : ""}`, type: "button", onclick: () => ((said = true), el.close()) }, yes);
    const no = h("button", { class: "btn", type: "button", onclick: () => el.close() }, t("cancel"));
    const el = dialog("small", question, h("div", { class: "dialog-foot" }, no, ok));
    el.addEventListener("close", () => resolve(said));
    ok.focus();
  });
}

// choose resolves to one option's value, or undefined.
export function choose(title, options) {
  return new Promise((resolve) => {
    let got;
    const search = h("input", { type: "search", class: "field", placeholder: t("select.search"), "aria-label": t("select.search"), oninput: () => draw() });
    const list = h("div", { class: "menu", role: "group" });
    const el = dialog("small", title, options.length > 8 ? search : null, list);
    const draw = () => {
      const q = search.value.trim().toLowerCase();
      const fit = options.filter((o) => o.label.toLowerCase().includes(q));
      list.replaceChildren(
        ...(fit.length
          ? fit.map((o) => h("button", { class: "menu-item", type: "button", onclick: () => ((got = o.value), el.close()) }, o.label))
          : [h("p", { class: "quiet" }, t("select.none"))]),
      );
    };
    draw();
    arrows(el, ".menu-item");
    search.addEventListener("keydown", (e) => {
      if (e.key === "Enter" && !e.isComposing) list.querySelector(".menu-item")?.click();
    });
    el.addEventListener("close", () => resolve(got));
    (options.length > 8 ? search : list.firstElementChild)?.focus();
  });
}

// arrows moves the focus among items with the arrow keys.
export function arrows(root, selector) {
  root.addEventListener("keydown", (e) => {
    if (e.key !== "ArrowDown" && e.key !== "ArrowUp") return;
    const items = [...root.querySelectorAll(selector)];
    const at = items.indexOf(document.activeElement);
    const next = items[e.key === "ArrowDown" ? Math.min(at + 1, items.length - 1) : Math.max(at - 1, 0)];
    if (next) {
      e.preventDefault();
      next.focus();
    }
  });
}

export function pickDate(title, value) {
  return new Promise((resolve) => {
    let got;
    const input = h("input", { type: "date", class: "field", value: value || "", "aria-label": title, required: true });
    const form = h("form", { onsubmit: (e) => (e.preventDefault(), (got = input.value), el.close()) }, input,
      h("div", { class: "dialog-foot" }, h("button", { class: "btn", type: "button", onclick: () => el.close() }, t("cancel")), h("button", { class: "btn primary" }, t("ok"))));
    const el = dialog("small", title, form);
    el.addEventListener("close", () => resolve(got || undefined));
    input.focus();
  });
}

// fill shows a form; submit gets the values and may throw, which keeps the dialog open. Nothing typed is lost by an error.
export function fill(form, submit, words) {
  const fields = form.fields.map((f) => ({ f, ...field(f) }));
  const error = h("p", { class: "form-error", role: "alert" });
  const ok = h("button", { class: "btn primary" }, form.submit || t("ok"));
  const body = h("form", { class: "form", novalidate: true }, h("div", { class: "form-fields" }, fields.map((x) => x.el)), error,
    h("div", { class: "dialog-foot" }, h("button", { class: "btn", type: "button", onclick: () => el.close() }, form.cancel || t("cancel")), ok));
  body.addEventListener("submit", async (e) => {
    e.preventDefault();
    for (const x of fields) {
      const wrong = check(x.f, x.get());
      x.el.classList.toggle("wrong", !!wrong);
      if (wrong) {
        error.textContent = wrong;
        x.focus();
        return;
      }
    }
    error.textContent = "";
    ok.disabled = true;
    ok.setAttribute("aria-busy", "true");
    try {
      await submit(Object.fromEntries(fields.map((x) => [x.f.id, x.get()])));
      el.close();
    } catch (err) {
      error.textContent = words(err);
    } finally {
      ok.disabled = false;
      ok.removeAttribute("aria-busy");
    }
  });
  const el = dialog("form-dialog", form.title, body);
  if (form.lang) el.lang = form.lang;
  fields[0]?.focus();
}

function check(f, value) {
  if (f.required && !value.trim()) return t("form.required.missing", { label: f.label });
  if (!value || (f.kind !== "number" && f.kind !== "date")) return "";
  const n = f.kind === "number" ? Number(value) : value;
  if (f.kind === "number" && Number.isNaN(n)) return t("form.number", { label: f.label });
  const low = f.min && n < (f.kind === "number" ? Number(f.min) : f.min);
  const high = f.max && n > (f.kind === "number" ? Number(f.max) : f.max);
  return low || high ? t("form.range", { label: f.label, min: f.min || "…", max: f.max || "…" }) : "";
}

let fieldID = 0;
function field(f) {
  const id = `field-${++fieldID}`;
  const hint = f.hint ? h("p", { class: "hint", id: `${id}-hint` }, f.hint) : null;
  const common = { id, class: "field", required: f.required, "aria-required": f.required ? "true" : undefined, "aria-describedby": f.hint ? `${id}-hint` : undefined };
  const label = [f.label, f.required ? h("span", { class: "req" }, ` ${t("form.required")}`) : null];
  if (f.kind === "multi") return multi(f, id, label, hint);
  let input;
  if (f.kind === "area") input = h("textarea", { ...common, rows: 4 });
  else if (f.kind === "select") {
    input = h("select", common, f.required && f.value ? null : h("option", { value: "" }, t("form.choose")), (f.options || []).map((o) => h("option", { value: o.value }, o.label)));
  } else {
    input = h("input", { ...common, type: f.kind === "date" ? "date" : "text", inputmode: f.kind === "number" ? "decimal" : undefined, min: f.kind === "date" ? f.min : undefined, max: f.kind === "date" ? f.max : undefined, autocomplete: "off" });
  }
  input.value = f.value || "";
  return { el: h("div", { class: `form-row ${f.kind}` }, h("label", { for: id }, label), input, hint), get: () => input.value, focus: () => input.focus() };
}

function multi(f, id, label, hint) {
  const on = new Set((f.value || "").split("\n"));
  const boxes = (f.options || []).map((o) => ({ o, box: h("input", { type: "checkbox", value: o.value }) }));
  for (const b of boxes) b.box.checked = on.has(b.o.value);
  const rows = boxes.map((b) => h("label", { class: "check" }, b.box, h("span", {}, b.o.label)));
  const filter = h("input", { type: "search", class: "field", placeholder: t("select.search"), "aria-label": t("select.search"), oninput: () => {
    const q = filter.value.trim().toLowerCase();
    rows.forEach((r, i) => (r.hidden = !boxes[i].o.label.toLowerCase().includes(q)));
  } });
  const el = h("fieldset", { class: "form-row multi", id }, h("legend", {}, label), boxes.length > 8 ? filter : null, h("div", { class: "checks" }, rows), hint);
  return { el, get: () => boxes.filter((b) => b.box.checked).map((b) => b.o.value).join("\n"), focus: () => boxes[0]?.box.focus() };
}

export function toast(text, bad) {
  document.querySelector(".toast")?.remove();
  const el = h("div", { class: `toast${bad ? " bad" : ""}`, role: bad ? "alert" : "status" }, text);
  (document.querySelector("dialog[open]") || document.body).append(el);
  setTimeout(() => el.remove(), 5000);
}
