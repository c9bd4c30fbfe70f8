// People at their browsers: each has a context of their own, signs in, presses what is on the
// screen. Every page they open is weighed and, in a walk with looks, examined in each look.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { everyLook, open, sideways, weigh } from "./lib.mjs";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function totp(secret, step) {
  const bits = [...secret].map((c) => letters.indexOf(c).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", key).update(counter).digest();
  const number = mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff;
  return String(number % 1000000).padStart(6, "0");
}

const firstVisit = 60 * 1024;
const laterPage = 20 * 1024;

export class Person {
  constructor(name, { context, page, faults }, loads, looks, now) {
    Object.assign(this, { name, context, page, faults, loads, looks, now, lastStep: 0, seen: new Set(), wrong: [] });
  }

  // looks: examine each page that is named in every look.
  static async at(browser, server, name, { looks = false, ...options } = {}) {
    const opened = await open(browser, server, options);
    opened.context.setDefaultTimeout(10000);
    return new Person(name, opened, await weigh(opened.page), looks, server.now);
  }

  async go(path) {
    return this.page.goto(path);
  }

  // Presses a button or a link by its words and waits for the page that opens.
  async press(words, { role = "button", within = this.page, exact = false } = {}) {
    const target = within.getByRole(role, { name: words, exact }).first();
    await target.waitFor();
    await Promise.all([this.page.waitForNavigation(), target.click()]);
  }

  follow(words, options = {}) {
    return this.press(words, { role: "link", ...options });
  }

  async fill(fields) {
    for (const [label, value] of Object.entries(fields)) {
      const field = this.page.getByLabel(new RegExp(`^${label}( \\(необязательно\\))?$`));
      if ((await field.evaluate((f) => f.tagName)) === "SELECT") await field.selectOption({ label: value });
      else await field.fill(value);
    }
  }

  choose(label) {
    return this.page.getByRole("radio", { name: label }).or(this.page.getByRole("checkbox", { name: label })).check();
  }

  text() {
    return this.page.locator("main").innerText();
  }

  async sees(...words) {
    for (const part of words) await this.page.locator("main").getByText(part).first().waitFor();
  }

  // So many lines of the list say it; its filters do not count.
  async lists(words, n) {
    const lines = this.page.locator("tbody tr").filter({ hasText: words });
    await lines.first().waitFor();
    assert.equal(await lines.count(), n, words);
  }

  // The page has this heading; a page of this name is looked at when it is met first.
  async meets(heading, name) {
    await this.page.getByRole("heading", { level: 1, name: heading }).waitFor();
    assert.equal(await this.page.locator("h1").count(), 1);
    if (this.looks && this.seen.has(name)) return;
    this.seen.add(name);
    if (this.looks) this.wrong.push(...(await everyLook(this.page, name)));
    else if (await sideways(this.page)) this.wrong.push(`${this.page.url()} scrolls sideways`);
  }

  // The next code the server would take, by its clock: each works once.
  async code() {
    this.lastStep = Math.max(this.lastStep + 1, Math.floor((await this.now()) / 30000));
    return totp(this.secret, this.lastStep);
  }

  async enrol() {
    await this.meets("Вход с кодом", `${this.name}-enrol`);
    await this.page.locator(".qr svg").waitFor();
    this.secret = (await this.page.locator(".key").textContent()).replace(/\s/g, "");
    await this.fill({ "Код из приложения": await this.code() });
    await this.press("Включить вход с кодом");
    await this.meets("Запасные коды", `${this.name}-codes`);
    this.codes = await this.page.locator(".codes code").allTextContents();
    assert.ok(this.codes.length >= 8);
    await this.follow("Коды записаны, продолжить");
  }

  // Answers an invitation with a login of one's own. name: only when the invitation has none.
  async accept(url, { login, password, surname, given }) {
    Object.assign(this, { login, password });
    await this.go(url);
    await this.meets("Приглашение", `${this.name}-invite`);
    if (surname) await this.fill({ Фамилия: surname, Имя: given });
    await this.fill({ Логин: login, Пароль: password });
    await this.press("Создать вход");
  }

  // By a code of the telephone, or by one of those kept on paper.
  async signIn({ spare = false } = {}) {
    await this.go("/login");
    await this.meets("Вход", `${this.name}-login`);
    await this.fill({ "Логин или электронная почта": this.login, Пароль: this.password });
    await this.press("Войти");
    if (!this.secret) return;
    await this.meets("Код из приложения", `${this.name}-code`);
    await this.fill({ "Код из приложения": spare ? this.codes.pop() : await this.code() });
    await this.press("Войти");
  }

  // What is true of a whole visit: nothing from elsewhere, no error, light pages.
  async leave() {
    assert.deepEqual([...this.faults, ...this.wrong], [], this.name);
    const [first, ...later] = this.loads.filter((load) => !load.url.endsWith(".xlsx"));
    assert.ok(first.bytes <= firstVisit, `${first.url}: ${first.bytes} bytes`);
    for (const load of later) assert.ok(load.bytes <= laterPage, `${load.url}: ${load.bytes} bytes`);
    await this.context.close();
    return { first: first.bytes, heaviest: Math.max(0, ...later.map((load) => load.bytes)) };
  }
}
