// What was done seconds ago can be undone: the offer goes when the time is over. Without this script it stays, and the
// server says that it is too late.
import { maybe } from "./dom.js";

/** @param {HTMLElement} offer */
function endOffer(offer) {
  const seconds = Number(offer.dataset.undo);
  setTimeout(() => offer.remove(), seconds * 1000);
}

const offer = maybe(document, "[data-undo]", HTMLElement);
if (offer) endOffer(offer);
