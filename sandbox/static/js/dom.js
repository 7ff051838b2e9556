// Builds DOM nodes. Text always becomes a text node, so nothing that was typed can run.

function setProp(node, key, value) {
  if (value === null || value === undefined || value === false) return;
  if (key.startsWith("on")) {
    if (typeof value === "function") node.addEventListener(key.slice(2), value);
  } else if (key === "class") {
    node.className = Array.isArray(value) ? value.filter(Boolean).join(" ") : value;
  } else if (key === "data") {
    for (const [name, item] of Object.entries(value)) {
      if (item !== null && item !== undefined && item !== false) node.dataset[name] = item;
    }
  } else if (key === "style") {
    for (const [name, item] of Object.entries(value)) node.style.setProperty(name, item);
  } else if (key === "value" || key === "checked" || key === "disabled" || key === "readOnly") {
    node[key] = value;
  } else {
    node.setAttribute(key, value === true ? "" : String(value));
  }
}

/** An element with properties, listeners (`onclick: fn`) and children; null children are left out. */
export function h(tag, props = null, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props ?? {})) setProp(node, key, value);
  append(node, children);
  return node;
}

/** Adds children (nodes, text, nested lists) to a node and returns the node. */
export function append(node, children) {
  for (const child of [children].flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
}

/** Replaces all children of a node. */
export function fill(node, ...children) {
  node.replaceChildren();
  return append(node, children);
}

/** A document fragment of children. */
export function fragment(...children) {
  return append(document.createDocumentFragment(), children);
}

const WEB_LINK = /^(https?|mailto|tel|slack):/i;

/** The address when a link may be followed (web, mail, phone, Slack), else null. */
export function safeUrl(url) {
  return WEB_LINK.test(String(url ?? "").trim()) ? String(url).trim() : null;
}

let serial = 0;

/** A document-unique id for labels and descriptions. */
export function uid(prefix = "x") {
  serial += 1;
  return `${prefix}-${serial}`;
}

/** Elements inside `root` that the Tab key reaches, in order. */
export function tabbable(root) {
  const all = root.querySelectorAll("a[href], button, input, textarea, select, summary, [tabindex]");
  return [...all].filter((item) => !item.disabled && item.tabIndex >= 0 && item.offsetParent !== null);
}

/** A function that runs `fn` once calls have paused for `wait_ms`; `.cancel()` forgets a waiting call. */
export function debounce(fn, wait_ms) {
  let timer = 0;
  const later = (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => fn(...args), wait_ms);
  };
  later.cancel = () => clearTimeout(timer);
  return later;
}
