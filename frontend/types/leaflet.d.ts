// map_leaflet.js takes Leaflet apart; its parts are what the whole calls by the same names.

declare module "leaflet/src/control/Control.js" {
  export const control: (options?: import("leaflet").ControlOptions) => import("leaflet").Control;
}
declare module "leaflet/src/control/Control.Attribution.js" {
  export const attribution: typeof import("leaflet").control.attribution;
}
declare module "leaflet/src/control/Control.Zoom.js" {
  export const zoom: typeof import("leaflet").control.zoom;
}
declare module "leaflet/src/dom/DomUtil.js" {
  const everything: typeof import("leaflet").DomUtil;
  export = everything;
}
declare module "leaflet/src/geo/LatLngBounds.js" {
  export { latLngBounds as toLatLngBounds } from "leaflet";
}
declare module "leaflet/src/layer/LayerGroup.js" {
  export { layerGroup } from "leaflet";
}
declare module "leaflet/src/layer/Popup.js";
declare module "leaflet/src/layer/marker/DivIcon.js" {
  export { divIcon } from "leaflet";
}
declare module "leaflet/src/layer/marker/Marker.js" {
  export { marker } from "leaflet";
}
declare module "leaflet/src/layer/tile/GridLayer.js" {
  export { GridLayer } from "leaflet";
}
declare module "leaflet/src/layer/tile/TileLayer.js" {
  export { tileLayer } from "leaflet";
}
declare module "leaflet/src/layer/vector/Circle.js" {
  export { circle } from "leaflet";
}
declare module "leaflet/src/layer/vector/Polygon.js" {
  export { polygon } from "leaflet";
}
declare module "leaflet/src/layer/vector/Renderer.getRenderer.js";
declare module "leaflet/src/map/index.js" {
  export { map } from "leaflet";
}
