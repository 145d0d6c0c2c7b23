// The map of reports: asks the server for the clusters and points of what is on the screen, and moves the list beside
// it along.
import { icon } from "./icon.js";
import { loadMap } from "./lazy_map.js";

const TILE = 256;
const NEAREST = 18;
const LARGE = 100; // reports from which on a cluster is drawn larger
const WAIT = 150; // milliseconds after the last move
const AT_ONCE = 4; // signs that are drawn before the page may do something else
const AROUND = 0.0004; // degrees, about 45 m: what a cluster holds that no zoom takes apart

const side = document.querySelector("[data-city-map]");
const said = side.querySelector("[data-map-said]");
const list = document.querySelector("[data-map-list]");
let L = null; // Leaflet comes with map.js, once the page itself has been drawn
let breathe = null;
let shown = null;

/** The filters in the address, without the box. */
function filters() {
  const asked = new URLSearchParams(location.search);
  asked.delete("bbox");
  return asked;
}

/** The box on the screen, widened to whole tiles, so that small moves ask for the same again. */
function boxOf(map, zoom) {
  const bounds = map.getBounds();
  const first = map.project(bounds.getNorthWest(), zoom).divideBy(TILE).floor();
  const last = map.project(bounds.getSouthEast(), zoom).divideBy(TILE).ceil();
  const { lat: north, lng: west } = map.unproject(first.multiplyBy(TILE), zoom);
  const { lat: south, lng: east } = map.unproject(last.multiplyBy(TILE), zoom);
  return [west, south, east, north].map((edge) => edge.toFixed(5)).join(",");
}

function hit(inner, size, label) {
  const box = document.createElement("span");
  box.className = "map-hit";
  box.append(inner);
  return { icon: L.divIcon({ className: "", html: box, iconSize: [size, size] }), title: label };
}

