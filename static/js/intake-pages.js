// The pages of what came in: larger and smaller, turned, gone through, searched, lit, and chosen from by mouse
// or by keys. Without it the pictures and their words are there all the same.
"use strict";
{
  const SVG = "http://www.w3.org/2000/svg";
  const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  class Paper {
    constructor(pane) {
      this.pane = pane;
      this.tools = document.querySelector(".page-tools");
      this.said = document.getElementById("pages-said");
      this.zoom = ZOOMS.indexOf(Number(getComputedStyle(pane).getPropertyValue("--zoom")));
      this.anchor = this.head = -1; // what is chosen by keys, in places of `words`
      this.matches = [];
      this.match = -1;
      this.readWords();
      this.listen();
      this.told();
    }

    // What stands on the pages: every word with its line and page

    readWords() {
      this.words = [];
      for (const line of this.pane.querySelectorAll(".on-line")) {
        const [, page, number] = /^p(\d+)-l(\d+)$/.exec(line.id);
        line.querySelectorAll("tspan, span").forEach((element, n) => {
          this.words.push({ element, line, page: Number(page), number: Number(number), n });
        });
      }
      this.at = new Map(this.words.map((word, place) => [word.element, place]));
    }

    wordsOf([page, line, first, last]) {
      const its = this.words.filter((word) => word.page === page && word.number === line);
      return its.slice(first, last === null ? undefined : last + 1);
    }

    // Light

    clear(kind) {
      for (const light of this.pane.querySelectorAll(`rect.${kind}`)) light.remove();
      for (const word of this.pane.querySelectorAll(`span.${kind}`)) word.classList.remove(kind);
    }

    draw(kind, words) {
      this.clear(kind);
      const lines = Map.groupBy ? Map.groupBy(words, (word) => word.line) : groupedByLine(words);
      const drawn = [];
      for (const [line, its] of lines) {
        const lights = line.closest("svg")?.querySelector(".lights");
        if (!lights) {
          for (const { element } of its) element.classList.add(kind);
          drawn.push(its[0].element);
          continue;
        }
        const lit = line.querySelector(".lit");
        const left = (word) => Number(word.element.getAttribute("x"));
        const right = (word) => left(word) + Number(word.element.getAttribute("textLength"));
        const light = document.createElementNS(SVG, "rect");
        light.setAttribute("class", kind);
        light.setAttribute("x", Math.min(...its.map(left)) - 2);
        light.setAttribute("width", Math.max(...its.map(right)) - Math.min(...its.map(left)) + 4);
        light.setAttribute("y", lit.getAttribute("y"));
        light.setAttribute("height", lit.getAttribute("height"));
        light.setAttribute("rx", 1.5);
        lights.append(light);
        drawn.push(light);
      }
      return drawn;
    }

    light(spans, { scroll = true } = {}) {
      const drawn = this.draw("light", spans.flatMap((span) => this.wordsOf(span)));
      if (scroll && drawn.length) this.show(drawn[0]);
    }

    show(element) {
      const [box, pane] = [element.getBoundingClientRect(), this.pane.getBoundingClientRect()];
      const isSeen = box.top > pane.top + 8 && box.bottom < pane.bottom - 8;
      const isAcross = box.left >= pane.left && box.left < pane.right - 40;
      if (isSeen && isAcross) return;
      this.pane.scrollTo({
        top: isSeen ? this.pane.scrollTop : this.pane.scrollTop + box.top - pane.top - pane.height / 3,
        left: isAcross ? this.pane.scrollLeft : this.pane.scrollLeft + box.left - pane.left - 40,
        behavior: calm.matches ? "instant" : "smooth",
      });
    }

    // Pages

    get sheets() {
      return [...this.pane.querySelectorAll(".sheet")];
    }

    get current() {
      const middle = this.pane.getBoundingClientRect().top + this.pane.clientHeight / 3;
      const sheets = this.sheets;
      return sheets.findLast((sheet) => sheet.getBoundingClientRect().top <= middle) ?? sheets[0];
    }

    told() {
      const page = this.current?.dataset.page ?? "1";
      const shown = document.getElementById("page-at");
      if (shown.textContent !== page) shown.textContent = page;
      const sheets = this.sheets;
      this.tool("previous").disabled = !sheets.length || this.current === sheets[0];
      this.tool("next").disabled = !sheets.length || this.current === sheets.at(-1);
      this.tool("smaller").disabled = this.zoom === 0;
      this.tool("larger").disabled = this.zoom === ZOOMS.length - 1;
      this.tool("turn").disabled = !this.current?.matches("svg");
    }

    tool(name) {
      return this.tools.querySelector(`[data-page-act="${name}"]`);
    }

    goTo(sheet) {
      if (!sheet) return;
      const top = this.pane.scrollTop + sheet.getBoundingClientRect().top - this.pane.getBoundingClientRect().top - 4;
      this.pane.scrollTo({ top, behavior: "instant" });
    }

    act(name) {
      const sheets = this.sheets;
      const here = sheets.indexOf(this.current);
      if (name === "previous") this.goTo(sheets[here - 1]);
      else if (name === "next") this.goTo(sheets[here + 1]);
      else if (name === "turn") this.turn(sheets[here]);
      else if (name === "smaller" || name === "larger") {
        const middle = (this.pane.scrollTop + this.pane.clientHeight / 2) / this.pane.scrollHeight;
        this.zoom = Math.max(0, Math.min(ZOOMS.length - 1, this.zoom + (name === "larger" ? 1 : -1)));
        this.pane.style.setProperty("--zoom", ZOOMS[this.zoom]);
        this.pane.scrollTop = middle * this.pane.scrollHeight - this.pane.clientHeight / 2;
        this.say(`${ZOOMS[this.zoom] * 100} percent`);
      }
      this.told();
    }

    turn(sheet) {
      const image = sheet.querySelector("image");
      const [width, height] = ["width", "height"].map((name) => Number(image.getAttribute(name)));
      const turns = (Number(sheet.dataset.turns ?? 0) + 1) % 4;
      sheet.dataset.turns = turns;
      sheet.setAttribute("viewBox", turns % 2 ? `0 0 ${height} ${width}` : `0 0 ${width} ${height}`);
      const moves = ["", `translate(${height} 0)`, `translate(${width} ${height})`, `translate(0 ${width})`];
      sheet.querySelector(".turning").setAttribute("transform", `${moves[turns]} rotate(${turns * 90})`);
      this.say(turns ? `Turned by ${turns * 90} degrees` : "Upright");
    }

    say(words) {
      this.said.textContent = words;
    }

    // Finding

    find(step = 0) {
      const box = document.getElementById("find-on-pages");
      const wanted = box.value.toLowerCase().split(/\s+/).filter(Boolean).join(" ");
      const shown = document.getElementById("found-on-pages");
      if (this.wanted !== wanted) {
        this.wanted = wanted;
        this.matches = wanted ? this.matchesOf(wanted) : [];
        this.match = this.matches.length ? 0 : -1;
      } else if (this.matches.length) {
        this.match = (this.match + step + this.matches.length) % this.matches.length;
      }
      this.clear("found");
      shown.textContent = !wanted ? "" : this.matches.length ? `${this.match + 1} of ${this.matches.length}` : "Not found";
      if (this.match < 0) return;
      const [first, last] = this.matches[this.match];
      this.show(this.draw("found", this.words.slice(first, last + 1))[0]);
    }

    matchesOf(wanted) {
      const starts = [];
      let text = "";
      for (const { element } of this.words) {
        starts.push(text.length);
        text += `${element.textContent.toLowerCase()} `;
      }
      const placeOf = (at) => {
        let [low, high] = [0, starts.length - 1];
        while (low < high) {
          const middle = (low + high + 1) >> 1;
          if (starts[middle] <= at) low = middle;
          else high = middle - 1;
        }
        return low;
      };
      const found = [];
      for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
        found.push([placeOf(at), placeOf(at + wanted.length - 1)]);
      }
      return found;
    }

    // Choosing: by mouse, as any text; by keys, word by word

    get chosen() {
      if (this.head >= 0) {
        const [first, last] = [this.anchor, this.head].sort((one, other) => one - other);
        return linesOf(this.words.slice(first, last + 1).map((word) => [word, word.element.textContent]));
      }
      const selection = getSelection();
      if (!selection.rangeCount || selection.isCollapsed) return [];
      const range = selection.getRangeAt(0);
      if (!this.pane.contains(range.commonAncestorContainer)) return [];
      const parts = this.words
        .filter((word) => range.intersectsNode(word.element))
        .map((word) => [word, partOf(word.element, range)])
        .filter(([, part]) => part.trim());
      return linesOf(parts);
    }

    changed() {
      const words = this.chosen.map((line) => line.join(" ")).join(" ");
      this.tool("send").disabled = !words;
      return words;
    }

    unchoose() {
      this.anchor = this.head = -1;
      this.clear("chosen");
      this.changed();
    }

    choose(head, isMore) {
      this.head = Math.max(0, Math.min(this.words.length - 1, head));
      if (!isMore) this.anchor = this.head;
      const [first, last] = [this.anchor, this.head].sort((one, other) => one - other);
      this.draw("chosen", this.words.slice(first, last + 1));
      const { element, line } = this.words[this.head];
      this.show(line.closest("svg") ? line.querySelector(".lit") : element);
      const words = this.changed();
      this.say(words.length > 200 ? `${words.slice(0, 80)} … ${words.slice(-80)}` : words);
    }

    begin() {
      if (!this.words.length) return;
      const lit = this.pane.querySelector("rect.light, span.light");
      const top = (lit ?? this.pane).getBoundingClientRect().top;
      const first = this.words.findIndex(({ line }) => line.getBoundingClientRect().top >= top - 2);
      getSelection().removeAllRanges();
      this.choose(Math.max(first, 0), false);
    }

    lineAway(step) {
      const here = this.words[this.head];
      const edge = (word) => word.element.getBoundingClientRect();
      for (let at = this.head; at >= 0 && at < this.words.length; at += step) {
        if (this.words[at].line === here.line) continue;
        const its = this.words.filter((word) => word.line === this.words[at].line);
        const near = its.toSorted(
          (one, other) => Math.abs(edge(one).left - edge(here).left) - Math.abs(edge(other).left - edge(here).left),
        )[0];
        return this.at.get(near.element);
      }
      return this.head;
    }

    pressed(event) {
      if (event.target !== this.pane || event.ctrlKey || event.metaKey || event.altKey) return;
      const isOn = this.head >= 0;
      if (!isOn) {
        if (event.key === "Enter") {
          event.preventDefault();
          this.begin();
        }
        return;
      }
      const its = this.words.filter((word) => word.line === this.words[this.head].line);
      const moves = {
        ArrowRight: () => this.head + 1,
        ArrowLeft: () => this.head - 1,
        ArrowDown: () => this.lineAway(1),
        ArrowUp: () => this.lineAway(-1),
        Home: () => this.at.get(its[0].element),
        End: () => this.at.get(its.at(-1).element),
      };
      if (event.key in moves) {
        event.preventDefault();
        this.choose(moves[event.key](), event.shiftKey);
      } else if (event.key === "Escape") {
        event.preventDefault();
        this.unchoose();
      } else if (event.key === "Enter") {
        event.preventDefault();
        this.pane.dispatchEvent(new CustomEvent("pages:send", { bubbles: true }));
      }
    }

    // A drag that begins beside the words, where a browser would choose nothing.

    near(sheet, x, y) {
      const away = (at, low, high) => Math.max(low - at, at - high, 0);
      let [best, least] = [null, Infinity];
      for (const line of sheet.querySelectorAll(".on-line")) {
        const box = line.getBoundingClientRect();
        const far = 3 * away(y, box.top, box.bottom) + away(x, box.left, box.right);
        if (far < least) [best, least] = [line, far];
      }
      least = Infinity;
      let word = null;
      for (const one of best?.querySelectorAll("tspan") ?? []) {
        const box = one.getBoundingClientRect();
        const far = away(x, box.left, box.right);
        if (far < least) [word, least] = [one, far];
      }
      return word;
    }

    drag(event) {
      const sheet = event.target.closest("svg.sheet");
      if (!sheet || event.button !== 0 || event.shiftKey || event.target.closest("text")) return;
      event.preventDefault();
      getSelection().removeAllRanges();
      const from = this.near(sheet, event.clientX, event.clientY);
      const going = new AbortController();
      const move = ({ clientX, clientY }) => {
        const over = document.elementFromPoint(clientX, clientY)?.closest("svg.sheet") ?? sheet;
        const to = this.near(over, clientX, clientY);
        if (!from || !to) return;
        const [start, end] = [from.firstChild, to.firstChild];
        if (this.at.get(from) <= this.at.get(to)) getSelection().setBaseAndExtent(start, 0, end, end.length);
        else getSelection().setBaseAndExtent(start, start.length, end, 0);
      };
      document.addEventListener("mousemove", move, { signal: going.signal });
      document.addEventListener("mouseup", () => going.abort(), { once: true });
    }

    // More pages of a long item

    async more(link) {
      const answer = await fetch(link.href, { redirect: "error" });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      link.closest(".more-pages").replaceWith(...[...page.querySelector(".pages").children].map((one) => document.importNode(one, true)));
      this.readWords();
      this.watch();
      this.told();
    }

    watch() {
      const link = this.pane.querySelector(".more-pages a");
      if (!link) return;
      const seen = new IntersectionObserver(
        ([entry]) => {
          if (!entry.isIntersecting) return;
          seen.disconnect();
          this.more(link).catch(() => {});
        },
        { root: this.pane, rootMargin: "600px" },
      );
      seen.observe(link);
    }

    listen() {
      this.tools.addEventListener("click", (event) => {
        const button = event.target.closest("[data-page-act]");
        if (!button) return;
        if (button.dataset.pageAct === "send") {
          button.dispatchEvent(new CustomEvent("pages:send", { bubbles: true }));
        } else this.act(button.dataset.pageAct);
      });
      // What is chosen with the mouse stays chosen while a tool is pressed.
      this.tools.addEventListener("mousedown", (event) => {
        if (event.target.closest("button")) event.preventDefault();
      });
      this.pane.addEventListener("scroll", () => this.told(), { passive: true });
      this.pane.addEventListener("keydown", (event) => this.pressed(event));
      this.pane.addEventListener("mousedown", (event) => {
        this.unchoose();
        this.drag(event);
      });
      document.addEventListener("selectionchange", () => this.changed());
      const box = document.getElementById("find-on-pages");
      box.addEventListener("input", () => this.find());
      box.addEventListener("keydown", (event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        this.find(event.shiftKey ? -1 : 1);
      });
      this.watch();
    }
  }

  function groupedByLine(words) {
    const lines = new Map();
    for (const word of words) lines.set(word.line, [...(lines.get(word.line) ?? []), word]);
    return lines;
  }

  function partOf(element, range) {
    const text = element.firstChild;
    const start = range.startContainer === text ? range.startOffset : 0;
    const end = range.endContainer === text ? range.endOffset : element.textContent.length;
    return element.textContent.slice(start, end);
  }

  function linesOf(parts) {
    const lines = [];
    let last = null;
    for (const [word, part] of parts) {
      if (word.line !== last) lines.push([]);
      lines.at(-1).push(part);
      last = word.line;
    }
    return lines;
  }

  const pane = document.getElementById("pages");
  if (pane) pane.paper = new Paper(pane);
}
