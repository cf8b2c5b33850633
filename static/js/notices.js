// Toasts and alerts go when their button is pressed; a toast that offers
// nothing else also goes by itself, unless someone is reading it. When no
// answer came at all, #alert says so in the words of template#unreachable,
// but not for what a page asked by itself.
(() => {
  const toastStays = 8000; // milliseconds
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-dismiss]")) event.target.closest("[data-notice]")?.remove();
  });
  const fade = (toast) => setTimeout(() => {
    if (toast.matches(":hover, :focus-within")) fade(toast);
    else toast.remove();
  }, toastStays);
  const fadeAll = () => {
    for (const toast of document.querySelectorAll("[data-notice=fades]:not([data-fading])")) {
      toast.dataset.fading = "";
      fade(toast);
    }
  };
  fadeAll();
  document.addEventListener("htmx:after:swap", fadeAll);
  document.addEventListener("htmx:error", (event) => {
    const words = document.getElementById("unreachable");
    if (!event.detail.ctx || !words || event.detail.ctx.sourceElement?.matches("[data-live]")) return;
    document.getElementById("alert")?.replaceChildren(words.content.cloneNode(true));
  });
})();
