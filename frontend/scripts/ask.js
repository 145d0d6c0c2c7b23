// Asks our server while somebody writes; an offer, never a need: null where it does not answer.
import { pulse } from "./offline/network.js";

export async function ask(form, address, fields) {
  const send = () => {
    const body = new URLSearchParams({ ...fields, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
    return fetch(address, { method: "POST", body });
  };
  try {
    let answer = await send();
    if (answer.status === 403) {
      // The phone kept the page from an earlier visit, whose token is no more.
      form.elements.csrfmiddlewaretoken.value = (await pulse("/lapor/denyut")).token || "";
      answer = await send();
    }
    return answer.ok ? answer : null;
  } catch {
    return null;
  }
}
