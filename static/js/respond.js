// An outcome proposes, a person decides: a full answer and "no records" tick "settles it" beforehand.
// What a person has ticked or unticked themselves is left alone.
document.addEventListener("change", (event) => {
  const { target } = event;
  if (target.name?.endsWith("-settles")) {
    target.dataset.decided = "yes";
  }
  if (!target.name?.endsWith("-outcome") || !target.dataset.proposes) return;
  const settles = target.form.elements[target.name.replace(/-outcome$/, "-settles")];
  if (settles && !settles.dataset.decided) {
    settles.checked = target.dataset.proposes.split(" ").includes(target.value);
  }
});

// Once the form is on its way, what it would do is asked no more.
document.addEventListener("submit", (event) => {
  event.target.dataset.sent = "yes";
});
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.closest("form")?.dataset.sent) event.preventDefault();
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});
