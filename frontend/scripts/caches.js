// The names under which a browser holds pages, once: pages and service workers both know them.

export const DESK_CACHE = "lapor-desk";
export const TASKS_CACHE = "lapor-tasks"; // scripts, sheets, outlines; pages are kept sealed (tasks/store.js)
export const PAGES = "lapor-pages-"; // what follows is the version of the app, or "visited"
