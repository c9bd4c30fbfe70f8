// Papers: what there is, what one lacks, the register with a scan, a template of one's own that
// is refused and taken, the organisation's details, cases of a name; without JavaScript too.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { everyLook, follow, narrow, open, press, signIn, startBrowser, startServer, text, wide } from "./lib.mjs";

const execute = promisify(execFile);
// Saved by LibreOffice with the password «secret»: really encrypted, not a head alone.
const locked = fileURLToPath(new URL("../data/locked.docx", import.meta.url));
let browser, server;

before(async () => {
  browser = await startBrowser();
  server = await startServer({ people: 60 });
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

// Of a good template: with a field that is not known, with macros, cut in half; and what only has its name.
const bad = `
import sys, zipfile
good, folder = sys.argv[1:]
def copy(name, of, change):
    with zipfile.ZipFile(good) as z, zipfile.ZipFile(f"{folder}/{name}", "w", zipfile.ZIP_DEFLATED) as o:
        for n in z.namelist():
            o.writestr(n, change(z.read(n).decode()) if n == of else z.read(n))
copy("unknown.docx", "word/document.xml", lambda s: s.replace("{{дата}}", "{{датта}}").replace("{{организация}}", "{{наша школа}}"))
copy("macros.docm", "[Content_Types].xml", lambda s: s.replace("vnd.openxmlformats-officedocument.wordprocessingml.document.main", "vnd.ms-word.document.macroEnabled.main"))
copy("bomb.docx", "word/document.xml", lambda s: s.replace("<w:body>", "<w:body>" + "<w:p/>" * 14000000))
copy("plain.docx", "word/document.xml", lambda s: s.replace("{{", "").replace("}}", ""))
with zipfile.ZipFile(good) as z: styles = z.getinfo("word/styles.xml")
bytes_of = bytearray(open(good, "rb").read())
bytes_of[styles.header_offset + 30 + len("word/styles.xml") + 40] ^= 255
open(f"{folder}/flipped.docx", "wb").write(bytes_of)
with zipfile.ZipFile(f"{folder}/zip.docx", "w") as o: o.writestr("readme.txt", "hello")
for name, data in ("pdf", b"%PDF-1.4 " + bytes(500)), ("empty", b""), ("half", open(good, "rb").read()[:2000]):
    open(f"{folder}/{name}.docx", "wb").write(data)
`;

async function download(page, name) {
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name }).first().click()]);
  return file.path();
}

