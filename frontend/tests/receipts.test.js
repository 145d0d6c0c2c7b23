import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import "./browser.js";
import { asFile, keepFromFile, keepReceipt, receipts } from "../scripts/app/receipts.js";
import { deleteAll } from "../scripts/app/store.js";
import { inFours, isReceiptCode, isTrackingNumber } from "../scripts/number.js";

const NUMBER = "4821093766";
const CODE = "1234567890123456";

beforeEach(async () => {
  Object.defineProperty(globalThis, "location", { value: new URL("https://kota.example/"), configurable: true });
  await deleteAll();
});

test("a number is one whose last digit the others make", () => {
  assert.equal(isTrackingNumber(NUMBER), true);
  assert.equal(isTrackingNumber("4821093763"), false); // one digit wrong
  assert.equal(isTrackingNumber("8421093768"), false); // two neighbours changed
  assert.equal(isTrackingNumber("482109376"), false);
  assert.equal(isTrackingNumber(4821093766), false);
});

test("a code is sixteen digits", () => {
  assert.equal(isReceiptCode(CODE), true);
  assert.equal(isReceiptCode(CODE.slice(1)), false);
  assert.equal(isReceiptCode("123456789012345x"), false);
});

test("numbers are read by fours", () => assert.equal(inFours(NUMBER), "4821\u00a00937\u00a066"));

test("what was kept of a receipt is added to, never lost", async () => {
  await keepReceipt({ number: NUMBER, code: CODE, words: "Lampu mati", at: 5, person: "Bu Sri" });
  await keepReceipt({ number: NUMBER });
  assert.deepEqual(await receipts(), [{ number: NUMBER, code: CODE, words: "Lampu mati", at: 5, person: "Bu Sri" }]);
});

test("a file brings back what it took, and only to this site", async () => {
  await keepReceipt({ number: NUMBER, code: CODE, words: "Lampu mati", at: 5, person: "Bu Sri" });
  const file = await asFile();
  const before = await receipts();
  await deleteAll();
  assert.equal(await keepFromFile(file), 1);
  assert.deepEqual(await receipts(), before);
  await assert.rejects(keepFromFile(file.replace("kota.example", "kota.lain")));
  await assert.rejects(keepFromFile("{}"));
});

test("rows of a file that are no receipts are left out", async () => {
  const rows = [null, { number: NUMBER, code: "12" }, { number: "4821093763", code: "" }, { number: NUMBER, code: "" }];
  const file = JSON.stringify({ format: "lapor-receipts-1", site: "https://kota.example", receipts: rows });
  assert.equal(await keepFromFile(file), 1);
  assert.deepEqual(
    (await receipts()).map(({ number }) => number),
    [NUMBER],
  );
});
