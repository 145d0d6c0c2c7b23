// The map of reports: asks the server for the clusters and points of what is on the screen, and moves the list beside it
// along.
import { part, the } from "./dom.js";
import { loadMap, mapSettings } from "./lazy_map.js";
import { reportCard } from "./map_page/card.js";
import { signs } from "./map_page/signs.js";

/**
 * @typedef {import("./map.js").LeafletMap} LeafletMap
 * @typedef {typeof import("./map.js")} MapScript
 */

const AROUND_ME = "#sekitar";
const TILE = 256;
const NEAREST = 18;
const WAIT = 150; // milliseconds after the last move
const AT_ONCE = 4; // signs that are drawn before the page may do something else

const side = part(document, "[data-city-map]");
const said = part(side, "[data-map-said]");
const list = part(document, "[data-map-list]");

let refusal = ""; // why the map does not go to where somebody is; stands until they move it

/** @param {string} words */
function say(words) {
  said.textContent = [refusal, words].filter(Boolean).join(" ");
}

/** The filters in the address, without the box. */
function filters() {
  const asked = new URLSearchParams(location.search);
  asked.delete("bbox");
  return asked;
}

/**
 * The box on the screen, widened to whole tiles, so that small moves ask for the same again.
 * @param {LeafletMap} map
 * @param {number} zoom
 */
function boxOf(map, zoom) {
  const bounds = map.getBounds();
  const first = map.project(bounds.getNorthWest(), zoom).divideBy(TILE).floor();
  const last = map.project(bounds.getSouthEast(), zoom).divideBy(TILE).ceil();
  const { lat: north, lng: west } = map.unproject(first.multiplyBy(TILE), zoom);
  const { lat: south, lng: east } = map.unproject(last.multiplyBy(TILE), zoom);
  return [west, south, east, north].map((edge) => edge.toFixed(5)).join(",");
}

/**
 * @param {string} box
 * @param {{ goThere?: boolean, signal?: AbortSignal }} how
 */
async function listOf(box, { goThere = false, signal } = {}) {
  const asked = filters();
  asked.set("bbox", box);
  asked.set("part", "list");
  const answer = await fetch(`${side.dataset.page}?${asked}`, { signal });
  if (!answer.ok) return;
  list.innerHTML = await answer.text(); // our own page's words, escaped there
  if (goThere) part(document, "[data-map-list-side]").scrollIntoView();
}

/**
 * What makes the signs; the one that was pressed is told in the card and marked, over each drawing.
 * @param {LeafletMap} map
 * @param {MapScript["L"]} L
 */
function signsWithCard(map, L) {
  /** @type {Map<string, HTMLElement>} */
  const drawn = new Map(); // the signs of single reports, by the address of each
  const card = reportCard(part(side, "[data-map-card]"), map.getContainer(), (url) => {
    for (const [one, sign] of drawn) sign.classList.toggle("is-open", one === url);
  });
  const showList = (/** @type {string} */ box) => listOf(box, { goThere: true });
  return { drawn, ...signs(map, L, side.dataset, { nearest: NEAREST, showList, ...card, drawn }) };
}

/**
 * The map with what is drawn on it.
 * @param {LeafletMap} map
 * @param {MapScript} script
 */
function drawing(map, { L, breathe }) {
  const shown = L.layerGroup().addTo(map);
  const { drawn, cluster, point } = signsWithCard(map, L);
  /** @type {AbortController | null} */
  let running = null;

  /**
   * Puts what the makers make on the map in place of what was there, a few at a time. Throws AbortError where the map
   * has moved on meanwhile.
   * @param {(() => import("leaflet").Layer)[]} makers
   * @param {AbortSignal} signal
   */
  async function draw(makers, signal) {
    shown.clearLayers();
    drawn.clear();
    for (let first = 0; first < makers.length; first += AT_ONCE) {
      for (const make of makers.slice(first, first + AT_ONCE)) shown.addLayer(make());
      await breathe();
      if (signal.aborted) throw new DOMException("moved on", "AbortError");
    }
  }

  return async function refresh({ withList = true } = {}) {
    running?.abort();
    running = new AbortController();
    const { signal } = running;
    const zoom = Math.min(NEAREST, Math.floor(map.getZoom()));
    const box = boxOf(map, zoom);
    const asked = filters();
    asked.set("bbox", box);
    history.replaceState(null, "", `?${asked}`);
    the(document, "[data-map-box]", HTMLInputElement).value = box;
    asked.set("zoom", String(zoom));
    try {
      const answer = await fetch(`${side.dataset.url}?${asked}`, { signal });
      /** @type {import("./map_page/signs.js").Found} */
      const found = await answer.json();
      if (!answer.ok) throw new Error(found.error);
      const clusters = found.clusters.map((one) => () => cluster(one));
      await draw([...clusters, ...found.points.map((one) => () => point(one))], signal);
      say(found.said);
      side.dataset.drawn = String(zoom);
      if (withList) await listOf(box, { signal });
    } catch (fault) {
      if (/** @type {Error} */ (fault).name !== "AbortError") say(side.dataset.failed ?? "");
    }
  };
}

/**
 * @param {LeafletMap} map
 * @param {MapScript["L"]} L
 */
function nearMe(map, L) {
  const button = part(side, "[data-near]");
  if (!navigator.geolocation) return;
  button.hidden = false;
  const look = L.divIcon({ className: "map-me", iconSize: [18, 18] });
  const me = L.marker([0, 0], { icon: look, interactive: false, keyboard: false });
  function go() {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        refusal = "";
        me.setLatLng([coords.latitude, coords.longitude]).addTo(map);
        map.setView(me.getLatLng(), 16);
      },
      () => {
        refusal = side.dataset.refused ?? "";
        say("");
      },
      { timeout: 15000, maximumAge: 60000 },
    );
  }
  button.addEventListener("click", go);
  map.on("dragstart", () => {
    refusal = "";
  });
  if (location.hash === AROUND_ME) go(); // "Near me" of the home page and of the list
}

/** Resolves when the page with its list stands and the browser has nothing else to do. */
async function quiet() {
  if (document.readyState !== "complete") {
    await new Promise((done) => {
      addEventListener("load", done, { once: true });
    });
  }
  await new Promise((done) => {
    if ("requestIdleCallback" in window) requestIdleCallback(done, { timeout: 1000 });
    else setTimeout(done, 50);
  });
}

async function start() {
  side.classList.add("has-reports");
  await quiet();
  const script = await loadMap(mapSettings(side));
  const { L } = script;
  await script.breathe();
  const box = new URLSearchParams(location.search).get("bbox")?.split(",").map(Number);
  const [west, south, east, north] = box?.every(Number.isFinite) ? box : [];
  const begin = north === undefined ? null : L.latLngBounds([south, west], [north, east]);
  const { map } = await script.cityMap(part(side, "[data-map-canvas]"), mapSettings(side), begin);
  const refresh = drawing(map, script);
  nearMe(map, L);
  let waiting = 0;
  map.on("moveend", () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(refresh, WAIT);
  });
  await refresh({ withList: false }); // the server has made it
}

start().catch(() => {
  said.textContent = side.dataset.failed ?? "";
});
