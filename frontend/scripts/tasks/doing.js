// The forms of a task's page: what is sent is kept on the phone first and goes out at once, or when there is a network.
import { every, maybe, part, the } from "../dom.js";
import { photosOf } from "../evidence/store.js";
import { forgetTyped } from "../typed.js";
import { sendAll } from "./outbox.js";
import { actsOf, canKeep, contentOf, dropAct, filesOf, keepAct } from "./store.js";
import { showWaiting, wordsOf } from "./waiting.js";

const AGAIN = 20000; // milliseconds, between two tries
const NO_FIELDS = new Set(["csrfmiddlewaretoken", "photos"]);
const OTHERWISE = ["respond", "work_note"]; // where the words go whose act is not offered any more

/** @param {HTMLFormElement} form */
const kindOf = (form) => form.dataset.evidenceAct ?? the(form, "[name=act]", HTMLInputElement).value;

/**
 * @param {HTMLFormElement} form
 * @returns {{ content: TaskActContent, files: File[] }}
 */
function typedIn(form) {
  /** @type {FormFields} */
  const fields = [];
  /** @type {File[]} */
  const files = [];
  for (const [name, value] of new FormData(form)) {
    if (value instanceof File && value.size) files.push(value);
    else if (typeof value === "string" && !NO_FIELDS.has(name)) fields.push([name, value]);
  }
  const label = form.closest("details")?.querySelector("summary")?.textContent?.trim() ?? "";
  const captureUrl = maybe(document, "[data-camera]", HTMLElement)?.dataset.captureUrl ?? "";
  const content = { label, kind: kindOf(form), url: new URL(form.action).pathname, captureUrl, fields };
  return { content, files };
}

/** What waits goes out, now and again; gives what became of each. @param {HTMLElement} box @param {string} report */
export async function goOn(box, report, onUse = /** @type {((row: TaskActRow) => void) | undefined} */ (undefined)) {
  const { officer = "", pulse = "" } = box.dataset;
  const sent = await sendAll(pulse, officer);
  const isSignedOut = [...sent.values()].includes("signedOut");
  const rows = await showWaiting(box, { report, isSignedOut, onUse });
  return { sent, rows };
}

/** @param {HTMLElement} box @param {() => void} work */
export function again(box, work) {
  window.addEventListener("online", work);
  setInterval(async () => {
    const rows = await actsOf(box.dataset.officer ?? "");
    if (rows.some((row) => row.state === "waits")) work();
  }, AGAIN);
}

/**
 * Puts the words back into the form of their act, with files from the gallery; photos of the camera are there already.
 * @param {TaskActRow} row
 */
async function fill(row) {
  const content = await contentOf(row);
  const forms = every(document, "[data-task-acts] form", HTMLFormElement);
  const wanted = [content.kind, ...OTHERWISE];
  const form = wanted.flatMap((kind) => forms.filter((one) => kindOf(one) === kind))[0];
  const fold = form?.closest("details");
  if (!form || !fold) return;
  fold.open = true;
  const text = the(form, "[name=text]", HTMLTextAreaElement);
  text.value = wordsOf(content);
  text.dispatchEvent(new Event("input", { bubbles: true }));
  const ofCamera = new Set((await photosOf(row.officer)).map(({ file }) => file.name));
  const input = maybe(form, "input[type=file]", HTMLInputElement);
  const others = (await filesOf(row)).filter(({ name }) => !ofCamera.has(name));
  if (input && others.length) {
    const transfer = new DataTransfer();
    for (const file of others) transfer.items.add(file);
    input.files = transfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
  text.focus();
}

/**
 * Before all others that hear of it: the form is sent from here.
 * @param {HTMLElement} acts
 * @param {(form: HTMLFormElement) => void} take
 */
function hearSubmits(acts, take) {
  const isOurs = (/** @type {EventTarget | null} */ form) => form instanceof HTMLFormElement && acts.contains(form);
  window.addEventListener(
    "submit",
    (event) => {
      if (!isOurs(event.target)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      take(/** @type {HTMLFormElement} */ (event.target));
    },
    true,
  );
}

/** By GET, also where the page is the answer to a form. */
export const showAnew = () => location.replace(location.pathname);

/**
 * Whether one of them went out: the page says then what was done, and how the report stands now.
 * @param {Map<string, string>} sent
 * @param {string} beginning of their ids
 */
const isSentOf = (sent, beginning) => [...sent].some(([id, became]) => became === "sent" && id.startsWith(beginning));

/**
 * @param {HTMLElement} box what waits is shown there
 * @param {string} report
 */
export async function prepareForms(box, report) {
  if (!(await canKeep())) return;
  const acts = part(document, "[data-task-acts]");
  const { officer = "", tasksUrl = "" } = box.dataset;

  // What waits was based on this page: one after the other.
  const hide = (/** @type {TaskActRow[]} */ rows) => {
    acts.hidden = rows.some((row) => row.report === report && row.state === "waits");
  };

  async function show() {
    hide(await actsOf(officer));
    const { sent, rows } = await goOn(box, report, fill);
    hide(rows);
    return sent;
  }

  /** @param {HTMLFormElement} form */
  async function take(form) {
    const { content, files } = typedIn(form);
    for (const row of await actsOf(officer)) {
      if (row.report === report && row.state !== "waits") await dropAct(row); // said again, in this form
    }
    const row = await keepAct({ officer, report }, content, files);
    const became = (await show()).get(row.id);
    if (became !== "refused") forgetTyped(form);
    if (became === "sent") location.assign(tasksUrl);
    else if (became === "refused") {
      await dropAct(row);
      form.submit(); // the page says beside the fields what is at fault
    } else box.scrollIntoView({ block: "start" });
  }

  hearSubmits(acts, take);
  const catchUp = async () => isSentOf(await show(), `${officer}:${report}:`) && showAnew();

  again(box, catchUp);
  await catchUp();
}
