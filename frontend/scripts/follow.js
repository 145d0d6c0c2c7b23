// /ikuti: notices on this device where the browser can; a circle drawn on the map.
import { loadMap } from "./lazy_map.js";

const KEPT = "lapor-follows"; // the page that shows what this device follows

function bytes(text) {
  const plain = atob(
    text
      .replace(/-/g, "+")
      .replace(/_/g, "/")
      .padEnd(Math.ceil(text.length / 4) * 4, "="),
  );
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

async function subscription(key) {
  const registration = await navigator.serviceWorker.ready;
  return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
}

function offerPush(box) {
  if (!("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) return;
  const form = box.querySelector("form");
  const problem = box.querySelector("[data-problem]");
  box.hidden = false;
  form.addEventListener("submit", async (event) => {
    if (form.elements.subscription.value) return;
    event.preventDefault();
    problem.hidden = true;
    const allowed = (await Notification.requestPermission()) === "granted";
    const found = allowed ? await subscription(box.dataset.pushKey).catch(() => null) : null;
    if (!found) {
      problem.textContent = allowed ? problem.dataset.failed : problem.dataset.refused;
      problem.hidden = false;
      return;
    }
    form.elements.subscription.value = JSON.stringify(found);
    form.elements.rhythm.value = document.querySelector("input[name=rhythm]:checked")?.value ?? "at_once";
    form.submit();
  });
}

async function drawCircle(box) {
  const form = box.closest("form");
  const { latitude, longitude, metres } = form.elements;
  const canvas = document.createElement("div");
  canvas.className = "map-canvas";
  box.append(canvas);
  const { openCircle } = await loadMap(box.dataset);
  const circle = await openCircle(canvas, box.dataset, (lat, lng) => {
    latitude.value = lat.toFixed(5);
    longitude.value = lng.toFixed(5);
    circle.show(lat, lng, Number(metres.value));
  });
  metres.addEventListener(
    "input",
    () => latitude.value && circle.show(Number(latitude.value), Number(longitude.value), Number(metres.value)),
  );
}

function offerCircle(box) {
  const button = box.querySelector("button");
  box.hidden = false;
  button.addEventListener("click", () => {
    button.remove();
    box.querySelector("[data-circle-fields]").hidden = false;
    drawCircle(box.querySelector("[data-circle-map]"));
  });
}

document.querySelectorAll("[data-push-key]").forEach(offerPush);
document.querySelectorAll("[data-circle]").forEach(offerCircle);
const kept = document.querySelector("[data-kept-follows]");
if (document.querySelector("[data-follows-of-device]")) localStorage.setItem(KEPT, location.pathname);
if (kept && localStorage.getItem(KEPT)) {
  kept.querySelector("a").href = localStorage.getItem(KEPT);
  kept.hidden = false;
}
