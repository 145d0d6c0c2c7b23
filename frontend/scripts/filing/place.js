// The place: from the phone's sensor or a tap on the map; either finds the kelurahan by itself.
import { areaAt, loadAreas } from "../areas.js";
import { part, the } from "../dom.js";
import { loadMap, mapSettings } from "../lazy_map.js";

/**
 * @typedef {{
 *   set: (latitude: number, longitude: number, message: string, metres?: number) => Promise<void>,
 *   say: (key: string, metres?: number) => void,
 *   showOn: (picker: import("../map.js").Picker) => void,
 * }} Place what the ways to choose it do with it
 */

/** @param {FilingForm} form */
export function place(form) {
  const { latitude, longitude, area } = form.elements;
  const status = part(form, "[data-place-status]");
  const clear = part(form, "[data-clear-place]");
  /** @type {import("../map.js").Picker | null} */
  let picker = null;

  /** @type {Place["say"]} */
  function say(key, metres) {
    status.textContent = key ? (status.dataset[key] ?? "").replace("{metres}", String(metres)) : "";
  }

  /** @type {Place["set"]} */
  async function set(lat, lon, message, metres) {
    latitude.value = lat.toFixed(6);
    longitude.value = lon.toFixed(6);
    clear.hidden = false;
    say(message, metres);
    try {
      const found = areaAt(await loadAreas(mapSettings(form).mapAreas), lat, lon);
      if (found) {
        area.value = found.properties.code;
        status.textContent += ` ${found.properties.name}, ${found.properties.district}.`;
      } else say("outside");
      picker?.show(lat, lon, found?.properties.code);
    } catch {
      // Without the areas the point alone is sent; the server knows the kelurahan.
    }
    form.dispatchEvent(new Event("change"));
  }

  clear.addEventListener("click", () => {
    latitude.value = "";
    longitude.value = "";
    clear.hidden = true;
    picker?.show(null);
    say("");
    form.dispatchEvent(new Event("change"));
  });

  /** @type {Place["showOn"]} */
  function showOn(opened) {
    picker = opened;
    if (latitude.value) opened.show(Number(latitude.value), Number(longitude.value), area.value);
  }

  for (const way of [bySensor, byPhoto, onMap]) way(form, { set, say, showOn });
  part(form, "[data-place]").hidden = false;
  clear.hidden = !latitude.value;
}

/**
 * @param {FilingForm} form
 * @param {Place} place
 */
function bySensor(form, { set, say }) {
  const locate = part(form, "[data-locate]");
  if (!navigator.geolocation) locate.hidden = true;
  locate.addEventListener("click", () => {
    say("searching");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => set(coords.latitude, coords.longitude, "found", Math.max(5, Math.ceil(coords.accuracy / 5) * 5)),
      () => say("refused"),
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 },
    );
  });
}

/**
 * A photo that knows where it was taken proposes its place; nothing is used before the person says so.
 * @param {FilingForm} form
 * @param {Place} place
 */
function byPhoto(form, { set }) {
  const offer = part(form, "[data-photo-place]");
  /** @type {[number, number] | null} */
  let proposed = null;
  form.addEventListener("photo-place", async (event) => {
    if (form.elements.latitude.value || proposed) return;
    const [lat, lon] = /** @type {CustomEvent<[number, number]>} */ (event).detail;
    proposed = [lat, lon];
    const words = part(offer, "[data-near]");
    const found = await loadAreas(mapSettings(form).mapAreas)
      .then((areas) => areaAt(areas, lat, lon))
      .catch(() => null);
    const { near = "", somewhere = "" } = words.dataset;
    words.textContent = found ? near.replace("{area}", found.properties.name) : somewhere;
    offer.hidden = false;
  });
  the(offer, "button", HTMLButtonElement).addEventListener("click", (event) => {
    if (!proposed) return; // the server found the place and has to be asked for it
    event.preventDefault();
    offer.hidden = true;
    set(...proposed, "photo");
    /** @type {HTMLElement} */ (offer.nextElementSibling).hidden = false;
  });
}

/**
 * @param {FilingForm} form
 * @param {Place} place
 */
function onMap(form, { set, say, showOn }) {
  const box = part(form, "[data-map]");
  const open = part(form, "[data-open-map]");
  let isThere = false;
  open.addEventListener("click", async () => {
    box.hidden = !box.hidden;
    open.setAttribute("aria-expanded", String(!box.hidden));
    if (isThere || box.hidden) return;
    try {
      const { openPicker } = await loadMap(mapSettings(form));
      const canvas = part(box, "[data-map-canvas]");
      const picker = await openPicker(canvas, mapSettings(form), (lat, lon) => set(lat, lon, "picked"));
      isThere = true;
      box.scrollIntoView({ block: "nearest" });
      showOn(picker);
    } catch {
      box.hidden = true;
      open.setAttribute("aria-expanded", "false");
      say("mapFailed");
    }
  });
}
