// Where does an instance stand, on the drawing of its process?
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";

interface Canvas {
  addMarker(id: string, marker: string): void;
  zoom(level: "fit-viewport", center: "auto"): number;
}

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
  const shown = viewer.get<{ get(id: string): unknown }>("elementRegistry");
  mark(canvas, shown, active, "is-here");
  mark(canvas, shown, taken, "is-taken");
  canvas.zoom("fit-viewport", "auto");
}

function mark(canvas: Canvas, shown: { get(id: string): unknown }, ids: string, marker: string): void {
  for (const id of ids.split(" ").filter(Boolean)) {
    if (shown.get(id)) canvas.addMarker(id, marker);
  }
}

function drawAll(): void {
  for (const figure of document.querySelectorAll<HTMLElement>("[data-model]")) void draw(figure);
}

drawAll();
document.addEventListener("htmx:afterSettle", drawAll);
