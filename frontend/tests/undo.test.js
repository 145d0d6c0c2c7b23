import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { page } from "./browser.js";

test("the seconds run, and the offer goes with the last", async () => {
  mock.timers.enable({ apis: ["setInterval", "Date"] });
  let now = 0;
  mock.method(performance, "now", () => now);
  page(`<form data-undo="3"><p>selama <span data-left>3 detik</span>.</p><button>Urungkan</button></form>`);
  document.documentElement.lang = "id";
  await import("../scripts/undo.js");
  const words = () => document.querySelector("p")?.textContent;
  /** @param {number} milliseconds */
  const wait = (milliseconds) => {
    now += milliseconds;
    mock.timers.tick(milliseconds);
  };
  wait(1250);
  assert.equal(words(), "selama 2 detik.");
  wait(1000);
  assert.equal(words(), "selama 1 detik.");
  wait(1000);
  assert.equal(document.querySelector("[data-undo]"), null);
  mock.timers.reset();
});
