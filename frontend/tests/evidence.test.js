import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import {
  deleteAll,
  dropForm,
  fileOf,
  keepForm,
  keepPhoto,
  keepWords,
  keptForm,
  keptWord,
  noteOf,
  photosOf,
  usedUp,
  waitingActs,
} from "../scripts/evidence/store.js";
import { arrived, askWord, tell } from "../scripts/evidence/telling.js";
import { answer, offline, page, server } from "./browser.js";

const HERE = { report: "4821093762", officer: "hana" };
const THERE = { report: "4821093762", officer: "landung" };
const HASH = "a".repeat(64);
const NOTE = { challenge: "c", sha256: HASH, device_at: "2026-11-27T10:00:00Z", offline: "1" };
/** @param {number} minutes */
const word = (minutes, id = "w") => ({
  id,
  word: "PISANG 47",
  until: new Date(Date.now() + minutes * 60000).toISOString(),
  words: "Berlaku",
});
const photo = () => new File([new Uint8Array(2000)], "bukti.jpg", { type: "image/jpeg" });

beforeEach(deleteAll);

test("a photo is kept with its note, for its officer alone, and comes back as it was", async () => {
  await keepPhoto(HERE, "answer", HASH, photo(), NOTE);
  const [row] = await photosOf("hana");
  assert.deepEqual(await noteOf(row), NOTE);
  assert.deepEqual([row.report, row.act, row.noted], [HERE.report, "answer", ""]);
  assert.deepEqual(new Uint8Array(await (await fileOf(row)).arrayBuffer()), new Uint8Array(2000));
  assert.deepEqual(await photosOf("landung"), []);
});

test("nothing of a photo stands readable in the store", async () => {
  const row = await keepPhoto(HERE, "answer", HASH, photo(), { ...NOTE, latitude: "-6.98" });
  assert.ok(!JSON.stringify([...new Uint8Array(row.sealed.data)]).includes("-6.98"));
  assert.notDeepEqual(new Uint8Array(row.file.data).slice(0, 2000), new Uint8Array(2000));
});

test("a word of the stock is given until it is used up or over, to its officer alone", async () => {
  await keepWords(HERE, [word(60)]);
  assert.equal((await keptWord(HERE))?.word, "PISANG 47");
  assert.equal(await keptWord(THERE), null);
  await usedUp("w");
  assert.equal(await keptWord(HERE), null);
  await keepWords(HERE, [word(-1, "old")]);
  assert.equal(await keptWord(HERE), null);
});

test("new words take the place of those of before", async () => {
  await keepWords(HERE, [word(60, "one"), word(60, "two")]);
  await keepWords(HERE, [word(60, "three")]);
  assert.equal((await keptWord(HERE))?.id, "three");
  await usedUp("three");
  assert.equal(await keptWord(HERE), null);
});

test("a form waits by officer, report and act, until it is dropped", async () => {
  await keepForm(HERE, "answer", [["text", "Sudah"]]);
  assert.deepEqual(await keptForm(HERE, "answer"), [["text", "Sudah"]]);
  assert.deepEqual([await waitingActs(HERE), await waitingActs(THERE)], [["answer"], []]);
  assert.equal(await keptForm(THERE, "answer"), null);
  await dropForm(HERE, "answer");
  assert.deepEqual(await waitingActs(HERE), []);
});

test("a photo is told once, and remembers what was said of it", async () => {
  page('<input type="hidden" name="csrfmiddlewaretoken" value="fresh">');
  /** @type {string[]} */
  const asked = [];
  server((path, data) => {
    asked.push(`${path} ${data?.get("sha256")}`);
    return answer({ fault: "", words: "Dicatat" });
  });
  const row = await keepPhoto(HERE, "answer", HASH, photo(), NOTE);
  const told = await tell("/foto-bukti", row);
  assert.equal(told?.noted, "Dicatat");
  assert.equal((await photosOf("hana"))[0].noted, "Dicatat");
  assert.equal(await tell("/foto-bukti", /** @type {PhotoRow} */ (told)), told);
  assert.deepEqual(asked, [`/foto-bukti ${HASH}`]);
});

test("without a network a photo stays untold, and no word comes", async () => {
  page("");
  offline();
  const row = await keepPhoto(HERE, "answer", HASH, photo(), NOTE);
  assert.equal(await tell("/foto-bukti", row), null);
  assert.equal(await arrived("/foto-bukti", [row]), null);
  assert.equal(await askWord("/kata-uji"), null);
  assert.equal((await photosOf("hana"))[0].noted, "");
});
