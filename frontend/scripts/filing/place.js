// The place: by words (place_words.js), from the phone's sensor, a photo or a tap on the map; each finds the kelurahan by
// itself, sets a pin that can be moved, and what it found is a proposal.
import { areaAt, loadAreas } from "../areas.js";
import { part, the } from "../dom.js";
import { loadMap, mapSettings } from "../lazy_map.js";

/**
 * @typedef {Record<string, string | number>} Values what stands in braces in a sentence
 * @typedef {{
 *   set: (latitude: number, longitude: number, message: string, values?: Values) => Promise<void>,
 *   say: (key: string, values?: Values) => void,
 *   showOn: (picker: import("../map.js").Picker) => void,
 *   openMap: () => Promise<void>,
 * }} Place what the ways to choose it do with it
 */

const NOWHERE = 0.01; // degrees around 0/0, where phones without a fix say that they are

/**
 * Says the sentence of this name, with its values.
 * @param {HTMLElement} status
 * @returns {Place["say"]}
 */
function sayIn(status) {
  return (key, values = {}) => {
    let text = key ? (status.dataset[key] ?? "") : "";
    for (const [name, value] of Object.entries(values)) text = text.replace(`{${name}}`, String(value));
    status.textContent = text;
  };
}

/**
 * Gives what is to be called when its step is shown: a point that is there already, of a photo or a draft, is then seen
 * on the map and can be moved.
 * @param {FilingForm} form
 */
export function place(form) {
  const { latitude, longitude, area } = form.elements;
  const status = part(form, "[data-place-status]");
  const clear = part(form, "[data-clear-place]");
  /** @type {import("../map.js").Picker | null} */
  let picker = null;

  const say = sayIn(status);

  /** @type {Place["set"]} */
  async function set(lat, lon, message, values) {
    latitude.value = lat.toFixed(6);
    longitude.value = lon.toFixed(6);
    clear.hidden = false;
    say(message, values);
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

  const openMap = onMap(form, { set, say, showOn });
  for (const way of [bySensor, byPhoto, byWords]) way(form, { set, say, showOn, openMap });
  part(form, "[data-place]").hidden = false;
  clear.hidden = !latitude.value;
  return () => latitude.value && !savesData() && openMap();
}

/**
 * @param {FilingForm} form
 * @param {Place} place
 */
function bySensor(form, { set, say, openMap }) {
  const locate = part(form, "[data-locate]");
  if (!navigator.geolocation) locate.hidden = true;

  /** The words are where it goes on. @param {string} message */
  function lead(message) {
    say(message);
    form.elements.address?.focus();
  }

  /** @param {GeolocationPosition} found */
  async function found({ coords: { latitude, longitude, accuracy } }) {
    if (Math.abs(latitude) < NOWHERE && Math.abs(longitude) < NOWHERE) return lead("nowhere");
    await set(latitude, longitude, "found", { metres: Math.max(5, Math.ceil(accuracy / 5) * 5) });
    if (!savesData()) await openMap();
  }

  locate.addEventListener("click", () => {
    say("searching");
    navigator.geolocation.getCurrentPosition(found, () => lead("refused"), {
      enableHighAccuracy: true,
      timeout: 15000,
      maximumAge: 30000,
    });
  });
}

/** Whether the person asked the browser to load no more than is needed: then a map is opened by their own tap only. */
function savesData() {
  return Boolean(/** @type {{ connection?: { saveData?: boolean } }} */ (navigator).connection?.saveData);
}

/**
 * A street or a landmark that is typed is offered from the city's list; the script for it comes with the first letter.
 * @param {FilingForm} form
 * @param {Place} place
 */
function byWords(form, { set, say, openMap }) {
  const { address, latitude, longitude, area } = form.elements;
  /** The point of the words, as it stands in the fields. */
  let point = "";
  const box = part(form, "[data-place-words]");
  const { script = "" } = box.dataset;
  part(box, "[data-find-place]").hidden = true; // for browsers without this script
  if (!address) return;
  address.autocomplete = "off";

  /** @param {import("../place_words.js").Offered} place */
  async function choose({ name, at: [lat, lon] }) {
    await set(lat, lon, "named", { name });
    point = `${latitude.value} ${longitude.value}`;
    if (!savesData()) await openMap();
  }

  /** A point that was moved since, or set in another way, is the person's own. */
  function forget() {
    if (point !== `${latitude.value} ${longitude.value}`) return;
    area.value = "";
    part(form, "[data-clear-place]").click();
    say("changed");
  }

  async function begin() {
    if (!address) return;
    try {
      /** @type {typeof import("../place_words.js")} */
      const { offerPlaces } = await import(script);
      offerPlaces(form, box, address, choose, forget);
    } catch {
      address.addEventListener("input", begin, { once: true }); // no network: the next letter tries again
    }
  }
  address.addEventListener("input", begin, { once: true });
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
 * Of what sounds like a protected report no other host learns the place: streets then come from our own server or not at
 * all.
 * @param {FilingForm} form
 * @returns {import("../lazy_map.js").MapSettings}
 */
function settingsFor(form) {
  const settings = mapSettings(form);
  const isProtected = !part(form, "[data-protected]").hidden;
  return isProtected && settings.tiles === "server" ? { ...settings, tiles: undefined } : settings;
}

/**
 * Gives what opens the map.
 * @param {FilingForm} form
 * @param {Omit<Place, "openMap">} place
 */
function onMap(form, { set, say, showOn }) {
  const box = part(form, "[data-map]");
  const button = part(form, "[data-open-map]");
  let isThere = false;

  /** @param {boolean} isOpen */
  function fold(isOpen) {
    box.hidden = !isOpen;
    button.setAttribute("aria-expanded", String(isOpen));
  }

  async function open() {
    fold(true);
    if (isThere) return;
    isThere = true;
    try {
      const { openPicker } = await loadMap(mapSettings(form));
      const canvas = part(box, "[data-map-canvas]");
      const picker = await openPicker(canvas, settingsFor(form), {
        pick: (lat, lon) => set(lat, lon, "picked"),
        closer: () => say("closer"),
      });
      box.scrollIntoView({ block: "nearest" });
      showOn(picker);
    } catch {
      isThere = false;
      fold(false);
      say("mapFailed");
    }
  }

  button.addEventListener("click", () => (box.hidden ? open() : fold(false)));
  return open;
}
