import assert from "node:assert/strict";
import { test } from "node:test";
import { privacy } from "../scripts/filing/privacy.js";
import { page } from "./browser.js";

const BODY = `<form><input name="name"><input name="phone"><input name="email"><div data-identity>
  <label class="choice"><input type="radio" name="identity" value="named"></label>
  <label class="choice"><input type="radio" name="identity" value="anonymous"></label></div>
  <p data-protected hidden></p><p data-handlers-only hidden></p><details data-visibility></details></form>`;

function begin(body = BODY) {
  const document = page(body);
  const form = /** @type {FilingForm} */ (/** @type {unknown} */ (document.querySelector("form")));
  privacy(form);
  /** @param {"name" | "phone"} field @param {string} text */
  function write(field, text) {
    form.elements[field].value = text;
    form.elements[field].dispatchEvent(new Event("input", { bubbles: true }));
  }
  const chosen = () => /** @type {HTMLInputElement} */ (form.querySelector("input:checked")).value;
  const isAsked = () => !(/** @type {HTMLElement} */ (document.querySelector("[data-identity]")).hidden);
  return { form, write, isAsked, chosen };
}

test("nobody is asked who gave nothing to know, and named is who gave a name", () => {
  const { write, isAsked, chosen } = begin();
  assert.equal(isAsked(), false);
  write("phone", "0812");
  assert.deepEqual([isAsked(), chosen()], [true, "anonymous"]);
  write("name", "Siti");
  assert.equal(chosen(), "named");
  write("name", "");
  assert.equal(chosen(), "anonymous");
  write("phone", "");
  assert.equal(isAsked(), false);
});

test("what the person chose stays, also on a page that came back", () => {
  const { form, write, chosen } = begin();
  write("name", "Siti");
  const hidden = /** @type {HTMLInputElement} */ (form.querySelector("[value=anonymous]"));
  hidden.checked = true;
  hidden.dispatchEvent(new Event("input", { bubbles: true }));
  write("name", "Siti Aminah");
  assert.equal(chosen(), "anonymous");
  const again = begin(BODY.replace('value="anonymous"', 'value="anonymous" checked'));
  again.write("name", "Siti");
  assert.equal(again.chosen(), "anonymous");
});

test("who may read it is no question where it is protected", () => {
  const { form, write } = begin();
  /** @param {string} name */
  const isShown = (name) => form.querySelector(`[data-${name}]`)?.hasAttribute("hidden") === false;
  assert.deepEqual([isShown("visibility"), isShown("handlers-only")], [true, false]);
  form.querySelector("[data-protected]")?.removeAttribute("hidden");
  write("name", "Siti");
  assert.deepEqual([isShown("visibility"), isShown("handlers-only")], [false, true]);
});
