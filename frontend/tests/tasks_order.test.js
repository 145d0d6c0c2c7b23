import assert from "node:assert/strict";
import { test } from "node:test";
import { byDeadline, byRoute, metres, wayOf } from "../scripts/tasks/order.js";

/**
 * @param {string} number
 * @param {import("../scripts/tasks/order.js").Place | null} at
 * @param {{ due?: number | null, isUrgent?: boolean }} more
 */
const task = (number, at, { due = null, isUrgent = false } = {}) => ({ number, at, due, isUrgent });
/** @param {{ number: string }[]} tasks */
const numbers = (tasks) => tasks.map(({ number }) => number).join("");

/** As many places of the city as asked for, the same each time. @param {number} count */
function city(count) {
  let seed = 42;
  const random = () => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    return seed / 2 ** 31;
  };
  return Array.from({ length: count }, (_, n) => task(String(n), [-7 + random() / 10, 110.4 + random() / 10]));
}

/** @param {any[]} items @returns {any[][]} */
const permutations = (items) =>
  items.length < 2
    ? [items]
    : items.flatMap((one, n) => permutations(items.toSpliced(n, 1)).map((rest) => [one, ...rest]));

test("metres are those of the sphere", () => {
  assert.ok(Math.abs(metres([0, 0], [0, 1]) - 111195) < 1);
  assert.ok(Math.abs(metres([-6.9833, 110.4093], [-6.9933, 110.4093]) - 1112) < 1);
  assert.equal(metres([-7, 110], [-7, 110]), 0);
});

test("by deadline: urgent ones, then what is due first, then what has no deadline", () => {
  const tasks = [
    task("a", null),
    task("b", null, { due: 20 }),
    task("c", null, { due: 10 }),
    task("d", null, { due: 99, isUrgent: true }),
    task("e", null, { due: 10 }),
  ];
  assert.equal(numbers(byDeadline(tasks)), "dceba");
  assert.equal(numbers(byDeadline(tasks.toReversed())), "dceba");
});

test("the way begins where the phone is, and goes along the street", () => {
  const street = ["c", "a", "d", "b"].map((name) => task(name, [-7, 110 + "abcd".indexOf(name) / 100]));
  assert.equal(numbers(byRoute(street, [-7, 109.99])), "abcd");
  assert.equal(numbers(byRoute(street, [-7, 110.04])), "dcba");
});

test("without a place of the phone it begins at the first by deadline", () => {
  const street = ["a", "b", "c"].map((name, n) => task(name, [-7, 110 + n / 100], { due: 9 - n }));
  assert.equal(numbers(byRoute(street, null)), "cba");
});

test("what has no place comes last, by deadline, and nothing is lost", () => {
  const tasks = [task("x", null, { due: 9 }), task("a", [-7, 110]), task("y", null, { due: 5 })];
  assert.equal(numbers(byRoute(tasks, [-7, 110])), "ayx");
  assert.equal(numbers(byRoute([task("x", null)], [-7, 110])), "x");
  assert.deepEqual(byRoute([], null), []);
});

test("crossings of going to the nearest are undone: not longer, and near the shortest of all ways", () => {
  /** @type {[number, number]} */
  const from = [-6.95, 110.45];
  const tasks = city(7);
  const shortest = Math.min(...permutations(tasks).map((way) => wayOf(way, from)));
  const found = wayOf(byRoute(tasks, from), from);
  assert.ok(found >= shortest - 1e-6);
  assert.ok(found <= shortest * 1.1, `${found} instead of ${shortest}`);
  const zigzag = [0, 3, 1, 2].map((n) => task(String(n), [-7, 110 + [0, 1, -2, 5][n] / 100]));
  assert.ok(wayOf(byRoute(zigzag, [-7, 110]), [-7, 110]) <= metres([-7, 110], [-7, 110.09]) + 1);
});

test("the order does not hang on the order in which tasks came", () => {
  const tasks = city(60);
  assert.equal(numbers(byRoute(tasks, [-6.95, 110.4])), numbers(byRoute(tasks.toReversed(), [-6.95, 110.4])));
});

test("a hundred places take less than 50 ms", () => {
  const tasks = city(100);
  byRoute(tasks, [-6.95, 110.4]); // once, so that the machine knows the code
  const times = [1, 2, 3].map(() => {
    const begun = performance.now();
    assert.equal(byRoute(tasks, [-6.95, 110.4]).length, 100);
    return performance.now() - begun;
  });
  assert.ok(Math.min(...times) < 50, `${times}`);
});
