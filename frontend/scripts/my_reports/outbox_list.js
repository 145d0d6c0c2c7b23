// The reports that wait on this phone, with how far each is and what can be done about it.
import { contentOf, drop, waiting } from "../app/outbox.js";
import { openFile } from "../app/store.js";
import { copyOf, every, part, the } from "../dom.js";
import { draftOf } from "../draft.js";
import { inFours } from "../number.js";
import { FORM } from "../server_facts.js";

const TONES = { kept: "tone-waiting", sending: "tone-info", received: "tone-good", refused: "tone-bad" };

/** @param {OutboxRow} row */
async function correct(row) {
  const { key, fields } = await contentOf(row);
  const words = Object.fromEntries(fields);
  const draft = draftOf(words.asset ?? "");
  await draft.keepWords({ ...words, draft_id: key });
  await draft.keepPhotos(await Promise.all(row.files.map(openFile)));
  await drop(row.id);
  location.assign(words.asset ? `${FORM}?aset=${encodeURIComponent(words.asset)}` : FORM);
}

/**
 * How much of its files is with the server, while it is on its way.
 * @param {OutboxRow} row
 * @param {string} words
 */
function progress(row, words) {
  const sent = row.files.reduce((sum, file) => sum + file.sent, 0);
  const whole = row.files.reduce((sum, file) => sum + file.size, 0);
  const isOnTheWay = whole && ["kept", "sending"].includes(row.state);
  return isOnTheWay ? words.replace("{part}", `${Math.floor((100 * sent) / whole)}%`) : "";
}

/**
 * @param {HTMLElement} outbox
 * @param {OutboxRow} row
 * @param {(what: string | undefined, row: OutboxRow) => void} act
 */
async function outboxRow(outbox, row, act) {
  const item = copyOf(the(outbox, "[data-outbox-row]", HTMLTemplateElement));
  const content = await contentOf(row);
  /** @type {(name: string) => HTMLElement} */
  const piece = (name) => part(item, `[data-${name}]`);
  item.dataset.state = row.state;
  const said = content.fields ? Object.fromEntries(content.fields).text : "";
  piece("words").textContent = (said || inFours(row.number || "")).slice(0, 80);
  const words = piece("state-words");
  words.textContent = outbox.dataset[`say${row.state[0].toUpperCase()}${row.state.slice(1)}`] ?? "";
  words.classList.add(TONES[row.state]);
  if (row.state === "received") {
    piece("number-line").hidden = false;
    piece("number").textContent = inFours(row.number ?? "");
    piece("code").textContent = inFours(content.code || "");
  }
  piece("more").textContent = (row.errors || []).join(" ") || progress(row, outbox.dataset.sayFiles ?? "");
  for (const button of every(item, "button", HTMLButtonElement)) {
    button.hidden = !button.dataset.when?.split(" ").includes(row.state);
    button.addEventListener("click", () => act(button.dataset.do, row));
  }
  return item;
}

/**
 * Returns the function that shows the list anew.
 * @param {HTMLElement} outbox
 */
export function outboxList(outbox) {
  const sendNow = part(outbox, "[data-send-now]");

  /** @type {Parameters<typeof outboxRow>[2]} */
  async function act(what, row) {
    if (what === "open") await correct(row);
    else if (what === "seen" || window.confirm(outbox.dataset.askRemove)) await drop(row.id);
    await show();
  }

  async function show() {
    const rows = await waiting();
    const items = await Promise.all(rows.map((row) => outboxRow(outbox, row, act)));
    part(outbox, "[data-outbox-list]").replaceChildren(...items);
    outbox.hidden = !rows.length;
    if (sendNow.parentElement) {
      sendNow.parentElement.hidden = !rows.some((row) => row.state === "kept" || row.state === "sending");
    }
  }

  return show;
}
