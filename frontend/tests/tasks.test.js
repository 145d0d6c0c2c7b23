import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { keepPhoto, photosOf } from "../scripts/evidence/store.js";
import { toKeep } from "../scripts/offline/network.js";
import { sendAll } from "../scripts/tasks/outbox.js";
import {
  actsOf,
  contentOf,
  deleteAll,
  dropPages,
  filesOf,
  keepAct,
  keepPage,
  keptPage,
} from "../scripts/tasks/store.js";
import { answer, offline, page, server } from "./browser.js";

const HERE = { officer: "landung", report: "4821093762" };
const HASH = "b".repeat(64);
/** @type {TaskActContent} */
const TYPED = {
  label: "Tanggapi",
  kind: "start",
  url: "/konsol/tugas/4821093762",
  captureUrl: "/konsol/laporan/4821093762/foto-bukti",
  fields: [
    ["act", "start"],
    ["text", "Kabel kami sambung"],
    ["version", "3"],
  ],
};
const photo = () => new File([new Uint8Array(500)], "bukti.jpg", { type: "image/jpeg" });
const html = (/** @type {string} */ officer) =>
  new Response(`<section class="stack" data-tasks-waiting data-officer="${officer}">Lampu mati</section>`, {
    headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": "default-src 'self'" },
  });
const send = () => sendAll("/konsol/tugas/denyut", "landung");
const pulse = () => answer({ token: "t", officer: "landung" });

beforeEach(async () => {
  await deleteAll();
  page("");
});

test("a page comes back as it was, with its policy, and goes when somebody else's is kept", async () => {
  await keepPage("/konsol/tugas/", html("landung"));
  const kept = await keptPage("/konsol/tugas/");
  assert.match((await kept?.text()) ?? "", /Lampu mati/);
  assert.equal(kept?.headers.get("Content-Security-Policy"), "default-src 'self'");
  await keepPage("/konsol/tugas/1", html("rudi"));
  assert.equal(await keptPage("/konsol/tugas/"), null);
  await dropPages();
  assert.equal(await keptPage("/konsol/tugas/1"), null);
});

test("a page that is no officer's is not kept", async () => {
  await keepPage("/konsol/tugas/", new Response("<form>Masuk</form>", { headers: { "Content-Type": "text/html" } }));
  assert.equal(await keptPage("/konsol/tugas/"), null);
});

test("nothing typed stands readable on the phone, and it is the officer's alone", async () => {
  const row = await keepAct(HERE, TYPED, [photo()]);
  assert.ok(!new TextDecoder().decode(row.sealed.data).includes("Kabel"));
  assert.deepEqual(await actsOf("rudi"), []);
  const [kept] = await actsOf("landung");
  assert.deepEqual(await contentOf(kept), TYPED);
  assert.equal((await filesOf(kept))[0].size, 500);
});

test("what one officer typed is not sent in the name of another who is signed in by now", async () => {
  const { id } = await keepAct(HERE, TYPED, [photo()]);
  const asked = server(() => answer({ token: "t", officer: "rudi" }));
  assert.equal((await send()).get(id), "signedOut");
  assert.deepEqual(
    asked.map(({ path }) => path),
    ["/konsol/tugas/denyut"],
  );
  // signed in between the pulse and the act: the server refuses it
  server((path) => (path === TYPED.url ? answer({}, 403) : pulse()));
  assert.equal((await send()).get(id), "signedOut");
  const [kept] = await actsOf("landung");
  assert.equal(kept.state, "waits");
});

test("without a network everything stays, and goes out once when it is back", async () => {
  const { id } = await keepAct(HERE, TYPED, [photo()]);
  offline();
  assert.equal((await send()).get(id), "gone");
  assert.equal((await actsOf("landung")).length, 1);
  /** @type {FormData[]} */
  const came = [];
  server((path, data) => {
    if (path === TYPED.url && data) came.push(data);
    return path === TYPED.url ? answer({}) : pulse();
  });
  assert.equal((await send()).get(id), "sent");
  assert.equal((await send()).size, 0);
  assert.equal(came.length, 1);
  assert.equal(came[0].get("text"), "Kabel kami sambung");
  assert.equal(came[0].get("version"), "3");
  assert.equal(came[0].get("csrfmiddlewaretoken"), "t");
  assert.equal(/** @type {File} */ (came[0].get("photos")).size, 500);
});

test("a photo of the camera is told of before its file comes, and is forgotten then", async () => {
  await keepPhoto(HERE, "start", HASH, photo(), { challenge: "c", sha256: HASH });
  const { id } = await keepAct(HERE, TYPED, [photo()]);
  /** @type {string[]} */
  const asked = [];
  server((path) => {
    asked.push(path);
    return path === TYPED.captureUrl ? answer({ words: "Dicatat" }) : path === TYPED.url ? answer({}) : pulse();
  });
  assert.equal((await send()).get(id), "sent");
  assert.deepEqual(asked, ["/konsol/tugas/denyut", TYPED.captureUrl, TYPED.url]);
  assert.deepEqual(await photosOf("landung"), []);
});

test("what changed meanwhile keeps the words beside what stands now, and is not sent again", async () => {
  await keepAct(HERE, TYPED, []);
  const now = { state: "Diproses", lines: [{ at: "", who: "Hana", act: "", text: "Regu lain" }] };
  server((path) => (path === TYPED.url ? answer({ now }, 409) : pulse()));
  await send();
  const [row] = await actsOf("landung");
  assert.equal(row.state, "changed");
  assert.deepEqual((await contentOf(row)).now, now);
  assert.deepEqual((await contentOf(row)).fields, TYPED.fields);
  assert.equal((await send()).size, 0);
});

test("a field at fault is said, the next act goes out all the same", async () => {
  const first = await keepAct(HERE, TYPED, []);
  const second = await keepAct({ ...HERE, report: "1" }, { ...TYPED, url: "/konsol/tugas/1" }, []);
  server((path) => {
    if (path === TYPED.url) return answer({ errors: ["Isi dulu"] }, 422);
    return path === "/konsol/tugas/1" ? answer({}) : pulse();
  });
  const became = await send();
  assert.deepEqual([became.get(first.id), became.get(second.id)], ["refused", "sent"]);
  assert.deepEqual((await contentOf((await actsOf("landung"))[0])).errors, ["Isi dulu"]);
});

test("of a page that was looked at nothing is kept that stands there just now", async () => {
  const body =
    "<p>Daftar</p><!--now--><p>Selesai: Ambil.</p>\n<!--/now--><i>a</i><!--now-->Urungkan<!--/now--><p>Kaki</p>";
  const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Length": "9", "X-Other": "b" };
  const given = new Response(body, { headers });
  const kept = await toKeep(given);
  assert.equal(await kept.text(), "<p>Daftar</p><i>a</i><p>Kaki</p>");
  assert.equal(kept.headers.get("X-Other"), "b");
  assert.equal(kept.headers.get("Content-Length"), null);
  assert.equal(await given.text(), body); // what is shown is whole
  const picture = new Response("<!--now-->x<!--/now-->", { headers: { "Content-Type": "image/jpeg" } });
  assert.equal(await (await toKeep(picture)).text(), "<!--now-->x<!--/now-->");
});
