// <form data-autosave="/…">: the form is posted there after two quiet seconds, when a field is left and when the page is hidden.
// A 2xx answer means saved. The answer may carry x-draft-version, which then replaces the form's `version` field.
import { text } from "./say";

const QUIET_MILLISECONDS = 2000;

export function drafts(): void {
  document.querySelectorAll<HTMLFormElement>("form[data-autosave]").forEach(watch);
}

function watch(form: HTMLFormElement): void {
  let changed = false;
  let saving: Promise<void> | undefined;
  let timer = 0;

  const save = async (leaving: boolean): Promise<void> => {
    clearTimeout(timer);
    if (!changed || saving || form.dataset["sending"] !== undefined) return;
    changed = false;
    saving = send(leaving);
    await saving;
    saving = undefined;
  };

  const send = async (leaving: boolean): Promise<void> => {
    try {
      const answer = await fetch(form.dataset["autosave"] ?? "", {
        method: "POST",
        body: fields(form),
        headers: { "x-requested-with": "cairn" },
        credentials: "same-origin",
        redirect: "error",
        keepalive: leaving,
      });
      if (!answer.ok) throw new Error(String(answer.status));
      remember(form, answer.headers.get("x-draft-version"));
      show(form, text("saved", { time: clockTime(new Date()) }));
    } catch {
      changed = true;
      show(form, text("unsaved"));
    }
  };

  // Pressing a button leaves the field, which saves a draft and makes a new version: the form waits for it, so that it is not
  // refused for being based on an old one.
  form.addEventListener("submit", (event) => {
    if (!saving) return;
    event.preventDefault();
    const button = event.submitter;
    void saving.then(() => form.requestSubmit(button));
  });

  const later = (): void => {
    changed = true;
    clearTimeout(timer);
    timer = window.setTimeout(() => void save(false), QUIET_MILLISECONDS);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("focusout", () => void save(false));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") void save(true);
  });
}

/** What the form would send, without files. */
function fields(form: HTMLFormElement): URLSearchParams {
  const body = new URLSearchParams();
  new FormData(form).forEach((value, name) => {
    if (typeof value === "string") body.append(name, value);
  });
  return body;
}

function remember(form: HTMLFormElement, version: string | null): void {
  const field = form.elements.namedItem("version");
  if (version !== null && field instanceof HTMLInputElement) field.value = version;
}

function show(form: HTMLFormElement, words: string): void {
  let place = form.querySelector<HTMLElement>("[data-autosave-status]");
  if (!place) {
    place = document.createElement("p");
    place.className = "saved mt-2";
    place.dataset["autosaveStatus"] = "";
    place.setAttribute("role", "status");
    form.append(place);
  }
  place.textContent = words;
}

/** 10.48 in Swedish, 10:48 otherwise. */
function clockTime(now: Date): string {
  const two = (number: number): string => String(number).padStart(2, "0");
  const between = document.documentElement.lang.startsWith("sv") ? "." : ":";
  return two(now.getHours()) + between + two(now.getMinutes());
}
