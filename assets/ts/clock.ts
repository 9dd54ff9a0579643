// <div class="clock" data-due="instant" data-opened="instant">: recounted once a minute. Clocks that count working days carry no data-due.
import { announce, text } from "./say";

const MINUTE_MILLISECONDS = 60_000;
const STEP = 5;

export function clocks(): void {
  const all = Array.from(document.querySelectorAll<HTMLElement>(".clock[data-due]"));
  if (all.length === 0) return;
  setInterval(() => {
    if (document.visibilityState === "visible") all.forEach(recount);
  }, MINUTE_MILLISECONDS);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") all.forEach(recount);
  });
}

function recount(clock: HTMLElement): void {
  const due = Date.parse(clock.dataset["due"] ?? "");
  const opened = Date.parse(clock.dataset["opened"] ?? "");
  const now = Date.now();
  const left = clock.querySelector<HTMLElement>("small");
  if (Number.isNaN(due) || !left) return;
  if (now >= due) {
    late(clock, left);
    return;
  }
  const minutes = Math.ceil((due - now) / MINUTE_MILLISECONDS);
  const hours = Math.floor(minutes / 60);
  const words = hours > 0 ? text("leftHours", { h: hours, m: minutes % 60 }) : text("leftMinutes", { m: minutes });
  if (words !== "") left.textContent = words;
  if (!Number.isNaN(opened) && opened < due) step(clock, ((now - opened) / (due - opened)) * 100);
}

/** The state has changed: this, and only this, is said aloud. */
function late(clock: HTMLElement, left: HTMLElement): void {
  if (clock.classList.contains("clock--late")) return;
  clock.classList.remove("clock--ok", "clock--today");
  clock.classList.add("clock--late");
  const words = text("late");
  if (words !== "") left.textContent = words;
  step(clock, 100);
  announce(words);
}

function step(clock: HTMLElement, percent: number): void {
  const meter = clock.querySelector(".meter");
  if (!meter) return;
  const rounded = Math.min(100, Math.max(0, Math.round(percent / STEP) * STEP));
  meter.className = `meter p-${rounded}`;
}
