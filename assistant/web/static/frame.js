// In the page of the widget: tells the element that frames it how high the page is, and takes its
// theme from that element. Nothing else leaves the page, and nothing goes to another site than the
// one whose origin stands behind the # of the address: a browser delivers it nowhere else.
(() => {
  const site = location.hash.slice(1);
  if (window.parent === window || !/^https?:\/\/[^/?#@]+$/.test(site)) return;

  const tell = (height) => window.parent.postMessage({ type: "ruggespraak:height", height }, site);

  // What the page holds, and the space around it; the page itself is never lower than its frame.
  const measure = (content) => {
    const { top, bottom } = content.getBoundingClientRect();
    tell(Math.ceil(bottom + top + 2 * window.scrollY));
  };

  const follow = () => {
    const content = document.querySelector("gradio-app main > *");
    if (!content) return false;
    measure(content); // at once: in a frame out of sight no observer is called
    new ResizeObserver(() => measure(content)).observe(content);
    return true;
  };

  window.addEventListener("message", ({ source, origin, data }) => {
    if (source !== window.parent || origin !== site || data?.type !== "ruggespraak:theme") return;
    document.body.classList.toggle("dark", data.theme === "dark");
  });

  tell(0); // the page is there
  if (!follow()) {
    new MutationObserver((_, waiting) => follow() && waiting.disconnect()).observe(document.body, {
      childList: true,
      subtree: true,
    });
  }
})();
