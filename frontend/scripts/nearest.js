// The list of reports, nearest first: the device is asked where it is, and its place stands in the address, to a hundred
// metres. Where it does not say, the link leads on without a place, and the page says what else helps.
import { the } from "./dom.js";

const DECIMALS = 3;
const link = the(document, "[data-ask-place]", HTMLAnchorElement);

link.addEventListener("click", (event) => {
  if (!navigator.geolocation) return;
  event.preventDefault();
  link.setAttribute("aria-busy", "true");
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      const there = new URL(link.href);
      there.searchParams.set("near", [coords.latitude, coords.longitude].map((one) => one.toFixed(DECIMALS)).join());
      location.assign(there);
    },
    () => location.assign(link.href),
    { timeout: 15000, maximumAge: 60000 },
  );
});
