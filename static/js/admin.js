// What Django's own scripts leave undone: the names of rows, and names for its autocomplete fields.
// Without it every form still works; rows are then added by saving with the spare ones filled in.
"use strict";
{
  const $ = window.django && window.django.jQuery;

  const PLACE = "[name$='-order']";

  // Rows: "Signatory 3", its Remove at its end, the next number in a new row.

  function tidyRows(group) {
    const rows = [...group.querySelectorAll(".inline-related:not(.empty-form)")];
    rows.forEach((row, index) => {
      const name = row.querySelector(".row-name");
      const number = row.querySelector(".row-number");
      if (number) {
        number.textContent = index + 1;
      }
      if (name) {
        row.setAttribute("aria-labelledby", name.id);
      }
      const remove = row.querySelector(".row-name .inline-deletelink");
      const end = row.querySelector(".row-end");
      if (remove && end) {
        end.prepend(remove.parentElement);
      }
      for (const field of row.querySelectorAll("[aria-describedby*='__prefix__']")) {
        field.setAttribute(
          "aria-describedby",
          field.getAttribute("aria-describedby").replaceAll("__prefix__", row.id.split("-").pop()),
        );
      }
    });
    return rows;
  }

  function fillPlace(row, rows) {
    const place = row.querySelector(PLACE);
    if (place && !place.value) {
      const taken = rows.map((other) => Number(other.querySelector(PLACE)?.value || 0));
      place.value = Math.max(0, ...taken) + 1;
    }
  }

  // Autocomplete fields: the label names them, hints and faults describe them.

  function nameLookup(select) {
    const box = select.nextElementSibling?.querySelector(".select2-selection");
    if (!box || box.dataset.named) {
      return;
    }
    box.dataset.named = "yes";
    const label = document.querySelector(`label[for="${select.id}"]`);
    const shown = box.querySelector(".select2-selection__rendered");
    if (shown) {
      shown.removeAttribute("role");
      shown.removeAttribute("aria-readonly");
    }
    if (label) {
      label.id = label.id || `${select.id}_label`;
      box.setAttribute("aria-labelledby", shown?.id ? `${label.id} ${shown.id}` : label.id);
      // One that takes several has its search field inside.
      box.querySelector(".select2-search__field")?.setAttribute("aria-labelledby", label.id);
      label.addEventListener("click", () => (box.querySelector("input") || box).focus());
    }
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (select.hasAttribute(name)) {
        box.setAttribute(name, select.getAttribute(name));
      }
    }
    // Led here by the summary of faults: the field that stands for the hidden one takes the focus.
    select.addEventListener("focus", () => box.focus());
  }

  function nameLookups(within) {
    within.querySelectorAll("select.admin-autocomplete").forEach(nameLookup);
  }

  document.addEventListener("formset:added", (event) => {
    const row = event.target;
    const group = row.closest(".inline-group");
    const rows = tidyRows(group);
    fillPlace(row, rows);
    nameLookups(row);
    // Into the first field that is still to be filled in.
    const first = [...row.querySelectorAll("input, select, textarea")].find(
      (field) => field.type !== "hidden" && !field.value && field.offsetParent,
    );
    (first?.matches(".select2-hidden-accessible") ? first.nextElementSibling.querySelector(".select2-selection") : first)?.focus();
  });

  document.addEventListener("formset:removed", (event) => {
    // Django renumbers the rows that are left after it has told us.
    queueMicrotask(() => {
      const group = document.getElementById(`${event.detail.formsetName}-group`);
      tidyRows(group);
      group.querySelector(".add-row a")?.focus();
    });
  });

  if ($) {
    // After the scripts that Django's forms load, which wait for the page in the same way.
    $(() => {
      document.querySelectorAll(".inline-group").forEach(tidyRows);
      nameLookups(document);
    });
    $(document).on("select2:open", (event) => {
      const search = document.querySelector(".select2-container--open .select2-search__field");
      const label = document.querySelector(`label[for="${event.target.id}"]`);
      if (search) {
        search.setAttribute("aria-label", `Search: ${label ? label.textContent.trim() : ""}`);
        search.focus();
      }
    });
  }
}
