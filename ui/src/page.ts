// What does every page gain from a script? Faster moves between pages; all of them work without it.
import "htmx.org";

document.addEventListener("htmx:afterSettle", (event) => {
  const boosted = event instanceof CustomEvent && event.detail?.boosted === true;
  if (boosted && document.activeElement === document.body) document.getElementById("content")?.focus({ preventScroll: true });
});
