// The names under which a browser holds pages, once: pages and service workers both know them.

export const DESK_CACHE = "lapor-desk";
export const PAGES = "lapor-pages-"; // what follows is the version of the app, or "visited"
