// What the chat does in the browser: a citation opens its document beside the conversation, an
// answer is copied, a conversation is saved. Every text comes escaped from the server.
"use strict";
document.documentElement.lang = "nl";  // Gradio says "en"

const ruggespraak = (() => {
  let opener = null;  // what had the focus when the panel was opened

  const panel = () => document.getElementById("bron");

  function show(...contents) {
    const close = document.createElement("button");
    close.type = "button";
    close.className = "sluit";
    close.textContent = "Sluit de bron";
    close.addEventListener("click", shut);
    panel().replaceChildren(close, ...contents);
    panel().hidden = false;
    document.getElementById("naast").classList.add("open");
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
      const goal = panel().querySelector("#citaat") ?? panel().querySelector("h2");
      goal.tabIndex = -1;
      goal.scrollIntoView({block: "center"});
      goal.focus({preventScroll: true});
    } catch {
      show(told("De bron kon niet worden geopend. Probeer het nog eens."));
    }
  }

  function shut() {
    const from = opener;
    close();
    from?.focus();
  }

  function close() {
    opener = null;
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

  // An answer is read from its top, where its warnings are.
  function follow() {
    requestAnimationFrame(() => {
      const log = document.querySelector("#gesprek [role=log]");
      const last = log?.querySelector(".beurt:last-child");
      if (last) log.scrollTop = last.offsetTop - log.offsetTop;
    });
  }

  // The box for a remark has come: it is what one goes on with.
  function remark() {
    requestAnimationFrame(() => document.querySelector("#oordeel textarea")?.focus());
  }

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

  return {close, follow, remark, save};
})();
window.ruggespraak = ruggespraak;
