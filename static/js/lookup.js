// A text box that offers people, agencies, letters or requests while one types: a combobox with a list
// (ARIA 1.2). Without it the server finds what the words mean. Rows added later are taken up by themselves.
"use strict";
{
  const WAIT = 150; // ms after the last key
  let count = 0;

  class Lookup {
    constructor(holder) {
      this.holder = holder;
      this.input = holder.querySelector("input[type=text]");
      this.name = holder.dataset.name;
      this.many = "multiple" in holder.dataset;
      this.key = this.many ? null : holder.querySelector(`input[type=hidden]`);
      this.options = [];
      this.active = -1;
      this.asked = 0;
      this.build();
    }

    build() {
      const id = `lookup-${(count += 1)}`;
      this.list = Object.assign(document.createElement("ul"), { id, className: "offers", hidden: true });
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", "Found");
      this.said = Object.assign(document.createElement("div"), { className: "visually-hidden" });
      this.said.setAttribute("role", "status");
      const about = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id };
      for (const [name, value] of Object.entries(about)) this.input.setAttribute(name, value);
      this.holder.append(this.list, this.said);
      this.input.addEventListener("input", () => this.typed());
      this.input.addEventListener("keydown", (event) => this.pressed(event));
      this.input.addEventListener("blur", () => setTimeout(() => this.close(), 120));
      this.list.addEventListener("mousedown", (event) => event.preventDefault());
      this.list.addEventListener("click", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) this.take(Number(option.dataset.at));
      });
    }

    typed() {
      const words = this.input.value;
      if (this.key?.value) {
        const { holds } = this.holder.dataset;
        if (!holds || !words.toLowerCase().includes(holds.toLowerCase())) this.key.value = "";
      }
      clearTimeout(this.timer);
      if (!words.trim()) return this.close();
      this.timer = setTimeout(() => this.ask(words), WAIT);
    }

    async ask(words) {
      const asked = (this.asked += 1);
      let answer;
      try {
        answer = await fetch(`${this.holder.dataset.lookup}?${new URLSearchParams({ q: words })}`, {
          headers: { Accept: "application/json" },
          redirect: "error",
        });
      } catch {
        return; // offline, or signed out: the server resolves the words when the form comes
      }
      if (!answer.ok || asked !== this.asked) return;
      const { found, more } = await answer.json();
      if (asked !== this.asked || document.activeElement !== this.input) return;
      this.show(found, more);
    }

    show(found, more) {
      this.options = found;
      this.list.replaceChildren(
        ...found.map((row, at) => {
          const option = Object.assign(document.createElement("li"), { id: `${this.list.id}-${at}` });
          option.setAttribute("role", "option");
          option.setAttribute("aria-selected", "false");
          option.dataset.at = at;
          option.append(row.text);
          if (row.note) {
            option.append(Object.assign(document.createElement("span"), { className: "note", textContent: row.note }));
          }
          return option;
        }),
      );
      const number = found.length === 1 ? "1 found" : `${found.length} found`;
      this.said.textContent = !found.length
        ? "Nothing found."
        : `${more ? `More than ${number}, type on to narrow` : number}. Use the arrow keys to choose.`;
      this.list.hidden = !found.length;
      this.input.setAttribute("aria-expanded", String(found.length > 0));
      this.point(-1);
    }

    point(at) {
      this.active = at;
      [...this.list.children].forEach((option, n) => option.setAttribute("aria-selected", String(n === at)));
      if (at < 0) return this.input.removeAttribute("aria-activedescendant");
      this.input.setAttribute("aria-activedescendant", this.list.children[at].id);
      this.list.children[at].scrollIntoView({ block: "nearest" });
    }

    pressed(event) {
      const open = !this.list.hidden;
      const last = this.options.length - 1;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (!open) return this.input.value.trim() && this.ask(this.input.value);
        const down = event.key === "ArrowDown";
        this.point(down ? (this.active < last ? this.active + 1 : 0) : this.active > 0 ? this.active - 1 : last);
      } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
        // Enter in a text box must not send the whole letter.
        event.preventDefault();
        if (open && this.active >= 0) this.take(this.active);
        else if (open && this.options.length === 1) this.take(0);
      } else if (event.key === "Escape" && open) {
        event.preventDefault();
        event.stopPropagation();
        this.close();
      } else if (event.key === "Tab" && open && this.active >= 0) {
        this.take(this.active);
      }
    }

    take(at) {
      const row = this.options[at];
      if (this.many) this.add(row);
      else {
        this.key.value = row.id;
        if (row.holds) this.holder.dataset.holds = row.holds;
        this.input.value = row.text;
      }
      this.holder.querySelector(".which")?.remove();
      this.close();
      this.said.textContent = `${row.text} chosen.`;
      this.input.dispatchEvent(new CustomEvent("lookup:chosen", { bubbles: true, detail: row }));
      this.input.dispatchEvent(new Event("change", { bubbles: true }));
    }

    add(row) {
      let taken = this.holder.querySelector(".taken");
      if (!taken) {
        taken = Object.assign(document.createElement("ul"), { className: "taken" });
        this.holder.prepend(taken);
      }
      const there = [...taken.querySelectorAll("input")].find((box) => box.value === String(row.id));
      if (there) there.checked = true;
      else {
        const box = Object.assign(document.createElement("input"), {
          type: "checkbox",
          name: this.name,
          value: row.id,
          checked: true,
        });
        const label = Object.assign(document.createElement("label"), { className: "choice" });
        label.append(box, ` ${row.text}`);
        const line = document.createElement("li");
        line.append(label);
        taken.append(line);
      }
      this.input.value = "";
    }

    close() {
      clearTimeout(this.timer);
      this.asked += 1;
      this.list.hidden = true;
      this.input.setAttribute("aria-expanded", "false");
      this.input.removeAttribute("aria-activedescendant");
      this.active = -1;
    }
  }

  const start = (holder) => {
    if (!holder.dataset.ready) {
      holder.dataset.ready = "yes";
      holder.lookup = new Lookup(holder);
    }
  };
  const startAll = (within) => within.querySelectorAll?.("[data-lookup]").forEach(start);
  startAll(document);
  new MutationObserver((changes) => {
    for (const change of changes) change.addedNodes.forEach(startAll);
  }).observe(document.body, { childList: true, subtree: true });
}
