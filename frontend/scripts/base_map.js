// What lies below the reports: streets of a tile server or of a map file on our own server, by the city's setting. Where
// the browser does not reach them the outlines of the areas stay, as without a setting. Bundled into map.js.
import L from "./map_leaflet.js";

const ENOUGH = 3; // tiles that failed before one came: nobody is there

/**
 * @typedef {import("leaflet").Map} LeafletMap
 * @typedef {import("./lazy_map.js").MapSettings} MapSettings
 */

/**
 * Lays the streets below everything else of the map, whenever they come: nothing waits for it.
 * @param {LeafletMap} map
 * @param {MapSettings} settings
 */
export async function layStreets(map, settings) {
  if (!settings.tiles) return;
  const layer = await streets(settings).catch(() => null);
  if (!layer) return;
  const credit = L.control.attribution({ prefix: false }).addAttribution(credited(settings));
  const box = map.getContainer();
  let failed = 0;
  layer.once("tileload", () => {
    failed = Number.NEGATIVE_INFINITY;
    box.classList.add("has-tiles");
    credit.addTo(map);
  });
  layer.on("tileerror", () => {
    failed += 1;
    if (failed < ENOUGH) return;
    layer.off("tileerror"); // no more than that: the layer takes itself off the map's own events
    layer.remove();
  });
  layer.addTo(map);
}

/**
 * @param {MapSettings} settings
 * @returns {Promise<import("leaflet").Layer | null>}
 */
async function streets({ tiles, tilesUrl = "", tilesScript = "" }) {
  // OpenStreetMap's rules ask for the site's address, which our pages send nobody: the origin, of these pictures alone.
  if (tiles === "server") return L.tileLayer(tilesUrl, { referrerPolicy: "strict-origin", maxNativeZoom: 19 });
  /** @type {typeof import("./map_tiles.js")} */
  const script = await import(tilesScript);
  return script.fileLayer(L, tilesUrl, isDark());
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

/**
 * The source as the map names it: words only, with a link where the setting has one.
 * @param {MapSettings} settings
 */
function credited({ tilesCredit = "", tilesCreditUrl = "" }) {
  const words = document.createElement(tilesCreditUrl ? "a" : "span");
  words.textContent = tilesCredit;
  if (words instanceof HTMLAnchorElement) {
    words.href = tilesCreditUrl;
    words.rel = "noopener";
  }
  return words.outerHTML;
}
