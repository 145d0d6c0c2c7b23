import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { the } from "../scripts/dom.js";
import { awaitForm, formCame, isEarly, isSlip, noteOtherKey } from "../scripts/key_slips.js";
import { page } from "./browser.js";

/** @param {string} key @param {object} more */
const press = (key, more = {}) => new KeyboardEvent("keydown", { key, code: `Key${key.toUpperCase()}`, ...more });

test("letters before the form is there go into its field, and press nothing", () => {
  page("<textarea></textarea>");
  awaitForm();
  for (const key of "Tolong k") assert.ok(isEarly(press(key)));
  const field = the(document, "textarea", HTMLTextAreaElement);
  field.focus();
  formCame();
  assert.equal(field.value, "Tolong k");
  assert.ok(!isEarly(press("T")));
});

test("where the form does not come its letters are gone and keys work again", () => {
  page("<button>Teruskan</button>");
  awaitForm();
  assert.ok(isEarly(press("T")));
  formCame();
  assert.ok(!isEarly(press("T")));
});

test("a form that never comes holds no key for long", () => {
  page("<p></p>");
  mock.timers.enable({ apis: ["Date"], now: 1000 });
  awaitForm();
  mock.timers.tick(6000);
  assert.ok(!isEarly(press("T")));
  mock.timers.reset();
  formCame();
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
