// The counter goes on without a network: numbers are held ready, what is typed is kept and sent later, the receipt is
// printed at once.

import { post, pulse } from "../../offline/network.js";
import { paper } from "../paper.js";
import { contentOf, forget, isKept, keep, markRefused, readyOf, sendAll } from "./entries.js";
import { inFours, showList, throwAway } from "./list.js";
import { addNumber, canKeep, claimNumber, countNumbers } from "./store.js";

const HELD = 20; // numbers on this machine
const LEAST = 10; // below which more are asked for
const AGAIN = 20 * 1000; // milliseconds between two tries

/** The page and its parts stay on this machine; parts of an older release go. */
async function keepPage() {
  if (!("serviceWorker" in navigator) || !("caches" in window)) return;
  try {
    await navigator.serviceWorker.register("/loket/kerja.js", { scope: "/loket/" });
    const cache = await caches.open("lapor-desk");
    const parts = [...document.querySelectorAll("script[src], link[rel=stylesheet], link[rel=icon]")].map(
      (node) => node.src || node.href,
    );
    const icons = document.querySelector("svg.icon use");
    if (icons) parts.push(new URL(icons.getAttribute("href"), location.href).href.split("#")[0]);
    const known = new Set((await cache.keys()).map((request) => request.url));
    await Promise.all(parts.filter((part) => !known.has(part)).map((part) => cache.add(part).catch(() => {})));
    const page = new URL("/loket/", location.href).href;
    const stale = [...known].filter((url) => url.includes("/static/") && !parts.includes(url) && url !== page);
    await Promise.all(stale.map((url) => cache.delete(url)));
    // Fresh, without what was typed.
    if (!document.querySelector("[data-error-summary]")) await cache.add(page).catch(() => {});
  } catch {
    // Without it only a page that is open goes on working.
  }
}

async function fillUp(form, token) {
  const { desk, numbersUrl } = form.dataset;
  const held = await countNumbers(desk);
  if (held >= LEAST) return held;
  const data = new FormData();
  data.set("count", HELD - held);
  data.set("csrfmiddlewaretoken", token);
  const answer = await post(numbersUrl, data);
  const fresh = answer?.said.numbers || [];
  for (const ready of fresh) await addNumber(answer.said.desk, ready);
  return countNumbers(desk);
}

function printReceipt(content) {
  const place = document.querySelector("[data-offline-place]");
  place.replaceChildren(document.querySelector("[data-offline-receipt]").content.cloneNode(true));
  const slip = place.querySelector("[data-slip]");
  const fill = (name, words) => {
    slip.querySelector(`[data-slot=${name}]`).textContent = words;
  };
  const { ready } = content;
  fill("number", ready ? inFours(ready.number) : place.dataset.noNumber);
  fill("code", ready ? inFours(ready.code) : "–");
  fill("url", ready ? ready.url : "");
  fill(
    "taken",
    new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "full", timeStyle: "short" }).format(
      new Date(content.taken),
    ),
  );
  if (ready) slip.querySelector("[data-slot=qr]").innerHTML = ready.qr; // made by our own server
  document.querySelector("[data-counter]").hidden = true;
  document.body.classList.add("prints-slip");
  paper(place.querySelector("[data-paper]"), slip);
  for (const button of place.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());
  scrollTo(0, 0);
  window.print();
  place.querySelector("[data-next-person]").focus();
}

/** What must be there before a person leaves; the server looks at everything again. */
function missing(form) {
  const { text, name, phone, email, consent } = form.elements;
  if (!text.value.trim()) return text;
  return [name, phone, email].some((field) => field.value.trim()) && !consent.checked ? consent : null;
}

function onSubmit(form, refresh) {
  let isOnItsWay = false;
  form.addEventListener("submit", async (event) => {
    const other = event.submitter?.hasAttribute("formaction");
    if (other) return;
    event.preventDefault();
    if (isOnItsWay) return;
    isOnItsWay = true;
    const { draft_id: draft, csrfmiddlewaretoken: token } = form.elements;
    const known = await isKept(draft.value);
    const ready = known ? await readyOf(draft.value) : await claimNumber(form.dataset.desk);
    if (ready) draft.value = ready.key;
    await keep(form, ready, "sending");
    const now = await pulse(form.dataset.pulseUrl);
    if (now.token) {
      token.value = now.token;
      form.submit(); // the page of the receipt forgets what was kept
      return;
    }
    const fault = missing(form);
    if (fault) {
      await forget(draft.value);
      form.querySelector("[data-offline-fault]").hidden = false;
      fault.focus();
      window.dispatchEvent(new Event("pageshow")); // the button is free again
      isOnItsWay = false;
      return;
    }
    printReceipt(await keep(form, ready, "kept"));
    refresh(now.signedOut ? "signed-out" : "gone");
  });
}

function fillForm(form, content) {
  for (const field of form.elements) {
    if (field.type === "radio" || field.type === "checkbox")
      field.checked = content.fields.some(([name, value]) => name === field.name && value === field.value);
  }
  for (const [name, value] of content.fields) {
    const field = form.elements[name];
    if (field?.tagName && !["radio", "checkbox", "file"].includes(field.type)) field.value = value;
  }
  form.elements.draft_id.value = content.key;
  form.elements.text.focus();
}

export async function offline(form, box) {
  if (!(await canKeep())) return;
  const urls = { pulseUrl: form.dataset.pulseUrl, keptUrl: form.dataset.keptUrl };
  const count = document.querySelector("[data-ready-count]");

  async function act(what, row) {
    if (what === "open") fillForm(form, await contentOf(row.id));
    if (what === "print") printReceipt(await contentOf(row.id));
    if (what === "dismiss") await throwAway(row, box);
    refresh("");
  }

  async function refresh(trouble) {
    await showList(box, trouble, act, form.elements.draft_id.value);
    count.textContent = await countNumbers(form.dataset.desk);
    count.parentElement.hidden = false;
  }

  async function sync() {
    const trouble = await sendAll(urls);
    await refresh(trouble);
    return trouble;
  }

  if (document.querySelector("[data-error-summary]")) await markRefused(form.elements.draft_id.value);
  onSubmit(form, refresh);
  box.querySelector("[data-kept-send]").addEventListener("click", sync);
  window.addEventListener("online", sync);
  setInterval(async () => {
    if (!box.hidden) await sync();
  }, AGAIN);
  form.dataset.offlineReady = ""; // from now on nothing that is typed gets lost
  await refresh("");
  const now = await pulse(urls.pulseUrl);
  if (now.token) {
    await fillUp(form, now.token);
    await keepPage();
  }
  await sync();
  if (now.gone || now.signedOut) await refresh(now.gone ? "gone" : "signed-out");
  form.dataset.offlineFull = "";
}

/** On the page of a receipt: what the machine kept until the office had it goes. */
export async function filed(key) {
  if (key && (await canKeep())) await forget(key);
}
