import assert from "node:assert/strict";
import { test } from "node:test";
import { every, the } from "../scripts/dom.js";
import { showFields } from "../scripts/macro_steps.js";
import { page } from "./browser.js";

const BODY = `<details><div class="field"><select name="step0-act" data-fields='{"ask": ["text"], "publish": []}'>
    <option value=""></option><option value="ask"></option><option value="publish"></option></select></div>
  <div class="field"><textarea name="step0-text"></textarea></div>
  <div class="field"><select name="step0-agency"></select></div>
  <div class="field has-error"><input name="step0-destination"></div></details>`;

test("a step shows the fields of its act, and what is at fault", () => {
  page(BODY);
  const act = the(document, "[name=step0-act]", HTMLSelectElement);
  const shown = () => every(document, ".field", HTMLElement).map((field) => !field.hidden);
  showFields(act);
  assert.deepEqual(shown(), [true, false, false, true]);
  act.value = "ask";
  act.dispatchEvent(new Event("change", { bubbles: true }));
  assert.deepEqual(shown(), [true, true, false, true]);
  act.value = "publish";
  act.dispatchEvent(new Event("change", { bubbles: true }));
  assert.deepEqual(shown(), [true, false, false, true]);
});
