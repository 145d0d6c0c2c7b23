// The scripts that pages load, once. build.mjs makes a file of each, learns from it which sources it is made of, and
// writes parts.json, by which the server knows what the app holds ready (lapor/web/views/app.py).

/**
 * @typedef {"public" | "console"} Sheet
 * @typedef {{ sheets: Sheet[], isHeld?: boolean }} Bundle `sheets`: the style sheets of the pages that load it, which
 *   keep its class names; `isHeld`: the app works with it while there is no network
 */

/** @type {Record<string, Bundle>} */
export const BUNDLES = {
  public: { sheets: ["public", "console"], isHeld: true },
  file: { sheets: ["public"], isHeld: true },
  place_words: { sheets: ["public", "console"] },
  danger: { sheets: [], isHeld: true },
  my_reports: { sheets: ["public"], isHeld: true },
  receipt: { sheets: ["public"], isHeld: true },
  map: { sheets: ["public", "console"], isHeld: true },
  nearest: { sheets: ["public"] },
  map_page: { sheets: ["public"] },
  map_tiles: { sheets: [] },
  follow: { sheets: ["public", "console"] },
  passkeys: { sheets: ["public", "console"] },
  console: { sheets: ["console"] },
  desk: { sheets: ["console"] },
  evidence: { sheets: ["console"] },
  tasks: { sheets: ["console"] },
  sharing: { sheets: ["console"] },
  sw: { sheets: [] },
  desk_worker: { sheets: [] },
  tasks_worker: { sheets: [] },
};

/** What the app holds beside scripts. */
export const HELD = ["public.css", "map.css", "icons.svg", "mark.svg"];
