// Where does an instance stand, on the drawing of its process?
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";

interface Shape {
  children?: Shape[];
}

interface Canvas {
  addMarker(id: string, marker: string): void;
  zoom(level: "fit-viewport" | number, center?: "auto"): number;
  scrollToElement(id: string, padding?: number): void;
}

interface Registry {
  get(id: string): Shape | undefined;
}

interface Overlays {
  add(id: string, kind: string, how: { position: { top?: number; bottom?: number; left?: number; right?: number }; html: HTMLElement; scale: { min: number } }): void;
}

interface EventBus {
  on(name: string, heard: (event: { element: { id: string } }) => void): void;
}

interface Mark {
  now: number;
  late: number;
  stopped: number;
  heat: number;
}

const READABLE = 0.45;

async function draw(figure: HTMLElement): Promise<void> {
  const { model, active = "", taken = "", marks = "{}", widths = "{}", at = "" } = figure.dataset;
  const place = figure.querySelector<HTMLElement>(".map-canvas");
  if (!model || !place || figure.dataset.drawn) return;
  figure.dataset.drawn = "yes";
  const answer = await fetch(model);
  const xml = await answer.text();
  if (!answer.ok || !xml.includes("BPMNDiagram")) return;
  figure.hidden = false;
  const viewer = new NavigatedViewer({ container: place });
  await viewer.importXML(xml);
  const canvas = viewer.get<Canvas>("canvas");
  const shown = viewer.get<Registry>("elementRegistry");
  const here = active.split(" ").filter((id) => shown.get(id));
  for (const id of here) canvas.addMarker(id, holdsOthers(shown.get(id)) ? "is-around" : "is-here");
  for (const id of taken.split(" ").filter((flow) => shown.get(flow))) canvas.addMarker(id, "is-taken");
  const figures: Record<string, Mark> = JSON.parse(marks);
  for (const [id, mark] of Object.entries(figures).filter(([id]) => shown.get(id))) say(viewer.get<Overlays>("overlays"), canvas, id, mark);
  const flows: Record<string, number> = JSON.parse(widths);
  for (const [id, width] of Object.entries(flows).filter(([id]) => shown.get(id))) canvas.addMarker(id, `wide-${width}`);
  if (at) {
    viewer.get<EventBus>("eventBus").on("element.click", ({ element }) => {
      if (figures[element.id]) location.assign(at + encodeURIComponent(element.id));
    });
  }
  const innermost = here.find((id) => !holdsOthers(shown.get(id)));
  if (canvas.zoom("fit-viewport", "auto") < READABLE && innermost) {
    canvas.zoom(0.75);
    canvas.scrollToElement(innermost, Math.max(40, place.clientWidth / 2 - 50));
  }
}

/** What stands at an element: how many cases, how many of them late or stopped. */
function say(overlays: Overlays, canvas: Canvas, id: string, mark: Mark): void {
  if (mark.heat) canvas.addMarker(id, `heat-${mark.heat}`);
  const put = (count: number, kind: string, position: { top?: number; bottom?: number; left?: number; right?: number }) => {
    if (!count) return;
    const html = document.createElement("span");
    html.className = `map-badge ${kind}`;
    html.textContent = String(count);
    overlays.add(id, kind, { position, html, scale: { min: 0.85 } });
  };
  put(mark.now, "count", { bottom: 10, left: -10 });
  put(mark.late, "late", { bottom: 10, right: 14 });
  put(mark.stopped, "stopped", { top: -10, right: 14 });
}

function holdsOthers(shape: Shape | undefined): boolean {
  return (shape?.children ?? []).some((child) => !("labelTarget" in child));
}

function drawAll(): void {
  for (const figure of document.querySelectorAll<HTMLElement>("[data-model]")) void draw(figure);
}

drawAll();
document.addEventListener("htmx:afterSettle", drawAll);
