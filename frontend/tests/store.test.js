import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import "./browser.js";
import { nameOf, openStore } from "../scripts/offline/store.js";

/** @typedef {{ drafts: { id: string, sealed?: Sealed } }} Rows */
const open = /** @type {typeof openStore<Rows>} */ (openStore);
const SHAPE = { drafts: { keyPath: "id" } };
const WORDS = { text: "suami saya memukul saya" };

afterEach(() => open("test", SHAPE).deleteAll());

test("words lie sealed in the store and come back whole", async () => {
  const store = open("test", SHAPE);
  await store.put("drafts", { id: "words", sealed: await store.seal(WORDS) });
  const row = await store.get("drafts", "words");
  assert.ok(row?.sealed);
  const bytes = Buffer.from(row.sealed.data).toString("latin1");
  assert.ok(!bytes.includes("memukul"));
  assert.deepEqual(await store.unseal(row.sealed), WORDS);
});

test("the same words are never sealed the same way twice", async () => {
  const store = open("test", SHAPE);
  const [one, other] = [await store.seal(WORDS), await store.seal(WORDS)];
  assert.notDeepEqual(one.iv, other.iv);
  assert.notDeepEqual(Buffer.from(one.data), Buffer.from(other.data));
});

test("words that somebody has changed in the store do not open", async () => {
  const store = open("test", SHAPE);
  const sealed = await store.seal(WORDS);
  new Uint8Array(sealed.data)[3] ^= 1;
  await assert.rejects(store.unseal(sealed));
});

test("the key is given out to nobody", async () => {
  const store = open("test", SHAPE);
  await store.seal(WORDS);
  /** @type {CryptoKey} */
  const key = await store.run("keys", "readonly", (rows) => rows.get("main"));
  assert.equal(key.extractable, false);
  await assert.rejects(crypto.subtle.exportKey("raw", key));
});

test("two windows that begin at once have one key", async () => {
  const [here, there] = [open("test", SHAPE), open("test", SHAPE)];
  const [one, other] = await Promise.all([here.seal(WORDS), there.seal(WORDS)]);
  assert.deepEqual(await there.unseal(one), WORDS);
  assert.deepEqual(await here.unseal(other), WORDS);
});

test("removing everything removes the key too", async () => {
  const store = open("test", SHAPE);
  const sealed = await store.seal(WORDS);
  await store.put("drafts", { id: "words", sealed });
  await store.deleteAll();
  assert.deepEqual(await store.all("drafts"), []);
  await assert.rejects(store.unseal(sealed));
});

test("a row is put once under its id, and goes when it is removed", async () => {
  const store = open("test", SHAPE);
  await store.put("drafts", { id: "a" });
  await store.put("drafts", { id: "a" });
  await store.put("drafts", { id: "b" });
  assert.equal((await store.all("drafts")).length, 2);
  await store.remove("drafts", "a");
  assert.deepEqual(await store.all("drafts"), [{ id: "b" }]);
  assert.equal(await store.get("drafts", "a"), undefined);
});

test("nothing can be kept where the page is not served securely", async () => {
  const store = open("test", SHAPE);
  assert.equal(await store.canKeep(), true);
  Object.assign(globalThis, { isSecureContext: false });
  assert.equal(await store.canKeep(), false);
  Object.assign(globalThis, { isSecureContext: true });
});

test("the name of an entry tells nothing of its key", async () => {
  const key = "0b7c6f0e-6d1c-4bb8-9f0a-000000000001";
  const name = await nameOf(key);
  assert.match(name, /^[0-9a-f]{64}$/);
  assert.equal(await nameOf(key), name);
  assert.notEqual(await nameOf(`${key}2`), name);
});
