// Confirm what was read: a field lights its place on the page, what is unsure is ticked as it is looked at,
// what was proposed is put back, and what is chosen on a page is sent to a field.
// Without it, links lead to the places, and the server does all of this but the sending.
"use strict";
{
  const LOOKED = 600; // ms in a field, after which leaving it means that it was looked at
  const form = document.getElementById("entry");
  const { paper } = document.getElementById("pages");
  const marks = JSON.parse(document.getElementById("marks").textContent);
  const off = new Set((document.body.dataset.keysOff || "").split(" "));
  const plain = (words) => words.replaceAll("\r\n", "\n").trim();
  const proofOf = (key) => document.getElementById(`proof-${key}`);
  const boxOf = (key) => form.elements[`${key}_words`] ?? form.elements[key];
  const keyOf = (element) => element.closest(".field")?.querySelector(".proof")?.dataset.mark;

  // What became of a proposed value

  function stateOf(key) {
    const mark = marks[key];
    const isAs = (name, value) => plain(form.elements[name]?.value ?? "") === plain(value);
    const words = Object.entries(mark.also).filter(([name]) => name.endsWith("_words"));
    if (isAs(key, mark.value) && words.every(([name, value]) => isAs(name, value))) return "proposed";
    return mark.asRead && isAs(key, mark.asRead) ? "as-read" : "typed";
  }

  function told(key) {
    const proof = proofOf(key);
    if (!proof || !marks[key]) return;
    const state = stateOf(key);
    if (proof.dataset.state === state) return;
    proof.dataset.state = state;
    if (marks[key].unsure && state !== "proposed") look(key);
  }

  form.addEventListener("input", (event) => told(keyOf(event.target)));
  form.addEventListener("change", (event) => told(keyOf(event.target)));

  function put(key, asRead) {
    const mark = marks[key];
    const box = boxOf(key);
    form.elements[key].value = asRead ? mark.asRead : mark.value;
    for (const [name, value] of Object.entries(mark.also)) {
      if (form.elements[name]) form.elements[name].value = asRead ? "" : value;
    }
    box.dispatchEvent(new Event("change", { bubbles: true }));
    told(key);
    box.focus();
  }

  form.addEventListener("click", (event) => {
    const [, act, key] = /^(use|revert)-(.+)$/.exec(event.target.closest("button")?.name ?? "") ?? [];
    if (!act || !marks[key]) return;
    event.preventDefault();
    put(key, act === "revert");
  });

  // The list of what is unsure

  const looks = document.getElementById("looks");
  const ticks = () => [...(looks?.querySelectorAll("[name=looked]") ?? [])];
  const tickOf = (key) => ticks().find((box) => box.value === key);

  function look(key) {
    const tick = tickOf(key);
    if (!tick || tick.checked) return;
    tick.checked = true;
    tick.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function count() {
    const left = ticks().filter((box) => !box.checked).length;
    const shown = document.getElementById("looks-left");
    for (const box of ticks()) {
      box.closest("li").classList.toggle("is-done", box.checked);
      proofOf(box.value)?.toggleAttribute("data-looked", box.checked);
    }
    if (!shown) return;
    if ("refused" in shown.dataset) {
      const which = left === 1 ? "this one" : `these ${left}`;
      shown.textContent = left
        ? `Nothing was saved yet: look at ${which} first`
        : "Nothing was saved yet, but all has been looked at: save again";
    } else shown.textContent = left > 1 ? `(${left})` : left ? "" : "– all looked at";
  }

  looks?.addEventListener("change", count);
  count();

  // Places: of the field that has the focus, or that is pointed at

  let since = 0;
  let lit = null;

  function light(key, scroll) {
    lit = key;
    if (key && marks[key]) paper.light(marks[key].spans, { scroll });
    else paper.clear("light");
  }

  const keyAt = (element) =>
    element.closest("[data-look]")?.dataset.look ?? element.closest(".proof")?.dataset.mark ?? keyOf(element);

  form.addEventListener("focusin", (event) => {
    const key = keyAt(event.target);
    if (key !== lit) since = event.timeStamp;
    light(key, true);
  });
  form.addEventListener("focusout", (event) => {
    const key = keyOf(event.target);
    if (!key || !marks[key]?.unsure || event.target.closest(".proof")) return;
    const isTickOnly = tickOf(key)?.closest("[data-tick-only]"); // the paper says otherwise than the field
    if (event.timeStamp - since >= LOOKED && !isTickOnly) look(key);
  });
  form.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const at = event.target.closest(".proof .place, [data-look]");
    const key = keyAt(event.target);
    if (key && marks[key]) light(key, Boolean(at));
    else if (lit !== keyAt(document.activeElement)) light(keyAt(document.activeElement), false);
  });

  for (const link of form.querySelectorAll(".proof a.place")) link.tabIndex = -1; // its field lights the place
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.place, a[data-place]");
    if (!link) return;
    event.preventDefault();
    light(link.dataset.place ?? link.closest(".proof").dataset.mark, true);
  });

  // Sending what is chosen on a page to a field

  const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
  let menu = null;
  let lastBox = null;

  form.addEventListener("focusin", ({ target }) => {
    if (target.matches("input[type=text], input[type=date], input:not([type]), textarea")) lastBox = target;
  });

  function dayIn(words) {
    const month = `(${MONTHS.join("|")})[a-z]*\\.?`;
    const [, name, day, year] = new RegExp(`${month}\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})`, "i").exec(words) ?? [];
    const [, day2, name2, year2] = new RegExp(`(\\d{1,2})(?:st|nd|rd|th)?\\s+(?:of\\s+)?${month},?\\s+(\\d{4})`, "i").exec(words) ?? [];
    const [, month3, day3, year3] = /(\d{1,2})\/(\d{1,2})\/(\d{4})/.exec(words) ?? [];
    const found = (y, m, d) => `${y}-${String(m).padStart(2, "0")}-${String(d).padStart(2, "0")}`;
    if (name) return found(year, MONTHS.indexOf(name.toLowerCase()) + 1, day);
    if (name2) return found(year2, MONTHS.indexOf(name2.toLowerCase()) + 1, day2);
    return month3 ? found(year3, month3, day3) : "";
  }

  // Lines as they stand for what has lines; else one, with words that were cut at a line's end put together.
  function wordsFor(box, lines) {
    const its = lines.map((line) => line.join(" "));
    if (box.matches("[name$=letterhead], [name$=address], [name=body]")) return its.join("\n");
    return its.reduce((text, line) => (/\p{Ll}-$/u.test(text) && /^\p{Ll}/u.test(line) ? text.slice(0, -1) + line : `${text} ${line}`));
  }

  function sendTo(box, lines) {
    const words = wordsFor(box, lines);
    box.focus();
    if (box.type === "date") {
      const day = dayIn(words);
      if (!day) return paper.say(`No date could be read in “${words}”.`);
      box.value = day;
      box.dispatchEvent(new Event("change", { bubbles: true }));
    } else {
      box.select();
      document.execCommand("insertText", false, words); // so that it can be undone like typing
    }
    paper.say(`Sent to ${labelOf(box)}.`);
    paper.unchoose();
  }

  const rowOf = (box) => box.closest(".entry-row")?.querySelector(".row-name").textContent.trim();
  function labelOf(box) {
    const label = (box.labels?.[0]?.firstChild?.textContent ?? "").trim();
    const row = rowOf(box);
    return row ? `${row}, ${label.charAt(0).toLowerCase()}${label.slice(1)}` : label;
  }

  function added(button, name) {
    form.querySelector(`[name="${button}"]`).click();
    return document.activeElement.closest(".entry-row").querySelector(`[name$="-${name}"]`);
  }

  function opened(box) {
    const folded = box.closest("details:not([open])");
    if (folded) folded.open = true;
    return box;
  }

  function targets() {
    const found = [];
    const offer = (label, box) => found.push({ label, box });
    if (lastBox?.isConnected && lastBox.offsetParent) offer(`Where you were: ${labelOf(lastBox)}`, () => lastBox);
    const named = document.getElementById("send-targets"); // a page that has fields of its own names them
    if (named) {
      for (const [label, name] of JSON.parse(named.textContent)) offer(label, () => opened(form.elements[name]));
      return found;
    }
    offer("A new request", () => added("add-requests", "text"));
    for (const [label, name] of [
      ["Date on the letter", "dated_on"],
      ["Subject", "subject"],
      ["Salutation", "salutation"],
      ["When an answer is asked for", "due_phrase"],
      ["Closing", "closing"],
      ["Letterhead", "letterhead"],
      ["The letter’s words", "body"],
    ]) {
      offer(label, () => form.elements[name]);
    }
    offer("A new addressee", () => added("add-recipients-to", "name"));
    offer("A new copy", () => added("add-recipients-cc", "name"));
    offer("A new signatory", () => added("add-signatories", "name"));
    for (const row of form.querySelectorAll('[data-rows="requests"] > .entry-row')) {
      offer(row.querySelector(".row-name").textContent.trim(), () => row.querySelector('[name$="-text"]'));
    }
    return found;
  }

  function closeMenu(back = true) {
    if (!menu) return;
    const { list, from } = menu;
    menu = null; // before it goes, as the focus leaves it then
    list.remove();
    if (back) from?.focus();
  }

  function openMenu() {
    closeMenu(false);
    const lines = paper.chosen;
    if (!lines.length) {
      return paper.say("Choose words on a page first: with the mouse, or go to the pages and press Enter.");
    }
    const list = Object.assign(document.createElement("div"), { className: "send-menu" });
    list.setAttribute("role", "menu");
    list.setAttribute("aria-label", "Send to");
    const offered = targets();
    list.append(
      ...offered.map(({ label }, n) => {
        const item = Object.assign(document.createElement("button"), { type: "button", textContent: label, tabIndex: -1 });
        item.setAttribute("role", "menuitem");
        item.dataset.n = n;
        return item;
      }),
    );
    menu = { list, from: document.activeElement };
    paper.tools.after(list);
    const items = [...list.children];
    const take = (item) => {
      closeMenu(false);
      const box = offered[item.dataset.n].box();
      sendTo(box, lines);
    };
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const item = event.target.closest("[role=menuitem]");
      if (item) take(item);
    });
    list.addEventListener("focusout", (event) => {
      if (menu?.list === list && !list.contains(event.relatedTarget)) closeMenu(false);
    });
    list.addEventListener("keydown", (event) => {
      const here = items.indexOf(document.activeElement);
      const places = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: items.length - 1 };
      if (event.key in places) items.at(places[event.key] % items.length).focus();
      else if (event.key === "Escape" || event.key === "Tab") closeMenu();
      else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
        const letter = event.key.toLowerCase();
        const from = [...items.slice(here + 1), ...items.slice(0, here + 1)];
        from.find((item) => item.textContent.toLowerCase().replace(/^a new /, "").startsWith(letter))?.focus();
      } else return;
      event.preventDefault();
      event.stopPropagation();
    });
    items[0].tabIndex = 0;
    items[0].focus();
  }

  document.addEventListener("pages:send", openMenu);

  // While it is being read: how far, and when it is at its end.

  const reading = document.getElementById("being-read");

  async function watch() {
    const answer = await fetch(reading.dataset.watch, { redirect: "error" });
    if (!answer.ok) return;
    const now = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("item-now");
    const bar = now?.querySelector("progress");
    if (bar) document.getElementById("progress-line").textContent = `${bar.value} of ${bar.max} pages read`;
    if (now && !now.hasAttribute("hx-get")) {
      reading.querySelector("[role=status]").textContent = "It has been read. What you have not typed can be filled in now.";
      document.getElementById("progress-line").textContent = "";
    } else setTimeout(() => watch().catch(() => {}), 3000);
  }

  if (reading) setTimeout(() => watch().catch(() => {}), 3000);

  // Keys

  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || document.querySelector("dialog[open]")) return;
    if (event.code === "KeyS" && !off.has("send")) openMenu();
    else if (event.code === "KeyR" && !off.has("put-back")) {
      const key = keyOf(document.activeElement);
      if (!key || !marks[key]) return;
      put(key, stateOf(key) === "proposed" && Boolean(marks[key].asRead));
    } else if (event.code === "KeyL" && !off.has("look")) {
      const next = ticks().find((box) => !box.checked);
      if (!next) return;
      next.focus();
    } else if (event.code === "KeyP" && !off.has("pages")) {
      paper.pane.focus();
    } else return;
    event.preventDefault();
  });
}
