import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { the } from "../scripts/dom.js";
import { bePresent, fillDrafts } from "../scripts/presence.js";
import { keepTyped } from "../scripts/typed.js";
import { answer, page, server } from "./browser.js";

const FORM = `<form><input type="hidden" name="act" value="answer"><textarea name="text"></textarea></form>`;
const BODY = `<p data-presence="/hadir" data-draft="/draf" hidden></p>`;
const settle = () => new Promise((done) => setImmediate(done));

/** @param {string} form @param {Record<string, string>} drafts */
async function begin(form, drafts = {}) {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  page(BODY + form, "https://kota.example/konsol/laporan/1/tulis/answer");
  const asked = server(() => answer({ words: "", drafts }));
  bePresent(the(document, "[data-presence]", HTMLElement));
  for (let turn = 0; turn < 5; turn += 1) await settle();
  const field = the(document, "textarea", HTMLTextAreaElement);
  /** @param {string} words */
  const type = (words) => {
    field.value = words;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const sent = () => asked.filter(({ path }) => path === "/draf").map(({ data }) => data?.get("text"));
  return { field, type, sent };
}
test.afterEach(() => mock.timers.reset());

test("who types steadily is kept every few seconds, on the page of an act too", async () => {
  const { type, sent } = await begin(`<section id="write">${FORM}</section>`);
  for (let letter = 1; letter <= 10; letter += 1) {
    type("a".repeat(letter));
    mock.timers.tick(500);
  }
  assert.deepEqual(sent(), ["a".repeat(5), "a".repeat(10)]);
});

test("what was not sent goes out when the page is left, and not when the form itself was sent", async () => {
  const { field, type, sent } = await begin(`<details data-act="answer">${FORM}</details>`);
  type("Lampu");
  window.dispatchEvent(new Event("pagehide"));
  assert.deepEqual(sent(), ["Lampu"]);
  type("Lampu diganti");
  field.form?.dispatchEvent(new Event("submit", { bubbles: true }));
  window.dispatchEvent(new Event("pagehide"));
  assert.deepEqual(sent(), ["Lampu"]);
});

test("words that were emptied do not come back with the next form", async () => {
  const { field, type } = await begin(`<details data-act="answer">${FORM}</details>`, { answer: "Dulu" });
  assert.equal(field.value, "Dulu");
  type("");
  fillDrafts(document);
  assert.equal(field.value, "");
});

test("words that are chosen stand below those that were typed, once", () => {
  page(FORM, "https://kota.example/konsol/laporan/1/tulis/answer?take=7#write");
  const field = the(document, "textarea", HTMLTextAreaElement);
  sessionStorage.setItem("typed::/konsol/laporan/1/tulis/answer:answer:::text", "Yang terhormat,");
  field.defaultValue = "Lampu sudah diganti.";
  keepTyped(field);
  assert.equal(field.value, "Yang terhormat,\n\nLampu sudah diganti.");
  assert.equal(location.search, "");
  field.value = field.defaultValue = "";
  keepTyped(field); // the page loaded anew
  assert.equal(field.value, "Yang terhormat,\n\nLampu sudah diganti.");
});
