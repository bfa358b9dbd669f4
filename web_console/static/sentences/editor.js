// One wording: a box to write in, where {place} is a chip. The textarea behind it holds the text that is saved.

const slots = JSON.parse(document.getElementById("sentences").dataset.slots);
const takeOut = document.getElementById("sentences").dataset.wordsRemove;
const CARET = "\u200b"; // a place for the caret beside a chip; never saved

export class Editor {
  constructor(textarea, changed) {
    this.textarea = textarea;
    this.changed = changed;
    this.box = document.createElement("div");
    this.box.className = "box";
    this.box.contentEditable = "true";
    this.box.lang = textarea.lang;
    this.box.spellcheck = true;
    this.box.setAttribute("role", "textbox");
    this.box.setAttribute("aria-multiline", "true");
    this.box.setAttribute("aria-label", textarea.getAttribute("aria-label"));
    this.show(textarea.value);
    textarea.hidden = true;
    textarea.after(this.box);
    this.box.addEventListener("input", () => this.read());
    this.box.addEventListener("beforeinput", (event) => this.beforeInput(event));
    this.box.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    this.box.addEventListener("paste", (event) => this.paste(event, event.clipboardData));
    this.box.addEventListener("drop", (event) => event.preventDefault());
    this.box.addEventListener("click", (event) => event.target.closest(".slot-out") && this.remove(event.target.closest(".slot")));
    document.addEventListener("selectionchange", () => this.rememberCaret());
  }

  get sentence() {
    return this.textarea.value;
  }

  show(sentence) {
    // "a {b} c" -> ["a ", "b", " c"]: chips are at odd places.
    const pieces = sentence.split(/\{([^{}]*)\}/);
    this.box.replaceChildren(...pieces.flatMap((piece, i) => (i % 2 ? [chip(piece)] : [document.createTextNode(piece || CARET)])));
    this.caret = null;
  }

  read() {
    this.textarea.value = text(this.box).replaceAll(CARET, "").replace(/\s+/g, " ").trim();
    this.changed(this);
  }

  insert(name) {
    const caret = this.caret ?? this.end();
    caret.deleteContents();
    const [before, after] = [this.part(caret, "before"), this.part(caret, "after")];
    const node = chip(name);
    const space = before && !/[\s'’«(-]$/.test(before) ? " " : CARET;
    const rest = /^[\p{L}\p{N}{]/u.test(after) ? " " : CARET;
    for (const one of [document.createTextNode(rest), node, document.createTextNode(space)]) caret.insertNode(one);
    this.box.normalize();
    this.placeCaretAfter(node);
    this.read();
  }

  // A letter typed right after a chip gets a space before it; the key that deletes takes out the whole chip.
  beforeInput(event) {
    const slot = event.isComposing ? null : this.slotBeforeCaret();
    if (!slot) return;
    if (event.inputType === "deleteContentBackward") {
      event.preventDefault();
      this.remove(slot);
    } else if (event.inputType === "insertText" && /^[\p{L}\p{N}]/u.test(event.data ?? "")) {
      event.preventDefault();
      document.execCommand("insertText", false, ` ${event.data}`);
    }
  }

  slotBeforeCaret() {
    const { anchorNode: node, anchorOffset: offset, isCollapsed } = getSelection();
    if (!isCollapsed || !this.box.contains(node)) return null;
    const inText = node.nodeType === Node.TEXT_NODE;
    if (inText && node.data.slice(0, offset).replaceAll(CARET, "")) return null;
    const before = inText ? node.previousSibling : node.childNodes[offset - 1];
    return before?.classList?.contains("slot") ? before : null;
  }

  // What is written before or after the caret.
  part(caret, which) {
    const range = this.end();
    range.setStart(this.box, 0);
    if (which === "before") range.setEnd(caret.startContainer, caret.startOffset);
    else range.setStart(caret.endContainer, caret.endOffset);
    return text(range.cloneContents()).replaceAll(CARET, "");
  }

  paste(event, from) {
    event.preventDefault();
    document.execCommand("insertText", false, from.getData("text/plain").replace(/\s+/g, " "));
  }

  remove(slot) {
    const range = document.createRange();
    range.selectNode(slot);
    range.deleteContents();
    this.box.focus();
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    this.read();
  }

  rememberCaret() {
    const selection = getSelection();
    if (selection.rangeCount && this.box.contains(selection.anchorNode)) this.caret = selection.getRangeAt(0).cloneRange();
  }

  placeCaretAfter(node) {
    const range = document.createRange();
    const next = node.nextSibling;
    range.setStart(next, next.data.startsWith(CARET) ? 1 : 0);
    this.box.focus();
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    this.caret = range.cloneRange();
  }

  end() {
    const range = document.createRange();
    range.selectNodeContents(this.box);
    range.collapse(false);
    return range;
  }
}

function chip(name) {
  const slot = document.createElement("span");
  slot.className = "slot";
  slot.contentEditable = "false";
  slot.dataset.slot = name;
  slot.append(slots[name] ?? name);
  if (!(name in slots)) slot.classList.add("is-unknown");
  const out = document.createElement("button");
  out.type = "button";
  out.className = "slot-out";
  out.textContent = "×";
  out.setAttribute("aria-label", `${takeOut} : ${slots[name] ?? name}`);
  slot.append(out);
  return slot;
}

function text(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.dataset?.slot !== undefined) return `{${node.dataset.slot}}`;
  if (node.nodeName === "BR") return " ";
  return [...node.childNodes].map(text).join("");
}
