// A person chosen in a row fills name, title, agency and address as they were on the letter's date.
// Only what is empty is filled, and all of it stays editable. Saving does the same without this script.
const $ = window.django.jQuery;

async function fillFrom(select) {
  const prefix = select.name.replace(/-person$/, "");
  const field = (name) => document.getElementsByName(`${prefix}-${name}`)[0];
  const asked = new URLSearchParams({ person: select.value });
  asked.set("on", document.getElementsByName("dated_on")[0]?.value ?? "");
  if (prefix.startsWith("signatories")) {
    const office = document.getElementsByName("office")[0]?.value ?? select.closest("form").dataset.office ?? "";
    asked.set("office", office);
  }
  const root = document.location.pathname.replace(/letter\/.*$/, "letter/official/");
  const answer = await fetch(`${root}?${asked}`, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const found = await answer.json();
  for (const name of ["name", "title", "organization", "address"]) {
    const input = field(name);
    if (input && !input.value.trim() && found[name]) input.value = found[name];
  }
  const agency = field("agency");
  if (agency && !agency.value && found.agency) {
    agency.append(new Option(found.agency.text, found.agency.id, true, true));
    $(agency).trigger("change");
  }
}

$(document).on("select2:select", "select[name$='-person']", (event) => fillFrom(event.target));
