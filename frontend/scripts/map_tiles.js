// A layer of pictures out of a PMTiles file on our own server. Loaded only where the setting names such a file.
import { leafletRasterLayer, PMTiles } from "pmtiles";

const VECTORS = 1; // the header's tile type of vector tiles, which would need a renderer of their own

/**
 * Resolves to the layer, or to null where the file holds no pictures.
 * @param {typeof import("./map_leaflet.js").default} L
 * @param {string} url
 * @param {import("leaflet").GridLayerOptions} options
 */
export async function fileLayer(L, url, options) {
  const file = new PMTiles(new URL(url, location.href).href);
  const header = await file.getHeader();
  if (header.tileType <= VECTORS) return null;
  Object.assign(globalThis, { L }); // where the library looks for it
  return leafletRasterLayer(file, { ...options, maxNativeZoom: header.maxZoom });
}
