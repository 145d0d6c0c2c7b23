// How the receipt is printed on this machine: 80 mm roll or A4, big letters or not. The choice stays on the machine.
const KEY = "lapor.desk.paper";
const MM = 96 / 25.4; // CSS pixels
const ROLL = 72; // millimetres that an 80 mm printer prints

function remembered() {
  try {
    return { paper: "a4", big: false, ...JSON.parse(localStorage.getItem(KEY)) };
  } catch {
    return { paper: "a4", big: false };
  }
}

/**
 * A roll is cut where the words end: the page is as long as the slip. The policy allows no inline style, the object
 * model does.
 */
function cutRoll(slip) {
  const copy = slip.cloneNode(true);
  copy.classList.add("slip-measured");
  document.body.append(copy);
  const height = Math.ceil(copy.getBoundingClientRect().height / MM) + 10; // with the margins
  copy.remove();
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`@page roll { size: 80mm ${height}mm; margin: 3mm 4mm; }`);
  document.adoptedStyleSheets = [sheet];
}

function apply(slip, { paper, big }) {
  slip.classList.toggle("is-roll", paper === "80");
  slip.classList.toggle("is-big", big);
  slip.style.setProperty("--roll", `${ROLL}mm`);
  if (paper === "80" && "adoptedStyleSheets" in document) cutRoll(slip);
}

export function paper(box, slip) {
  const choice = remembered();
  box.hidden = false;
  box.querySelector(`[name=paper][value="${choice.paper}"]`).checked = true;
  box.querySelector("[name=big]").checked = choice.big;
  apply(slip, choice);
  box.addEventListener("change", () => {
    const now = {
      paper: box.querySelector("[name=paper]:checked").value,
      big: box.querySelector("[name=big]").checked,
    };
    try {
      localStorage.setItem(KEY, JSON.stringify(now));
    } catch {
      // Switched off: then it is chosen anew each time.
    }
    apply(slip, now);
  });
}
