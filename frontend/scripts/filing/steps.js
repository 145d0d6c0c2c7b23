// One section at a time, with a progress line; the browser's Back goes a step back and loses nothing.
import { every, maybe, part, targetOf, the } from "../dom.js";

const ONE_LINE = "input:not([type=checkbox]):not([type=radio]):not([type=file])"; // where Enter goes on

/**
 * The step that a part of the address names: the section with this id, or the one that holds what has it. -1: none.
 * @param {HTMLElement[]} sections
 * @param {string} id
 */
export function stepNamed(sections, id) {
  return sections.findIndex((section) => section.id === id || section.contains(document.getElementById(id)));
}

/**
 * The step that the page begins with: the first in which something is wrong, else the one that the address names, else
 * the first.
 * @param {HTMLElement[]} sections
 * @param {string} id
 */
export function firstStep(sections, id) {
  const wrong = sections.findIndex((section) => section.querySelector(".error:not([hidden])"));
  return wrong >= 0 ? wrong : Math.max(0, stepNamed(sections, id));
}

/**
 * @param {FilingForm} form
 * @param {{
 *   onShow: Record<string, () => void>, mayLeave?: Record<string, () => boolean>, given?: string[],
 * }} told `onShow[id]` is called when the section with this id appears; `mayLeave[id]()` says, and tells the person,
 *   whether what it asks is there: else nobody goes on from it, or to the last step; `given`: the sections whose answers
 *   are known already, which the buttons pass by and the links lead to
 */
export function steps(form, { onShow, mayLeave = {}, given = [] }) {
  const sections = every(form, "[data-step]", HTMLElement);
  const links = every(form, "[data-steps] a", HTMLElement);
  const last = sections.length - 1;
  const goBy = (/** @type {1 | -1} */ by) => go(beside(sections, current, by, given), by > 0);
  const bar = barOf(form, last, goBy);
  let current = 0;

  /** @param {number} index */
  function show(index, { focus = true } = {}) {
    current = index;
    for (const [at, section] of sections.entries()) section.hidden = at !== index;
    markLinks(links, index);
    bar.show(index);
    onShow[sections[index].id]?.();
    if (focus) {
      the(sections[index], "h2", HTMLElement).focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
  }

  /**
   * @param {number} index
   * @param {boolean} [isOn] by the button, which goes on
   */
  function go(index, isOn) {
    const asked = index === last ? sections.slice(0, last) : isOn ? [sections[current]] : [];
    const stop = asked.find(({ id }) => mayLeave[id] && !mayLeave[id]());
    const next = stop ? sections.indexOf(stop) : index;
    if (stop && next === current) return; // it stays, with what is missing
    history.pushState(null, "", `#${sections[next].id}`);
    show(next);
    if (stop) mayLeave[stop.id](); // which leads to its field, now that it is shown
  }

  followLinks(links, go);
  followKeys(form, () => {
    if (current === last) return false; // which sends
    goBy(1);
    return true;
  });
  window.addEventListener("popstate", () => show(Math.max(0, stepNamed(sections, named()))));
  form.classList.add("is-stepped");
  show(firstStep(sections, named()), { focus: false });
  leadFromSummary((id) => show(Math.max(0, stepNamed(sections, id)), { focus: false }));
}

/**
 * The next step in this direction that is not given. The first and the last one never are.
 * @param {HTMLElement[]} sections
 * @param {number} from
 * @param {1 | -1} by
 * @param {string[]} given
 */
function beside(sections, from, by, given) {
  let index = from + by;
  while (given.includes(sections[index].id)) index += by;
  return index;
}

/**
 * The bar at the thumb: back, on, and in place of "Continue" at the end the button that sends.
 * @param {FilingForm} form
 * @param {number} last
 * @param {(by: 1 | -1) => void} goBy
 */
function barOf(form, last, goBy) {
  const bar = part(form, "[data-step-bar]");
  const back = part(bar, "[data-back]");
  const next = part(bar, "[data-next]");
  const send = part(form, "[data-send]");
  back.addEventListener("click", () => goBy(-1));
  next.addEventListener("click", () => goBy(1));
  bar.hidden = false;
  bar.append(send);
  send.classList.remove("btn-big", "btn-wide");
  return {
    /** @param {number} index */
    show(index) {
      back.hidden = index === 0;
      next.hidden = index === last;
      send.hidden = index !== last;
    },
  };
}

/** What the address names. */
const named = () => location.hash.slice(1);

/**
 * @param {HTMLElement[]} links
 * @param {(index: number) => void} go
 */
function followLinks(links, go) {
  for (const [index, link] of links.entries()) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      go(index);
    });
  }
}

/**
 * Enter in a one-line field goes on.
 * @param {HTMLElement} form
 * @param {() => boolean} goOn whether it did
 */
function followKeys(form, goOn) {
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && targetOf(event).matches(ONE_LINE) && goOn()) event.preventDefault();
  });
}

/**
 * @param {HTMLElement[]} links
 * @param {number} index
 */
function markLinks(links, index) {
  for (const [at, link] of links.entries()) {
    link.parentElement?.classList.toggle("is-done", at < index);
    link.toggleAttribute("aria-current", false);
    if (at === index) link.setAttribute("aria-current", "step");
  }
}

/**
 * A link of the error summary leads into the step that holds its field.
 * @param {(id: string) => void} showStepOf
 */
function leadFromSummary(showStepOf) {
  const summary = maybe(document, "[data-error-summary]", HTMLElement);
  if (!summary) return;
  summary.addEventListener("click", (event) => {
    const id = targetOf(event).getAttribute("href")?.slice(1);
    if (!id) return;
    event.preventDefault();
    showStepOf(id);
    const field = document.getElementById(id);
    (field?.matches("fieldset") ? the(field, "input", HTMLInputElement) : field)?.focus();
  });
  // After the browser has gone to the address's fragment, which would take the focus along.
  window.addEventListener("load", () => summary.focus());
}
