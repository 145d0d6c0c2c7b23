// The place: from the phone's sensor or a tap on the map; either finds the kelurahan by itself.
import { areaAt, loadAreas } from "../areas.js";
import { loadMap } from "../lazy_map.js";

export function place(form) {
  const { latitude, longitude, area } = form.elements;
  const status = form.querySelector("[data-place-status]");
  const clear = form.querySelector("[data-clear-place]");
  const box = form.querySelector("[data-map]");
  const open = form.querySelector("[data-open-map]");
  const locate = form.querySelector("[data-locate]");
  let picker = null;

  const say = (key, metres) => {
    status.textContent = key ? status.dataset[key].replace("{metres}", metres) : "";
  };

  async function set(lat, lon, message, metres) {
    latitude.value = lat.toFixed(6);
    longitude.value = lon.toFixed(6);
    clear.hidden = false;
    say(message, metres);
    try {
      const found = areaAt(await loadAreas(form.dataset.mapAreas), lat, lon);
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

  if (!navigator.geolocation) locate.hidden = true;
  locate.addEventListener("click", () => {
    say("searching");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => set(coords.latitude, coords.longitude, "found", Math.max(5, Math.ceil(coords.accuracy / 5) * 5)),
      () => say("refused"),
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 },
    );
  });

  // A photo that knows where it was taken proposes its place; nothing is used before the person says so.
  const offer = form.querySelector("[data-photo-place]");
  let proposed = null;
  form.addEventListener("photo-place", async ({ detail }) => {
    if (latitude.value || proposed) return;
    proposed = detail;
    const words = offer.querySelector("[data-near]");
    const found = await loadAreas(form.dataset.mapAreas)
      .then((areas) => areaAt(areas, ...detail))
      .catch(() => null);
    words.textContent = found ? words.dataset.near.replace("{area}", found.properties.name) : words.dataset.somewhere;
    offer.hidden = false;
  });
  offer.querySelector("button").addEventListener("click", (event) => {
    if (!proposed) return; // the server found the place and has to be asked for it
    event.preventDefault();
    offer.hidden = true;
    set(...proposed, "photo");
    offer.nextElementSibling.hidden = false;
  });

  open.addEventListener("click", async () => {
    box.hidden = !box.hidden;
    open.setAttribute("aria-expanded", String(!box.hidden));
    if (picker || box.hidden) return;
    try {
      const { openPicker } = await loadMap(form.dataset);
      picker = await openPicker(box.querySelector("[data-map-canvas]"), form.dataset, (lat, lon) =>
        set(lat, lon, "picked"),
      );
      box.scrollIntoView({ block: "nearest" });
      if (latitude.value) picker.show(Number(latitude.value), Number(longitude.value), area.value);
    } catch {
      box.hidden = true;
      open.setAttribute("aria-expanded", "false");
      say("mapFailed");
    }
  });

  clear.addEventListener("click", () => {
    latitude.value = "";
    longitude.value = "";
    clear.hidden = true;
    picker?.show(null);
    say("");
    form.dispatchEvent(new Event("change"));
  });

  form.querySelector("[data-place]").hidden = false;
  clear.hidden = !latitude.value;
}
