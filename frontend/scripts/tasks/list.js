// The list of tasks: put in order, with distances from where the phone is, and shown on the map that is loaded when it
// is asked for.
import { every, part, the } from "../dom.js";
import { loadMap, mapSettings } from "../lazy_map.js";
import { byDeadline, byRoute, metres, wayOf } from "./order.js";

/**
 * @typedef {import("./order.js").Place} Place
 * @typedef {import("./order.js").Task & { title: string, row: HTMLElement }} Row
 */

const ORDER = "tasks:order"; // what was chosen, in this browser
const WHERE = { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 };

/** @param {HTMLElement} row @returns {Row} */
function taskOf(row) {
  const { task = "", at = "", due = "", title = "" } = row.dataset;
  const [latitude, longitude] = at.split(",").map(Number);
  return {
    number: task,
    at: at ? [latitude, longitude] : null,
    due: due ? Number(due) : null,
    isUrgent: "urgent" in row.dataset,
    title,
    row,
  };
}

/** @param {number} distance metres */
function written(distance) {
  if (distance < 950) return `${Math.round(distance / 50) * 50} m`;
  const kilometres = (distance / 1000).toFixed(distance < 9950 ? 1 : 0);
  return `${document.documentElement.lang === "id" ? kilometres.replace(".", ",") : kilometres} km`;
}

/** @param {HTMLElement} list */
export function prepareList(list) {
  const bar = part(document, "[data-tasks-bar]");
  const say = part(document, "[data-tasks-say]");
  const order = the(bar, "[data-order]", HTMLSelectElement);
  const tasks = every(list, "[data-task]", HTMLElement).map(taskOf);
  /** @type {Place | null} */
  let from = null;
  /** @type {((tasks: Row[]) => void) | null} */
  let draw = null;

  function arrange() {
    const isRoute = order.value === "route";
    const sorted = isRoute ? byRoute(tasks, from) : byDeadline(tasks);
    list.append(...sorted.map(({ row }) => row));
    for (const { row, at } of sorted) {
      part(row, "[data-distance]").textContent = from && at ? written(metres(from, at)) : "";
    }
    say.textContent = isRoute ? `${say.dataset.way} ${written(wayOf(sorted, from))}` : "";
    draw?.(sorted);
  }

  order.value = localStorage.getItem(ORDER) === "route" ? "route" : "deadline";
  order.addEventListener("change", () => {
    localStorage.setItem(ORDER, order.value);
    arrange();
  });

  prepareLocating(
    part(bar, "[data-locate]"),
    (place) => {
      from = place;
      arrange();
    },
    () => {
      say.textContent = say.dataset.refused ?? "";
    },
  );
  part(bar, "[data-open-map]").addEventListener("click", async ({ currentTarget }) => {
    /** @type {HTMLButtonElement} */ (currentTarget).hidden = true;
    draw = await openMap(list, () => from);
    arrange();
  });
  bar.hidden = false;
  arrange();
}

/**
 * @param {HTMLElement} button
 * @param {(place: Place) => void} onFound
 * @param {() => void} onRefused
 */
function prepareLocating(button, onFound, onRefused) {
  button.hidden = !navigator.geolocation;
  button.addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => onFound([coords.latitude, coords.longitude]),
      onRefused,
      WHERE,
    );
  });
}

/**
 * @param {HTMLElement} list
 * @param {() => Place | null} from
 */
async function openMap(list, from) {
  const box = part(document, "[data-tasks-map]");
  box.hidden = false;
  const settings = mapSettings(box);
  const { showPoints } = await loadMap(settings);
  const { show } = await showPoints(part(box, ".map-canvas"), settings, (number) => goTo(list, number));
  /** @param {Row[]} tasks */
  return (tasks) => {
    const placed = tasks.flatMap(({ number, title, at }) => (at ? [{ number, title, at }] : []));
    show(placed, from());
  };
}

/** @param {HTMLElement} list @param {string} number */
function goTo(list, number) {
  const row = part(list, `[data-task="${number}"]`);
  row.scrollIntoView({ block: "center" });
  part(row, "a").focus();
}
