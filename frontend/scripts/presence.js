// While a report's page is open: who else has it open, asked every 15 seconds; and what is typed into the form of an act,
// kept on the server a few seconds later, so that it is there on another device. <p data-presence="…" data-draft="…">.
import { every, maybe } from "./dom.js";
import { call } from "./offline/network.js";

const PAUSE = 15000;
const TYPING = 20000; // how long somebody counts as writing
const AFTER = 2500; // the first letter that was not sent waits so long, however steadily somebody types

/**
 * @param {string} url
 * @param {Record<string, string>} values
 * @param {boolean} keepalive it goes out though the page is left
 */
function send(url, values, keepalive = false) {
  const token = maybe(document, "[name=csrfmiddlewaretoken]", HTMLInputElement)?.value ?? "";
  const body = new URLSearchParams({ ...values, csrfmiddlewaretoken: token });
  return call(url, { method: "POST", body, keepalive });
}

const FIELDS = "details[data-act] textarea[name=text], #write textarea[name=text]";

/** The act whose form a field is in. @param {HTMLTextAreaElement} field */
const actOf = (field) => maybe(field.form ?? document, "input[name=act]", HTMLInputElement)?.value ?? "";

/** @type {Record<string, string>} */
let drafts = {};

/** Puts what was typed elsewhere into empty fields of a form, and before words that were taken. @param {ParentNode} root */
export function fillDrafts(root) {
  for (const field of every(root, FIELDS, HTMLTextAreaElement)) {
    const kept = drafts[actOf(field)];
    if (!kept || field.value.includes(kept)) continue;
    if (!field.value) field.value = kept;
    else if ("taken" in field.dataset) field.value = `${kept}\n\n${field.value}`;
  }
}

/**
 * Keeps what is typed on the server.
 * @param {string} url
 * @param {() => void} noteTyping
 */
function keepDrafts(url, noteTyping) {
  /** @type {Map<string, { field: HTMLTextAreaElement, timer: ReturnType<typeof setTimeout> }>} */
  const unsent = new Map();

  /** @param {string} act @param {boolean} isLeaving */
  function flush(act, isLeaving = false) {
    const waits = unsent.get(act);
    if (!waits) return;
    clearTimeout(waits.timer);
    unsent.delete(act);
    send(url, { act, text: waits.field.value }, isLeaving);
  }
  const flushAll = () => {
    for (const act of [...unsent.keys()]) flush(act, true);
  };

  document.addEventListener("input", ({ target }) => {
    if (!(target instanceof HTMLTextAreaElement) || !target.matches(FIELDS)) return;
    noteTyping();
    const act = actOf(target);
    drafts[act] = target.value; // of now: what was emptied does not come back
    if (!unsent.has(act)) unsent.set(act, { field: target, timer: setTimeout(flush, AFTER, act) });
  });
  document.addEventListener("submit", ({ target }) => {
    for (const [act, { field, timer }] of unsent) {
      if (field.form !== target) continue;
      clearTimeout(timer); // it is sent itself, and ends its draft
      unsent.delete(act);
    }
  });
  document.addEventListener("visibilitychange", () => document.hidden && flushAll());
  window.addEventListener("pagehide", flushAll);
}

/** @param {HTMLElement} box */
export function bePresent(box) {
  let typedAt = 0;
  drafts = {};
  keepDrafts(box.dataset.draft ?? "", () => {
    typedAt = Date.now();
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
        drafts = { ...said.drafts, ...drafts };
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
