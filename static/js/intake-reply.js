// Confirm a reply: a proposed passage is taken out where it stands, and can be put back.
// Without it, the server does the same.
"use strict";
{
  const form = document.getElementById("entry");
  const shown = (key) => form.querySelector(`[data-out="${CSS.escape(key)}"]`);

  form.addEventListener("click", (event) => {
    const [, key] = /^out-(.+)$/.exec(event.target.closest("button")?.name ?? "") ?? [];
    if (!key) return;
    event.preventDefault();
    const box = form.elements[key];
    box.value = "";
    box.dispatchEvent(new Event("change", { bubbles: true }));
    box.focus();
  });

  // It can be taken out as long as it stands as it was proposed.
  function told(key) {
    const button = shown(key);
    const proof = document.getElementById(`proof-${key}`);
    if (button && proof) button.hidden = proof.dataset.state !== "proposed";
  }
  for (const type of ["input", "change"]) {
    form.addEventListener(type, (event) => setTimeout(told, 0, event.target.name));
  }

  // Who says what a passage does has looked at it.
  form.addEventListener("change", (event) => {
    const [, part] = /^(part-\d+)-outcome$/.exec(event.target.name) ?? [];
    const tick = part && form.querySelector(`[name="looked"][value="${part}-quote"]`);
    if (!tick || tick.checked || !event.target.value) return;
    tick.checked = true;
    tick.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
