// The one module. Every part is an improvement of a page that already works; none is needed.
import { clocks } from "./clock";
import { counts } from "./count";
import { drafts } from "./draft";
import { errors, guard } from "./form";
import { exits, menus, printers } from "./page";

document.documentElement.dataset["js"] = "";
for (const start of [exits, menus, printers, errors, guard, drafts, counts, clocks]) start();
