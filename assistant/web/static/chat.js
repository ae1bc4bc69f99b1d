// What the chat does in the browser: a citation opens its document beside the conversation, an
// answer is copied, a conversation is saved. Every text comes escaped from the server.
"use strict";
document.documentElement.lang = "nl";  // Gradio says "en"

const ruggespraak = (() => {
  let opener = null;  // what had the focus when the panel was opened

  const panel = () => document.getElementById("bron");

  function show(...contents) {
    const bar = document.createElement("div");
    bar.className = "balk";
    const close = document.createElement("button");
    close.type = "button";
    close.className = "sluit";
    close.textContent = "Sluiten";
    close.addEventListener("click", shut);
    bar.append(close, summary(contents[0]));
    panel().replaceChildren(bar, ...contents);
    panel().hidden = false;
    document.getElementById("naast").classList.add("open");
    cover(getComputedStyle(panel()).position === "fixed");
  }

  // What the head of a document says, as far as it fits over the text that is scrolled to.
  function summary(article) {
    const lines = document.createElement("span");
    lines.setAttribute("aria-hidden", "true");
    const told = Object.fromEntries(
      [...article.querySelectorAll("dt")].map((name) => [
        name.textContent, name.nextElementSibling.textContent]));
    const page = told.Bladzijde && `blz. ${told.Bladzijde}`;
    for (const line of [
      [article.querySelector("h2")?.textContent, told.Jaar, told.Soort],
      [told.Citaat, told.Sectie, page],
    ]) {
      const part = document.createElement("span");
      part.textContent = line.filter(Boolean).join(" · ");
      lines.append(part);
    }
    return lines;
  }

  // Where the panel covers the page, what lies behind can't be reached with the keyboard either.
  function cover(on) {
    for (let part = panel(); part !== document.body; part = part.parentElement) {
      for (const other of part.parentElement.children) {
        if (other !== part) other.inert = on;
      }
    }
  }

  function reveal(goal) {
    panel().scrollIntoView({block: "nearest"});
    const [top, ours] = [goal, panel()].map((part) => part.getBoundingClientRect().top);
    panel().scrollTop += top - ours - panel().clientHeight / 3;
    goal.tabIndex = -1;
    goal.focus({preventScroll: true});
  }

  function told(text) {
    const line = document.createElement("p");
    line.setAttribute("role", "status");
    line.textContent = text;
    return line;
  }

  async function open(link) {
    opener = link;
    show(told("De bron wordt geopend."));
    try {
      const answer = await fetch(link.href, {headers: {Accept: "text/html"}});
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const article = page.querySelector("article.document");
      if (opener !== link) return;  // another one was opened meanwhile
      if (!article) throw new Error(answer.status);
      for (const name of ["src", "href"]) {
        for (const part of article.querySelectorAll(`[${name}]`)) {
          const value = part.getAttribute(name);
          if (!value.startsWith("#")) part.setAttribute(name, new URL(value, answer.url));
        }
      }
      show(document.adoptNode(article));
      reveal(panel().querySelector("#citaat") ?? panel().querySelector("h2"));
    } catch {
      if (opener !== link) return;
      show(told("De bron kon niet worden geopend. Probeer het nog eens."));
      panel().querySelector("button").focus();
    }
  }

  function shut() {
    const from = opener;
    close();
    from?.focus();
  }

  function close() {
    opener = null;
    cover(false);
    panel().hidden = true;
    panel().replaceChildren();
    document.getElementById("naast").classList.remove("open");
  }

  async function copy(button) {
    const label = button.textContent;
    try {
      await navigator.clipboard.writeText(button.dataset.kopie);
      button.textContent = "Gekopieerd";
    } catch {
      button.textContent = "Kopiëren lukte niet";
    }
    setTimeout(() => { button.textContent = label; }, 2000);
  }

  function save(file) {
    if (!file) return;
    const bytes = Uint8Array.from(atob(file.data), (letter) => letter.charCodeAt(0));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes], {type: file.type}));
    link.download = file.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  // An answer is read from its top, where its warnings are; who scrolls on meanwhile isn't moved.
  function follow() {
    requestAnimationFrame(() => {
      const log = document.querySelector("#gesprek [role=log]");
      const last = log?.querySelector(".beurt:last-child");
      if (!last || last.followed) return;
      if (getComputedStyle(log).maxHeight === "none") last.scrollIntoView();
      else log.scrollTop = last.offsetTop;
      last.followed = Boolean(last.querySelector(".antwoord > :not(.stil)"));
    });
  }

  // What one goes on with, once it is there.
  function focus(selector) {
    requestAnimationFrame(() => document.querySelector(selector)?.focus());
  }

  // What Gradio says of its own accord is in English; what the server says isn't.
  const said = [
    [/^Error\s*$/, "Fout"],
    [/connection/i, "Er is geen verbinding met de server. Is die er weer, dan begint het gesprek " +
      "opnieuw."],
    [/busy|queue|session|unexpected|^null$|^undefined$/i, "Dat lukte niet. Probeer het nog eens."],
  ];

  function translate() {
    const parts = ".toast-title, .toast-message-text";
    for (const part of document.querySelectorAll(parts)) {
      const text = part.firstChild;
      const found = said.find(([english]) => english.test(text?.data));
      if (found && text.data !== found[1]) text.data = found[1];
    }
    document.querySelector(".toast-close[aria-label=Close]")?.setAttribute("aria-label", "Sluiten");
  }
  new MutationObserver(translate).observe(document, {childList: true, subtree: true});

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.nummer, a.opent");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      open(link);
    }
    const button = event.target.closest("[data-kopie]");
    if (button) copy(button);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel()?.hidden) shut();
  });

  return {close, focus, follow, save};
})();
window.ruggespraak = ruggespraak;
