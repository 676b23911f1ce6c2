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

const READABLE = 0.45;

async function draw(figure: HTMLElement): Promise<void> {
  const { model, active = "", taken = "" } = figure.dataset;
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
  const innermost = here.find((id) => !holdsOthers(shown.get(id)));
  if (canvas.zoom("fit-viewport", "auto") < READABLE && innermost) {
    canvas.zoom(0.75);
    canvas.scrollToElement(innermost, Math.max(40, place.clientWidth / 2 - 50));
  }
}

function holdsOthers(shape: Shape | undefined): boolean {
  return (shape?.children ?? []).some((child) => !("labelTarget" in child));
}

function drawAll(): void {
  for (const figure of document.querySelectorAll<HTMLElement>("[data-model]")) void draw(figure);
}

drawAll();
document.addEventListener("htmx:afterSettle", drawAll);
