// Where do the extensions of htmx find it? They ask for a global of that name.
import htmx from "htmx.org";

declare global {
  interface Window {
    htmx: typeof htmx;
  }
}

window.htmx = htmx;
