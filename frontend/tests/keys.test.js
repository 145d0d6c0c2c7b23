import assert from "node:assert/strict";
import { test } from "node:test";
import { every, the } from "../scripts/dom.js";
import { hearKeys, labelOf } from "../scripts/keys.js";
import { page } from "./browser.js";

/** A page whose forms send nothing, and what is sent, by what: each test has its own. @param {string} body */
function begin(body) {
  page(body);
  sessionStorage.clear();
  hearKeys({});
  /** @type {string[]} */
  const sent = [];
  document.addEventListener("submit", (event) => {
    event.preventDefault();
    const { submitter } = /** @type {SubmitEvent} */ (event);
    sent.push(submitter instanceof HTMLButtonElement ? `${submitter.name}=${submitter.value}` : "nothing");
  });
  /** @param {Element} where @param {object} more */
  const send = (where, more = {}) =>
    where.dispatchEvent(
      new KeyboardEvent("keydown", {
        key: "Enter",
        code: "Enter",
        ctrlKey: true,
        bubbles: true,
        cancelable: true,
        ...more,
      }),
    );
  return { sent, send };
}

const ACTS = `<form><textarea></textarea><button type="submit" disabled name="act" value="never">x</button>
  <button type="submit" name="act" value="publish_entry">Terbitkan</button>
  <button type="submit" name="act" value="withhold_entry">Simpan</button></form>`;

test("a form is sent with its first button, which says what is to be done", () => {
  const { sent, send } = begin(ACTS);
  send(the(document, "textarea", HTMLTextAreaElement));
  assert.deepEqual(sent, ["act=publish_entry"]);
});

test("the button that has the focus is the one that sends", () => {
  const { sent, send } = begin(ACTS);
  send(every(document, "button", HTMLButtonElement)[2] ?? document.body);
  assert.deepEqual(sent, ["act=withhold_entry"]);
});

test("where nothing has the focus the main form is sent, and no other", () => {
  const main = `<main>${ACTS}<form data-main><button type="submit" name="act" value="merge">Gabungkan</button></form></main>`;
  const one = begin(main);
  one.send(document.body);
  assert.deepEqual(one.sent, ["act=merge"]);
  const other = begin(ACTS);
  other.send(document.body);
  assert.deepEqual(other.sent, []);
});

test("a key that is held or hit twice sends once", () => {
  const { sent, send } = begin(ACTS);
  const field = the(document, "textarea", HTMLTextAreaElement);
  send(field);
  send(field, { repeat: true });
  send(field);
  assert.equal(sent.length, 1);
});

test("a number is no part of the word before it", () => {
  page("<a><span>Menunggu saya</span><strong>43</strong></a>");
  assert.equal(labelOf(the(document, "a", HTMLElement)), "Menunggu saya 43");
});
