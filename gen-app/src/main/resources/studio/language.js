// The page's language: its texts, and its formats of numbers and dates. All texts are in lang/, one file per language.

const KEY = "gen4j-language";

/** The languages by their code, each in its own name. */
export const LANGUAGES = { en: "English", zh: "中文" };
const TAGS = { en: "en", zh: "zh-Hans" };

let code;
let locale;
let texts;
let plurals;
let digits;

/** The code of the page's language. */
export function language() {
    return code;
}

/** The locale of numbers, dates and orders: the browser's own where it speaks the page's language. */
export function localeOf() {
    return locale;
}

/** Changes the language, and keeps the choice for later visits. */
export async function chooseLanguage(chosen) {
    await use(chosen);
    try {
        localStorage.setItem(KEY, chosen);
    } catch {
        // If the browser stores nothing for pages, the choice lasts as long as the page.
    }
}

/** A text by its key, with values in the places of {names}. Numbers are written as the language does; a count chooses singular or plural. */
export function t(key, values = {}) {
    return pieces(key, values).join("");
}

/** As t, for values that are elements: a list of texts and elements. */
export function pieces(key, values) {
    const found = texts[key];
    if (found === undefined) {
        throw new RangeError(key);
    }
    const text = typeof found === "string" ? found : (found[plurals.select(values.count)] ?? found.other);
    return text.split(/\{(\w+)\}/).map((piece, i) => (i % 2 === 0 ? piece : shown(values[piece])));
}

/** The text of one of several values, such as a state's; a value without a text is its own. */
export function one(group, value) {
    return texts[`${group}.${value}`] ?? String(value);
}

/** Joins a list of texts as the language does. */
export function listed(items) {
    return items.join(texts["list.separator"]);
}

/** Fills the texts of the page's frame, whose elements name their keys. */
export function translateFrame() {
    for (const element of document.querySelectorAll("[data-text]")) {
        element.textContent = t(element.dataset.text);
    }
    for (const element of document.querySelectorAll("[data-label]")) {
        element.setAttribute("aria-label", t(element.dataset.label));
    }
}

function shown(value) {
    return typeof value === "number" ? digits.format(value) : (value ?? "");
}

async function use(chosen) {
    const answer = await fetch(new URL(`lang/${chosen}.json`, import.meta.url));
    texts = await answer.json();
    code = chosen;
    locale = (navigator.languages ?? []).find((tag) => baseOf(tag) === code) ?? TAGS[code];
    plurals = new Intl.PluralRules(locale);
    digits = new Intl.NumberFormat(locale);
    document.documentElement.lang = TAGS[code];
}

function stored() {
    try {
        return localStorage.getItem(KEY);
    } catch {
        return null;
    }
}

/** The stored choice, else the first language of the browser that the page knows. */
function wanted() {
    return [stored(), ...(navigator.languages ?? []).map(baseOf)].find((each) => Object.hasOwn(LANGUAGES, each)) ?? "en";
}

function baseOf(tag) {
    return tag.toLowerCase().split("-")[0];
}

await use(wanted());
