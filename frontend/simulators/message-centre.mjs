// A message centre for SMS on this machine: SMPP 3.4 by the package `smpp`, and plain HTTP to play the phones. Started by lapor/simulators/sms.py.
//
//   POST /say   {from, text, to?, ucs2?}          a phone writes; answers when the receiver has acknowledged
//   GET  /heard                                    what phones got, pieces put together: [{to, from, text, pieces, coding}]
//   POST /mode  {receipts?, bind?, throttle?, silent?, slow?, drop?}
//                 receipts: "DELIVRD" (default), "UNDELIV", …, "" = none; bind: false refuses; throttle: refuse so many; silent: answer nothing

import http from "node:http";
import smpp from "smpp";

const [smppPort, httpPort, systemId, password] = [
  Number(process.argv[2]),
  Number(process.argv[3]),
  process.argv[4],
  process.argv[5],
];
const sessions = new Set();
const heard = [];
const pieces = new Map();
const mode = { receipts: "DELIVRD", bind: true, throttle: 0, silent: false, slow: 0 };
let nextId = 1;
let turn = 0;

function bind(session, pdu) {
  const fits = mode.bind && pdu.system_id === systemId && pdu.password === password;
  session.send(pdu.response(fits ? { system_id: "centre" } : { command_status: smpp.ESME_RINVPASWD }));
  if (fits) session.receives = pdu.command !== "bind_transmitter";
}

function submit(session, pdu) {
  if (mode.silent) return;
  if (mode.slow) setTimeout(() => taken(session, pdu), mode.slow * 1000);
  else taken(session, pdu);
}

function taken(session, pdu) {
  if (mode.throttle > 0) {
    mode.throttle -= 1;
    session.send(pdu.response({ command_status: smpp.ESME_RTHROTTLED }));
    return;
  }
  const id = (nextId++).toString(16).padStart(8, "0");
  session.send(pdu.response({ message_id: id }));
  keep(pdu);
  if (pdu.registered_delivery && mode.receipts) setTimeout(() => receipt(id, pdu), 20);
}

function keep(pdu) {
  const to = (pdu.dest_addr_ton === 1 ? "+" : "") + pdu.destination_addr;
  const udh = pdu.short_message.udh?.[0];
  const message = { to, from: pdu.source_addr, text: pdu.short_message.message, pieces: 1, coding: pdu.data_coding };
  if (udh?.[0] !== 0) return void heard.push(message);
  const [, , reference, total, number] = udh;
  const key = `${to}/${reference}/${total}`;
  const parts = pieces.get(key) ?? new Map();
  parts.set(number, message.text);
  pieces.set(key, parts);
  if (parts.size < total) return;
  pieces.delete(key);
  heard.push({
    ...message,
    pieces: total,
    text: [...parts.keys()]
      .sort((a, b) => a - b)
      .map((one) => parts.get(one))
      .join(""),
  });
}

function receipt(id, pdu) {
  const at = new Date().toISOString().replace(/\D/g, "").slice(2, 12);
  const text = `id:${id} sub:001 dlvrd:001 submit date:${at} done date:${at} stat:${mode.receipts} err:000 text:`;
  deliver({
    esm_class: 4,
    source_addr: pdu.destination_addr,
    source_addr_ton: 1,
    destination_addr: pdu.source_addr,
    short_message: text,
  }).catch(() => {});
}

function receiver() {
  const open = [...sessions].filter((session) => session.receives);
  return open[turn++ % open.length];
}

function deliver(fields) {
  return new Promise((resolve, reject) => {
    const session = receiver();
    if (!session) return reject(new Error("nobody is bound to receive"));
    const late = setTimeout(() => reject(new Error("not acknowledged")), 5000);
    session.deliver_sm(fields, (answer) => {
      clearTimeout(late);
      answer.command_status === 0 ? resolve() : reject(new Error(`refused with ${answer.command_status}`));
    });
  });
}

const encoded = (text, ucs2) => (ucs2 ? Buffer.from(text, "utf16le").swap16() : smpp.encodings.ASCII.encode(text));

async function say({ from, text, to = "1708", ucs2 }) {
  const wide = ucs2 ?? !smpp.encodings.ASCII.match(text);
  const whole = encoded(text, wide);
  const size = wide ? 134 : 153;
  const common = {
    source_addr: from.replace(/^\+/, ""),
    source_addr_ton: from.startsWith("+") ? 1 : 0,
    destination_addr: to,
    data_coding: wide ? 8 : 0,
  };
  if (whole.length <= (wide ? 140 : 160)) return deliver({ ...common, short_message: { message: whole } });
  const reference = nextId++ % 256;
  const total = Math.ceil(whole.length / size);
  const numbers = Array.from({ length: total }, (_, place) => place + 1);
  for (const number of numbers.reverse()) {
    // pieces come in any order on real networks: here the last one first
    const udh = Buffer.from([5, 0, 3, reference, total, number]);
    const message = Buffer.concat([udh, whole.subarray((number - 1) * size, number * size)]);
    await deliver({ ...common, esm_class: 0x40, short_message: message });
  }
}

const server = smpp.createServer({}, (session) => {
  sessions.add(session);
  for (const kind of ["bind_transceiver", "bind_receiver", "bind_transmitter"])
    session.on(kind, (pdu) => bind(session, pdu));
  session.on("submit_sm", (pdu) => submit(session, pdu));
  session.on("enquire_link", (pdu) => mode.silent || session.send(pdu.response()));
  session.on("unbind", (pdu) => session.send(pdu.response()));
  session.on("close", () => sessions.delete(session));
  session.on("error", () => sessions.delete(session));
});

async function control(request, body) {
  if (request.url === "/heard") return heard;
  if (request.url === "/say") return (await say(body)) ?? {};
  if (request.url !== "/mode") return null;
  Object.assign(mode, body);
  if (body.drop) for (const session of sessions) session.close();
  return mode;
}

const phones = http.createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  try {
    const found = await control(request, chunks.length ? JSON.parse(Buffer.concat(chunks)) : {});
    response.writeHead(found === null ? 404 : 200, { "Content-Type": "application/json" }).end(JSON.stringify(found));
  } catch (error) {
    response.writeHead(502, { "Content-Type": "application/json" }).end(JSON.stringify({ error: error.message }));
  }
});

server.listen(smppPort, "127.0.0.1", () => phones.listen(httpPort, "127.0.0.1", () => console.log("ready")));
