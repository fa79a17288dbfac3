// Elements as expressions.

const SVG = "http://www.w3.org/2000/svg";

/** An HTML element: h("button", { class: "primary", onclick: draw, "aria-label": "Draw" }, "Draw"). */
export function h(tag, attributes = {}, ...children) {
    return fill(document.createElement(tag), attributes, children);
}

/** An SVG element. */
export function s(tag, attributes = {}, ...children) {
    return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** Replaces the children of an element; skips null and false. */
export function replace(element, ...children) {
    element.replaceChildren(...present(children));
    return element;
}

let ids = 0;

/** Makes an id for an element that others refer to. */
export function newId(prefix) {
    ids += 1;
    return `${prefix}-${ids}`;
}

/** A control below its label, in a field. */
export function field(label, control, hint) {
    control.id ||= newId("field");
    return h("div", { class: "field" }, h("label", { for: control.id }, label), control, hint && h("small", {}, hint));
}

function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) {
        if (value === undefined || value === null || value === false) {
            continue;
        }
        if (name.startsWith("on")) {
            element.addEventListener(name.slice(2), value);
        } else if (name === "value") {
            element.value = value;
        } else {
            element.setAttribute(name, value === true ? "" : value);
        }
    }
    element.append(...present(children));
    return element;
}

function present(children) {
    return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}
