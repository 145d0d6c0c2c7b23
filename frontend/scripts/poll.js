// <section data-poll="address">: its content is asked for again every two seconds while the page is seen. An answer with X-Reload has a next step, on the page.
const EVERY = 2000;

function keepFresh(box) {
  const timer = setInterval(async () => {
    if (document.hidden) return;
    const answer = await fetch(box.dataset.poll, { cache: "no-store" }).catch(() => null);
    if (!answer || answer.status >= 500) return; // no network, or too much to do: the next time
    if (!answer.ok || answer.redirected || answer.headers.has("X-Reload")) {
      clearInterval(timer);
      location.reload();
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    box.replaceChildren(...page.body.childNodes);
  }, EVERY);
}

for (const box of document.querySelectorAll("[data-poll]")) keepFresh(box);
