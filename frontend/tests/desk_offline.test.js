import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import {
  entries,
  forget,
  keep,
  markRefused,
  readyOf,
  renumberingOf,
  sendAll,
} from "../scripts/desk/offline/entries.js";
import * as store from "../scripts/desk/offline/store.js";
import { addNumber, claimNumber, countNumbers } from "../scripts/desk/offline/store.js";
import { answer, offline, page, server } from "./browser.js";

const URLS = { pulseUrl: "/pulse", keptUrl: "/kept" };
const HOUR = 3600 * 1000;
const KEY = "0b7c6f0e-6d1c-4bb8-9f0a-000000000001";

/** @param {string} number @param {number} hours */
const ready = (number, hours = 12) => {
  const until = new Date(Date.now() + hours * HOUR).toISOString();
  return { key: `key of ${number}`, number, code: "1234567890123456", url: "/x", qr: "<svg></svg>", until };
};

/** A form of the desk with these words in it. */
function form(text = "Lampu mati") {
  const document = page(`<form data-officer="7">
    <input name="draft_id" value="${KEY}"><input name="csrfmiddlewaretoken" value="old">
    <textarea name="text"></textarea></form>`);
  const found = /** @type {DeskForm} */ (/** @type {unknown} */ (document.querySelector("form")));
  found.elements.text.value = text;
  return found;
}

/** @param {() => Response} toReport */
const office = (toReport) => server((path) => (path === URLS.pulseUrl ? answer({ token: "fresh" }) : toReport()));

beforeEach(async () => {
  for (const row of await store.all("entries")) await store.remove("entries", row.id);
  for (const row of await store.all("numbers")) await store.remove("numbers", Number(row.id));
});

test("no number is given to two people", async () => {
  for (const number of ["1", "2"]) await addNumber("loket", ready(number));
  const given = await Promise.all([claimNumber("loket"), claimNumber("loket"), claimNumber("loket")]);
  assert.deepEqual(given.map((one) => one?.number).sort(), ["1", "2", undefined]);
});

test("a number of another desk, or one about to run out, is not given", async () => {
  await addNumber("lain", ready("1"));
  await addNumber("loket", ready("2", 0.5));
  assert.equal(await countNumbers("loket"), 0);
  assert.equal(await claimNumber("loket"), null);
  assert.equal((await claimNumber("lain"))?.number, "1");
});

test("what was typed lies sealed and is sent with the number that was printed", async () => {
  await keep(form(), ready("4821093766"), "kept");
  assert.ok(!JSON.stringify(await entries()).includes("Lampu"));
  assert.equal((await readyOf(KEY))?.number, "4821093766");
  const asked = office(() => answer({ number: "4821093766", is_as_printed: true }, 201));
  assert.equal(await sendAll(URLS), "");
  const data = asked[1].data;
  const sent = ["text", "printed_number", "taken_by", "csrfmiddlewaretoken"].map((name) => data?.get(name));
  assert.deepEqual(sent, ["Lampu mati", "4821093766", "7", "fresh"]);
  const [row] = await entries();
  assert.deepEqual([row.state, row.number, row.sealed], ["sent", "4821093766", undefined]);
});

test("one that got another number than was printed says both", async () => {
  await keep(form(), ready("4821093766"), "kept");
  office(() => answer({ number: "1000000002", code: "6543210987654321", is_as_printed: false }, 201));
  await sendAll(URLS);
  const [row] = await entries();
  assert.equal(row.state, "renumbered");
  assert.deepEqual(await renumberingOf(row), { printed: "4821093766", code: "6543210987654321" });
});

test("without a network, or signed out, everything waits", async () => {
  await keep(form(), null, "kept");
  offline();
  assert.equal(await sendAll(URLS), "gone");
  server(() => answer({}, 403));
  assert.equal(await sendAll(URLS), "signed-out");
  assert.deepEqual(
    (await entries()).map(({ state }) => state),
    ["kept"],
  );
});

test("what is refused is sent by hand only", async () => {
  await keep(form(), null, "kept");
  office(() => answer({ errors: ["Tulis apa yang terjadi."] }, 422));
  await sendAll(URLS);
  const [row] = await entries();
  assert.deepEqual([row.state, row.errors], ["refused", ["Tulis apa yang terjadi."]]);
  const asked = office(() => answer({}, 500));
  await sendAll(URLS);
  assert.equal(asked.length, 0);
});

test("one that came back with a fault is kept as refused, and goes when it is forgotten", async () => {
  await keep(form(), null, "sending");
  await markRefused(KEY);
  assert.deepEqual(
    (await entries()).map(({ state }) => state),
    ["refused"],
  );
  await forget(KEY);
  assert.deepEqual(await entries(), []);
});

test("a sent one leaves the list after half a day", async (told) => {
  await keep(form(), null, "kept");
  office(() => answer({ number: "4821093766", is_as_printed: true }, 201));
  await sendAll(URLS);
  assert.equal((await entries()).length, 1);
  told.mock.timers.enable({ apis: ["Date"], now: Date.now() + 13 * HOUR });
  assert.deepEqual(await entries(), []);
});
