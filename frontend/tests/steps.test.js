import assert from "node:assert/strict";
import { test } from "node:test";
import { firstStep, stepNamed, steps } from "../scripts/filing/steps.js";
import { page } from "./browser.js";

const section = (/** @type {string} */ name, inner = "") =>
  `<section id="step-${name}" data-step><h2 tabindex="-1">${name}</h2>${inner}</section>`;
const BODY = `<p data-danger>112</p><form>
  <ol data-steps><li><a href="#step-photo">1</a></li><li><a href="#step-what">2</a></li><li><a href="#step-check">3</a></li></ol>
  ${section("photo", '<input name="website" id="one-line"><input type="checkbox" id="box">')}
  ${section("what", '<textarea name="text" id="id_text"></textarea>')}
  ${section("check", '<button type="submit" class="btn-big" data-send>Kirim</button>')}
  <div data-step-bar hidden><button type="button" data-back>Kembali</button>
    <button type="button" data-next>Lanjut</button></div></form>`;

/**
 * The form with its steps. `photos` can be changed.
 * @param {{ url?: string, body?: string }} of
 */
function begin({ url = "https://kota.example/lapor", body = BODY } = {}) {
  const document = page(body, url);
  const form = /** @type {FilingForm} */ (/** @type {unknown} */ (document.querySelector("form")));
  const given = { isSaid: true, asked: 0, checked: 0 };
  steps(form, {
    onShow: {
      "step-check": () => {
        given.checked += 1;
      },
    },
    mayLeave: {
      "step-what": () => {
        given.asked += 1;
        return given.isSaid;
      },
    },
  });
  /** @param {string} selector */
  const found = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));
  const shown = () =>
    [...document.querySelectorAll("[data-step]")]
      .filter((one) => !(/** @type {HTMLElement} */ (one).hidden))
      .map(({ id }) => id);
  return { given, found, shown, form };
}

test("one step is shown at a time, with its place in the line above", () => {
  const { found, shown } = begin();
  assert.deepEqual(shown(), ["step-photo"]);
  found("[data-next]").click();
  assert.deepEqual(shown(), ["step-what"]);
  assert.equal(found("a[href='#step-what']").getAttribute("aria-current"), "step");
  assert.equal(found("a[href='#step-photo']").hasAttribute("aria-current"), false);
  assert.ok(found("li").classList.contains("is-done"));
  assert.equal(location.hash, "#step-what");
  assert.equal(document.activeElement?.textContent, "what");
});

test("only the last step sends, and asks for its preview", () => {
  const { found, given } = begin();
  assert.deepEqual(
    [found("[data-send]").hidden, found("[data-next]").hidden, found("[data-back]").hidden],
    [true, false, true],
  );
  found("a[href='#step-check']").click();
  assert.deepEqual(
    [found("[data-send]").hidden, found("[data-next]").hidden, found("[data-back]").hidden],
    [false, true, false],
  );
  assert.equal(given.checked, 1);
  assert.equal(found("[data-danger]").hidden, false); // one tap away on every step
});

test("nobody goes past a step that is not answered, by the button or to the last one; back is free", () => {
  const { found, given, shown } = begin();
  found("[data-next]").click();
  given.isSaid = false;
  found("[data-next]").click();
  assert.deepEqual(shown(), ["step-what"]);
  found("a[href='#step-photo']").click();
  assert.deepEqual(shown(), ["step-photo"]);
  found("a[href='#step-check']").click();
  assert.deepEqual(shown(), ["step-what"]);
  assert.ok(given.asked > 1);
  given.isSaid = true;
  found("[data-next]").click();
  assert.deepEqual(shown(), ["step-check"]);
});

test("the browser's Back goes a step back", () => {
  const { shown, found } = begin();
  found("[data-next]").click();
  history.replaceState(null, "", "#step-photo");
  window.dispatchEvent(new Event("popstate"));
  assert.deepEqual(shown(), ["step-photo"]);
});

test("Enter in a line goes on, elsewhere it does not", () => {
  const { shown, found } = begin();
  const enter = () => new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true });
  found("#box").dispatchEvent(enter());
  found("#id_text").dispatchEvent(enter());
  assert.deepEqual(shown(), ["step-photo"]);
  found("#one-line").dispatchEvent(enter());
  assert.deepEqual(shown(), ["step-what"]);
});

test("the address names the step to begin with, by the step or by what is in it", () => {
  assert.deepEqual(begin({ url: "https://kota.example/lapor#step-check" }).shown(), ["step-check"]);
  assert.deepEqual(begin({ url: "https://kota.example/lapor#id_text" }).shown(), ["step-what"]);
  assert.deepEqual(begin({ url: "https://kota.example/lapor#nothing" }).shown(), ["step-photo"]);
});

test("a page that came back begins where something is wrong, and its summary leads to the field", () => {
  const body = BODY.replace("<textarea", '<p class="error">kosong</p><textarea');
  const withSummary = `<div data-error-summary tabindex="-1"><a href="#one-line">x</a></div>${body}`;
  const { shown, found } = begin({ body: withSummary, url: "https://kota.example/lapor#step-check" });
  assert.deepEqual(shown(), ["step-what"]);
  found("[data-error-summary] a").click();
  assert.deepEqual(shown(), ["step-photo"]);
  assert.equal(document.activeElement?.id, "one-line");
});

test("a hidden error is none", () => {
  page(BODY.replace("<textarea", '<p class="error" hidden></p><textarea'));
  const sections = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-step]")]);
  assert.equal(firstStep(sections, ""), 0);
  assert.equal(stepNamed(sections, "nothing"), -1);
});
