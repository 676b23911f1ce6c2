// How does a person go through a list of tasks by keys, and why does news never move them from where they are?
const ROWS = "#inbox .task";

let place = -1;
let last = "";

document.addEventListener("focusin", (event) => {
  const row = event.target instanceof Element ? event.target.closest<HTMLElement>(ROWS) : null;
  if (row) last = row.id;
});

export function rows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(ROWS)];
}

function link(row: HTMLElement | undefined): HTMLAnchorElement | null {
  return row?.querySelector<HTMLAnchorElement>(".task-link") ?? null;
}

/** The row at which the person is: the one with the focus, or else the opened one. */
export function here(): HTMLElement | undefined {
  const focused = document.activeElement?.closest<HTMLElement>(ROWS);
  return focused ?? undefined;
}

export function move(by: number): void {
  const all = rows();
  const at = here() ?? all.find((row) => row.id === last);
  const opened = all.findIndex((row) => row.hasAttribute("aria-current"));
  const from = at ? all.indexOf(at) : place >= 0 ? (by > 0 ? place - 1 : place) : opened;
  const to = Math.min(Math.max(from + by, 0), all.length - 1);
  const target = link(all[to]);
  if (!target) return;
  target.focus({ preventScroll: true });
  target.closest("li")?.scrollIntoView({ block: "nearest" });
  place = -1;
}

export function mark(key: string | undefined): void {
  for (const row of rows()) {
    if (row.id === `task-${key}`) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
}

interface Stand {
  id: string;
  index: number;
  top: number;
}

let stand: Stand | undefined;

/** Before news comes in: where is the person? */
export function remember(): void {
  const at = here();
  if (!at && stand && document.activeElement === document.body) return; // news upon news: the first is not yet settled
  stand = at && { id: at.id, index: rows().indexOf(at), top: at.getBoundingClientRect().top };
}

/** After it: the same row under the same spot; a row that is gone leaves nobody at another one. */
export function restore(): void {
  if (!stand) return;
  const { id, index, top } = stand;
  stand = undefined;
  const row = document.getElementById(id);
  if (!row) {
    place = index;
    const said = document.getElementById("said");
    if (said) said.textContent = said.dataset.gone ?? "";
    return;
  }
  if (document.activeElement !== link(row)) link(row)?.focus({ preventScroll: true });
  const moved = row.getBoundingClientRect().top - top;
  const pane = row.closest<HTMLElement>(".desk-list");
  if (!pane || !moved) return;
  if (pane.scrollHeight > pane.clientHeight) pane.scrollTop += moved;
  else window.scrollBy(0, moved);
}