for (const javaScriptEnabled of [true, false])
  test(`papers of a programme${javaScriptEnabled ? "" : ", without JavaScript"}`, async () => {
    const { context, page, faults } = await open(browser, server, {
      viewport: javaScriptEnabled ? wide : narrow, javaScriptEnabled, acceptDownloads: true,
    });
    const looks = async (name) => javaScriptEnabled && assert.deepEqual(await everyLook(page, name), []);
    await signIn(page, "куратор");
    await follow(page, "Вместе к олимпиаде");
    const home = page.url().replace(/[?#].*/, "");
    await page.goto(`${home}/papers`);
    await looks("papers");

    await follow(page, "Приказ о внедрении целевой модели наставничества");
    assert.match(await text(page), /Не хватает \d+ сведени/);
    await looks("paper-gaps");
    await follow(page, /Вписать.*куратор/);
    await page.getByLabel("Куратор: фамилия, имя, отчество").fill("Соколова");
    await press(page, "Сохранить сведения");
    assert.match(await text(page), /имя/);
    await looks("paper-answers-wrong");
    await page.getByLabel("Куратор: фамилия, имя, отчество").fill("Соколова Елена Петровна");
    await press(page, "Сохранить сведения");
    assert.match(await text(page), /Сведения сохранены/);

    await follow(page, "Сведения об организации для документов");
    await page.getByLabel(/Город или село/).fill("г. Кунгур");
    await page.getByLabel("Руководитель: фамилия, имя, отчество").fill("Рябов Лев Ильич");
    await looks("paper-unit");
    await press(page, "Сохранить сведения");
    assert.match(await text(page), /Сведения сохранены/);

    await page.goto(`${home}/papers/kind?kind=order_coordinator`);
    const docx = await readFile(await download(page, /DOCX/));
    assert.equal(docx.subarray(0, 2).toString(), "PK");
    const pdf = await readFile(await download(page, /PDF/));
    assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");

    await press(page, "Внести в реестр");
    assert.match(await text(page), /Документ внесён в реестр/);
    assert.match(await text(page), javaScriptEnabled ? /№ 1 от/ : /№ 2 от/);
    await looks("paper-draft");
    await press(page, "Сделать заново");
    assert.match(await text(page), /Документ сделан заново/);
    assert.match(await text(page), /Сделан заново/); // in its history
    const picture = join(server.data, "скан.png");
    await writeFile(picture, "не картинка");
    await page.locator("input[type=file]").setInputFiles(picture);
    await press(page, "Загрузить скан");
    assert.match(await text(page), /не PDF, не JPEG и не PNG/);
    await looks("paper-scan-wrong");
    await writeFile(picture, Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(64)]));
    await page.locator("input[type=file]").setInputFiles(picture);
    await press(page, "Загрузить скан");
    assert.match(await text(page), /Скан загружен/);
    assert.equal(await page.getByRole("button", { name: "Сделать заново" }).count(), 0);
    await press(page, "Отметить подписанным");
    assert.match(await text(page), /Подписан/);
    await looks("paper");
    if (!javaScriptEnabled) {
      await page.locator("summary", { hasText: "Отменить документ" }).click();
      await press(page, "Отменить документ");
      assert.match(await text(page), /Напишите причину/);
      await page.getByLabel("Почему отменяется").fill("Ошибка в номере");
      await press(page, "Отменить документ");
      assert.match(await text(page), /Отменён/);
    }
    await page.goto(`${home}/papers/register`);
    assert.match(await text(page), /Приказ о назначении куратора/);
    await looks("paper-register");

    await page.goto(`${home}/papers/template?kind=order_coordinator`);
    await looks("paper-template");
    const template = await readFile(await download(page, /Скачать шаблон/));
    assert.equal(template.subarray(0, 2).toString(), "PK");
    const own = join(server.data, "свой.docx");
    await writeFile(own, "это не документ");
    await page.locator("input[type=file]").setInputFiles(own);
    await press(page, "Загрузить шаблон");
    assert.match(await text(page), /не документ DOCX/);
    await looks("paper-template-wrong");
    await writeFile(own, template);
    await page.locator("input[type=file]").setInputFiles(own);
    await press(page, "Загрузить шаблон");
    assert.match(await text(page), /Шаблон: свой, версия/);
    await follow(page, "Шаблон документа");
    await press(page, "Вернуть стандартный шаблон");
    assert.match(await text(page), /Сейчас действует стандартный шаблон/);

    await page.goto(`${home}/papers/kind?kind=pd_consent`);
    await looks("paper-choose");
    await page.locator("main ul.list a").first().click();
    await page.waitForLoadState();
    assert.match(await text(page), /Сделать документ/);
    await follow(page, /Падежи имени/);
    await looks("paper-cases");
    await page.getByLabel("Кому?").fill("Ёлочкиной Анне Петровне");
    await press(page, "Сохранить формы имени");
    assert.match(await text(page), /Ёлочкиной Анне Петровне/);
    assert.deepEqual(faults, []);
    await context.close();
  });

