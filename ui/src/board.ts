// How is a card dragged to another stage? The drop sends the card's own "Move to" form, so that both ways are one.
const CARD = ".deal[draggable]";
const LANE = ".lane[data-stage]";

function laneOf(event: DragEvent): HTMLElement | null {
  return event.target instanceof Element ? event.target.closest<HTMLElement>(LANE) : null;
}

function mark(lane: HTMLElement | null): void {
  for (const each of document.querySelectorAll(".lane.is-over")) each.classList.remove("is-over");
  lane?.classList.add("is-over");
}

function begin(board: HTMLElement): void {
  let dragged: HTMLElement | null = null;

  board.addEventListener("dragstart", (event) => {
    dragged = event.target instanceof Element ? event.target.closest<HTMLElement>(CARD) : null;
    dragged?.classList.add("is-dragged");
    event.dataTransfer?.setData("text/plain", dragged?.dataset["deal"] ?? "");
  });

  board.addEventListener("dragover", (event) => {
    const lane = laneOf(event);
    if (!dragged || !lane) return;
    event.preventDefault();
    mark(lane);
  });

  board.addEventListener("dragend", () => {
    mark(null);
    dragged?.classList.remove("is-dragged");
    dragged = null;
  });

  board.addEventListener("drop", (event) => {
    const stage = laneOf(event)?.dataset["stage"];
    const choice = dragged?.querySelector<HTMLButtonElement>(`button[name=stage][value="${stage ?? ""}"]`);
    if (!dragged || !stage) return;
    event.preventDefault();
    choice?.click();
  });
}

function beginAll(): void {
  for (const board of document.querySelectorAll<HTMLElement>("[data-board]:not([data-live])")) {
    board.dataset["live"] = "";
    begin(board);
  }
}

beginAll();
document.addEventListener("htmx:load", beginAll);

export {};
