// Asks our server while somebody writes; an offer, never a need: null where it does not answer.
import { pulse } from "./offline/network.js";
import { PULSE } from "./server_facts.js";

/**
 * @param {FormWithToken} form
 * @param {string} address
 * @param {Record<string, string>} fields
 */
export async function ask(form, address, fields) {
  const token = form.elements.csrfmiddlewaretoken;
  const send = () => {
    const body = new URLSearchParams({ ...fields, csrfmiddlewaretoken: token.value });
    return fetch(address, { method: "POST", body });
  };
  try {
    let answer = await send();
    if (answer.status === 403) {
      // The phone kept the page from an earlier visit, whose token is no more.
      token.value = (await pulse(PULSE)).token || "";
      answer = await send();
    }
    return answer.ok ? answer : null;
  } catch {
    return null;
  }
}
