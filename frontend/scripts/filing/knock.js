/** Asks before sending whether a report would be taken now; while it would not, the page stays, with all that was typed and chosen. */
export function knock(form) {
  const busy = form.querySelector("[data-busy]");

  async function send() {
    const seconds = await secondsToWait(form.action);
    busy.hidden = !seconds;
    if (seconds) setTimeout(send, seconds * 1000);
    else form.submit();
  }

  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || !event.submitter?.matches("[data-send]")) return;
    event.preventDefault();
    send();
  });
}

async function secondsToWait(address) {
  try {
    const answer = await fetch(`${address}?knock`, { method: "HEAD" });
    return answer.status === 503 ? Number(answer.headers.get("Retry-After")) || 10 : 0;
  } catch {
    return 0; // the browser itself will say what is wrong
  }
}
