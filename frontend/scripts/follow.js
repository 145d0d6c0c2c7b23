// /ikuti: notices on this device where the browser can; a circle drawn on the map.
import { every, maybe, part, the } from "./dom.js";
import { loadMap, mapSettings } from "./lazy_map.js";

const KEPT = "lapor-follows"; // the page that shows what this device follows

/** @param {string} text */
function bytes(text) {
  const plain = atob(
    text
      .replace(/-/g, "+")
      .replace(/_/g, "/")
      .padEnd(Math.ceil(text.length / 4) * 4, "="),
  );
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

/** @param {string} key */
async function subscription(key) {
  const registration = await navigator.serviceWorker.ready;
  return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
}

/** @param {HTMLElement} box */
function offerPush(box) {
  if (!("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) return;
  const form = /** @type {PushForm} */ (the(box, "form", HTMLFormElement));
  const problem = part(box, "[data-problem]");
  box.hidden = false;
  form.addEventListener("submit", async (event) => {
    if (form.elements.subscription.value) return;
    event.preventDefault();
    problem.hidden = true;
    const allowed = (await Notification.requestPermission()) === "granted";
    const found = allowed ? await subscription(box.dataset.pushKey ?? "").catch(() => null) : null;
    if (!found) {
      problem.textContent = (allowed ? problem.dataset.failed : problem.dataset.refused) ?? "";
      problem.hidden = false;
      return;
    }
    form.elements.subscription.value = JSON.stringify(found);
    form.elements.rhythm.value = maybe(document, "input[name=rhythm]:checked", HTMLInputElement)?.value ?? "at_once";
    form.submit();
  });
}

/** @param {HTMLElement} box */
async function drawCircle(box) {
  const form = /** @type {CircleForm} */ (box.closest("form"));
  const { latitude, longitude, metres } = form.elements;
  const canvas = document.createElement("div");
  canvas.className = "map-canvas";
  box.append(canvas);
  const { openCircle } = await loadMap(mapSettings(box));
  const circle = await openCircle(canvas, mapSettings(box), (lat, lng) => {
    latitude.value = lat.toFixed(5);
    longitude.value = lng.toFixed(5);
    circle.show(lat, lng, Number(metres.value));
  });
  metres.addEventListener("input", () => {
    if (latitude.value) circle.show(Number(latitude.value), Number(longitude.value), Number(metres.value));
  });
}

/** @param {HTMLElement} box */
function offerCircle(box) {
  const button = the(box, "button", HTMLButtonElement);
  box.hidden = false;
  button.addEventListener("click", () => {
    button.remove();
    part(box, "[data-circle-fields]").hidden = false;
    drawCircle(part(box, "[data-circle-map]"));
  });
}

every(document, "[data-push-key]", HTMLElement).forEach(offerPush);
every(document, "[data-circle]", HTMLElement).forEach(offerCircle);
const kept = maybe(document, "[data-kept-follows]", HTMLElement);
if (document.querySelector("[data-follows-of-device]")) localStorage.setItem(KEPT, location.pathname);
const page = kept && localStorage.getItem(KEPT);
if (kept && page) {
  the(kept, "a", HTMLAnchorElement).href = page;
  kept.hidden = false;
}
