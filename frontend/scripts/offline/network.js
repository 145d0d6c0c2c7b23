// Whether the network is there and the officer signed in, and what is asked of the server.
const PATIENCE = 3000; // milliseconds

/**
 * The answer; null where none came within the patience. A redirect is not followed.
 * @param {string} url
 * @param {RequestInit} options
 */
export async function call(url, options = {}, patience = PATIENCE) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patience);
  try {
    return await fetch(url, { ...options, redirect: "manual", cache: "no-store", signal: stop.signal });
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/** For pages that nobody looks at now: what a page shows once stays for the next one that somebody looks at. */
export const AHEAD = { headers: { Purpose: "prefetch" } };
const PATIENCE_AHEAD = 20000; // milliseconds

/** A page to keep; null where it did not come. @param {string} url */
export const callAhead = (url) => call(url, AHEAD, PATIENCE_AHEAD);

const NOW = /<!--now-->[\s\S]*?<!--\/now-->/g;
const OF_THE_BYTES = ["content-encoding", "content-length"];

/**
 * A page that was looked at, as it may be kept: without what stands there just now (lapor/ui/shown_once.py). To be called
 * before the page is given on.
 * @param {Response} answer
 * @returns {Promise<Response>}
 */
export async function toKeep(answer) {
  const kept = answer.clone();
  if (!(kept.headers.get("Content-Type") ?? "").startsWith("text/html")) return kept;
  const headers = new Headers(kept.headers);
  for (const name of OF_THE_BYTES) headers.delete(name);
  return new Response((await kept.text()).replace(NOW, ""), { status: kept.status, headers });
}

/**
 * { token, desk, officer } while all is well; { gone: true } without network or server, { signedOut: true } where somebody has
 * to sign in.
 * @param {string} url
 * @returns {Promise<Pulse>}
 */
export async function pulse(url, patience = PATIENCE) {
  const answer = await call(url, {}, patience);
  if (!answer || answer.status >= 500) return { gone: true };
  if (answer.type === "opaqueredirect" || answer.status === 403) return { signedOut: true };
  return answer.ok ? answer.json() : { gone: true };
}

/**
 * Whose words are sent: refused where another officer is signed in by now (lapor/agencies/officers/access.py).
 * @param {string} officer
 */
export const sentBy = (officer) => ({ "X-Officer": officer });

/**
 * The answer's status and words as JSON; null where nothing came back.
 * @param {string} url
 * @param {FormData} data
 * @param {HeadersInit} headers
 * @returns {Promise<{ status: number, said: Said } | null>}
 */
export async function post(url, data, patience = 30000, headers = {}) {
  const answer = await call(url, { method: "POST", body: data, headers }, patience);
  if (!answer || answer.type === "opaqueredirect") return null;
  const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
  return { status: answer.status, said: isJson ? await answer.json() : {} };
}
