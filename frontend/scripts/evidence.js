// Evidence by challenge on an officer's page of a report: "Take evidence photo" beside the files of an act, photos that
// wait on this phone, words for the day. A page that shows no such act says where photos wait.
import { every, maybe, part } from "./dom.js";
import { Camera, hasCamera } from "./evidence/camera.js";
import { EvidenceForm, openFold } from "./evidence/form.js";
import { canKeep, keepPhoto, keepWords, keptWord, photosOf, remove, usedUp, waitingActs } from "./evidence/store.js";
import { arrived, askWord, askWordsAhead } from "./evidence/telling.js";

const LATER = 15000; // milliseconds
const KEPT = 7 * 24 * 3600 * 1000; // a photo that was never sent goes after a week

const dialog = maybe(document, "[data-camera]", HTMLDialogElement);
const here = {
  report: dialog?.dataset.report ?? "",
  officer: dialog?.dataset.officer ?? "",
  captureUrl: dialog?.dataset.captureUrl ?? "",
};
const camera = dialog && hasCamera() ? new Camera(dialog) : null;
/** @type {EvidenceForm[]} */
const forms = [];

/** @param {EvidenceForm} form */
async function photograph(form) {
  const { challengeUrl = "" } = dialog?.dataset ?? {};
  form.say(form.box.dataset.asking ?? "");
  const asked = await askWord(challengeUrl);
  form.say("");
  if (!camera || asked === "refused") {
    form.say(form.box.dataset.refused ?? "");
    return;
  }
  const challenge = asked ?? (await keptWord(here));
  const shot = await camera.open(challenge);
  part(form.box, "[data-open-camera]").focus();
  if (!shot) return;
  const note = noteOf(shot, challenge, !asked);
  const row = await keepPhoto(here, form.act, shot.sha256, shot.file, note);
  if (challenge) await usedUp(challenge.id);
  await form.add(row);
}

/**
 * What the server is told of a photo.
 * @param {import("./evidence/camera.js").Shot} shot
 * @param {Challenge | null} challenge
 * @param {boolean} isOffline
 * @returns {PhotoNote}
 */
function noteOf({ sha256, deviceAt, place }, challenge, isOffline) {
  const where = place && {
    latitude: String(place.latitude),
    longitude: String(place.longitude),
    accuracy: String(Math.round(place.accuracy)),
  };
  const offline = isOffline ? "1" : "0";
  return { challenge: challenge?.id ?? "", sha256, device_at: deviceAt.toISOString(), offline, ...where };
}

/** Those of this report that the server does not have yet; the others are forgotten. */
const photosLeft = () => leftOf(here.report, here.captureUrl, here.officer);

/** @param {string} report @param {string} url @param {string} officer */
async function leftOf(report, url, officer) {
  const rows = (await photosOf(officer)).filter((row) => row.report === report);
  const come = rows.length ? ((await arrived(url, rows)) ?? new Set()) : new Set();
  const isOver = (/** @type {PhotoRow} */ row) => come.has(row.id) || row.at < Date.now() - KEPT;
  for (const row of rows) if (isOver(row)) await remove("photos", row.id);
  return rows.filter((row) => !isOver(row));
}

/** The forms under `root` that were not there before. @param {ParentNode} root */
export async function prepareEvidence(root) {
  if (!camera || !(await canKeep())) return;
  for (const box of every(root, "[data-evidence]", HTMLElement)) {
    const form = box.closest("form");
    if (!form || "isPrepared" in box.dataset) continue;
    box.dataset.isPrepared = "";
    const made = new EvidenceForm(form, here);
    forms.push(made);
    const button = part(box, "[data-open-camera]");
    button.hidden = false;
    button.addEventListener("click", () => photograph(made));
    for (const row of await photosLeft()) if (row.act === made.act) await made.add(row);
    await made.goOnWithKept();
  }
}

/** Photos of an act that is offered no longer go with the first one that is. */
async function settle() {
  if (!camera || !(await canKeep())) return;
  const rows = await photosLeft();
  for (const act of new Set([...rows.map((row) => row.act), ...(await waitingActs(here))])) openFold(act);
  const offered = new Set(every(document, "details[data-act]", HTMLElement).map((fold) => fold.dataset.act));
  for (const row of rows) if (!offered.has(row.act) && forms.length) await forms[0].add(row);
  if ("ahead" in (dialog?.dataset ?? {})) await fetchWords(2);
}

/** Words for the day. None come while somebody can undo the last act: asked again then. @param {number} times */
async function fetchWords(times) {
  const given = await askWordsAhead(dialog?.dataset.challengeUrl ?? "");
  if (given?.length) await keepWords(here, given);
  else if (times > 1) setTimeout(fetchWords, LATER, times - 1);
}

/** Says on every officers' page that photos of other reports wait here. @param {HTMLElement} box */
async function sayWaiting(box) {
  if (!(await canKeep())) return;
  const { officer = "", reports = "" } = box.dataset;
  const numbers = new Set((await photosOf(officer)).map((row) => row.report));
  for (const number of numbers) {
    const address = `${reports}${number}`;
    const isOpenHere = camera && number === here.report;
    if (isOpenHere || !(await leftOf(number, `${address}/foto-bukti`, officer)).length) continue;
    const link = document.createElement("a");
    link.href = address;
    link.textContent = number;
    const item = document.createElement("li");
    item.append(link);
    part(box, "ul").append(item);
    box.hidden = false;
  }
}

const waiting = maybe(document, "[data-evidence-waiting]", HTMLElement);
if (waiting) sayWaiting(waiting);
if (camera) prepareEvidence(document).then(settle);
