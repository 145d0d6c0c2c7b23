// The map, loaded on demand: the city's areas as cells, without any tile server; one pin.

import { loadAreas, polygonsOf } from "./areas.js";
import { layStreets } from "./base_map.js";
import { icon } from "./icon.js";
import L from "./map_leaflet.js";

export { L }; // for the page of the map, so that Leaflet is loaded once for all pages

/**
 * @typedef {import("leaflet").Map} LeafletMap
 * @typedef {import("leaflet").LatLngTuple} Point latitude, longitude
 * @typedef {import("./areas.js").Areas} Areas
 * @typedef {{ name: string, at: Point }} Label
 * @typedef {import("./lazy_map.js").MapSettings} MapSettings
 * @typedef {(latitude: number, longitude: number) => void} OnPick
 * @typedef {Awaited<ReturnType<typeof openPicker>>} Picker
 */

const STREET_ZOOM = 15; // from it on streets and houses can be told apart: farther away no point is set
const NAMES_FROM_ZOOM = 13.5; // below it a kelurahan is smaller than its name: the districts are named instead

/**
 * Districts in the order of the areas, each with the middle of its areas.
 * @param {Areas} areas
 * @returns {Label[]}
 */
function districts(areas) {
  /** @type {Map<string, Point[]>} */
  const found = new Map();
  for (const { properties } of areas.features) {
    const all = found.get(properties.district) ?? [];
    found.set(properties.district, [...all, [properties.latitude, properties.longitude]]);
  }
  /** @type {(points: Point[], axis: 0 | 1) => number} */
  const middle = (points, axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  return [...found].map(([name, points]) => ({ name, at: [middle(points, 0), middle(points, 1)] }));
}

/**
 * @param {string} text
 * @param {string} className
 */
function tag(text, className) {
  const node = document.createElement("span");
  node.className = className;
  node.textContent = text;
  return node;
}

/**
 * A marker rather than a tooltip: the style sheet centres it, nothing has to be measured.
 * @param {string} text
 * @param {Point} at
 * @param {string} className
 */
function nameTag(text, at, className) {
  const icon = L.divIcon({ className: "", iconSize: undefined, html: tag(text, className) });
  return L.marker(at, { icon, pane: "tooltipPane", interactive: false, keyboard: false });
}

const NAMES_AT_ONCE = 5;
const LETTER = 7.5;
const LINE = 18; // pixels that a name takes: wide enough estimates, no layout is measured

/**
 * The labels that fit at this zoom without touching one another, first come first served.
 * @param {LeafletMap} map
 * @param {Label[]} labels
 */
function fitting(map, labels) {
  /** @type {{ x: number, y: number, half: number }[]} */
  const taken = [];
  return labels.filter(({ name, at }) => {
    const { x, y } = map.project(at, map.getZoom());
    const half = (name.length * LETTER) / 2;
    const touches = taken.some((other) => Math.abs(other.x - x) < other.half + half && Math.abs(other.y - y) < LINE);
    if (!touches) taken.push({ x, y, half });
    return !touches;
  });
}

/**
 * Names of districts, or of kelurahan where the zoom has room for them.
 * @param {LeafletMap} map
 * @param {Areas} areas
 * @param {Label[]} parents
 */
function names(map, areas, parents) {
  /** @type {Label[]} */
  const small = areas.features.map(({ properties: p }) => ({ name: p.name, at: [p.latitude, p.longitude] }));
  const shown = L.layerGroup().addTo(map);
  let turn = 0;
  const draw = async () => {
    const isNear = map.getZoom() >= NAMES_FROM_ZOOM;
    shown.clearLayers();
    turn += 1;
    const mine = turn; // a zoom in the middle of it begins anew
    for (const [number, { name, at }] of fitting(map, isNear ? small : parents).entries()) {
      shown.addLayer(nameTag(name, at, isNear ? "area-name" : "area-name is-district"));
      if (number % NAMES_AT_ONCE === NAMES_AT_ONCE - 1) await breathe();
      if (turn !== mine) return;
    }
  };
  map.on("zoomend", draw);
  return draw();
}

/** Lets the page do something else before the next piece: an old phone answers to a finger meanwhile. */
export function breathe() {
  return new Promise((done) => {
    setTimeout(done);
  });
}

/**
 * The rings of an area as Leaflet takes them: polygons of rings of [latitude, longitude].
 * @param {import("./areas.js").Geometry} geometry
 */
function rings(geometry) {
  /** @type {(place: [longitude: number, latitude: number]) => Point} */
  const turned = ([x, y]) => [y, x];
  return polygonsOf(geometry).map((polygon) => polygon.map((ring) => ring.map(turned)));
}

/**
 * The outlines, a district's in one drawing: far fewer things for an old phone to draw than one for each area.
 * @param {LeafletMap} map
 * @param {Areas} areas
 * @param {Label[]} parents
 */
async function outlines(map, areas, parents) {
  for (const [number, { name }] of parents.entries()) {
    const own = areas.features.filter(({ properties }) => properties.district === name);
    L.polygon(
      own.flatMap(({ geometry }) => rings(geometry)),
      { className: `area${number % 2 ? " is-even" : ""}`, interactive: false },
    ).addTo(map);
    await breathe();
  }
}

/**
 * @param {LeafletMap} map
 * @param {Areas} areas
 * @param {Label[]} parents
 * @param {string} mapNote
 */
async function fill(map, areas, parents, mapNote) {
  await breathe();
  await outlines(map, areas, parents);
  await names(map, areas, parents);
  if (areas.features.some(({ properties }) => !properties.is_exact)) note(mapNote).addTo(map);
}

/**
 * Says on the map itself that the cells are no official borders.
 * @param {string} text
 */
function note(text) {
  const control = L.control({ position: "bottomleft" });
  control.onAdd = () => {
    const box = document.createElement("p");
    box.className = "map-note";
    box.textContent = text;
    return box;
  };
  return control;
}

/**
 * The corners of a box around all areas: some ten thousand points, so nothing is made for each of them.
 * @param {Areas} areas
 */
function around(areas) {
  let [south, west, north, east] = [90, 180, -90, -180];
  for (const { geometry } of areas.features) {
    for (const [outer] of polygonsOf(geometry)) {
      for (const [longitude, latitude] of outer) {
        south = Math.min(south, latitude);
        north = Math.max(north, latitude);
        west = Math.min(west, longitude);
        east = Math.max(east, longitude);
      }
    }
  }
  return L.latLngBounds([south, west], [north, east]);
}

/**
 * The city with its areas, and names where there is room.
 * @param {HTMLElement} canvas
 * @param {MapSettings} settings
 * @param {Point | import("leaflet").LatLngBounds | null} place to begin with
 */
export async function cityMap(canvas, settings, place = null) {
  const { mapAreas, mapLabel, mapNote, mapZoomIn, mapZoomOut } = settings;
  const areas = await loadAreas(mapAreas);
  await breathe();
  const map = L.map(canvas, { maxZoom: 18, minZoom: 9, zoomSnap: 0.5, attributionControl: false, zoomControl: false });
  L.control.zoom({ zoomInTitle: mapZoomIn, zoomOutTitle: mapZoomOut }).addTo(map);
  canvas.setAttribute("role", "application"); // the arrow keys move the map, plus and minus zoom
  canvas.setAttribute("aria-label", mapLabel);
  await breathe();
  const parents = districts(areas);
  await breathe();
  const bounds = around(areas);
  await breathe();
  if (Array.isArray(place)) map.setView(place, 14.5, { animate: false });
  else map.fitBounds(place ?? bounds, { padding: place ? [0, 0] : [4, 4], animate: false });
  map.setMaxBounds(bounds.pad(0.3));
  map.createPane("chosen").style.zIndex = "410"; // above the outlines, which may come later
  fill(map, areas, parents, mapNote); // not waited for: a tap counts from the first moment on
  layStreets(map, settings);
  return { map, areas };
}

/**
 * @param {string} icons
 * @param {boolean} draggable
 */
function pin(icons, draggable) {
  const html = /** @type {HTMLElement} */ (/** @type {Element} */ (icon(icons, "pin")));
  return L.marker([0, 0], {
    draggable,
    keyboard: false,
    icon: L.divIcon({ className: "map-pin", html, iconSize: [40, 40], iconAnchor: [20, 38] }),
  });
}

/**
 * A map to choose on. From far away a tap or Enter only goes nearer, to where streets are seen.
 * @param {HTMLElement} canvas
 * @param {MapSettings} settings
 * @param {{ pick: OnPick, closer: () => void }} told `pick`: a tap, Enter (the middle) or a dragged pin; `closer`: the
 *   map went nearer instead
 */
export async function openPicker(canvas, settings, told) {
  const { map, areas } = await cityMap(canvas, settings);
  const marker = pin(settings.icons, true);
  /** @type {import("leaflet").Polygon | undefined} */
  let lit;
  /** @param {import("leaflet").LatLng} place */
  function picked(place) {
    if (map.getZoom() >= STREET_ZOOM) told.pick(place.lat, place.lng);
    else {
      map.once("zoomend", told.closer); // once it is there: until then a tap counts for the old zoom
      map.setView(place, STREET_ZOOM);
    }
  }
  map.on("click", ({ latlng }) => picked(latlng));
  marker.on("dragend", () => told.pick(marker.getLatLng().lat, marker.getLatLng().lng));
  canvas.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== canvas) return;
    event.preventDefault();
    event.stopPropagation(); // in the form Enter would go on to the next step
    picked(map.getCenter());
  });
  const look = { className: "area is-chosen", interactive: false, pane: "chosen" };
  return {
    /**
     * Puts the pin there and lights up the area with this code; without a place takes it away.
     * @param {number | null} latitude
     * @param {number} longitude
     * @param {string} [areaCode]
     */
    show(latitude, longitude = 0, areaCode) {
      lit?.remove();
      const chosen = areas.features.find(({ properties }) => properties.code === areaCode);
      lit = chosen && L.polygon(rings(chosen.geometry), look).addTo(map);
      if (latitude === null) {
        marker.remove();
        return;
      }
      marker.setLatLng([latitude, longitude]).addTo(map);
      const isSeen = map.getBounds().contains(marker.getLatLng()) && map.getZoom() >= STREET_ZOOM;
      if (!isSeen) map.setView(marker.getLatLng(), Math.max(map.getZoom(), STREET_ZOOM + 1));
    },
  };
}

