// What does every page gain from a script? Faster moves between pages and news without a reload; all of them work without it.
import "./parts/htmx";
import "htmx-ext-sse";
import "idiomorph/htmx";

document.addEventListener("htmx:afterSettle", (event) => {
  const boosted = event instanceof CustomEvent && event.detail?.boosted === true;
  if (boosted && document.activeElement === document.body) document.getElementById("content")?.focus({ preventScroll: true });
});

document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll<HTMLDetailsElement>("details.account[open], details.sure[open]")) {
    if (event.target instanceof Node && !open.contains(event.target)) open.open = false;
  }
});
