// While a report's page is open: who else has it open, asked every 15 seconds; and what is typed into the form of an act,
// kept on the server a few seconds later, so that it is there on another device. <p data-presence="…" data-draft="…">.
import { every, maybe } from "./dom.js";
import { call } from "./offline/network.js";

const PAUSE = 15000;
const TYPING = 20000; // how long somebody counts as writing
const AFTER = 2500;

/** @param {string} url @param {Record<string, string>} values */
function send(url, values) {
  const token = maybe(document, "[name=csrfmiddlewaretoken]", HTMLInputElement)?.value ?? "";
  const body = new URLSearchParams({ ...values, csrfmiddlewaretoken: token });
  return call(url, { method: "POST", body });
}

/** The text field of an act's form. @param {Element} node */
const isOfAct = (node) =>
  node instanceof HTMLTextAreaElement && node.name === "text" && node.closest("details[data-act]");

/** @type {Record<string, string>} */
let drafts = {};

/** Puts what was typed elsewhere into empty fields of a form. @param {ParentNode} root */
export function fillDrafts(root) {
  for (const field of every(root, "details[data-act] textarea[name=text]", HTMLTextAreaElement)) {
    const kept = drafts[field.closest("details")?.dataset.act ?? ""];
    if (kept && !field.value) field.value = kept;
  }
}

/** @param {HTMLElement} box */
export function bePresent(box) {
  let typedAt = 0;
  /** @type {Map<string, ReturnType<typeof setTimeout>>} */
  const timers = new Map();
  document.addEventListener("input", ({ target }) => {
    if (!(target instanceof HTMLTextAreaElement) || !isOfAct(target)) return;
    typedAt = Date.now();
    const act = target.closest("details")?.dataset.act ?? "";
    clearTimeout(timers.get(act));
    timers.set(
      act,
      setTimeout(() => send(box.dataset.draft ?? "", { act, text: target.value }), AFTER),
    );
  });

  /** @param {boolean} isFirst */
  async function ask(isFirst) {
    const writing = Date.now() - typedAt < TYPING ? "1" : "0";
    const answer = document.hidden
      ? null
      : await send(box.dataset.presence ?? "", { writing, ...(isFirst && { first: "1" }) });
    if (answer?.ok) {
      const said = await answer.json();
      box.textContent = said.words;
      box.hidden = !said.words;
      if (isFirst) {
        drafts = said.drafts;
        fillDrafts(document);
        for (const fold of every(document, "details[data-act]", HTMLDetailsElement)) {
          if (drafts[fold.dataset.act ?? ""]) fold.open = true;
        }
      }
    }
    setTimeout(ask, PAUSE, false);
  }
  ask(true);
}