/**
 * A map to draw a circle on.
 * @param {HTMLElement} canvas
 * @param {MapSettings} settings
 * @param {OnPick} onPick called for a tap and for Enter (the middle)
 */
export async function openCircle(canvas, settings, onPick) {
  const { map } = await cityMap(canvas, settings);
  const circle = L.circle([0, 0], { radius: 1, className: "map-circle", interactive: false, pane: "chosen" });
  map.on("click", ({ latlng }) => onPick(latlng.lat, latlng.lng));
  canvas.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== canvas) return;
    event.preventDefault();
    onPick(map.getCenter().lat, map.getCenter().lng);
  });
  return {
    /**
     * Draws the circle and makes room for it.
     * @param {number} latitude
     * @param {number} longitude
     * @param {number} metres
     */
    show(latitude, longitude, metres) {
      circle.setLatLng([latitude, longitude]).setRadius(metres).addTo(map);
      map.fitBounds(circle.getBounds(), { maxZoom: 15, padding: [12, 12] });
    },
  };
}

/**
 * A map that shows one point.
 * @param {HTMLElement} canvas
 * @param {MapSettings} settings with `latitude` and `longitude`
 */
export async function showPoint(canvas, settings) {
  /** @type {Point} */
  const place = [Number(settings.latitude), Number(settings.longitude)];
  const { map } = await cityMap(canvas, settings, place);
  pin(settings.icons, false).setLatLng(place).addTo(map);
}

