// Areas of the city as GeoJSON cells: which one holds a point? Feature properties: code, name, district, latitude,
// longitude.
const loaded = new Map();

/** The feature list at `url`, fetched once. */
export function loadAreas(url) {
  if (!loaded.has(url)) {
    const wanted = fetch(url)
      .then((answer) => {
        if (!answer.ok) throw new Error(`areas: ${answer.status}`);
        return answer.json();
      })
      .then((areas) => ({ ...areas, features: areas.features.filter(({ geometry }) => geometry) }));
    wanted.catch(() => loaded.delete(url)); // the next try may have a network
    loaded.set(url, wanted);
  }
  return loaded.get(url);
}

function ringHolds(ring, x, y) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [xi, yi] = ring[i];
    const [xj, yj] = ring[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

/** The polygons of an area, each its rings of [longitude, latitude], the outer one first. */
export function polygonsOf({ type, coordinates }) {
  return type === "Polygon" ? [coordinates] : coordinates;
}

function holds(geometry, x, y) {
  return polygonsOf(geometry).some(
    ([outer, ...holes]) => ringHolds(outer, x, y) && !holes.some((hole) => ringHolds(hole, x, y)),
  );
}

/** The squared distance in degrees from the point to the nearest corner of the cell. */
function distance(geometry, x, y) {
  const corners = geometry.coordinates.flat(geometry.type === "Polygon" ? 1 : 2);
  return Math.min(...corners.map(([cx, cy]) => (cx - x) ** 2 + (cy - y) ** 2));
}

const NEAR = 0.01; // degrees, about 1.1 km: cells are approximate, a point just beside one belongs to it

/** The feature whose cell holds the point, else the nearest one close by, else null. */
export function areaAt(areas, latitude, longitude) {
  const around = areas.features.find(({ geometry }) => holds(geometry, longitude, latitude));
  if (around) return around;
  const [nearest] = areas.features
    .map((feature) => ({ feature, away: distance(feature.geometry, longitude, latitude) }))
    .sort((a, b) => a.away - b.away);
  return nearest && nearest.away < NEAR ** 2 ? nearest.feature : null;
}
