// The page after filing: the phone forgets what it kept of the report and keeps the receipt, unless the report is
// protected.
import { forget } from "./app/outbox.js";
import { keepReceipt } from "./app/receipts.js";
import { canKeep } from "./app/store.js";
import { maybe, part } from "./dom.js";
import { dropDraftOf } from "./draft.js";

/** @param {DOMStringMap} facts */
async function filed({ key = "", number = "", code = "", words = "", isProtected }) {
  const canKeepHere = await canKeep();
  if (canKeepHere && isProtected === "") {
    await keepReceipt({ number, code, words }); // first: who goes on at once has it
    maybe(document, "[data-kept]", HTMLElement)?.removeAttribute("hidden");
  }
  await dropDraftOf(key);
  if (canKeepHere) await forget(key);
}

filed(part(document, "[data-filed]").dataset).finally(() => {
  document.body.dataset.ready = "";
});
