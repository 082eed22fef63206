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
