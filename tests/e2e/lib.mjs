// What every browser test needs: the built server on its own data and port, a browser, the
// looks of low vision, axe, and the count of bytes over the wire.
import { execFile, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { mkdtemp, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chromium } from "playwright-core";

const execute = promisify(execFile);
const here = fileURLToPath(new URL(".", import.meta.url)); // Debian 12 has Node 18
const program = process.env.NASTAVNIK ?? join(here, "../../build/nastavnik");
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function run(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args);
    let out = "";
    child.stdout.on("data", (data) => (out += data));
    child.stderr.on("data", (data) => (out += data));
    child.once("error", reject);
    child.once("exit", (code) => (code === 0 ? resolve(out) : reject(new Error(`${args.join(" ")}: ${code}\n${out}`))));
  });
}

// The address of a new database in the cluster of with_postgres.
let databases = 0;
export async function newDatabase() {
  const cluster = process.env.NASTAVNIK_TEST_PG;
  const name = `e2e_${process.pid}_${++databases}`;
  await execute("psql", [cluster, "-qc", `CREATE DATABASE ${name}`]);
  return cluster.replace("/postgres?", `/${name}?`);
}

// Servers that a failed test has left: they hold up nothing, and go with the file.
const left = new Map(); // child → its folder
process.on("exit", () => {
  for (const [child, folder] of left) {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
});
process.once("SIGTERM", () => process.exit(143));

// A server. people: how many the demo data hold, 0: an empty installation. database: an address of
// PostgreSQL; without it SQLite in the folder. clock: what time it is for the server, "2026-09-01 08:00" UTC;
// then setClock() moves it, and now() tells it in ms.
export async function startServer({ database, people = 0, clock } = {}) {
  const data = await mkdtemp(join(tmpdir(), "nastavnik-e2e-"));
  const port = await freePort();
  const common = ["--data", data, ...(database ? ["--db", database] : [])];
  if (people) await run(["demo", ...common, "--people", String(people)]);
  const clockFile = join(data, "clock");
  let said = clock;
  const setClock = async (text) => {
    await writeFile(`${clockFile}.new`, `${text}\n`);
    await rename(`${clockFile}.new`, clockFile);
    said = text;
  };
  const now = async () =>
    said ? Date.parse(`${said.replace(" ", "T")}:00Z`) + Date.now() - (await stat(clockFile)).mtimeMs : Date.now();
  if (clock) await setClock(clock);
  const child = spawn(program, [
    "serve", ...common, "--port", String(port), "--demo", "--development", ...(clock ? ["--clock", clockFile] : []),
  ]);
  left.set(child, data);
  let log = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (part) => (log += part));
    stream.unref();
  }
  child.unref();
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const base = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + 20000;
  for (;;) {
    const answer = await fetch(`${base}/readyz`).catch(() => null);
    if (answer?.ok) break;
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`the server did not start\n${log}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return {
    base,
    data,
    setClock,
    now,
    log: () => log,
    async stop() {
      child.ref();
      child.kill("SIGTERM");
      await ended;
      left.delete(child);
      await rm(data, { recursive: true });
    },
  };
}

export function startBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium-headless-shell",
    args: [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ],
  });
}

export const wide = { width: 1280, height: 900 };
export const narrow = { width: 360, height: 740 };

// The cookie «view» as src/frame/prefs.h writes it.
export const looks = [
  { name: "light" },
  { name: "dark", colorScheme: "dark" },
  { name: "black-on-white", view: "30000" },
  { name: "white-on-black-200", view: "42000" },
  { name: "blue-150-wide", view: "51221" },
];

// A context in one look. Anything the page asks of another host, and any error of its console
// (a broken CSP among them), ends in `faults`.
export async function open(browser, server, { look = looks[0], viewport = wide, ...options } = {}) {
  const context = await browser.newContext({
    baseURL: server.base, viewport, locale: "ru-RU", colorScheme: look.colorScheme ?? "light", ...options,
  });
  if (look.view) await context.addCookies([{ name: "view", value: look.view, url: server.base }]);
  const faults = [];
  context.on("request", (request) => {
    const { origin } = new URL(request.url());
    if (origin !== server.base && origin !== "null") faults.push(`asked ${request.url()}`);
  });
  context.on("console", (message) => {
    const expected = message.text().startsWith("Failed to load resource"); // a page with status 4xx
    if (message.type() === "error" && !expected) faults.push(message.text());
  });
  const page = await context.newPage();
  page.on("pageerror", (error) => faults.push(String(error)));
  return { context, page, faults };
}

// Demo servers offer one sign-in a role on the sign-in page.
export async function signIn(page, role) {
  await page.goto("/login");
  await page.getByRole("button", { name: role, exact: true }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/login"));
}

// The first button or link of that name, and the page that it opens.
export async function act(page, role, name) {
  await Promise.all([page.waitForNavigation(), page.getByRole(role, { name }).first().click()]);
}
export const press = (page, name) => act(page, "button", name);
export const follow = (page, name) => act(page, "link", name);

// The words of a page, with plain spaces.
export const text = async (page) => (await page.locator("body").innerText()).replaceAll("\u00a0", " ");

const tags = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"];

// Words about each violation; an empty list is what a test wants. only: rules instead of all tags.
export async function violations(page, only) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe);
  return page.evaluate(async (runOnly) => {
    const result = await globalThis.axe.run({ runOnly, resultTypes: ["violations"] });
    return result.violations.map((v) => `${v.id}: ${v.help}\n  ${v.nodes.map((n) => n.html.slice(0, 160)).join("\n  ")}`);
  }, only ? { type: "rule", values: only } : { type: "tag", values: tags });
}

// How far the page is wider than its window; 0 is right.
export function sideways(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

// What an open page is examined in, without loading it again: the attributes are those that the
// server writes for the cookie «view». Dark changes colours alone and low vision colours and sizes, so that
// the rest of axe has nothing new to find there.
const schemes = [
  { name: "light", colorScheme: "light" },
  { name: "dark", colorScheme: "dark", only: ["color-contrast"] },
  {
    name: "low-vision", colorScheme: "light", only: ["color-contrast", "target-size", "scrollable-region-focusable"],
    attributes: { "data-scheme": "white-on-black", "data-size": "200", "data-lv": "two" },
  },
];

function setAttributes(page, attributes) {
  return page.evaluate((list) => {
    for (const [name, value] of Object.entries(list)) {
      if (value) document.documentElement.setAttribute(name, value);
      else document.documentElement.removeAttribute(name);
    }
  }, attributes);
}

// The page as it stands now, in each scheme and width: axe, the width, pictures. Words about what
// is wrong.
export async function everyLook(page, name) {
  const size = page.viewportSize();
  const wrong = [];
  const dots = /.{0,40}[^.]\.\.(?!\.).{0,20}/.exec(await text(page)); // «5 ноября 2026 г..»
  if (dots) wrong.push(`${name} ${page.url()}: two full stops: ${dots[0]}`);
  for (const scheme of schemes) {
    await page.emulateMedia({ colorScheme: scheme.colorScheme });
    if (scheme.attributes) await setAttributes(page, scheme.attributes);
    for (const viewport of [wide, narrow]) {
      await page.setViewportSize(viewport);
      const where = `${name} ${page.url()} ${scheme.name} ${viewport.width}`;
      await shot(page, `${name}-${scheme.name}-${viewport.width}`);
      wrong.push(...(await violations(page, scheme.only)).map((v) => `${where}: ${v}`));
      if (await sideways(page)) wrong.push(`${where}: scrolls sideways by ${await sideways(page)} px`);
    }
    if (scheme.attributes) await setAttributes(page, Object.fromEntries(Object.keys(scheme.attributes).map((k) => [k, ""])));
  }
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize(size);
  return wrong;
}

// Pictures for people to look at: SHOTS=1 tests/e2e/run build.
export async function shot(page, name) {
  if (!process.env.SHOTS) return;
  const folder = join(here, "shots");
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

// Bytes over the wire, headers and all, of each page that is opened from now on.
export async function weigh(page) {
  const loads = [];
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  session.on("Network.requestWillBeSent", ({ type, request, redirectResponse }) => {
    if (redirectResponse) loads.at(-1).bytes += redirectResponse.encodedDataLength;
    else if (type === "Document") loads.push({ url: request.url, bytes: 0 });
  });
  session.on("Network.loadingFinished", ({ encodedDataLength }) => {
    if (loads.length) loads.at(-1).bytes += encodedDataLength;
  });
  return loads;
}

// Bytes over the wire, headers and all, that opening a page costs.
export async function bytes(context, page, path) {
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  let total = 0;
  session.on("Network.loadingFinished", (event) => (total += event.encodedDataLength));
  await page.goto(path, { waitUntil: "networkidle" });
  await page.evaluate(() => document.fonts.ready);
  await session.detach();
  return total;
}

// A .docx or .xlsx holds every rule of tests/office/ooxml.py: Word and Excel open it without complaint.
export async function sound(path) {
  const { stdout } = await execute("/usr/bin/python3", [join(here, "../office/ooxml.py"), path]).catch((fault) => fault);
  if (stdout.trim()) throw new Error(stdout);
  return path;
}

// Sheets of an XLSX as an independent reader sees them: {name: rows of values}.
export async function book(path) {
  await sound(path);
  const program = "import json,sys,openpyxl; b=openpyxl.load_workbook(open(sys.argv[1], 'rb')); "
    + "print(json.dumps({s.title:[list(r) for r in s.iter_rows(values_only=True)] for s in b},default=str))";
  return JSON.parse((await execute("/usr/bin/python3", ["-c", program, path])).stdout);
}
