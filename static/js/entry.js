// Enter a letter: keeps what is typed, fills in an official, adds, moves and takes out rows.
// Without it, the server does all of this, a page at a time.
"use strict";
{
  const form = document.getElementById("entry");
  const line = document.getElementById("draft-line");
  const WAIT = 1000; // ms after the last key
  const field = (name) => form.elements[name];

  // The draft

  let timer = null;
  let dirty = false;
  let sending = false;

  function body() {
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && name !== "csrfmiddlewaretoken") data.append(name, value);
    }
    return data;
  }

  const say = (words) => {
    if (line.textContent !== words) line.textContent = words;
  };

  async function keep(last = false) {
    clearTimeout(timer);
    if (!dirty || (sending && !last)) return;
    dirty = false;
    sending = true;
    field("serial").value = Number(field("serial").value || 0) + 1;
    const data = body();
    try {
      const answer = await fetch(form.dataset.draft, {
        method: "POST",
        body: data,
        keepalive: last && data.toString().length < 60000,
        headers: { Accept: "application/json" },
        redirect: "error",
      });
      const told = await answer.json();
      say(told.said);
      if (told.serial) field("serial").value = told.serial;
      if ("due" in told) document.getElementById("due-reading").textContent = told.due;
    } catch {
      dirty = true;
      say("Not kept: the server cannot be reached. It is tried again.");
      if (!last) timer = setTimeout(keep, 10000);
    } finally {
      sending = false;
      if (dirty && !last && !timer) timer = setTimeout(keep, WAIT);
    }
  }

  function touched() {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(keep, WAIT);
  }

  form.addEventListener("input", touched);
  form.addEventListener("change", touched);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keep(true);
  });
  window.addEventListener("pagehide", () => keep(true));

  // Saving: once, and with the token of whoever is signed in now.

  let isSent = false;
  form.addEventListener("submit", (event) => {
    if (isSent) {
      event.preventDefault();
      return;
    }
    isSent = true;
    dirty = false;
    clearTimeout(timer);
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    if (token) field("csrfmiddlewaretoken").value = token[1];
    field("serial").value = Number(field("serial").value || 0) + 1;
  });
  window.addEventListener("pageshow", () => {
    isSent = false;
  });

  // Enter in a line of text goes nowhere: Ctrl+Enter saves, as the page's keys say.
  form.addEventListener("keydown", (event) => {
    const isLine = event.target.matches("input:not([type=checkbox], [type=radio], [type=file])");
    if (event.key === "Enter" && isLine && !event.ctrlKey && !event.metaKey) event.preventDefault();
  });

  // Rows

  const BUTTON = /^(add|remove|up|down|split|join)-(signatories|recipients|requests|attachments)(?:-(\w+))?$/;
  const groupOf = (kind) => form.querySelector(`[data-rows="${kind}"]`);
  const rowsOf = (kind) => [...groupOf(kind).querySelectorAll(":scope > .entry-row")];
  const inRow = (row, name) => row.querySelector(`[name$="-${name}"]`);

  function renumber(kind) {
    const moved = new Map();
    const rows = rowsOf(kind);
    rows.forEach((row, n) => {
      const order = inRow(row, "order");
      moved.set(order.value, String(n + 1));
      order.value = n + 1;
      const legend = row.querySelector(".row-name");
      const name = legend.textContent.replace(/\s*\d*$/, "");
      legend.textContent = `${name} ${n + 1}`;
      for (const button of row.querySelectorAll(".row-end button")) {
        const rest = button.querySelector(".visually-hidden");
        rest.textContent = rest.textContent.replace(/\s*\d*$/, "") + ` ${n + 1}`;
        if (/^(up|join)-/.test(button.name)) button.disabled = n === 0;
        if (button.name.startsWith("down-")) button.disabled = n === rows.length - 1;
      }
    });
    for (const row of rows) {
      const above = inRow(row, "part_of");
      if (above?.value) above.value = moved.get(above.value) ?? "";
    }
  }

  function add(kind, role, after) {
    const total = field(`${kind}-TOTAL`);
    const n = Number(total.value);
    const made = document.getElementById(`new-${kind}`).content.cloneNode(true);
    for (const one of made.querySelectorAll("*")) {
      for (const { name, value } of [...one.attributes]) {
        if (value.includes("__prefix__")) one.setAttribute(name, value.replaceAll("__prefix__", n));
      }
    }
    total.value = n + 1;
    const row = made.firstElementChild;
    const rows = rowsOf(kind);
    if (rows.length) (after ?? rows.at(-1)).after(row);
    else groupOf(kind).append(row);
    if (role) inRow(row, "role").value = role;
    inRow(row, "order").value = "new";
    renumber(kind);
    row.querySelector("input:not([type=hidden]), select, textarea").focus();
    return row;
  }

  function remove(kind, row) {
    const rows = rowsOf(kind);
    const next = rows[rows.indexOf(row) + 1] ?? rows[rows.indexOf(row) - 1];
    const back = document.createElement("p");
    back.className = "taken-out";
    const name = row.querySelector(".row-name").textContent.replace(/\s*\d*$/, "");
    const button = Object.assign(document.createElement("button"), {
      type: "button",
      className: "as-link",
      textContent: `Put back the ${name.toLowerCase()} that was taken out`,
    });
    back.append(button);
    inRow(row, "DELETE").value = "on";
    row.before(back);
    const away = document.createElement("div");
    away.hidden = true;
    back.after(away);
    away.append(row);
    button.addEventListener("click", () => {
      inRow(row, "DELETE").value = "";
      away.replaceWith(row);
      back.remove();
      renumber(kind);
      touched();
      row.querySelector("input:not([type=hidden]), select, textarea").focus();
    });
    renumber(kind);
    (next ? button : form.querySelector(`[name^="add-${kind}"]`)).focus();
  }

  function move(kind, row, act, button) {
    const rows = rowsOf(kind);
    const other = rows[rows.indexOf(row) + (act === "up" ? -1 : 1)];
    if (!other) return;
    // Places are swapped first, so that sub-items can follow.
    if (act === "up") other.before(row);
    else other.after(row);
    renumber(kind);
    (button.disabled ? row.querySelector(".row-end button:enabled") : button).focus();
  }

  // Two requests of one, where the cursor stands (or at the end of its first line); one of two.

  const changed = (box) => box.dispatchEvent(new Event("input", { bubbles: true }));

  function split(kind, row) {
    const box = inRow(row, "text");
    const words = box.value;
    const [at, end] = [box.selectionStart, box.selectionEnd];
    const isInside = words.slice(0, at).trim() && words.slice(at).trim();
    const cut = isInside ? at : words.trimEnd().indexOf("\n", words.search(/\S/));
    if (cut <= 0) {
      say("Put the cursor where the second request begins, then split them there.");
      return box.focus();
    }
    const made = add(kind, undefined, row);
    for (const name of ["kind", "lead_in", "part_of"]) inRow(made, name).value = inRow(row, name).value;
    const second = inRow(made, "text");
    second.value = words.slice(cut).trim();
    box.value = words.slice(0, cut).trim();
    box.setSelectionRange(Math.min(at, box.value.length), Math.min(end, box.value.length));
    changed(box);
    second.focus();
    second.setSelectionRange(0, 0);
  }

  function join(kind, row) {
    const rows = rowsOf(kind);
    const above = rows[rows.indexOf(row) - 1];
    if (!above) return;
    const [box, mine] = [inRow(above, "text"), inRow(row, "text")];
    const words = [box.value.trim(), mine.value.trim()];
    const [place, its] = [inRow(row, "order").value, inRow(above, "order").value];
    for (const other of rows) {
      const part = inRow(other, "part_of");
      if (part.value === place) part.value = other === above ? "" : its;
    }
    box.value = words.filter(Boolean).join(" ");
    mine.value = "";
    inRow(row, "DELETE").value = "on";
    const away = document.createElement("div");
    away.hidden = true;
    row.before(away);
    away.append(row);
    renumber(kind);
    changed(box);
    box.focus();
    box.setSelectionRange(words[0].length, words[0].length);
  }

  function act(name, kind, what, row, button) {
    if (name === "add") add(kind, what);
    else if (name === "remove") remove(kind, row);
    else if (name === "split") split(kind, row);
    else if (name === "join") join(kind, row);
    else move(kind, row, name, button);
    touched();
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const found = button && BUTTON.exec(button.name);
    if (!found) return;
    event.preventDefault();
    const [, name, kind, what] = found;
    act(name, kind, what, button.closest(".entry-row"), button);
  });

  // The same by keys, in a row: Alt with the arrows moves it, with Enter splits it, with Backspace joins it
  // to the one above, with Delete takes it out.

  const off = new Set((document.body.dataset.keysOff || "").split(" "));
  const ROW_KEYS = { ArrowUp: "up", ArrowDown: "down", Enter: "split", Backspace: "join", Delete: "remove" };

  form.addEventListener("keydown", (event) => {
    const row = event.target.closest(".entry-row");
    const name = ROW_KEYS[event.key];
    if (!row || !name || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (off.has(name === "split" || name === "join" ? "split" : "rows")) return;
    if (event.target.matches("select") || event.target.getAttribute("aria-expanded") === "true") return;
    const kind = row.dataset.row;
    const button = row.querySelector(`[name^="${name}-${kind}-"]`);
    if (!button) return;
    event.preventDefault();
    if (button.disabled) return;
    const box = event.target;
    act(name, kind, undefined, row, button);
    if (name === "up" || name === "down") box.focus();
  });

  // An official who is chosen fills what is empty, as it was on the letter's date.

  form.addEventListener("lookup:chosen", async (event) => {
    const holder = event.target.closest("[data-lookup]");
    const [, kind, n] = /^(signatories|recipients)-(\w+)-person$/.exec(holder.dataset.name) ?? [];
    if (!kind) return;
    const asked = new URLSearchParams({ on: field("dated_on").value });
    if (kind === "signatories") asked.set("office", field("office")?.value ?? form.dataset.office ?? "");
    const address = form.dataset.people.replace("/0/", `/${event.detail.id}/`);
    const answer = await fetch(`${address}?${asked}`, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const official = await answer.json();
    for (const name of ["title", "organization", "address"]) {
      const box = field(`${kind}-${n}-${name}`);
      if (box && !box.value.trim() && official[name]) box.value = official[name];
    }
    const words = field(`${kind}-${n}-agency_words`);
    if (words && !words.value.trim() && official.agency) {
      words.value = official.agency.text;
      field(`${kind}-${n}-agency`).value = official.agency.id;
    }
    touched();
  });

  // The committee as of the date: asked anew when the date or the office changes.

  let rosterAsked = 0;

  async function showRoster() {
    const asked = (rosterAsked += 1);
    const ticked = new Set([...form.querySelectorAll("[name=signed]:checked")].map((box) => box.value));
    const data = new URLSearchParams({ on: field("dated_on").value, office: field("office")?.value ?? form.dataset.office });
    for (const box of form.querySelectorAll('[name^="signatories-"][name$="-person"]')) {
      if (box.value) data.append("but", box.value);
    }
    const answer = await fetch(`${form.dataset.roster}?${data}`, { redirect: "error" });
    if (!answer.ok || asked !== rosterAsked) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.getElementById("roster").replaceWith(page.getElementById("roster"));
    for (const box of form.querySelectorAll("[name=signed]")) box.checked = ticked.has(box.value);
  }

  form.addEventListener("change", (event) => {
    if (["dated_on", "office"].includes(event.target.name) && form.dataset.roster) showRoster().catch(() => {});
  });
}
