// Texts come from the page, translated by the server; the module only fills in numbers.

/** A text on <body data-…>, with {name} replaced. Empty when the page has none. */
export function text(name: string, values: Record<string, string | number> = {}): string {
  return fill(document.body.dataset[name] ?? "", values);
}

export function fill(pattern: string, values: Record<string, string | number>): string {
  return pattern.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

let region: HTMLElement | undefined;

/** Tells a screen reader, without moving focus. */
export function announce(words: string): void {
  if (words === "") return;
  if (!region) {
    region = document.createElement("p");
    region.className = "vh";
    region.setAttribute("role", "status");
    document.body.append(region);
  }
  region.textContent = words;
}
