import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { deleteAll } from "../scripts/app/store.js";
import { the } from "../scripts/dom.js";
import { draftOf } from "../scripts/draft.js";
import { listener } from "../scripts/filing/hearing.js";
import { keeping } from "../scripts/filing/keeping.js";
import { hasWords, saidIn, words } from "../scripts/filing/words.js";
import { after, answer, dataOf, page, server, until } from "./browser.js";

const RULES = {
  signs: { kdrt: ["pukul & istri|suami"], suap: ["pungli"], urgent: ["bakar"] },
  vocabulary: {},
  harmless: ["bakar +sampah"],
};
const DANGER = new URL("../scripts/danger.js", import.meta.url).href;
const BODY = `<div data-draft-notice hidden><button data-draft-discard></button></div>
  <form data-fresh data-kept="text address" data-said="text address" data-danger-script="${DANGER}" data-danger-signs="/signs">
    <input name="draft_id"><input name="guessed"><input name="latitude"><input name="longitude"><input name="address">
    <textarea name="text" maxlength="5000"></textarea>
    <input type="radio" name="visibility" value="public" checked><input type="radio" name="visibility" value="confidential">
    <input type="radio" name="concern" value="" checked><input type="radio" name="concern" value="suap">
    <div data-urgent hidden><div data-calls><p data-fits="kdrt">129</p><p data-fits="urgent kdrt">112</p></div></div>
    <p data-protected hidden></p><p data-no-words hidden></p></form>`;

const readDraft = () => draftOf("").read();

/** @type {ReturnType<typeof words>[]} */
const open = [];
/** @type {import("../scripts/filing/photos.js").Chosen} */
const photos = { count: () => 0, files: () => [], add: async () => {}, clear: () => {} };

/** The form, with no photos. */
function begin() {
  const document = page(BODY);
  const form = /** @type {FilingForm} */ (/** @type {unknown} */ (document.querySelector("form")));
  const draft = words(form, photos);
  open.push(draft);
  /** @param {string} text @param {"text" | "address"} field */
  function write(text, field = "text") {
    const found = form.elements[field];
    if (found) found.value = text;
    found?.dispatchEvent(new Event("input", { bubbles: true }));
    form.dispatchEvent(new Event("change"));
  }
  /** @param {string} name */
  const isShown = (name) => document.querySelector(`[data-${name}]`)?.hasAttribute("hidden") === false;
  return { form, draft, write, isShown };
}

beforeEach(async () => {
  for (const draft of open.splice(0)) await draft.forget(); // or what it would keep in a moment comes into this test
  await deleteAll();
  server(() => answer(RULES));
});

test("words of danger show the numbers to call, and are not kept", async () => {
  const { draft, write, isShown } = begin();
  write("Ada lubang besar di jalan");
  assert.equal(await draft.mayKeep(), true);
  await until(readDraft);
  write("suaminya sering mukulin istrinya");
  assert.equal(await draft.mayKeep(), false);
  assert.deepEqual([isShown("protected"), isShown("urgent")], [true, true]);
  await until(async () => !(await readDraft()));
  await after(50);
  assert.equal(await readDraft(), null);
});

test("words that are being kept while danger is heard do not stay either", async () => {
  const { form } = begin();
  form.elements.text.value = "Ada lubang besar di jalan";
  let may = true;
  const draft = keeping(form, photos, () => may);
  const kept = draft.remember();
  await after(0); // it has begun
  may = false;
  await Promise.all([kept, draft.remember()]);
  assert.equal(await readDraft(), null);
});

test("danger is heard in the place too, and urgent words may be kept", async () => {
  const { draft, write, isShown } = begin();
  write("Rumah terbakar", "address");
  assert.equal(await draft.mayKeep(), true);
  assert.deepEqual([isShown("protected"), isShown("urgent")], [false, true]);
  write("Bakar sampah", "address");
  assert.equal(isShown("urgent"), false);
});

