// What does every page gain from a script? Faster moves between pages, keys, drafts, and news without a reload; all of them work without it.
import "./parts/htmx";
import "htmx-ext-sse";
import "idiomorph/htmx";
import "./parts/keys";
import { flush } from "./parts/draft";
import { mark, remember, restore } from "./parts/list";

function target(event: Event): HTMLElement | undefined {
  return event instanceof CustomEvent && event.detail?.target instanceof HTMLElement ? event.detail.target : undefined;
}

document.addEventListener("htmx:beforeRequest", (event) => {
  const id = target(event)?.id;
  if (id !== "inbox" && id !== "palette-ways" && id !== "palette") flush();
});

document.addEventListener("htmx:beforeSwap", (event) => {
  if (target(event)?.id === "inbox") remember();
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (target(event)?.id === "inbox") restore(); // at once: a key may be pressed before all has settled
});

document.addEventListener("htmx:afterSettle", (event) => {
  const boosted = event instanceof CustomEvent && event.detail?.boosted === true;
  if (boosted && document.activeElement === document.body) document.getElementById("content")?.focus({ preventScroll: true });
  const detail = document.getElementById("detail");
  if (target(event)?.id === "inbox") restore();
  if (event.target === detail) scrollTo(0, 0);
  if (detail?.dataset.task) mark(detail.dataset.task);
});

document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll<HTMLDetailsElement>("details.account[open], details.sure[open]")) {
    if (event.target instanceof Node && !open.contains(event.target)) open.open = false;
  }
});
