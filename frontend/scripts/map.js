// The map, loaded on demand: the city's areas as cells, without any tile server; one pin.
import L from "leaflet";
import { loadAreas } from "./areas.js";
import { icon } from "./icon.js";

const NAMES_FROM_ZOOM = 13.5; // below it a kelurahan is smaller than its name: the districts are named instead

/** Districts in the order of the areas, each with the middle of its areas. */
function districts(areas) {
  const found = new Map();
  for (const { properties } of areas.features) {
    const all = found.get(properties.district) ?? [];
    found.set(properties.district, [...all, [properties.latitude, properties.longitude]]);
  }
  const middle = (points, axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  return [...found].map(([name, points]) => ({ name, at: [middle(points, 0), middle(points, 1)] }));
}

function tag(text, className) {
  const node = document.createElement("span");
  node.className = className;
  node.textContent = text;
  return node;
}

/** A marker rather than a tooltip: the style sheet centres it, nothing has to be measured. */
function nameTag(text, at, className) {
  const icon = L.divIcon({ className: "", iconSize: null, html: tag(text, className) });
  return L.marker(at, { icon, pane: "tooltipPane", interactive: false, keyboard: false });
}

const LETTER = 7.5;
const LINE = 18; // pixels that a name takes: wide enough estimates, no layout is measured

/** The labels that fit at this zoom without touching one another, first come first served. */
function fitting(map, labels) {
  const taken = [];
  return labels.filter(({ name, at }) => {
    const { x, y } = map.project(at, map.getZoom());
    const half = (name.length * LETTER) / 2;
    const touches = taken.some((other) => Math.abs(other.x - x) < other.half + half && Math.abs(other.y - y) < LINE);
    if (!touches) taken.push({ x, y, half });
    return !touches;
  });
}

/** Names of districts, or of kelurahan where the zoom has room for them. */
function names(map, areas, parents) {
  const small = areas.features.map(({ properties: p }) => ({ name: p.name, at: [p.latitude, p.longitude] }));
  const shown = L.layerGroup().addTo(map);
  const draw = () => {
    const isNear = map.getZoom() >= NAMES_FROM_ZOOM;
    shown.clearLayers();
    for (const { name, at } of fitting(map, isNear ? small : parents)) {
      shown.addLayer(nameTag(name, at, isNear ? "area-name" : "area-name is-district"));
    }
  };
  map.on("zoomend", draw);
  draw();
}

const AT_ONCE = 30; // areas that are drawn before the page may do something else: an old phone answers to a finger meanwhile

function breathe() {
  return new Promise((done) => { setTimeout(done); });
}

/** Its outer corners as [latitude, longitude]. */
function corners({ type, coordinates }) {
  return (type === "Polygon" ? [coordinates] : coordinates).flatMap(([outer]) => outer.map(([x, y]) => [y, x]));
}

/** Says on the map itself that the cells are no official borders. */
function note(text) {
  const control = L.control({ position: "bottomleft" });
  control.onAdd = () => {
    const box = L.DomUtil.create("p", "map-note");
    box.textContent = text;
    return box;
  };
  return control;
}

/** The city with its areas, and names where there is room. Gives the map and the layer of the areas. */
export async function cityMap(canvas, { mapAreas, mapLabel, mapNote, mapZoomIn, mapZoomOut }, place = null) {
  const areas = await loadAreas(mapAreas);
  const map = L.map(canvas, { maxZoom: 18, minZoom: 9, zoomSnap: 0.5, attributionControl: false, zoomControl: false });
  L.control.zoom({ zoomInTitle: mapZoomIn, zoomOutTitle: mapZoomOut }).addTo(map);
  canvas.setAttribute("role", "application"); // the arrow keys move the map, plus and minus zoom
  canvas.setAttribute("aria-label", mapLabel);
  const parents = districts(areas);
  const layer = L.geoJSON(null, {
    style: ({ properties }) => {
      const number = parents.findIndex(({ name }) => name === properties.district);
      return { className: `area${number % 2 ? " is-even" : ""}` };
    },
  });
  const bounds = L.latLngBounds(areas.features.flatMap(({ geometry }) => corners(geometry)));
  if (place) map.setView(place, 14.5, { animate: false });
  else map.fitBounds(bounds, { padding: [4, 4], animate: false });
  map.setMaxBounds(bounds.pad(0.3));
  layer.addTo(map);
  for (let first = 0; first < areas.features.length; first += AT_ONCE) {
    layer.addData(areas.features.slice(first, first + AT_ONCE));
    await breathe();
  }
  names(map, areas, parents);
  if (areas.features.some(({ properties }) => !properties.is_exact)) note(mapNote).addTo(map);
  return { map, layer };
}

function pin(icons, draggable) {
  const html = icon(icons, "pin");
  return L.marker([0, 0], {
    draggable,
    keyboard: false,
    icon: L.divIcon({ className: "map-pin", html, iconSize: [40, 40], iconAnchor: [20, 38] }),
  });
}

/** A map to choose on. `onPick(latitude, longitude)` is called for a tap, for Enter (the middle) and for a dragged pin. */
export async function openPicker(canvas, settings, onPick) {
  const { map, layer } = await cityMap(canvas, settings);
  const marker = pin(settings.icons, true);
  const picked = ({ lat, lng }) => onPick(lat, lng);
  map.on("click", ({ latlng }) => picked(latlng));
  marker.on("dragend", () => picked(marker.getLatLng()));
  canvas.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== canvas) return;
    event.preventDefault();
    event.stopPropagation(); // in the form Enter would go on to the next step
    picked(map.getCenter());
  });
  return {
    /** Puts the pin there and lights up the area with this code; without a place takes it away. */
    show(latitude, longitude, areaCode) {
      layer.eachLayer((cell) => {
        cell.getElement()?.classList.toggle("is-chosen", cell.feature.properties.code === areaCode);
      });
      if (latitude == null) {
        marker.remove();
        return;
      }
      marker.setLatLng([latitude, longitude]).addTo(map);
      if (!map.getBounds().contains(marker.getLatLng()) || map.getZoom() < 13) map.setView(marker.getLatLng(), Math.max(map.getZoom(), 14));
    },
  };
}

/** A map to draw a circle on: `onPick` as above; `show(latitude, longitude, metres)` draws it and makes room for it. */
export async function openCircle(canvas, settings, onPick) {
  const { map } = await cityMap(canvas, settings);
  const circle = L.circle([0, 0], { radius: 1, className: "map-circle", interactive: false });
  map.on("click", ({ latlng }) => onPick(latlng.lat, latlng.lng));
  canvas.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== canvas) return;
    event.preventDefault();
    onPick(map.getCenter().lat, map.getCenter().lng);
  });
  return {
    show(latitude, longitude, metres) {
      circle.setLatLng([latitude, longitude]).setRadius(metres).addTo(map);
      map.fitBounds(circle.getBounds(), { maxZoom: 15, padding: [12, 12] });
    },
  };
}

/** A map that shows one point. */
export async function showPoint(canvas, settings) {
  const place = [Number(settings.latitude), Number(settings.longitude)];
  const { map } = await cityMap(canvas, settings, place);
  pin(settings.icons, false).setLatLng(place).addTo(map);
}
