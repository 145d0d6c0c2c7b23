// What was done seconds ago can be undone: the seconds run, and the offer goes when they are over. Without this script
// it stays, and the server says that it is too late.
import { maybe } from "./dom.js";

/** @param {HTMLElement} offer */
function runDown(offer) {
  const until = performance.now() + Number(offer.dataset.undo) * 1000;
  const left = maybe(offer, "[data-left]", HTMLElement);
  const words = new Intl.NumberFormat(document.documentElement.lang, {
    style: "unit",
    unit: "second",
    unitDisplay: "long",
  });
  const running = setInterval(() => {
    const seconds = Math.ceil((until - performance.now()) / 1000);
    if (left) left.textContent = words.format(seconds);
    if (seconds > 0) return;
    clearInterval(running);
    offer.remove();
  }, 250);
}

const offer = maybe(document, "[data-undo]", HTMLElement);
if (offer) runDown(offer);
