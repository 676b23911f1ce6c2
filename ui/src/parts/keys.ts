// Which keys do something, and when do they stay letters?
import { here, move, rows } from "./list";
import { open } from "./palette";

const FIELDS = "input, textarea, select, [contenteditable], dialog";

function typing(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(FIELDS) !== null;
}

function claim(): void {
  const row = here();
  const button = row ? row.querySelector<HTMLElement>("form button") : document.querySelector<HTMLElement>('#detail [data-verb="claim"] button');
  button?.click();
}

/** Into the form of the opened task, or of the one at hand once it has been opened. */
function fill(): void {
  const row = here();
  const opened = document.getElementById("detail")?.dataset.task;
  if (row && row.id !== `task-${opened}`) {
    document.addEventListener("htmx:afterSettle", fillOpened, { once: true });
    row.querySelector<HTMLElement>(".task-link")?.click();
    return;
  }
  fillOpened();
}

function fillOpened(): void {
  const first = document.querySelector<HTMLElement>("#answer .form :is(input:not([type=hidden]), textarea, select), #answer .primary");
  first?.focus();
}

function search(): void {
  const field = document.querySelector<HTMLInputElement>(".desk-list input[type=search], form[role=search] input[type=search]");
  field?.focus();
  field?.select();
}

const DEEDS: Record<string, () => void> = { j: () => move(1), k: () => move(-1), c: claim, e: fill, "/": search };

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    void open();
    return;
  }
  const field = event.target instanceof HTMLElement ? event.target : undefined;
  if (event.key === "Escape" && field?.matches(".desk-list input[type=search]")) {
    field.blur();
    move(0);
    return;
  }
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
    field?.closest<HTMLFormElement>("#answer")?.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || typing(event.target)) return;
  const deed = DEEDS[event.key];
  if (!deed || (event.key !== "/" && !rows().length && !document.getElementById("detail"))) return;
  event.preventDefault();
  deed();
});
