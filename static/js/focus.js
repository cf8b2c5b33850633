// Errors move the focus to their summary, when the page loads and after a swap.
(() => {
  const focusSummary = (root) => root.querySelector(".error-summary")?.focus();
  focusSummary(document);
  document.addEventListener("htmx:after:settle", (event) => {
    const fresh = event.detail.newContent?.filter((node) => node instanceof Element) ?? [];
    for (const element of fresh) focusSummary(element.parentElement ?? element);
  });
})();
