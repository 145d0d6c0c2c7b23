// Passkeys (WebAuthn): forms with data-passkey="create" or "get" show themselves where the browser can, ask the device
// when they are sent, and post its answer in their field `credential`. Options: JSON in #passkey-options, or fetched
// from data-passkey-options.
import { every, part } from "./dom.js";

/**
 * What the server says, challenge and ids still as base64url.
 * @typedef {{ publicKey: PublicKeyCredentialCreationOptionsJSON }} CreationOptions
 * @typedef {{ publicKey: PublicKeyCredentialRequestOptionsJSON }} RequestOptions
 */

/** @param {string} text */
const toBytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));

/** @param {ArrayBuffer} buffer */
const toText = (buffer) => {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};

/**
 * @param {PublicKeyCredentialDescriptorJSON[]} list
 * @returns {PublicKeyCredentialDescriptor[]}
 */
const withBytes = (list) =>
  list.map((item) => ({
    .../** @type {PublicKeyCredentialDescriptor} */ (/** @type {unknown} */ (item)),
    id: toBytes(item.id),
  }));

/**
 * The options as the browser wants them: challenge and ids are bytes there, base64url in JSON.
 * @param {CreationOptions | RequestOptions} sent
 */
function decoded({ publicKey }) {
  /** @type {Record<string, unknown>} */
  const options = { ...publicKey, challenge: toBytes(publicKey.challenge) };
  if ("user" in publicKey) options.user = { ...publicKey.user, id: toBytes(publicKey.user.id) };
  if ("excludeCredentials" in publicKey && publicKey.excludeCredentials) {
    options.excludeCredentials = withBytes(publicKey.excludeCredentials);
  }
  if ("allowCredentials" in publicKey && publicKey.allowCredentials) {
    options.allowCredentials = withBytes(publicKey.allowCredentials);
  }
  return /** @type {unknown} */ (options);
}

const ANSWERS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

/**
 * The device's answer as JSON (WebAuthn level 3, RegistrationResponseJSON and AuthenticationResponseJSON).
 * @param {PublicKeyCredential} credential
 */
function encoded(credential) {
  const said = /** @type {Record<string, ArrayBuffer>} */ (/** @type {unknown} */ (credential.response));
  /** @type {Record<string, unknown>} */
  const response = {};
  for (const name of ANSWERS) if (said[name]) response[name] = toText(said[name]);
  if ("getTransports" in credential.response) {
    response.transports = /** @type {AuthenticatorAttestationResponse} */ (credential.response).getTransports();
  }
  const { id, type, authenticatorAttachment } = credential;
  const clientExtensionResults = credential.getClientExtensionResults();
  return { id, rawId: toText(credential.rawId), type, authenticatorAttachment, clientExtensionResults, response };
}

/**
 * @param {HTMLFormElement} form
 * @returns {Promise<{ creation_options: CreationOptions, request_options: RequestOptions }>}
 */
async function optionsOf(form) {
  if (!form.dataset.passkeyOptions) return JSON.parse(part(document, "#passkey-options").textContent);
  const answer = await fetch(form.dataset.passkeyOptions, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`options: ${answer.status}`);
  return answer.json();
}

/**
 * @param {PasskeyForm} form
 * @returns {Promise<Credential | null>}
 */
async function ask(form) {
  const options = await optionsOf(form);
  if (form.dataset.passkey === "get") {
    const wanted = /** @type {PublicKeyCredentialRequestOptions} */ (decoded(options.request_options));
    return navigator.credentials.get({ publicKey: wanted });
  }
  const publicKey = /** @type {PublicKeyCredentialCreationOptions} */ (decoded(options.creation_options));
  const { passwordless } = form.elements;
  if (!passwordless) return navigator.credentials.create({ publicKey }); // nothing to choose: as the server says
  const isAlone = passwordless.checked;
  publicKey.authenticatorSelection = {
    ...publicKey.authenticatorSelection,
    userVerification: isAlone ? "required" : publicKey.authenticatorSelection?.userVerification,
    residentKey: isAlone ? "required" : "discouraged",
    requireResidentKey: isAlone,
  };
  return navigator.credentials.create({ publicKey });
}

/** @param {PasskeyForm} form */
async function send(form) {
  const failed = part(form, "[data-passkey-failed]");
  failed.hidden = true;
  try {
    const credential = /** @type {PublicKeyCredential} */ (await ask(form));
    form.elements.credential.value = JSON.stringify(encoded(credential));
    form.submit();
  } catch {
    failed.hidden = false; // cancelled by the person, timed out, or a key of another place
  }
}

const isAble = window.isSecureContext && "credentials" in navigator && "PublicKeyCredential" in window;
for (const form of every(document, "[data-passkey]", HTMLFormElement)) {
  form.hidden = !isAble;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(/** @type {PasskeyForm} */ (form));
  });
}
for (const hint of every(document, "[data-passkey-unable]", HTMLElement)) hint.hidden = isAble;
