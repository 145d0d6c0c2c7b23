// What stands for reports on the map: a ring with a number for many, a sign for one.
import { icon } from "../icon.js";

/**
 * What the server answers for a box (lapor/web/views/map.py).
 * @typedef {[latitude: number, longitude: number, count: number, open: number]} Cluster
 * @typedef {{
 *   at: [number, number], title: string, language: string, state: string, tone: string, shape: string,
 *   icon: string, url: string,
 *   about: string, filed: string,
 * }} OneReport
 * @typedef {{ clusters: Cluster[], points: OneReport[], said: string, error?: string }} Found
 */

const LARGE = 100; // reports from which on a cluster is drawn larger
const AROUND = 0.0004; // degrees, about 45 m: what a cluster holds that no zoom takes apart

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {string} className
 */
function element(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

/**
 * With a sign between thousands; the browser's own way to write numbers takes long to begin on an old phone.
 * @param {number} count
 */
function written(count) {
  return String(count).replace(/\B(?=(\d{3})+$)/g, document.documentElement.lang === "id" ? "." : ",");
}

/**
 * By finger, mouse or Enter.
 * @param {import("leaflet").Marker} marker
 * @param {() => void} act
 */
function pressed(marker, act) {
  marker.on("click", act);
  marker.on("keypress", ({ originalEvent }) => {
    if (/** @type {KeyboardEvent} */ (originalEvent).key === "Enter") act();
  });
  return marker;
}

/**
 * @param {import("leaflet").Map} map
 * @param {typeof import("../map_leaflet.js").default} L
 * @param {DOMStringMap} words
 * @param {{
 *   nearest: number, showList: (box: string) => void, open: (one: OneReport) => void,
 *   isOpen: (one: OneReport) => boolean, drawn: Map<string, HTMLElement>,
 * }} page `nearest`: the zoom from which on none takes a cluster apart; `open` shows a report; `drawn`: takes its sign
 */
export function signs(map, L, { reportsWord, openWord, icons = "" }, { nearest, showList, open, isOpen, drawn }) {
  /**
   * @param {HTMLElement} inner
   * @param {number} size
   * @param {string} label
   */
  function hit(inner, size, label) {
    const box = element("span", "map-hit");
    box.append(inner);
    return { icon: L.divIcon({ className: "", html: box, iconSize: [size, size] }), title: label };
  }

  /** @param {Cluster} cluster */
  function cluster([latitude, longitude, count, opened]) {
    const isLarge = count >= LARGE;
    const ring = element("span", `map-cluster${isLarge ? " is-large" : ""}`, written(count));
    ring.style.setProperty("--open", `${Math.round((100 * opened) / count)}%`);
    const label = `${count} ${reportsWord}, ${opened} ${openWord}`;
    const marker = L.marker([latitude, longitude], hit(ring, isLarge ? 58 : 46, label));
    const box = [longitude - AROUND, latitude - AROUND, longitude + AROUND, latitude + AROUND];
    return pressed(marker, () => {
      const closer = Math.min(nearest, Math.floor(map.getZoom()) + 2);
      if (map.getZoom() < nearest) map.setView(marker.getLatLng(), closer);
      else showList(box.map((edge) => edge.toFixed(5)).join(","));
    });
  }

  /** @param {OneReport} one */
  function point(one) {
    const sign = element("span", `map-point tone-${one.tone} is-${one.shape}`);
    sign.append(icon(icons, one.icon));
    const made = hit(sign, 44, `${one.state}: ${one.title}`);
    sign.classList.toggle("is-open", isOpen(one));
    drawn.set(one.url, sign);
    return pressed(L.marker(one.at, made), () => open(one));
  }

  return { cluster, point };
}
