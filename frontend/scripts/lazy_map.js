/**
 * What the template tag `map_settings` writes on an element: where the parts of the map lie and the words it shows.
 * @typedef {DOMStringMap & {
 *   mapScript: string, mapStyle: string, mapAreas: string, icons: string, mapLabel: string, mapNote: string,
 *   mapZoomIn: string, mapZoomOut: string,
 *   tiles?: "server" | "file", tilesUrl?: string, tilesCredit?: string, tilesCreditUrl?: string, tilesScript?: string,
 * }} MapSettings
 */

/**
 * The settings of an element that `map_settings` was written on.
 * @param {HTMLElement} element
 */
export const mapSettings = (element) => /** @type {MapSettings} */ (element.dataset);

/**
 * Loads the map's sheet and script once, when someone asks for a map.
 * @param {MapSettings} settings
 * @returns {Promise<typeof import("./map.js")>}
 */
export function loadMap({ mapScript, mapStyle }) {
  if (!document.querySelector(`link[href="${mapStyle}"]`)) {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = mapStyle;
    document.head.append(link);
  }
  return import(mapScript);
}
