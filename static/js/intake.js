// Taking files in: drop them anywhere on the page, paste a picture or a file; what was chosen is listed.
const form = document.getElementById("take-in");
const input = form?.querySelector("input[type=file]");
const area = form?.querySelector("[data-drop]");
const list = form?.querySelector("[data-chosen]");
const MOST = 50 * 1024 * 1024;
const MOST_FILES = 100; // that Django takes in one request

const size = (bytes) =>
  bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;

// What the browser knows already is told beside the file; the server says it again.
const faultOf = (file) => {
  if (!file.size) return "is empty";
  if (file.size > MOST) return "is larger than 50 MB";
  return "";
};

const show = () => {
  list.replaceChildren(
    ...Array.from(input.files, (file, place) => {
      const item = document.createElement("li");
      const name = document.createElement("span");
      name.textContent = `${file.name} (${size(file.size)})`;
      item.append(name);
      const fault = faultOf(file);
      if (fault) {
        const told = document.createElement("span");
        told.className = "fault";
        told.textContent = fault;
        item.append(told);
      }
      const drop = document.createElement("button");
      drop.type = "button";
      drop.className = "as-link";
      drop.textContent = "Leave out";
      drop.setAttribute("aria-label", `Leave out ${file.name}`);
      drop.addEventListener("click", () => {
        keep(Array.from(input.files).filter((_, other) => other !== place));
        input.focus();
      });
      item.append(drop);
      return item;
    }),
  );
  if (input.files.length > MOST_FILES) {
    const told = document.createElement("li");
    told.className = "fault";
    told.textContent = `These are ${input.files.length} files. Up to ${MOST_FILES} can be taken in at once.`;
    list.prepend(told);
  }
};

const keep = (files) => {
  const held = new DataTransfer();
  for (const file of files) held.items.add(file);
  input.files = held.files;
  show();
};

const add = (files) => keep([...input.files, ...files]);

if (form) {
  form.querySelector("[data-drop-words]").hidden = false;
  // Chosen in a second go, files come to those that are there: nothing chosen before is lost.
  let before = [];
  input.addEventListener("click", () => {
    before = Array.from(input.files);
  });
  input.addEventListener("change", () => {
    const chosen = Array.from(input.files);
    const same = (one) => chosen.some((other) => other.name === one.name && other.size === one.size);
    keep([...before.filter((one) => !same(one)), ...chosen]);
    before = [];
  });
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    area.classList.add("is-over");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) area.classList.remove("is-over");
  });
  document.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    area.classList.remove("is-over");
    add(event.dataTransfer.files);
    form.querySelector("button.primary").focus();
  });
  document.addEventListener("paste", (event) => {
    const files = Array.from(event.clipboardData?.files ?? []);
    if (!files.length) return;
    event.preventDefault();
    const stamp = new Date().toISOString().slice(0, 19).replaceAll(":", "-");
    add(
      files.map((file, place) =>
        file.name && file.name !== "image.png"
          ? file
          : new File([file], `pasted-${stamp}${place ? `-${place + 1}` : ""}.png`, { type: file.type }),
      ),
    );
    form.querySelector("button.primary").focus();
  });
}
