// A layer out of a PMTiles file on our own server, pictures or vectors. Loaded only where the city's setting names such a
// file, and only once a map is opened.
import { leafletRasterLayer, PMTiles } from "pmtiles";
import { leafletLayer } from "protomaps-leaflet";

const VECTORS = 1; // the header's type of vector tiles

/**
 * @param {typeof import("./map_leaflet.js").default} L
 * @param {string} url
 * @param {boolean} isDark vectors are drawn for it
 * @returns {Promise<import("leaflet").Layer>}
 */
export async function fileLayer(L, url, isDark) {
  const address = new URL(url, location.href).href;
  const file = new PMTiles(address);
  const header = await file.getHeader();
  Object.assign(globalThis, { L }); // where both libraries look for it
  if (header.tileType !== VECTORS) {
    return /** @type {import("leaflet").Layer} */ (leafletRasterLayer(file, { maxNativeZoom: header.maxZoom }));
  }
  const layer = leafletLayer({
    url: address,
    flavor: isDark ? "dark" : "light",
    lang: document.documentElement.lang,
    maxDataZoom: header.maxZoom,
    attribution: "",
  });
  return /** @type {import("leaflet").Layer} */ (/** @type {unknown} */ (layer));
}
