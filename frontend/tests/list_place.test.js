import assert from "node:assert/strict";
import { test } from "node:test";
import { the } from "../scripts/dom.js";
import { findPlace, forgetPlaces, pageOf, rememberReport } from "../scripts/list_place.js";
import { page } from "./browser.js";

const REPORT = '<a data-back-to-list href="/konsol/?queue=open">Terbuka</a>';
/** @param {string[]} numbers */
const list = (...numbers) =>
  numbers
    .map((one) => `<li data-row data-number="${one}"><a href="/konsol/laporan/${one}?queue=open">x</a></li>`)
    .join("");

/** Another page of the same tab. @param {string} body @param {string} path */
function goTo(body, path) {
  const kept = Object.entries(globalThis.sessionStorage ?? {});
  page(body, `https://kota.example${path}`);
  for (const [name, value] of kept) sessionStorage.setItem(name, value);
}
const current = () => document.querySelector(".is-current-row")?.getAttribute("data-number");

test("the way back leads to the page of the list and to the row that was open", () => {
  goTo(list("1", "2"), "/konsol/?queue=open&after=5%7Ca");
  findPlace();
  assert.equal(current(), undefined);
  goTo(REPORT, "/konsol/laporan/2?queue=open");
  rememberReport("2");
  assert.equal(the(document, "a", HTMLAnchorElement).search, "?queue=open&after=5%7Ca");
  goTo(list("1", "2"), "/konsol/?queue=open&after=5%7Ca");
  findPlace();
  assert.equal(current(), "2");
});

test("the first page forgets the second, and another list has its own", () => {
  goTo(list("1"), "/konsol/?queue=open&after=5%7Ca");
  findPlace();
  assert.equal(pageOf("?queue=mine"), "?queue=mine");
  goTo(list("1"), "/konsol/?queue=open");
  findPlace();
  assert.equal(pageOf("?queue=open"), "?queue=open");
});

test("nothing of it is left with the sign-out", () => {
  goTo(list("1"), "/konsol/?queue=open&q=Siti&after=5%7Ca");
  findPlace();
  rememberReport("1");
  forgetPlaces();
  assert.equal(sessionStorage.length, 0);
});
