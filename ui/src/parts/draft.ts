// How is what somebody types kept on the server from the first keystroke on, and what when another tab was quicker?
const PAUSE = 600;

interface Answer {
  version: number;
  message?: string;
}

let waiting: ReturnType<typeof setTimeout> | undefined;
let busy = false;
let again = false;

function form(): HTMLFormElement | null {
  return document.querySelector<HTMLFormElement>("form[data-draft]");
}

function version(of: HTMLFormElement): HTMLInputElement | null {
  return of.querySelector<HTMLInputElement>("[name=draft_version]");
}

function say(of: HTMLFormElement, word: "saving" | "saved" | "failed"): void {
  const place = of.querySelector<HTMLElement>(".draft-state");
  if (place) place.textContent = place.dataset[word] ?? "";
}

function typed(of: HTMLFormElement): URLSearchParams {
  const found = new URLSearchParams();
  for (const [name, value] of new FormData(of)) if (typeof value === "string") found.append(name, value);
  return found;
}

async function save(of: HTMLFormElement, leaving = false): Promise<void> {
  if (busy && !leaving) {
    again = true;
    return;
  }
  busy = true;
  again = false;
  say(of, "saving");
  try {
    const answer = await fetch(of.dataset.draft ?? "", { method: "POST", body: typed(of), headers: { Accept: "application/json" }, keepalive: leaving });
    const told: Answer | undefined = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : undefined;
    if (answer.ok && told) {
      const field = version(of);
      if (field) field.value = String(told.version);
      say(of, "saved");
      delete of.dataset.dirty;
    } else if (told && answer.status === 409 && "version" in told) {
      if (!again) conflict(of, told); // else the person has answered already, or typed on: the next save asks anew
    } else {
      say(of, "failed");
      retry(of);
    }
  } catch {
    say(of, "failed");
    retry(of);
  } finally {
    busy = false;
  }
  if (again) void save(of);
}

function retry(of: HTMLFormElement): void {
  clearTimeout(waiting);
  waiting = setTimeout(() => of.isConnected && void save(of), 5000);
}

/** Nothing is saved over what somebody else has written until the person says so. */
function conflict(of: HTMLFormElement, told: Answer): void {
  const bar = of.querySelector<HTMLElement>(".draft-conflict");
  const words = bar?.querySelector<HTMLElement>(".draft-message");
  if (!bar || !words) return;
  words.textContent = told.message ?? "";
  bar.hidden = false;
  clearTimeout(waiting);
  waiting = undefined;
  of.dataset.halted = String(told.version);
}

function changed(event: Event): void {
  const of = event.target instanceof Element ? event.target.closest<HTMLFormElement>("form[data-draft]") : null;
  if (!of || of.dataset.halted) return;
  const first = !of.dataset.dirty && !waiting;
  of.dataset.dirty = "yes";
  clearTimeout(waiting);
  if (first) void save(of);
  waiting = setTimeout(() => {
    waiting = undefined;
    void save(of);
  }, PAUSE);
}

document.addEventListener("input", changed);
document.addEventListener("change", changed);

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest(".draft-keep") : null;
  const of = button?.closest<HTMLFormElement>("form[data-draft]");
  if (!of) return;
  const field = version(of);
  if (field) field.value = of.dataset.halted ?? field.value;
  delete of.dataset.halted;
  of.querySelector<HTMLElement>(".draft-conflict")?.setAttribute("hidden", "");
  void save(of);
});

document.addEventListener("submit", () => {
  clearTimeout(waiting);
  waiting = undefined;
});

export function flush(): void {
  const of = form();
  if (of?.dataset.dirty && !of.dataset.halted) {
    clearTimeout(waiting);
    waiting = undefined;
    void save(of, true);
  }
}

addEventListener("pagehide", flush);