/**
 * A map of numbered points, which says where somebody stands too.
 * @param {HTMLElement} canvas
 * @param {MapSettings} settings
 * @param {(number: string) => void} onOpen a point was pressed, by finger, mouse or Enter
 */
export async function showPoints(canvas, settings, onOpen) {
  const { map } = await cityMap(canvas, settings);
  const shown = L.layerGroup().addTo(map);
  const me = L.marker([0, 0], {
    icon: L.divIcon({ className: "map-me", iconSize: [18, 18] }),
    interactive: false,
    keyboard: false,
  });

  /** @param {{ number: string, title: string, at: Point }} point @param {number} place in the list, from 0 */
  function mark({ number, title, at }, place) {
    const sign = tag(String(place + 1), "map-number");
    const marker = L.marker(at, { icon: L.divIcon({ className: "", html: sign, iconSize: [44, 44] }), title });
    marker.on("click", () => onOpen(number));
    marker.on("keypress", ({ originalEvent }) => {
      if (/** @type {KeyboardEvent} */ (originalEvent).key === "Enter") onOpen(number);
    });
    return marker;
  }

  return {
    /**
     * Draws the points in their order, with where somebody stands, and makes room for all.
     * @param {{ number: string, title: string, at: Point }[]} points
     * @param {Point | null} from
     */
    show(points, from) {
      shown.clearLayers();
      for (const [place, point] of points.entries()) shown.addLayer(mark(point, place));
      if (from) me.setLatLng(from).addTo(map);
      else me.remove();
      const all = [...points.map(({ at }) => at), ...(from ? [from] : [])];
      if (all.length) map.fitBounds(L.latLngBounds(all), { maxZoom: 15, padding: [32, 32], animate: false });
    },
  };
}
