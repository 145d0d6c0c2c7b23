// The order in which tasks are gone to: by deadline, or along a short way, which begins at the nearest and is improved by
// 2-opt. Deterministic: the same tasks and the same place give the same order, whatever order they came in.

/**
 * @typedef {[latitude: number, longitude: number]} Place
 * @typedef {{ number: string, at: Place | null, due: number | null, isUrgent: boolean }} Task `due`: seconds since 1970
 */

const EARTH = 6371000; // metres
const BETTER = 1e-6; // metres: below it is only rounding
const RADIAN = Math.PI / 180;

/**
 * Metres as the crow flies.
 * @param {Place} one
 * @param {Place} other
 */
export function metres(one, other) {
  const [north, east] = [other[0] - one[0], other[1] - one[1]].map((part) => Math.sin((part * RADIAN) / 2) ** 2);
  const part = north + Math.cos(one[0] * RADIAN) * Math.cos(other[0] * RADIAN) * east;
  return 2 * EARTH * Math.asin(Math.min(1, Math.sqrt(part)));
}

/** @param {Task} one @param {Task} other */
function earlier(one, other) {
  const byUrgency = Number(other.isUrgent) - Number(one.isUrgent);
  const byDue = (one.due ?? Number.MAX_SAFE_INTEGER) - (other.due ?? Number.MAX_SAFE_INTEGER);
  return byUrgency || byDue || (one.number < other.number ? -1 : 1);
}

/**
 * Urgent ones first, then what is due first; without a deadline last.
 * @template {Task} T
 * @param {T[]} tasks
 * @returns {T[]}
 */
export const byDeadline = (tasks) => [...tasks].sort(earlier);

/**
 * @param {number[][]} far
 * @returns {number[]} from place 0, always to the nearest that is left
 */
function nearestNext(far) {
  const left = new Set(far.keys());
  const path = [0];
  left.delete(0);
  while (left.size) {
    const from = far[path[path.length - 1]];
    const next = [...left].reduce((best, one) => (from[one] < from[best] ? one : best));
    path.push(next);
    left.delete(next);
  }
  return path;
}

/**
 * Turns pieces of an open way around as long as that makes it shorter; where it begins stays.
 * @param {number[]} path
 * @param {number[][]} far
 */
function untangle(path, far) {
  for (let isBetter = true; isBetter; ) {
    isBetter = false;
    for (let first = 1; first < path.length - 1; first += 1) {
      for (let last = first + 1; last < path.length; last += 1) {
        const [before, begin, end, after] = [path[first - 1], path[first], path[last], path[last + 1]];
        const now = far[before][begin] + (after === undefined ? 0 : far[end][after]);
        const turned = far[before][end] + (after === undefined ? 0 : far[begin][after]);
        if (turned < now - BETTER) {
          path.splice(first, last - first + 1, ...path.slice(first, last + 1).reverse());
          isBetter = true;
        }
      }
    }
  }
  return path;
}

/**
 * Along a short way; what has no place comes last, by deadline.
 * @template {Task} T
 * @param {T[]} tasks
 * @param {Place | null} from null: from the first by deadline
 * @returns {T[]}
 */
export function byRoute(tasks, from) {
  const sorted = byDeadline(tasks);
  const placed = /** @type {(T & { at: Place })[]} */ (sorted.filter(({ at }) => at));
  const places = [...(from ? [from] : []), ...placed.map(({ at }) => at)];
  if (!placed.length) return sorted;
  const far = places.map((one) => places.map((other) => metres(one, other)));
  const path = untangle(nearestNext(far), far);
  const order = from ? path.slice(1).map((place) => placed[place - 1]) : path.map((place) => placed[place]);
  return [...order, ...sorted.filter(({ at }) => !at)];
}

/**
 * Metres of the whole way.
 * @param {Task[]} tasks
 * @param {Place | null} from
 */
export function wayOf(tasks, from) {
  const places = [...(from ? [from] : []), ...tasks.flatMap(({ at }) => (at ? [at] : []))];
  return places.slice(1).reduce((sum, place, before) => sum + metres(places[before], place), 0);
}
