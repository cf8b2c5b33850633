// Errors move the focus to their summary, when the page loads and after a swap. When a swap took the focused control
// away, the focus moves to the heading of what came instead. What changes by itself moves nothing.
(() => {
  const focusSummary = (root) => {
    const summary = root.querySelector(".error-summary");
    summary?.focus();
    return summary;
  };
  focusSummary(document);
  document.addEventListener("htmx:after:settle", (event) => {
    if (event.detail.task.sourceElement?.matches("[data-live]")) return;
    const fresh = event.detail.newContent?.filter((node) => node instanceof Element) ?? [];
    for (const element of fresh) if (focusSummary(element.parentElement ?? element)) return;
    if (document.activeElement === document.body) document.querySelector("[data-lands]")?.focus();
  });
})();
