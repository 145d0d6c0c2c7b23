// Passkeys (WebAuthn): forms with data-passkey="create" or "get" show themselves where the browser can, ask the device
// when they are sent, and post its answer in their field `credential`. Options: JSON in #passkey-options, or fetched
// from data-passkey-options.

const toBytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
const toText = (buffer) => {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};
const withBytes = (list) => (list || []).map((item) => ({ ...item, id: toBytes(item.id) }));

/** The options as the browser wants them: challenge and ids are bytes there, base64url in JSON. */
function decoded({ publicKey }) {
  const options = { ...publicKey, challenge: toBytes(publicKey.challenge) };
  if (publicKey.user) options.user = { ...publicKey.user, id: toBytes(publicKey.user.id) };
  if (publicKey.excludeCredentials) options.excludeCredentials = withBytes(publicKey.excludeCredentials);
  if (publicKey.allowCredentials) options.allowCredentials = withBytes(publicKey.allowCredentials);
  return options;
}

/** The device's answer as JSON (WebAuthn level 3, RegistrationResponseJSON and AuthenticationResponseJSON). */
function encoded(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  const { id, type, authenticatorAttachment } = credential;
  const clientExtensionResults = credential.getClientExtensionResults();
  return { id, rawId: toText(credential.rawId), type, authenticatorAttachment, clientExtensionResults, response };
}

async function optionsOf(form) {
  if (!form.dataset.passkeyOptions) return JSON.parse(document.getElementById("passkey-options").textContent);
  const answer = await fetch(form.dataset.passkeyOptions, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`options: ${answer.status}`);
  return answer.json();
}

async function ask(form) {
  const options = await optionsOf(form);
  if (form.dataset.passkey === "get") return navigator.credentials.get({ publicKey: decoded(options.request_options) });
  const publicKey = decoded(options.creation_options);
  // Nothing to choose: as the server says.
  if (!form.elements.passwordless) return navigator.credentials.create({ publicKey });
  const isAlone = form.elements.passwordless.checked;
  const userVerification = isAlone ? "required" : publicKey.authenticatorSelection?.userVerification;
  const residentKey = isAlone ? "required" : "discouraged";
  publicKey.authenticatorSelection = {
    ...publicKey.authenticatorSelection,
    userVerification,
    residentKey,
    requireResidentKey: isAlone,
  };
  return navigator.credentials.create({ publicKey });
}

async function send(form) {
  const failed = form.querySelector("[data-passkey-failed]");
  failed.hidden = true;
  try {
    form.elements.credential.value = JSON.stringify(encoded(await ask(form)));
    form.submit();
  } catch {
    failed.hidden = false; // cancelled by the person, timed out, or a key of another place
  }
}

const isAble = window.isSecureContext && "credentials" in navigator && "PublicKeyCredential" in window;
for (const form of document.querySelectorAll("[data-passkey]")) {
  form.hidden = !isAble;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
}
for (const hint of document.querySelectorAll("[data-passkey-unable]")) hint.hidden = isAble;
