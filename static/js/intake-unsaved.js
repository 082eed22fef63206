// Confirm a reply: whoever leaves what they changed and have not saved is asked first.
"use strict";
{
  const form = document.getElementById("entry");
  let isChanged = "unsaved" in form.dataset; // the page shows what was typed on the one before
  let isSent = false;

  for (const type of ["input", "change"]) {
    form.addEventListener(type, () => {
      isChanged = true;
    });
  }
  form.addEventListener("submit", () => {
    isSent = true;
  });
  window.addEventListener("pageshow", () => {
    isSent = false; // shown again, by the way back
  });
  window.addEventListener("beforeunload", (event) => {
    if (isChanged && !isSent) event.preventDefault();
  });
}
