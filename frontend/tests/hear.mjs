// Listens for words of danger as a browser does: { rules, said: [[…], …] } comes in by standard input, what was heard in
// each goes out. Started by tests/core/test_danger_in_browser.py, which compares it with what the server hears.
import { readFileSync } from "node:fs";
import { hearing } from "../scripts/danger.js";

const { rules, said } = JSON.parse(readFileSync(0, "utf8"));
const hear = hearing(rules);
process.stdout.write(JSON.stringify(said.map((/** @type {string[]} */ one) => hear(one))));
