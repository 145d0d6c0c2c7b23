// What was typed and not yet sent, kept on this device. Never a name, a phone number or an address of a mailbox; the
// receipt page clears it, and file.js drops it when the report is confidential or speaks of danger.
const KEY = "lapor.draft";

export function readDraft() {
  try {
    return JSON.parse(localStorage.getItem(KEY));
  } catch {
    return null; // storage switched off, or something else wrote there
  }
}

export function keepDraft(draft) {
  try {
    localStorage.setItem(KEY, JSON.stringify(draft));
  } catch {
    // Full or switched off: the form works without.
  }
}

export function dropDraft() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Switched off: then nothing was kept.
  }
}
