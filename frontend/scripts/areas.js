// Areas of the city as GeoJSON cells: which one holds a point? Feature properties: id, name, parent (district).
const loaded = new Map();

/** The feature list at `url`, fetched once. */
export function loadAreas(url) {
  if (!loaded.has(url)) {
    const wanted = fetch(url).then((answer) => {
      if (!answer.ok) throw new Error(`areas: ${answer.status}`);
      return answer.json();
    });
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

function holds(geometry, x, y) {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return polygons.some(([outer, ...holes]) => ringHolds(outer, x, y) && !holes.some((hole) => ringHolds(hole, x, y)));
}

/** The feature whose cell holds the point, or null where it lies outside all of them. */
export function areaAt(areas, latitude, longitude) {
  return areas.features.find(({ geometry }) => holds(geometry, longitude, latitude)) || null;
}
