// What scripts find in a browser, for `node --test`: IndexedDB in memory, a page of happy-dom where one is needed, and a
// server that is a function.
import "fake-indexeddb/auto";
import { Window } from "happy-dom";

Object.assign(globalThis, { self: globalThis, isSecureContext: true });
if (!("navigator" in globalThis)) Object.assign(globalThis, { navigator: {} }); // Node 20

/** The names that the scripts take from the page. */
const NAMES = [
  "CustomEvent",
  "Event",
  "FormData",
  "File",
  "HTMLAnchorElement",
  "HTMLButtonElement",
  "HTMLDetailsElement",
  "HTMLElement",
  "HTMLDialogElement",
  "HTMLFormElement",
  "HTMLInputElement",
  "HTMLSelectElement",
  "HTMLTemplateElement",
  "HTMLTextAreaElement",
  "IntersectionObserver",
  "KeyboardEvent",
  "RadioNodeList",
  "document",
  "history",
  "localStorage",
  "location",
  "sessionStorage",
];

/**
 * A page with this body, as the scripts' own.
 * @param {string} body
 * @param {string} url
 */
export function page(body, url = "https://kota.example/lapor") {
  const window = new Window({ url, settings: { disableJavaScriptFileLoading: true } });
  window.document.body.innerHTML = body;
  window.scrollTo = () => {};
  for (const name of NAMES) {
    const value = Reflect.get(window, name);
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  Object.defineProperty(globalThis, "window", { value: window, configurable: true, writable: true });
  return /** @type {Document} */ (/** @type {unknown} */ (window.document));
}

/**
 * An answer of the server, as JSON.
 * @param {unknown} said
 */
export const answer = (said, status = 200) =>
  new Response(JSON.stringify(said), { status, headers: { "Content-Type": "application/json" } });

/**
 * From now on this function is the server; it throws where there is no network. Gives the list of what it is asked.
 * @param {(path: string, data: FormData | undefined) => Response | Promise<Response>} answers
 */
export function server(answers) {
  /** @type {{ path: string, data: FormData | undefined }[]} */
  const asked = [];
  globalThis.fetch = async (url, options) => {
    const data = /** @type {FormData | undefined} */ (options?.body);
    asked.push({ path: String(url), data });
    return answers(String(url), data);
  };
  return asked;
}

/** No network. */
export const offline = () =>
  server(() => {
    throw new TypeError("fetch failed");
  });

/** @param {number} milliseconds */
export const after = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/**
 * Waits until this is so; throws where a second has gone.
 * @param {() => unknown} isSo
 */
export async function until(isSo) {
  for (let look = 0; look < 100; look += 1) {
    if (await isSo()) return;
    await after(10);
  }
  throw new Error(`never came true: ${isSo}`);
}

/**
 * A form's data.
 * @param {Record<string, string | File>} fields
 */
export function dataOf(fields) {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return data;
}
