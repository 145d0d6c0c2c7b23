// The parts of Leaflet that our maps use, under the names of the whole: an old phone need not read and start the rest.
// Bundled into map.js.

import { attribution } from "leaflet/src/control/Control.Attribution.js";
import { control } from "leaflet/src/control/Control.js";
import { zoom } from "leaflet/src/control/Control.Zoom.js";
import * as DomUtil from "leaflet/src/dom/DomUtil.js"; // map_tiles.js hands it on
import { toLatLngBounds as latLngBounds } from "leaflet/src/geo/LatLngBounds.js";
import { layerGroup } from "leaflet/src/layer/LayerGroup.js";
import { divIcon } from "leaflet/src/layer/marker/DivIcon.js";
import { marker } from "leaflet/src/layer/marker/Marker.js";
import { GridLayer } from "leaflet/src/layer/tile/GridLayer.js";
import { tileLayer } from "leaflet/src/layer/tile/TileLayer.js";
import { circle } from "leaflet/src/layer/vector/Circle.js";
import { polygon } from "leaflet/src/layer/vector/Polygon.js";
import "leaflet/src/layer/vector/Renderer.getRenderer.js"; // gives maps their renderer
import { map } from "leaflet/src/map/index.js";

export default {
  circle,
  control: Object.assign(control, { attribution, zoom }),
  divIcon,
  DomUtil,
  GridLayer,
  latLngBounds,
  layerGroup,
  map,
  marker,
  polygon,
  tileLayer,
};