// Lists of the papers of teachers, and one of each.
test("papers of teachers", async () => {
  const { context, page, faults } = await open(browser, server, { viewport: wide });
  await signIn(page, "куратор");
  await follow(page, "Учитель – учитель");
  const home = page.url().replace(/[?#].*/, "");
  await page.goto(`${home}/papers`);
  assert.match(await text(page), /Положение о системе наставничества педагогических работников/);
  assert.deepEqual(await everyLook(page, `papers-teachers`), []);
  for (const [kind, about] of [["mentor_written_consent", /Не хватает|Всё, что нужно/], ["labour_addendum", /./],
    ["personal_programme", / — /], ["early_end_notice", /./], ["employer_petition", /Не хватает|Всё, что нужно/], ["open_lesson", /математика: /]]) {
    await page.goto(`${home}/papers/kind?kind=${kind}`);
    assert.match(await text(page), /Выберите, о ком документ|Выберите урок/);
    assert.deepEqual(await everyLook(page, `paper-choose-${kind}`), []);
    await Promise.all([page.waitForNavigation(), page.locator("main ul.list a").first().click()]);
    assert.match(await text(page), about);
    assert.deepEqual(await everyLook(page, `paper-one-${kind}`), []);
  }
  assert.deepEqual(faults, []);
  await context.close();
});

// Files that are no template; each is told, and the standard one stays.
test("what is no template is refused in words", async () => {
  const { context, page, faults } = await open(browser, server, { acceptDownloads: true });
  await signIn(page, "куратор");
  await follow(page, "Вместе к олимпиаде");
  const form = `${page.url().replace(/[?#].*/, "")}/papers/template?kind=order_coordinator`;
  await page.goto(form);
  const good = await download(page, /Скачать шаблон/);
  await execute("/usr/bin/python3", ["-c", bad, good, server.data]);
  for (const [name, words] of [
    ["unknown.docx", /Неизвестное поле «датта»|Неизвестное поле «наша школа»/], ["macros.docm", /В документе есть макросы/],
    ["zip.docx", /Это не документ DOCX/], ["pdf.docx", /Это не документ DOCX/], ["empty.docx", /В файле ничего нет/],
    ["half.docx", /Документ повреждён/], ["flipped.docx", /Документ повреждён/], ["bomb.docx", /слишком велик/],
    ["plain.docx", /нет ни одного поля/]]) {
    await page.goto(form);
    await page.locator("input[type=file]").setInputFiles(join(server.data, name));
    await press(page, "Загрузить шаблон");
    assert.match(await text(page), words, name);
    assert.match(await text(page), /Сейчас действует стандартный шаблон/, name);
  }
  await page.goto(form);
  await page.locator("input[type=file]").setInputFiles(locked);
  await press(page, "Загрузить шаблон");
  assert.match(await text(page), /файл под паролем/);
  assert.match(await text(page), /Сейчас действует стандартный шаблон/);
  assert.deepEqual(faults, []);
  await context.close();
});

// What people leave in a template: a field of three runs, other quotes, a field that was typed with
// changes tracked, removed words with half a field in them, a comment in the middle of a field.
const edited = `<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:automatic-styles><style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style></office:automatic-styles>
<office:body><office:text><text:tracked-changes>
<text:changed-region text:id="c1"><text:insertion><office:change-info><dc:creator>Завуч</dc:creator><dc:date>2026-11-01T10:00:00</dc:date></office:change-info></text:insertion></text:changed-region>
<text:changed-region text:id="c2"><text:deletion><office:change-info><dc:creator>Завуч</dc:creator><dc:date>2026-11-01T10:00:00</dc:date></office:change-info><text:p>старые слова {{куратор</text:p></text:deletion></text:changed-region>
</text:tracked-changes>
<text:p>Приказ по программе „{{про<text:span text:style-name="B">грам</text:span>ма}}“</text:p>
<text:p>Назначить {{куратор, <text:change-start text:change-id="c1"/>кого назначить}}, начало {{начало программы}}<text:change-end text:change-id="c1"/><text:change text:change-id="c2"/>.</text:p>
<text:p>Город<office:annotation office:name="a1"><dc:creator>Завуч</dc:creator><dc:date>2026-11-01T10:00:00</dc:date><text:p>Проверить {{город</text:p></office:annotation>: {{го<office:annotation-end office:name="a1"/>род}}</text:p>
</office:text></office:body></office:document>`;

test("a template as LibreOffice saves it is taken and filled", async () => {
  const office = async (name, to) =>
    execute("soffice", [`-env:UserInstallation=file://${server.data}/office`, "--headless", "--convert-to", to, "--outdir", server.data, join(server.data, name)]);
  await writeFile(join(server.data, "edited.fodt"), edited);
  await office("edited.fodt", "docx");
  const { context, page, faults } = await open(browser, server, { acceptDownloads: true });
  await signIn(page, "куратор");
  await follow(page, "Вместе к олимпиаде");
  const home = page.url().replace(/[?#].*/, "");
  await page.goto(`${home}/papers/template?kind=order_coordinator`);
  await page.locator("input[type=file]").setInputFiles(join(server.data, "edited.docx"));
  await press(page, "Загрузить шаблон");
  assert.match(await text(page), /Шаблон: свой, версия/);
  await writeFile(join(server.data, "filled.docx"), await readFile(await download(page, /DOCX/)));
  await office("filled.docx", "txt:Text (encoded):UTF8");
  const said = (await readFile(join(server.data, "filled.txt"), "utf8")).replaceAll("\u00a0", " ");
  assert.match(said, /Приказ по программе „Вместе к олимпиаде“/);
  assert.match(said, /Назначить Соколову Елену Петровну, начало 15 сентября \d{4} г\./);
  assert.match(said, /Город: г\. Кунгур/);
  assert.doesNotMatch(said.replace(/старые слова.*$/m, ""), /\{\{|\}\}/);
  const pdf = await readFile(await download(page, /PDF/));
  assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
  assert.deepEqual(faults, []);
  await context.close();
});
