// Areas of the city as GeoJSON cells: which one holds a point?

/**
 * @typedef {[longitude: number, latitude: number][]} Ring
 * @typedef {{ type: "Polygon", coordinates: Ring[] } | { type: "MultiPolygon", coordinates: Ring[][] }} Geometry
 * @typedef {{
 *   code: string, name: string, district: string, latitude: number, longitude: number, is_exact: boolean,
 * }} AreaFacts
 * @typedef {{ geometry: Geometry, properties: AreaFacts }} Area
 * @typedef {{ features: Area[] }} Areas
 */

/** @type {Map<string, Promise<Areas>>} */
const loaded = new Map();

/**
 * The feature list at `url`, fetched once.
 * @param {string} url
 */
export function loadAreas(url) {
  const known = loaded.get(url);
  if (known) return known;
  const wanted = fetchAreas(url);
  wanted.catch(() => loaded.delete(url)); // the next try may have a network
  loaded.set(url, wanted);
  return wanted;
}

/**
 * @param {string} url
 * @returns {Promise<Areas>}
 */
async function fetchAreas(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`areas: ${answer.status}`);
  const areas = await answer.json();
  return { ...areas, features: areas.features.filter((/** @type {Partial<Area>} */ { geometry }) => geometry) };
}

/**
 * @param {Ring} ring
 * @param {number} x
 * @param {number} y
 */
function ringHolds(ring, x, y) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [xi, yi] = ring[i];
    const [xj, yj] = ring[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

/**
 * The polygons of an area, each its rings, the outer one first.
 * @param {Geometry} geometry
 */
export function polygonsOf({ type, coordinates }) {
  return type === "Polygon" ? [coordinates] : coordinates;
}

/**
 * @param {Geometry} geometry
 * @param {number} x
 * @param {number} y
 */
function holds(geometry, x, y) {
  return polygonsOf(geometry).some(
    ([outer, ...holes]) => ringHolds(outer, x, y) && !holes.some((hole) => ringHolds(hole, x, y)),
  );
}

/**
 * The squared distance in degrees from the point to the nearest corner of the cell.
 * @param {Geometry} geometry
 * @param {number} x
 * @param {number} y
 */
function distance(geometry, x, y) {
  const corners = polygonsOf(geometry).flat(2);
  return Math.min(...corners.map(([cx, cy]) => (cx - x) ** 2 + (cy - y) ** 2));
}

const NEAR = 0.01; // degrees, about 1.1 km: cells are approximate, a point just beside one belongs to it

/**
 * The feature whose cell holds the point, else the nearest one close by, else null.
 * @param {Areas} areas
 * @param {number} latitude
 * @param {number} longitude
 */
export function areaAt(areas, latitude, longitude) {
  const around = areas.features.find(({ geometry }) => holds(geometry, longitude, latitude));
  if (around) return around;
  const [nearest] = areas.features
    .map((feature) => ({ feature, away: distance(feature.geometry, longitude, latitude) }))
    .sort((a, b) => a.away - b.away);
  return nearest && nearest.away < NEAR ** 2 ? nearest.feature : null;
}
