// The page after filing: the phone forgets what it kept of the report and keeps the receipt, unless the report is
// protected.
import { forget } from "./app/outbox.js";
import { keepReceipt } from "./app/receipts.js";
import { canKeep } from "./app/store.js";
import { part } from "./dom.js";
import { dropDraft } from "./draft.js";

/** @param {DOMStringMap} facts */
async function filed({ key = "", number = "", code = "", words = "", isProtected }) {
  await dropDraft();
  if (!(await canKeep())) return;
  await forget(key);
  if (isProtected === "") await keepReceipt({ number, code, words });
}

filed(part(document, "[data-filed]").dataset).finally(() => {
  document.body.dataset.ready = "";
});
