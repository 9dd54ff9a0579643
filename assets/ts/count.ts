// <textarea data-count="2000" aria-describedby="x-count">: says how many characters are left, aloud only after a pause.
import { announce, text } from "./say";

const PAUSE_MILLISECONDS = 1200;

export function counts(): void {
  document.querySelectorAll<HTMLTextAreaElement | HTMLInputElement>("[data-count]").forEach((field) => {
    const place = document.getElementById(`${field.id}-count`);
    const most = Number(field.dataset["count"]);
    if (!place || !Number.isFinite(most)) return;
    let timer = 0;
    const show = (): void => {
      const left = most - [...field.value].length;
      const words = left < 0 ? text("countOver", { n: -left }) : text("countLeft", { n: left });
      place.textContent = words;
      place.classList.toggle("over", left < 0);
      clearTimeout(timer);
      timer = window.setTimeout(() => document.activeElement === field && announce(words), PAUSE_MILLISECONDS);
    };
    field.addEventListener("input", show);
    show();
  });
}
