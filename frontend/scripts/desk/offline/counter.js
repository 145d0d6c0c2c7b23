// The counter goes on without a network: numbers are held ready, what is typed is kept and sent later, the receipt is
// printed at once.
import { DESK_CACHE } from "../../caches.js";
import { every, maybe, part } from "../../dom.js";
import { callAhead, post, pulse } from "../../offline/network.js";
import { DESK, DESK_WORKER, STATIC } from "../../server_facts.js";
import { contentOf, forget, isKept, keep, markRefused, readyOf, sendAll } from "./entries.js";
import { showList, throwAway } from "./list.js";
import { printReceipt } from "./receipt.js";
import { addNumber, canKeep, claimNumber, countNumbers } from "./store.js";

/** @typedef {import("./entries.js").Trouble} Trouble */

const HELD = 20; // numbers on this machine
const LEAST = 10; // below which more are asked for
const AGAIN = 20 * 1000; // milliseconds between two tries

/** The addresses of scripts, sheets and icons that the page is made of. */
function partsOfPage() {
  const scripts = every(document, "script[src]", HTMLScriptElement).map((node) => node.src);
  const sheets = every(document, "link[rel=stylesheet], link[rel=icon]", HTMLLinkElement).map((node) => node.href);
  const icons = maybe(document, "svg.icon use", SVGUseElement)?.getAttribute("href");
  return [...scripts, ...sheets, ...(icons ? [new URL(icons, location.href).href.split("#")[0]] : [])];
}

/** The page and its parts stay on this machine; parts of an older release go. */
async function keepPage() {
  if (!("serviceWorker" in navigator) || !("caches" in window)) return;
  try {
    await navigator.serviceWorker.register(DESK_WORKER, { scope: DESK });
    const cache = await caches.open(DESK_CACHE);
    const parts = partsOfPage();
    const known = new Set((await cache.keys()).map((request) => request.url));
    await Promise.all(parts.filter((one) => !known.has(one)).map((one) => cache.add(one).catch(() => {})));
    const page = new URL(DESK, location.href).href;
    const stale = [...known].filter((url) => url.includes(STATIC) && !parts.includes(url) && url !== page);
    await Promise.all(stale.map((url) => cache.delete(url)));
    // Fresh, without what was typed.
    if (document.querySelector("[data-error-summary]")) return;
    const fresh = await callAhead(page);
    if (fresh?.ok) await cache.put(page, fresh);
  } catch {
    // Without it only a page that is open goes on working.
  }
}

/**
 * @param {DeskForm} form
 * @param {string} token
 */
async function fillUp(form, token) {
  const { desk = "", numbersUrl = "" } = form.dataset;
  const held = await countNumbers(desk);
  if (held >= LEAST) return;
  const data = new FormData();
  data.set("count", String(HELD - held));
  data.set("csrfmiddlewaretoken", token);
  const answer = await post(numbersUrl, data);
  for (const ready of answer?.said.numbers ?? []) await addNumber(answer?.said.desk ?? "", ready);
}

/**
 * What must be there before a person leaves; the server looks at everything again.
 * @param {DeskForm} form
 */
function missing(form) {
  const { text, name, phone, email, consent } = form.elements;
  if (!text.value.trim()) return text;
  return [name, phone, email].some((field) => field.value.trim()) && !consent.checked ? consent : null;
}

/**
 * @param {DeskForm} form
 * @param {(trouble: Trouble) => Promise<void>} refresh
 */
function onSubmit(form, refresh) {
  let isOnItsWay = false;

  async function file() {
    const { draft_id: draft, csrfmiddlewaretoken: token } = form.elements;
    const known = await isKept(draft.value);
    const ready = known ? await readyOf(draft.value) : await claimNumber(form.dataset.desk ?? "");
    if (ready) draft.value = ready.key;
    await keep(form, ready, "sending");
    const now = await pulse(form.dataset.pulseUrl ?? "");
    if (now.token) {
      token.value = now.token;
      form.submit(); // the page of the receipt forgets what was kept
      return;
    }
    const fault = missing(form);
    if (fault) {
      await forget(draft.value);
      part(form, "[data-offline-fault]").hidden = false;
      fault.focus();
      window.dispatchEvent(new Event("pageshow")); // the button is free again
      isOnItsWay = false;
      return;
    }
    printReceipt(await keep(form, ready, "kept"));
    refresh(now.signedOut ? "signed-out" : "gone");
  }

  form.addEventListener("submit", async (event) => {
    if (event.submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    if (isOnItsWay) return;
    isOnItsWay = true;
    await file();
  });
}

/**
 * @param {DeskForm} form
 * @param {EntryContent} content
 */
function fillForm(form, content) {
  for (const field of form.elements) {
    if (field instanceof HTMLInputElement && ["radio", "checkbox"].includes(field.type)) {
      field.checked = content.fields.some(([name, value]) => name === field.name && value === field.value);
    }
  }
  for (const [name, value] of content.fields) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) field.value = value;
    if (field instanceof HTMLInputElement && !["radio", "checkbox", "file"].includes(field.type)) field.value = value;
  }
  form.elements.draft_id.value = content.key;
  form.elements.text.focus();
}

/**
 * @param {DeskForm} form
 * @param {HTMLElement} box the list of what this machine keeps
 */
export async function offline(form, box) {
  if (!(await canKeep())) return;
  const { desk = "", pulseUrl = "", keptUrl = "" } = form.dataset;
  const count = part(document, "[data-ready-count]");

  /** @type {import("./list.js").Act} */
  async function act(what, row) {
    if (what === "dismiss") await throwAway(row, box);
    const content = what === "open" || what === "print" ? await contentOf(row.id) : null;
    if (content && what === "open") fillForm(form, content);
    if (content && what === "print") printReceipt(content);
    refresh("");
  }

  /** @param {Trouble} trouble */
  async function refresh(trouble) {
    await showList(box, trouble, act, form.elements.draft_id.value);
    count.textContent = String(await countNumbers(desk));
    if (count.parentElement) count.parentElement.hidden = false;
  }

  const sync = async () => refresh(await sendAll({ pulseUrl, keptUrl }));

  if (document.querySelector("[data-error-summary]")) await markRefused(form.elements.draft_id.value);
  onSubmit(form, refresh);
  part(box, "[data-kept-send]").addEventListener("click", sync);
  window.addEventListener("online", sync);
  setInterval(() => box.hidden || sync(), AGAIN);
  form.dataset.offlineReady = ""; // from now on nothing that is typed gets lost
  await refresh("");
  const now = await pulse(pulseUrl);
  if (now.token) {
    await fillUp(form, now.token);
    await keepPage();
  }
  await sync();
  if (now.gone || now.signedOut) await refresh(now.gone ? "gone" : "signed-out");
  form.dataset.offlineFull = "";
}

/**
 * On the page of a receipt: what the machine kept until the office had it goes.
 * @param {string | undefined} key
 */
export async function filed(key) {
  if (key && (await canKeep())) await forget(key);
}