test("until the signs are there nothing is kept, and what was kept is not thrown away", async () => {
  server(() => answer({}, 503));
  await draftOf("").keepWords({ text: "dari kemarin" });
  const { draft, write } = begin();
  write("Ada lubang besar di jalan");
  await after(50);
  assert.equal(await draft.mayKeep(), false);
  assert.equal((await readDraft())?.fields.text, "dari kemarin");
  server(() => answer(RULES));
  assert.equal(await draft.mayKeep(), true);
});

test("what the server hears while somebody writes counts as well", async () => {
  const { form, draft, write, isShown } = begin();
  write("Ada lubang besar di jalan");
  await draft.mayKeep();
  form.dispatchEvent(new CustomEvent("heard", { detail: { protected: true, urgent: true, labels: ["kdrt"] } }));
  assert.equal(isShown("protected"), true);
  assert.equal(await draft.mayKeep(), false);
});

test("only the numbers that fit are shown: none for a bribe", async () => {
  const { form, draft, write } = begin();
  const shown = () => {
    if (form.querySelector("[data-calls]")?.hasAttribute("hidden")) return [];
    return [...form.querySelectorAll("[data-fits]:not([hidden])")].map((one) => one.textContent);
  };
  write("suaminya sering mukulin istrinya");
  await draft.mayKeep();
  assert.deepEqual(shown(), ["129", "112"]);
  write("rumah terbakar");
  assert.deepEqual(shown(), ["112"]);
  write("ada pungli di loket");
  assert.deepEqual(shown(), []);
  assert.equal(await draft.mayKeep(), false);
});

test("what the person says to be of violence or bribes is not kept, whatever the words are", async () => {
  const { form, draft, write } = begin();
  write("tolong lihat ini");
  assert.equal(await draft.mayKeep(), true);
  the(form, "[name=concern][value=suap]", HTMLInputElement).checked = true;
  assert.equal(await draft.mayKeep(), false);
});

test("a dot says nothing, and the form says so until something is said", () => {
  const { form, isShown, write } = begin();
  form.elements.text.value = " . ";
  assert.deepEqual([hasWords(form), isShown("no-words")], [false, true]);
  write("Lampu mati");
  assert.deepEqual([hasWords(form), isShown("no-words")], [true, false]);
});

test("a confidential report is not kept, whatever it says", async () => {
  const { form, draft, write } = begin();
  write("Ada lubang besar di jalan");
  assert.equal(await draft.mayKeep(), true);
  the(form, "[value=confidential]", HTMLInputElement).checked = true;
  assert.equal(await draft.mayKeep(), false);
});

test("a draft comes back with the notice that it did, and goes when it is sent", async () => {
  await draftOf("").keepWords({ text: "dari kemarin" });
  const { form, draft, isShown } = begin();
  await until(() => form.elements.text.value);
  assert.equal(form.elements.text.value, "dari kemarin");
  assert.equal(isShown("draft-notice"), true);
  await draft.forget();
  assert.equal(await readDraft(), null);
});

test("the counter shows where the limit comes near", () => {
  const { form, write } = begin();
  const below = form.querySelector(".below");
  write("Lampu");
  assert.equal(below?.hasAttribute("hidden"), true);
  write("a".repeat(4000));
  assert.equal(below?.hasAttribute("hidden"), false);
  assert.equal(below?.textContent, "4000 / 5000");
});

test("said is what stands in the named fields, in answers and in names of files", () => {
  const data = dataOf({ text: "a", address: "b", phone: "081", answer_depth: "c", photos: new File([], "d.jpg") });
  assert.deepEqual(saidIn(data, ["text", "address"]), ["a", "b", "c", "d.jpg"]);
});

test("the listener loads once, and again only where that failed", async () => {
  let loads = 0;
  const ear = listener(
    async () => {
      loads += 1;
      if (loads === 1) throw new Error("no network");
      return () => ({ protected: true, urgent: true, labels: [] });
    },
    () => [],
    () => {},
  );
  await ear.open();
  assert.deepEqual([ear.isReady, ear.heard()], [false, { protected: false, urgent: false, labels: [] }]);
  await Promise.all([ear.open(), ear.open()]);
  await ear.open();
  assert.deepEqual([loads, ear.isReady, ear.heard().protected], [2, true, true]);
});
