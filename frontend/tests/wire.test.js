import assert from "node:assert/strict";
import { test } from "node:test";
import { the } from "../scripts/dom.js";
import { wire } from "../scripts/wire.js";
import { page } from "./browser.js";

test("in a form that was fetched a category fills in its agency", () => {
  page(`<details><form><select name="category" data-agencies='{"lampu": "perkim"}'><option value=""></option>
    <option value="lampu"></option></select><select name="agency"><option value=""></option><option value="perkim"></option>
    </select></form></details>`);
  wire(the(document, "details", HTMLElement));
  const category = the(document, "[name=category]", HTMLSelectElement);
  category.value = "lampu";
  category.dispatchEvent(new Event("change"));
  assert.equal(the(document, "[name=agency]", HTMLSelectElement).value, "perkim");
});