function element(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

/** With a sign between thousands; the browser's own way to write numbers takes long to begin on an old phone. */
function written(count) {
  return String(count).replace(/\B(?=(\d{3})+$)/g, document.documentElement.lang === "id" ? "." : ",");
}

function cluster(map, [latitude, longitude, count, opened]) {
  const ring = element("span", `map-cluster${count >= LARGE ? " is-large" : ""}`, written(count));
  ring.style.setProperty("--open", `${Math.round((100 * opened) / count)}%`);
  const { reportsWord, openWord } = side.dataset;
  const marker = L.marker(
    [latitude, longitude],
    hit(ring, count >= LARGE ? 58 : 46, `${count} ${reportsWord}, ${opened} ${openWord}`),
  );
  return pressed(marker, () => {
    if (map.getZoom() < NEAREST) map.setView(marker.getLatLng(), Math.min(NEAREST, Math.floor(map.getZoom()) + 2));
    else
      listOf(
        [longitude - AROUND, latitude - AROUND, longitude + AROUND, latitude + AROUND]
          .map((edge) => edge.toFixed(5))
          .join(","),
        { goThere: true },
      );
  });
}

function point(map, one) {
  const sign = element("span", `map-point tone-${one.tone} is-${one.shape}`);
  sign.append(icon(side.dataset.icons, one.icon));
  const marker = L.marker(one.at, hit(sign, 44, `${one.state}: ${one.title}`));
  const about = document.createElement("div");
  const link = element("a", "", one.title || one.state);
  link.href = one.url;
  about.append(
    element("strong", "", one.state),
    document.createElement("br"),
    link,
    element("p", "", `${one.about} · ${one.filed}`),
  );
  // The map's own, not the marker's: opening may move the map, and then its signs are drawn anew.
  return pressed(marker, () =>
    map.openPopup(about, one.at, {
      offset: [0, -12],
      maxWidth: 200,
      autoPanPaddingTopLeft: [64, 8],
      autoPanPaddingBottomRight: [8, 8],
    }),
  );
}

/** By finger, mouse or Enter. */
function pressed(marker, act) {
  marker.on("click", act);
  marker.on("keypress", ({ originalEvent }) => {
    if (originalEvent.key === "Enter") act();
  });
  return marker;
}

async function listOf(box, { goThere = false, signal } = {}) {
  const asked = filters();
  asked.set("bbox", box);
  asked.set("part", "list");
  const answer = await fetch(`${side.dataset.page}?${asked}`, { signal });
  if (!answer.ok) return;
  list.innerHTML = await answer.text(); // our own page's words, escaped there
  if (goThere) document.querySelector("[data-map-list-side]").scrollIntoView();
}

/**
 * Puts what the makers make on the map in place of what was there, a few at a time. Throws AbortError where the map has
 * moved on meanwhile.
 */
async function draw(makers, signal) {
  shown.clearLayers();
  for (let first = 0; first < makers.length; first += AT_ONCE) {
    for (const make of makers.slice(first, first + AT_ONCE)) shown.addLayer(make());
    await breathe();
    if (signal.aborted) throw new DOMException("moved on", "AbortError");
  }
}

let running = null;

async function refresh(map, { withList = true } = {}) {
  running?.abort();
  running = new AbortController();
  const { signal } = running;
  const zoom = Math.min(NEAREST, Math.floor(map.getZoom()));
  const box = boxOf(map, zoom);
  const asked = filters();
  asked.set("bbox", box);
  history.replaceState(null, "", `?${asked}`);
  document.querySelector("[data-map-box]").value = box;
  asked.set("zoom", zoom);
  try {
    const answer = await fetch(`${side.dataset.url}?${asked}`, { signal });
    const found = await answer.json();
    if (!answer.ok) throw new Error(found.error);
    await draw(
      [...found.clusters.map((one) => () => cluster(map, one)), ...found.points.map((one) => () => point(map, one))],
      signal,
    );
    said.textContent = found.said;
    side.dataset.drawn = String(zoom);
    if (withList) await listOf(box, { signal });
  } catch (fault) {
    if (fault.name !== "AbortError") said.textContent = side.dataset.failed;
  }
}

async function tiles(map) {
  const { tiles: kind, tilesUrl, tilesCredit, tilesScript } = side.dataset;
  if (!kind) return;
  const options = { attribution: tilesCredit };
  const layer =
    kind === "server"
      ? L.tileLayer(tilesUrl, options)
      : await (await import(tilesScript)).fileLayer(L, tilesUrl, options);
  if (!layer) return;
  side.classList.add("has-tiles");
  layer.addTo(map);
  L.control
    .attribution({ prefix: false })
    .addAttribution(element("span", "", tilesCredit).innerHTML)
    .addTo(map);
}

function nearMe(map) {
  const button = side.querySelector("[data-near]");
  if (!navigator.geolocation) return;
  button.hidden = false;
  const me = L.marker([0, 0], {
    icon: L.divIcon({ className: "map-me", iconSize: [18, 18] }),
    interactive: false,
    keyboard: false,
  });
  button.addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        me.setLatLng([coords.latitude, coords.longitude]).addTo(map);
        map.setView(me.getLatLng(), 16);
      },
      () => {
        said.textContent = side.dataset.refused;
      },
      { timeout: 15000, maximumAge: 60000 },
    );
  });
}

/** Resolves when the page with its list stands and the browser has nothing else to do. */
async function quiet() {
  if (document.readyState !== "complete")
    await new Promise((done) => {
      addEventListener("load", done, { once: true });
    });
  await new Promise((done) => {
    window.requestIdleCallback ? requestIdleCallback(done, { timeout: 1000 }) : setTimeout(done, 50);
  });
}

async function start() {
  side.classList.add("has-reports");
  await quiet();
  const part = await loadMap(side.dataset);
  ({ L, breathe } = part);
  await breathe();
  shown = L.layerGroup();
  const box = new URLSearchParams(location.search).get("bbox")?.split(",").map(Number);
  const [west, south, east, north] = box?.every(Number.isFinite) ? box : [];
  const begin = north === undefined ? null : L.latLngBounds([south, west], [north, east]);
  const { map } = await part.cityMap(side.querySelector("[data-map-canvas]"), side.dataset, begin);
  shown.addTo(map);
  await tiles(map);
  nearMe(map);
  let waiting = 0;
  map.on("moveend", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => refresh(map), WAIT);
  });
  await refresh(map, { withList: false }); // the server has made it
}

start().catch(() => {
  said.textContent = side.dataset.failed;
});
