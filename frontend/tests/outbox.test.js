import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { contentOf, forget, keep, sendAll, setState, waiting } from "../scripts/app/outbox.js";
import { receipts } from "../scripts/app/receipts.js";
import { deleteAll, newKey } from "../scripts/app/store.js";
import { FILE_PART, PULSE, SEND_KEPT } from "../scripts/server_facts.js";
import { answer, dataOf, offline, server } from "./browser.js";

const KEY = "0b7c6f0e-6d1c-4bb8-9f0a-000000000001";
const NUMBER = "4821093766";
const TAKEN = { number: NUMBER, code: "1234567890123456", is_protected: false };
const photo = () => new File([new Uint8Array(100_000)], "jalan.jpg", { type: "image/jpeg" });

/** @param {Record<string, string | File>} more */
const filled = (more = {}) => dataOf({ text: "Lampu mati", csrfmiddlewaretoken: "old", draft_id: KEY, ...more });

/**
 * A server that takes files and answers this to a report.
 * @param {() => Response} toReport
 */
const office = (toReport) =>
  server((path, data) => {
    if (path === PULSE) return answer({ token: "fresh" });
    if (path !== FILE_PART || !data) return toReport();
    const offset = Number(data.get("offset")) + /** @type {File} */ (data.get("part")).size;
    return answer(offset === Number(data.get("total")) ? { is_done: true } : { offset });
  });

beforeEach(deleteAll);

test("a report is kept with its words and files, and without the token", async () => {
  const row = await keep(KEY, filled({ photos: photo() }), "kept");
  const content = await contentOf(row);
  assert.deepEqual(Object.fromEntries(content.fields), { text: "Lampu mati", draft_id: KEY });
  assert.equal(content.key, KEY);
  assert.deepEqual(
    row.files.map(({ name, size, sent }) => ({ name, size, sent })),
    [{ name: "jalan.jpg", size: 100_000, sent: 0 }],
  );
});

test("kept again under its key it is the same report, and what was sent stays sent", async () => {
  const first = await keep(KEY, filled({ photos: photo() }), "kept");
  first.files[0].sent = 65_536;
  await setState(first, "kept");
  const again = await keep(KEY, filled({ text: "Lampu mati dua", photos: photo() }), "sending");
  assert.equal((await waiting()).length, 1);
  assert.equal(again.at, first.at);
  assert.equal(again.files[0].id, first.files[0].id);
  assert.equal(again.files[0].sent, 65_536);
});

test("without a network it waits", async () => {
  await keep(KEY, filled(), "kept");
  offline();
  assert.equal(await sendAll(), false);
  assert.deepEqual(
    (await waiting()).map((row) => row.state),
    ["kept"],
  );
});

test("with a network it goes, files first, under the token of now", async () => {
  await keep(KEY, filled({ photos: photo() }), "kept");
  const asked = office(() => answer(TAKEN, 201));
  assert.equal(await sendAll(), true);
  assert.deepEqual(
    asked.map(({ path }) => path),
    [PULSE, FILE_PART, FILE_PART, SEND_KEPT],
  );
  const sent = asked[3].data;
  assert.deepEqual(
    [sent?.get("text"), sent?.get("draft_id"), sent?.get("csrfmiddlewaretoken")],
    ["Lampu mati", KEY, "fresh"],
  );
  const [row] = await waiting();
  assert.deepEqual([row.state, row.number, row.files], ["received", NUMBER, []]);
  assert.equal((await contentOf(row)).code, TAKEN.code);
  assert.deepEqual(
    (await receipts()).map(({ number, words }) => [number, words]),
    [[NUMBER, "Lampu mati"]],
  );
});

test("of a confidential report the receipt has no words, of a protected one there is none", async () => {
  await keep(KEY, filled({ visibility: "confidential" }), "kept");
  office(() => answer(TAKEN, 201));
  await sendAll();
  assert.deepEqual(
    (await receipts()).map(({ words }) => words),
    [""],
  );
  await deleteAll();
  await keep(KEY, filled(), "kept");
  office(() => answer({ ...TAKEN, is_protected: true }, 201));
  await sendAll();
  assert.deepEqual(await receipts(), []);
});

for (const status of [422, 409]) {
  test(`what the server refuses (${status}) stays, with its reasons`, async () => {
    await keep(KEY, filled(), "kept");
    office(() => answer({ errors: ["Tulis apa yang terjadi."] }, status));
    await sendAll();
    const [row] = await waiting();
    assert.deepEqual([row.state, row.errors], ["refused", ["Tulis apa yang terjadi."]]);
  });
}

test("a server in trouble is asked again later", async () => {
  await keep(KEY, filled(), "kept");
  office(() => answer({}, 503));
  assert.equal(await sendAll(), false);
  assert.deepEqual(
    (await waiting()).map((row) => row.state),
    ["kept"],
  );
});

test("where the network breaks off in a file, what went stays counted", async () => {
  await keep(KEY, filled({ photos: photo() }), "kept");
  let parts = 0;
  server((path) => {
    if (path === PULSE) return answer({ token: "fresh" });
    parts += 1;
    if (parts > 1) throw new TypeError("fetch failed");
    return answer({ offset: 65_536 });
  });
  assert.equal(await sendAll(), false);
  const [row] = await waiting();
  assert.deepEqual([row.state, row.files[0].sent, row.files[0].isDone], ["kept", 65_536, undefined]);
});

test("a file that the server refuses stops its report", async () => {
  await keep(KEY, filled({ photos: photo() }), "kept");
  server((path) => (path === PULSE ? answer({ token: "fresh" }) : answer({ errors: ["jalan.jpg: bukan foto"] }, 422)));
  await sendAll();
  const [row] = await waiting();
  assert.deepEqual([row.state, row.errors], ["refused", ["jalan.jpg: bukan foto"]]);
});

test("one that is on its way is left alone, until it is too old to be", async (told) => {
  await keep(KEY, filled(), "sending");
  const asked = office(() => answer(TAKEN, 201));
  assert.equal(await sendAll(), true);
  assert.equal(asked.length, 0);
  told.mock.timers.enable({ apis: ["Date"], now: Date.now() + 91_000 });
  assert.equal(await sendAll(), true);
  assert.deepEqual(
    (await waiting()).map((row) => row.state),
    ["received"],
  );
});

test("the oldest goes first, and what is forgotten is gone", async (told) => {
  told.mock.timers.enable({ apis: ["Date"], now: 1_000 });
  await keep(KEY, filled({ text: "pertama" }), "kept");
  told.mock.timers.setTime(2_000);
  const other = newKey();
  await keep(other, filled({ text: "kedua", draft_id: other }), "kept");
  const asked = office(() => answer(TAKEN, 201));
  await sendAll();
  const sent = asked.filter(({ path }) => path === SEND_KEPT).map(({ data }) => data?.get("text"));
  assert.deepEqual(sent, ["pertama", "kedua"]);
  await forget(other);
  assert.equal((await waiting()).length, 1);
});
