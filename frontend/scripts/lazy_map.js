/** Loads the map's sheet and script once, when someone asks for a map; resolves to the module map.js. */
export function loadMap({ mapScript, mapStyle }) {
  if (!document.querySelector(`link[href="${mapStyle}"]`)) {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = mapStyle;
    document.head.append(link);
  }
  return import(mapScript);
}
