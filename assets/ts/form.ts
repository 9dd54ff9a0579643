// Sending once, and finding the first error.

/** A form that is on its way cannot be sent again. The server's idempotency key is the real protection; this saves a worry. */
export function guard(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset["sending"] !== undefined) {
      event.preventDefault();
      return;
    }
    form.dataset["sending"] = "";
    // After the browser has read the form: a disabled button would not send its own name and value.
    setTimeout(() => mark(form, true));
  });
  // Coming back with the back button: the page is alive again.
  addEventListener("pageshow", () => {
    document.querySelectorAll<HTMLFormElement>("form[data-sending]").forEach((form) => {
      delete form.dataset["sending"];
      mark(form, false);
    });
  });
}

function mark(form: HTMLFormElement, busy: boolean): void {
  for (const element of Array.from(form.elements)) {
    if (element instanceof HTMLButtonElement) element.setAttribute("aria-disabled", String(busy));
  }
}

/** The error summary takes focus when the page opens, and its links put the cursor in the field they name. */
export function errors(): void {
  const summary = document.querySelector<HTMLElement>(".errsum");
  if (!summary) return;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const field = link?.hash ? document.getElementById(decodeURIComponent(link.hash.slice(1))) : null;
    if (!field) return;
    event.preventDefault();
    const place = field.closest("fieldset")?.querySelector("legend") ?? document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
    (place ?? field).scrollIntoView();
    field.focus({ preventScroll: true });
  });
}
