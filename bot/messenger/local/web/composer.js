// The box that people write in: it grows, takes pastes as they are, and files by button, drop or paste.

import { toast } from "./dialogs.js";
import { h, icon } from "./dom.js";
import { say, state } from "./store.js";
import { size, t } from "./words.js";

const drafts = new Map(); // unsent text, by place

export class Composer {
  constructor(conv, thread, sent) {
    Object.assign(this, { conv, thread, sent, files: [] });
    this.place = `${state.me.id}/${thread || conv.id}`;
    const hint = thread ? t("thread.hint") : conv.direct ? t("compose") : t("compose.channel", { name: conv.name });
    this.box = h("textarea", { rows: 1, placeholder: hint, "aria-label": t("compose.label"), enterkeyhint: "send", oninput: () => this.changed(), onkeydown: (e) => this.key(e), onkeyup: () => (this.spent = false), onbeforeinput: (e) => this.spent && e.inputType === "insertLineBreak" && e.preventDefault(), onpaste: (e) => this.pasted(e), value: drafts.get(this.place) || "" });
    this.pick = h("input", { type: "file", multiple: true, hidden: true, onchange: () => (this.add(this.pick.files), (this.pick.value = "")) });
    this.list = h("div", { class: "attached" });
    this.count = h("span", { class: "count" });
    this.go = h("button", { class: "send", type: "button", "aria-label": t("send"), onclick: () => this.submit() }, icon("send"));
    const clip = h("button", { class: "plain", type: "button", "aria-label": t("attach"), title: `${t("attach")} (≤ ${size(state.maxFile)})`, onclick: () => this.pick.click() }, icon("clip"));
    this.el = h("div", { class: "composer" }, this.list, h("div", { class: "compose-row" }, clip, this.box, this.go, this.pick),
      h("div", { class: "compose-hint" }, this.count, h("span", { class: "keys" }, t("hint.keys"))));
    this.changed();
  }

  focus() {
    this.box.focus();
  }

  // placed is called once the box is in the page, where its height can be known.
  placed() {
    this.changed();
  }

  changed() {
    drafts.set(this.place, this.box.value);
    this.box.style.height = "auto";
    if (this.box.scrollHeight) this.box.style.height = `${this.box.scrollHeight}px`;
    const text = this.box.value;
    const lines = text.split("\n").length;
    this.count.textContent = lines > 2 || text.length > 120 ? t("hint.count", { n: [...text].length, lines }) : "";
    this.go.disabled = !text.trim() && !this.files.length;
  }

  key(e) {
    // While an input method composes, Enter belongs to it. On touch keyboards Enter is a line break, and the button sends.
    if (e.key !== "Enter" || e.isComposing || e.keyCode === 229 || e.shiftKey || e.altKey) return;
    if (matchMedia("(pointer: coarse)").matches && !e.ctrlKey && !e.metaKey) return;
    e.preventDefault();
    this.spent = true; // some keyboards still type the line break of this Enter
    this.submit();
  }

  pasted(e) {
    const files = [...(e.clipboardData?.files || [])];
    if (files.length && !e.clipboardData.getData("text/plain")) {
      e.preventDefault();
      this.add(files);
    }
  }

  add(list) {
    for (const blob of list) {
      if (this.files.length >= state.maxFiles) {
        toast(t("file.toomany", { n: state.maxFiles }), true);
        break;
      }
      if (blob.size > state.maxFile) toast(t("file.toolarge", { name: blob.name, size: size(state.maxFile) }), true);
      else this.files.push({ name: blob.name || "image.png", size: blob.size, blob });
    }
    this.drawFiles();
  }

  drawFiles() {
    this.list.replaceChildren(...this.files.map((f) =>
      h("span", { class: "file" }, icon("file"), h("span", { class: "file-name" }, f.name), h("span", { class: "file-size" }, size(f.size)),
        h("button", { class: "plain", type: "button", "aria-label": t("file.remove", { name: f.name }), onclick: () => {
          this.files = this.files.filter((x) => x !== f);
          this.drawFiles();
          this.focus();
        } }, icon("close")))));
    this.changed();
    this.focus();
  }

  submit() {
    const text = this.box.value.replace(/\s+$/, "");
    if (!text.trim() && !this.files.length) return;
    const files = this.files;
    this.files = [];
    this.box.value = "";
    this.drawFiles();
    say(this.conv.id, this.thread || "", text, files);
    this.sent?.();
  }
}

// dropZone lets files be dropped anywhere on an element.
export function dropZone(el, composer) {
  let depth = 0;
  const veil = h("div", { class: "veil", hidden: true }, h("strong", {}, t("drop")), h("span", {}, t("drop.limit", { size: size(state.maxFile) })));
  el.append(veil);
  const has = (e) => [...(e.dataTransfer?.types || [])].includes("Files");
  el.addEventListener("dragenter", (e) => {
    if (has(e)) veil.hidden = ++depth === 0;
  });
  el.addEventListener("dragleave", (e) => {
    if (has(e)) veil.hidden = --depth <= 0;
  });
  el.addEventListener("dragover", (e) => has(e) && e.preventDefault());
  el.addEventListener("drop", (e) => {
    if (!has(e)) return;
    e.preventDefault();
    depth = 0;
    veil.hidden = true;
    composer().add(e.dataTransfer.files);
  });
}
