// How does Ctrl-K bring everything that a person may do over the page at which they are?
import htmx from "htmx.org";

function dialog(): HTMLDialogElement | null {
  return document.querySelector<HTMLDialogElement>("#palette");
}

export async function open(): Promise<void> {
  const box = dialog();
  if (!box || document.querySelector("main #palette-body")) {
    document.querySelector<HTMLInputElement>("#palette-text")?.focus();
    return;
  }
  if (box.open) return;
  box.replaceChildren();
  box.showModal();
  await htmx.ajax("get", "/palette", { target: "#palette", select: "#palette-body", swap: "innerHTML" });
  box.querySelector<HTMLInputElement>("#palette-text")?.focus();
}

function choices(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(".palette-way")];
}

document.addEventListener("keydown", (event) => {
  const box = event.target instanceof Element ? event.target.closest("#palette-body") : null;
  if (!box) return;
  const all = choices();
  const at = all.findIndex((way) => way === document.activeElement);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const to = at + (event.key === "ArrowDown" ? 1 : -1);
    (all[to] ?? box.querySelector<HTMLElement>("#palette-text"))?.focus();
  } else if (event.key === "Enter" && at < 0) {
    event.preventDefault();
    all[0]?.click();
  }
});

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  if (event.target.closest("#palette-open") && !(event instanceof MouseEvent && (event.ctrlKey || event.metaKey))) {
    event.preventDefault();
    event.stopPropagation();
    void open();
  } else if (event.target.closest(".palette-way") || event.target === dialog()) {
    dialog()?.close();
  }
}, true);
