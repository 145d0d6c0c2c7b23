// How the receipt is printed on this machine: 80 mm roll or A4, big letters or not. The choice stays on the machine.
import { the } from "../dom.js";

const KEY = "lapor.desk.paper";
const MM = 96 / 25.4; // CSS pixels
const ROLL = 72; // millimetres that an 80 mm printer prints

/** @typedef {{ paper: string, big: boolean }} Choice */

/** @returns {Choice} */
function remembered() {
  try {
    return { paper: "a4", big: false, ...JSON.parse(localStorage.getItem(KEY) ?? "null") };
  } catch {
    return { paper: "a4", big: false };
  }
}

/**
 * A roll is cut where the words end: the page is as long as the slip. The policy allows no inline style, the object
 * model does.
 * @param {HTMLElement} slip
 */
function cutRoll(slip) {
  const copy = /** @type {HTMLElement} */ (slip.cloneNode(true));
  copy.classList.add("slip-measured");
  document.body.append(copy);
  const height = Math.ceil(copy.getBoundingClientRect().height / MM) + 10; // with the margins
  copy.remove();
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`@page roll { size: 80mm ${height}mm; margin: 3mm 4mm; }`);
  document.adoptedStyleSheets = [sheet];
}

/**
 * @param {HTMLElement} slip
 * @param {Choice} choice
 */
function apply(slip, { paper, big }) {
  slip.classList.toggle("is-roll", paper === "80");
  slip.classList.toggle("is-big", big);
  slip.style.setProperty("--roll", `${ROLL}mm`);
  if (paper === "80" && "adoptedStyleSheets" in document) cutRoll(slip);
}

/**
 * @param {HTMLElement} box
 * @param {HTMLElement} slip
 */
export function paper(box, slip) {
  const choice = remembered();
  const big = the(box, "[name=big]", HTMLInputElement);
  box.hidden = false;
  the(box, `[name=paper][value="${choice.paper}"]`, HTMLInputElement).checked = true;
  big.checked = choice.big;
  apply(slip, choice);
  box.addEventListener("change", () => {
    const now = { paper: the(box, "[name=paper]:checked", HTMLInputElement).value, big: big.checked };
    try {
      localStorage.setItem(KEY, JSON.stringify(now));
    } catch {
      // Switched off: then it is chosen anew each time.
    }
    apply(slip, now);
  });
}
