// <ruggespraak-chat src sources theme>: the chat of a Ruggespraak server on a page of any site.
//
//   src      the address of the server; without it the one that this script came from
//   sources  ids of documents, with commas between them, that answers are to come from
//   theme    light, dark or auto, which is as the text around the element is: light on dark or not
//
// It is an iframe that grows with what it holds. A change of src or sources starts a new
// conversation; a change of theme doesn't. Needs no styles, fonts or scripts of anyone.
(() => {
  if (customElements.get("ruggespraak-chat")) return;

  const PATIENCE = 10_000; // ms until it says that no page answers; one that comes later is shown
  const HIGHEST = 100_000; // px; a page that says more is not believed
  // A module doesn't know its script element, but the trace of an error names its file.
  const OWN =
    document.currentScript?.src || new Error().stack?.match(/https?:[^\s()@]*?\/widget\.js/)?.[0];

  const STYLE = `
    :host {display: block}
    :host([hidden]) {display: none}
    div {position: relative; transition: color 1ms}
    iframe, p {box-sizing: content-box; border: 1px solid rgb(128 128 128 / .5);
      border-radius: 8px}
    iframe {display: block; width: calc(100% - 2px);
      height: clamp(320px, var(--height, 480px), max(320px, min(90vh, 800px)))}
    iframe[inert] {position: absolute; top: 0; visibility: hidden}
    p {margin: 0; padding: 1rem; line-height: 1.5}
    p:empty {border: 0; padding: 0}
    a {color: inherit}
  `;

  // The address of the server with a / at its end; null where it is none to load a page from.
  const server = (src) => {
    try {
      const url = src ? new URL(src, document.baseURI) : new URL(".", OWN);
      if (!/^https?:$/.test(url.protocol)) return null;
      return new URL(`${url.origin}${url.pathname.replace(/\/*$/, "/")}`);
    } catch {
      return null;
    }
  };

  const isLight = (color) => {
    const brush = document.createElement("canvas").getContext("2d");
    brush.fillStyle = color;
    brush.fillRect(0, 0, 1, 1);
    const [red, green, blue] = brush.getImageData(0, 0, 1, 1).data;
    return 0.3 * red + 0.6 * green + 0.1 * blue > 127;
  };

  class RuggespraakChat extends HTMLElement {
    static observedAttributes = ["src", "sources", "theme"];

    #box = document.createElement("div");
    #note = document.createElement("p");
    #frame = null;
    #server = null;
    #timer = 0;
    #placed = false; // on a page, with its attributes read

    constructor() {
      super();
      const style = new CSSStyleSheet(); // a style element would ask for style-src of the site
      style.replaceSync(STYLE);
      const root = this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [style];
      root.append(this.#box);
      this.#note.setAttribute("role", "status");
      this.#box.append(this.#note);
      // The text around the element has another colour: of the system, or of a switch of the page.
      this.#box.addEventListener("transitionend", () => this.#paint());
    }

    connectedCallback() {
      this.#placed = true;
      window.addEventListener("message", this.#hear);
      this.#load();
    }

    disconnectedCallback() {
      this.#placed = false;
      window.removeEventListener("message", this.#hear);
      this.#close();
    }

    attributeChangedCallback(name, before, now) {
      if (!this.#placed || before === now) return;
      if (name === "theme") this.#paint();
      else this.#load();
    }

    get #theme() {
      const asked = this.getAttribute("theme");
      if (asked === "light" || asked === "dark") return asked;
      return isLight(getComputedStyle(this.#box).color) ? "dark" : "light";
    }

    #load() {
      this.#close();
      this.#server = server(this.getAttribute("src"));
      if (!this.#server) {
        this.#say("Ruggespraak kan hier niet worden geladen: het adres van de server klopt niet.");
        return;
      }
      this.#say("Ruggespraak wordt geladen.");
      this.#frame = document.createElement("iframe");
      this.#frame.title = "Ruggespraak: vragen over rug- en nekpijn";
      this.#frame.allow = "clipboard-write";
      this.#frame.referrerPolicy = "no-referrer";
      this.#frame.inert = true;
      this.#frame.src = this.#page();
      this.#box.append(this.#frame);
      this.#timer = setTimeout(() => this.#giveUp(), PATIENCE);
    }

    #close() {
      clearTimeout(this.#timer);
      this.#frame?.remove();
      this.#frame = null;
    }

    #page() {
      const page = new URL("widget/", this.#server);
      const sources = (this.getAttribute("sources") ?? "").split(",").map((id) => id.trim());
      const ids = sources.filter(Boolean).join(",");
      if (ids) page.searchParams.set("sources", ids);
      page.searchParams.set("__theme", this.#theme);
      page.hash = window.origin; // whom the page may tell its height
      return page.href;
    }

    #hear = ({ source, origin, data }) => {
      if (!this.#frame || source !== this.#frame.contentWindow) return;
      if (origin !== this.#server.origin || data?.type !== "ruggespraak:height") return;
      const { height } = data;
      if (!Number.isFinite(height) || height < 0 || height > HIGHEST) return;
      if (this.#frame.inert) this.#show();
      if (height) this.#frame.style.setProperty("--height", `${height}px`);
    };

    #show() {
      clearTimeout(this.#timer);
      this.#say("");
      this.#frame.inert = false;
      this.#paint();
    }

    #paint() {
      const message = { type: "ruggespraak:theme", theme: this.#theme };
      if (this.#frame && !this.#frame.inert) {
        this.#frame.contentWindow.postMessage(message, this.#server.origin);
      }
    }

    #giveUp() {
      const link = document.createElement("a");
      link.href = this.#server.href;
      link.target = "_blank";
      link.rel = "noopener";
      link.textContent = "Open Ruggespraak in een nieuw venster";
      this.#say("Ruggespraak kan hier niet worden geladen. ", link);
    }

    #say(...parts) {
      this.#note.replaceChildren(...parts.filter((part) => part !== ""));
    }
  }

  customElements.define("ruggespraak-chat", RuggespraakChat);
})();
