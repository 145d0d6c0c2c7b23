// Makes the pages of the tasks work without a network: the service worker, the parts that pages are made of, and the day
// that is taken along with its pictures and words for photos.
import { TASKS_CACHE } from "../caches.js";
import { every, maybe, part } from "../dom.js";
import { keepWords } from "../evidence/store.js";
import { askWordsAhead } from "../evidence/telling.js";
import { call, callAhead } from "../offline/network.js";
import { AREAS, ATTACHMENTS, TASKS, TASKS_WORKER } from "../server_facts.js";
import { canKeep, keepPage } from "./store.js";

const PATIENCE = 20000; // milliseconds
const APART = "script[src], link[rel=stylesheet], link[rel=icon], [data-map-script]";

/** The addresses of scripts, sheets, icons and outlines that a page is made of. @param {Document} page */
function partsOf(page) {
  const icons = maybe(page, "svg.icon use", SVGUseElement)?.getAttribute("href")?.split("#")[0];
  const found = every(page, APART, HTMLElement).flatMap((node) => [
    node.getAttribute("src"),
    node.getAttribute("href"),
    node.dataset.mapScript,
    node.dataset.mapStyle,
    node.dataset.mapAreas,
  ]);
  return [...found, icons, AREAS].flatMap((url) => (url ? [new URL(url, location.href).href] : []));
}

async function keepParts() {
  const cache = await caches.open(TASKS_CACHE);
  const parts = new Set(partsOf(document));
  const known = new Set((await cache.keys()).map((request) => request.url));
  for (const url of parts) if (!known.has(url)) await cache.add(url).catch(() => {});
}

/**
 * A page with its pictures; gives it to read, null where it did not come.
 * @param {string} path
 */
async function take(path) {
  const answer = await callAhead(path);
  if (!answer?.ok) return null;
  const page = new DOMParser().parseFromString(await answer.clone().text(), "text/html");
  await keepPage(path, answer);
  for (const picture of every(page, `img[src^="${ATTACHMENTS}"]`, HTMLImageElement)) {
    const url = picture.getAttribute("src") ?? "";
    const image = await call(url, {}, PATIENCE);
    if (image?.ok) await keepPage(url, image);
  }
  return page;
}

/** @param {string} path */
async function takeTask(path) {
  const page = await take(path);
  const camera = page && maybe(page, "[data-camera]", HTMLElement);
  const { report = "", officer = "", challengeUrl = "" } = camera?.dataset ?? {};
  if (camera && "ahead" in camera.dataset) {
    const given = await askWordsAhead(challengeUrl);
    if (given?.length) await keepWords({ report, officer }, given);
  }
  return Boolean(page);
}

/** @param {HTMLButtonElement} button */
async function takeAlong(button) {
  const say = part(document, "[data-tasks-say]");
  button.disabled = true;
  say.textContent = say.dataset.taking ?? "";
  const paths = every(document, "a.task-open", HTMLAnchorElement).map((link) => link.pathname);
  let isAll = Boolean(await take(TASKS));
  for (const path of paths) isAll = (await takeTask(path)) && isAll;
  say.textContent = (isAll ? say.dataset.taken : say.dataset.notTaken) ?? "";
  button.disabled = false;
}

/** Pages that are opened are kept by the worker from the second one on; the first one here. */
export async function prepareKeeping() {
  if (!("serviceWorker" in navigator) || !("caches" in window) || !(await canKeep())) return;
  const button = maybe(document, "[data-take-along]", HTMLButtonElement);
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => takeAlong(button));
  }
  try {
    const isControlled = Boolean(navigator.serviceWorker.controller);
    await navigator.serviceWorker.register(TASKS_WORKER, { scope: TASKS });
    await keepParts();
    if (!isControlled) await take(location.pathname);
  } catch {
    // Without it only a page that is open goes on working.
  }
}
