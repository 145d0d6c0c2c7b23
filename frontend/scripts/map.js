// The map, loaded on demand: the city's areas as cells, without any tile server; one pin.
import L from "leaflet";
import { loadAreas } from "./areas.js";
import { icon } from "./icon.js";

const NAMES_FROM_ZOOM = 14;

async function cityMap(canvas, { mapAreas }) {
  const areas = await loadAreas(mapAreas);
  const map = L.map(canvas, { maxZoom: 18, minZoom: 10, zoomSnap: 0.5, attributionControl: false });
  const parents = [];
  const layer = L.geoJSON(areas, {
    style: ({ properties }) => {
      if (!parents.includes(properties.parent)) parents.push(properties.parent);
      return { className: `area${parents.indexOf(properties.parent) % 2 ? " is-even" : ""}` };
    },
    onEachFeature: ({ properties }, cell) => {
      cell.bindTooltip(properties.name, { permanent: true, direction: "center", className: "area-name" });
    },
  }).addTo(map);
  map.fitBounds(layer.getBounds(), { padding: [4, 4] });
  map.setMaxBounds(layer.getBounds().pad(0.3));
  const names = () => layer.eachLayer((cell) => (map.getZoom() >= NAMES_FROM_ZOOM ? cell.openTooltip() : cell.closeTooltip()));
  map.on("zoomend", names);
  names();
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

/** A map to choose on. `onPick(latitude, longitude)` is called for a tap and for a dragged pin. */
export async function openPicker(canvas, settings, onPick) {
  const { map, layer } = await cityMap(canvas, settings);
  const marker = pin(settings.icons, true);
  const picked = ({ lat, lng }) => onPick(lat, lng);
  map.on("click", ({ latlng }) => picked(latlng));
  marker.on("dragend", () => picked(marker.getLatLng()));
  return {
    /** Puts the pin there and lights up the area with this id; without a place takes it away. */
    show(latitude, longitude, areaId) {
      layer.eachLayer((cell) => {
        cell.getElement()?.classList.toggle("is-chosen", String(cell.feature.properties.id) === String(areaId));
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

/** A map that shows one point. */
export async function showPoint(canvas, settings) {
  const { map } = await cityMap(canvas, settings);
  const place = [Number(settings.latitude), Number(settings.longitude)];
  pin(settings.icons, false).setLatLng(place).addTo(map);
  map.setView(place, 14.5);
}
