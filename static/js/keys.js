// Keys: "?" lists them, "/" goes to the search box, "g" and a letter opens a room, Ctrl+Enter saves.
// Each can be switched off (WCAG 2.1.4); without this script nothing is lost but the shortcuts.
//
// A form with data-keys="save" is saved through its button[data-key="save"]; its button[data-key="save-next"]
// saves and opens the next. Links with data-key are opened by the key of that name.
"use strict";
{
  const off = new Set((document.body.dataset.keysOff || "").split(" "));
  const ROOMS = { t: "today", i: "intake", l: "letters", o: "owed", r: "reminders" };
  const WAIT = 1500; // ms between "g" and its letter
  let goingSince = 0;

  const isOn = (name) => !off.has(name);
  const isTyping = (target) =>
    target.isContentEditable || target.closest("input:not([type=checkbox], [type=radio]), select, textarea");

  function press(event, name) {
    const form = document.activeElement?.closest("form[data-keys]") || document.querySelector("form[data-keys]");
    const button = form?.querySelector(`button[data-key="${name}"], input[data-key="${name}"]`);
    if (button && !button.disabled && isOn(name)) {
      event.preventDefault();
      button.click();
    }
  }

  async function showKeys(link) {
    let dialog = document.querySelector("dialog.keys");
    if (!dialog) {
      const answer = await fetch(link.href, { headers: { "HX-Request": "true" } });
      if (!answer.ok || answer.redirected) return location.assign(link.href);
      dialog = document.createElement("dialog");
      dialog.className = "keys";
      dialog.setAttribute("aria-labelledby", "keys-head");
      dialog.innerHTML = await answer.text();
      document.body.append(dialog);
    }
    if (!dialog.open) dialog.showModal();
  }

  function goFind(event) {
    const box = document.getElementById("find");
    if (!box) return;
    event.preventDefault();
    const menu = box.closest("details");
    if (menu?.querySelector("summary").offsetParent) menu.open = true; // "Menu" is there on a narrow screen
    box.focus();
    box.select();
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.repeat || document.querySelector("dialog[open]")) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.altKey) {
      return press(event, event.shiftKey ? "save-next" : "save");
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const room = goingSince && event.timeStamp - goingSince < WAIT ? ROOMS[event.key] : undefined;
    goingSince = event.key === "g" ? event.timeStamp : 0;
    if (room && isOn(room)) {
      document.querySelector(`a[data-key="${room}"]`)?.click();
    } else if (event.key === "/" && isOn("find")) {
      goFind(event);
    } else if (event.key === "?" && isOn("help")) {
      const link = document.querySelector('a[data-key="help"]');
      if (link) showKeys(link);
    }
  });
}
