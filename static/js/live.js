// Parts of a page marked data-live fetch themselves again when somebody else changes what they show. The reader loses
// nothing by that:
// - What is open stays open, and where the focus is it stays.
// - A form that somebody has begun - something is typed, chosen or ticked in it, or the cursor stands in it - stays as it
//   is, the request's version that it was made for included. So it can never be sent, unseen, to a request that another
//   person has moved: the server refuses it then, and the words stay. The form says so at once, in the words of the
//   part's template[data-news], and takes the new version only when its reader says they have looked. A form that the
//   part no longer has stays too, to copy from, until it is put away.
// - Nothing changes under a pressed finger or while a form of the part is being sent; it does right after.
// A screen reader is told of updates once a minute at most.
(() => {
  const isLive = (element) => element?.matches?.("[data-live]");
  const typeable = "textarea, select, input:not([type=hidden], [type=submit], [type=button])";
  let part; // that is being swapped
  let kept = new Set();
  let hadFocus = false;

  const changed = (control, twin) => {
    if (control.type === "file") return control.files.length > 0;
    if (control.type === "checkbox" || control.type === "radio") return control.checked !== control.defaultChecked;
    if (control.matches("select")) {
      const options = [...control.options];
      const first = control.multiple ? -1 : Math.max(options.findIndex((option) => option.defaultSelected), 0);
      return options.some((option, i) => option.selected !== (option.defaultSelected || i === first));
    }
    // The server may have brought the words: those of a form that was refused, or of one that was sent signed out.
    const brought = control.matches("textarea, [type=text], [type=url]") && control.value !== "" && control.value !== twin?.defaultValue;
    return brought || control.value !== control.defaultValue;
  };
  const begun = (form, twin) => [...form.querySelectorAll(typeable)].some(
    (control) => control === document.activeElement || changed(control, twin?.elements[control.name]));
  // What a form does, whatever the version: its address and fixed fields.
  const purpose = (form) => [form.getAttribute("action"), ...[...form.querySelectorAll("input[type=hidden]")]
    .filter((field) => field.name !== "version" && field.name !== "submission").map((field) => `${field.name}=${field.value}`)].join(" ");

  // keep lets the element stand for its place in the fresh content.
  const keep = (element, place) => {
    if (!element.id) {
      element.id = `kept-${crypto.randomUUID()}`;
      element.dataset.kept = "";
    }
    place.id = element.id;
    kept.add(element);
  };
  // standIn makes a place for what the fresh content lacks: before what followed it, else at the end of what held it.
  const standIn = (element, old, fresh) => {
    const place = document.createElement(element.tagName);
    const twin = (e) => (e.id && fresh.querySelector(`#${CSS.escape(e.id)}`)) ||
      (e.hasAttribute("aria-labelledby") && fresh.querySelector(`[aria-labelledby="${CSS.escape(e.getAttribute("aria-labelledby"))}"]`));
    for (let at = element; at !== old; at = at.parentElement) {
      for (let next = at.nextElementSibling; next; next = next.nextElementSibling) {
        if (twin(next)) return twin(next).before(place), place;
      }
      const holder = at.parentElement !== old && twin(at.parentElement);
      if (holder) return holder.append(place), place;
      if (at.parentElement === old) {
        const beside = fresh.children[[...old.children].indexOf(at)];
        if (beside) beside.after(place); else fresh.append(place);
      }
    }
    return place;
  };

  const text = (element) => element.textContent.replace(/\s+/g, " ").trim();
  const quietFor = 60000; // milliseconds between two times that an update is told of
  let saidAt = -quietFor;
  const say = (words) => {
    const status = document.querySelector("[data-updated]");
    if (!status || (!words && performance.now() - saidAt < quietFor)) return;
    saidAt = performance.now();
    status.replaceChildren(words ?? status.dataset.updated);
  };

  const tellNews = (form, still, fresh) => {
    const news = fresh.querySelector("template[data-news]");
    const version = form.elements.version;
    if (!news || !version || version.value === news.dataset.version) return;
    form.querySelector("[data-told]")?.remove();
    const words = news.content.firstElementChild.cloneNode(true);
    for (const other of words.querySelectorAll(still ? "[data-over]" : "[data-still]")) other.remove();
    words.dataset.told = news.dataset.version;
    form.prepend(words);
    for (const button of form.querySelectorAll("button:not([type=button])")) button.hidden = !still;
    say(text(words));
  };

  const keepWhatIsBegun = (old, fresh) => {
    for (const summary of old.querySelectorAll(".error-summary")) {
      const place = document.createElement(summary.tagName);
      fresh.prepend(place);
      keep(summary, place);
    }
    const forms = [...fresh.querySelectorAll("form")];
    for (const form of old.querySelectorAll("form")) {
      const twin = forms.find((other) => purpose(other) === purpose(form));
      if (!form.dataset.over && !begun(form, twin)) continue;
      if (twin) {
        keep(form, twin);
      } else {
        const box = form.closest("details[id]");
        const whole = box && old.contains(box) ? box : form;
        keep(whole, standIn(whole, old, fresh));
        form.dataset.over = "true";
      }
      tellNews(form, Boolean(twin), fresh);
    }
  };

  // later asks for the part again when one of the events has come.
  const later = (events) => {
    const once = new AbortController();
    for (const name of events) {
      document.addEventListener(name, () => {
        once.abort();
        setTimeout(() => htmx.trigger(document.body, "refresh"));
      }, {signal: once.signal});
    }
  };

  htmx.registerExtension("live", {
    htmx_config_request: (source, {ctx}) => {
      if (isLive(source)) ctx.request.headers["Alongside-Live"] = "true";
    },
    htmx_before_swap: (source, {ctx, tasks}) => {
      if (!isLive(source)) return true;
      if (ctx.response.status >= 400) return false;
      const task = tasks.find(({type}) => type === "main");
      const fresh = task?.fragment.querySelector(`#${CSS.escape(source.id)}`);
      if (!fresh) return false;
      if (source.querySelector("form.htmx-request")) return later(["htmx:finally:request"]), false;
      if (source.matches(":active")) return later(["pointerup", "pointercancel", "keyup"]), false;
      part = source;
      kept = new Set();
      hadFocus = source.contains(document.activeElement);
      if (source.dataset.live !== "quietly" && text(source) !== text(fresh)) say();
      keepWhatIsBegun(source, fresh);
      return true;
    },
    htmx_before_morph_node: (old) => !kept.has(old),
    htmx_before_morph_attr: (old, {attrName}) => !(attrName === "open" && part?.contains(old)),
    htmx_finally_swap: (source) => {
      if (source !== part) return;
      for (const element of kept) {
        if ("kept" in element.dataset) {
          element.removeAttribute("id");
          delete element.dataset.kept;
        }
      }
      part = undefined;
      kept = new Set();
      if (hadFocus && document.activeElement === document.body) {
        source.querySelector("[data-lands]")?.focus({preventScroll: true});
      }
    },
  });

  document.addEventListener("click", (event) => {
    const told = event.target.closest("[data-told] button")?.closest("[data-told]");
    const form = told?.closest("form");
    if (!form) return;
    if (event.target.closest("[data-still]")) {
      form.elements.version.value = told.dataset.told;
      told.remove();
      form.querySelector(typeable)?.focus();
      return;
    }
    const panel = form.closest("[data-live]");
    (form.closest("details[id]") ?? form).remove();
    panel?.querySelector("[data-lands]")?.focus();
  });

  // The stream. htmx opens it again when it is lost, but not when it could not be opened at all. A page that comes back
  // to the front does not wait.
  const stream = () => document.querySelector("[hx-sse\\:connect]");
  let tries = 0;
  let back = false;
  const tryAgain = ({detail: {ctx}}) => {
    if (!ctx || ctx.sourceElement !== stream() || ctx.response?.status === 401) return;
    const wait = Math.min(1000 * 2 ** tries++, 20000);
    setTimeout(() => htmx.trigger(stream(), "reconnect"), wait * (0.5 + Math.random()));
  };
  document.addEventListener("htmx:error", tryAgain);
  document.addEventListener("htmx:response:error", tryAgain);
  document.addEventListener("htmx:sse:after:connection", () => { tries = 0; });
  document.addEventListener("visibilitychange", () => {
    back = !document.hidden;
    if (back && stream()) htmx.trigger(stream(), "reconnect");
  });
  document.addEventListener("htmx:sse:before:connection", ({detail: {connection}}) => {
    if (back) setTimeout(() => connection.delayCanceller?.());
    back = false;
  });
})();
