import assert from "node:assert/strict";
import { test } from "node:test";
import { the } from "../scripts/dom.js";
import { fillAgency } from "../scripts/fill_agency.js";
import { page } from "./browser.js";

const BODY = `<form><select name="category" data-agencies='{"lampu": "perkim", "sampah": "dlh"}'>
    <option value=""></option><option value="lampu"></option><option value="sampah"></option><option value="lain"></option>
  </select><select name="agency"><option value=""></option><option value="perkim"></option><option value="dlh"></option></select></form>`;

function begin() {
  page(BODY);
  const category = the(document, "[name=category]", HTMLSelectElement);
  const agency = the(document, "[name=agency]", HTMLSelectElement);
  fillAgency(category);
  /** @param {HTMLSelectElement} select @param {string} value */
  const choose = (select, value) => {
    select.value = value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  };
  return { category, agency, choose };
}

test("a category fills in whose it is, and another one anew", () => {
  const { category, agency, choose } = begin();
  choose(category, "lampu");
  assert.equal(agency.value, "perkim");
  choose(category, "sampah");
  assert.equal(agency.value, "dlh");
});

test("a category of nobody leaves nobody filled in", () => {
  const { category, agency, choose } = begin();
  choose(category, "lampu");
  choose(category, "lain");
  assert.equal(agency.value, "");
});

test("an agency that was chosen by hand stays", () => {
  const { category, agency, choose } = begin();
  choose(agency, "dlh");
  choose(category, "lampu");
  assert.equal(agency.value, "dlh");
});
