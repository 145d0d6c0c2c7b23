import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { the } from "../scripts/dom.js";
import { awaitForm, formCame, formLost, isEarly, isSlip, noteOtherKey } from "../scripts/key_slips.js";
import { page } from "./browser.js";

/** @param {string} key @param {object} more */
const press = (key, more = {}) => new KeyboardEvent("keydown", { key, code: `Key${key.toUpperCase()}`, ...more });

test("letters before the form is there go into its field, and press nothing", () => {
  page("<details><textarea></textarea></details>");
  const fold = the(document, "details", HTMLElement);
  awaitForm(fold);
  for (const key of "Tolong k") assert.ok(isEarly(press(key)));
  const field = the(document, "textarea", HTMLTextAreaElement);
  field.focus();
  formCame(document.body); // another one
  assert.equal(field.value, "");
  formCame(fold);
  assert.equal(field.value, "Tolong k");
  assert.ok(!isEarly(press("T")));
});

test("where the form does not come its letters are nobody's, and keys work again once nobody types", () => {
  page("<details></details>");
  const fold = the(document, "details", HTMLElement);
  mock.timers.enable({ apis: ["Date"], now: 1_000_000 });
  awaitForm(fold);
  assert.ok(isEarly(press("t")));
  formLost(fold);
  mock.timers.tick(400);
  assert.ok(isEarly(press("T")));
  mock.timers.tick(1200);
  assert.ok(!isEarly(press("T")));
  mock.timers.reset();
});

test("a form that never comes holds no key for long", () => {
  page("<details></details><textarea></textarea>");
  const fold = the(document, "details", HTMLElement);
  mock.timers.enable({ apis: ["Date"], now: 2_000_000 });
  awaitForm(fold);
  assert.ok(isEarly(press("T")));
  mock.timers.tick(6000);
  assert.ok(!isEarly(press("T")));
  the(document, "textarea", HTMLElement).focus();
  formCame(fold);
  assert.equal(the(document, "textarea", HTMLTextAreaElement).value, ""); // words of long ago are nobody's
  mock.timers.reset();
});

test("a key that is held or pressed twice at once sends once", () => {
  page('<button type="submit">Teruskan</button><a href="/x">Buka</a>');
  const button = the(document, "button", HTMLElement);
  mock.timers.enable({ apis: ["Date"], now: 5000 });
  assert.ok(!isSlip(press("t"), button));
  assert.ok(isSlip(press("t", { repeat: true }), button));
  mock.timers.tick(350);
  assert.ok(isSlip(press("t"), button));
  mock.timers.tick(700);
  assert.ok(!isSlip(press("t"), button));
  assert.ok(!isSlip(press("a"), button));
  mock.timers.reset();
});

test("the same key after another one is meant", () => {
  page('<button type="submit">Teruskan</button>');
  const button = the(document, "button", HTMLElement);
  assert.ok(!isSlip(press("t"), button));
  noteOtherKey(new KeyboardEvent("keydown", { key: "Shift", code: "ShiftLeft" }));
  assert.ok(isSlip(press("t"), button));
  noteOtherKey(press("l"));
  assert.ok(!isSlip(press("t"), button));
});

test("what only goes somewhere may be pressed as fast as one likes", () => {
  page('<a href="/x">Buka</a>');
  const link = the(document, "a", HTMLElement);
  assert.ok(!isSlip(press("o"), link));
  assert.ok(!isSlip(press("o"), link));
});
