// Files to be sent: a <div data-upload> around a file input gets a place to drop on, a list of what is chosen, and
// progress while its form is sent. Its words are in its <template>. Without this script the plain form works.
(() => {
  const kept = new WeakMap(); // form that is being sent -> its request
  const inputOf = (box) => box.querySelector("input[type=file]");
  const say = (box, name) => box.querySelector("[data-upload-words]").content.querySelector(`[data-say=${name}]`).textContent;
  const size = (n) => (n < 1e3 ? `${n} bytes` : n < 999500 ? `${Math.round(n / 1e3)} KB` : `${Math.round(n / 1e5) / 10} MB`);
  const problem = (box, file) => (file.size > Number(box.dataset.largest) ? say(box, "large") : "");
  const tooMany = (box) => Number(box.dataset.most) > 0 && inputOf(box).files.length > Number(box.dataset.most);

  // draw shows what the input holds and how far its form is.
  const draw = (box) => {
    const input = inputOf(box), list = box.querySelector("[data-upload-list]");
    const request = kept.get(input.form), sending = Boolean(request) && input.files.length > 0;
    box.querySelector("[data-upload-drop]").hidden = sending;
    box.querySelector("[data-upload-sending]").hidden = !sending;
    if (sending) box.querySelector("progress").value = request.percent;
    list.hidden = input.files.length === 0;
    list.replaceChildren(...[...input.files].map((file, i) => {
      const row = box.querySelector("[data-upload-words]").content.querySelector("li").cloneNode(true);
      const out = row.querySelector("[data-upload-out]");
      row.querySelector("[data-name]").textContent = file.name;
      row.querySelector("[data-size]").textContent = [size(file.size), problem(box, file)].filter(Boolean).join(". ");
      row.querySelector("[data-size]").className = problem(box, file) ? "upload-bad" : "text-muted";
      out.setAttribute("aria-label", `${out.getAttribute("aria-label")} ${file.name}`);
      out.dataset.uploadOut = i;
      out.hidden = sending;
      return row;
    }));
  };
  const drawAll = () => document.querySelectorAll("[data-upload]").forEach(draw);
  const tell = (box, words) => { box.querySelector("[data-upload-said]").textContent = words; };
  const put = (box, files) => {
    const data = new DataTransfer();
    for (const file of files) data.items.add(file);
    inputOf(box).files = data.files;
    box.earlier = [...data.files];
    tell(box, tooMany(box) ? say(box, "many") : "");
    draw(box);
  };
  const add = (box, files) => {
    if (!inputOf(box).multiple) return put(box, files.slice(-1));
    const same = (a) => (b) => a.name === b.name && a.size === b.size && a.lastModified === b.lastModified;
    const before = (box.earlier ?? []).filter((file) => !files.some(same(file)));
    put(box, [...before, ...files]);
  };

  document.addEventListener("change", (event) => {
    const box = event.target.closest("[data-upload]");
    if (box && event.target === inputOf(box)) add(box, [...event.target.files]);
  });
  document.addEventListener("click", (event) => {
    const out = event.target.closest("[data-upload-out]"), stop = event.target.closest("[data-upload-stop]");
    const box = event.target.closest("[data-upload]");
    if (stop) kept.get(inputOf(box).form)?.abort();
    if (!out) return;
    put(box, [...inputOf(box).files].filter((_, i) => i !== Number(out.dataset.uploadOut)));
    inputOf(box).focus();
  });
  for (const name of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(name, (event) => {
      const box = event.target.closest?.("[data-upload]");
      if (!box || !event.dataTransfer?.types.includes("Files") || kept.get(inputOf(box).form)) return;
      box.classList.toggle("upload-over", name === "dragover");
      if (name !== "dragleave") event.preventDefault();
      if (name === "drop") add(box, [...event.dataTransfer.files]);
    });
  }

  const boxesOf = (form) => [...form.querySelectorAll("[data-upload]")].filter((box) => inputOf(box).files.length > 0);
  document.addEventListener("submit", (event) => {
    const form = event.target, boxes = boxesOf(form);
    if (kept.get(form)) return event.preventDefault();
    if (boxes.length === 0 || event.submitter?.hasAttribute("formenctype")) return; // its button sends no files
    event.preventDefault();
    const wrong = boxes.find((box) => tooMany(box) || [...inputOf(box).files].some((file) => problem(box, file)));
    if (wrong) {
      tell(wrong, tooMany(wrong) ? say(wrong, "many") : say(wrong, "large"));
      return inputOf(wrong).focus();
    }
    send(form, event.submitter, boxes);
  });

  const send = (form, submitter, boxes) => {
    const request = new XMLHttpRequest();
    const body = new FormData(form, submitter);
    const buttons = [...form.querySelectorAll("button:not([type=button])")].filter((button) => !button.disabled);
    request.percent = 0;
    kept.set(form, request);
    const end = (words) => {
      kept.delete(form);
      for (const button of buttons) button.disabled = false;
      for (const box of boxes) tell(box, words);
      boxes.forEach(draw);
    };
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) request.percent = Math.floor(100 * event.loaded / event.total);
      boxes.forEach(draw);
    };
    request.onload = () => answer(request, boxes, end);
    request.onabort = () => end(say(boxes[0], "stopped"));
    request.onerror = () => {
      end("");
      document.getElementById("alert").replaceChildren(document.getElementById("unreachable").content.cloneNode(true));
    };
    request.open("POST", form.action);
    request.setRequestHeader("HX-Request", "true");
    request.setRequestHeader("HX-Request-Type", "full");
    request.send(body);
    for (const button of buttons) button.disabled = true;
    for (const box of boxes) tell(box, say(box, "sending"));
    boxes.forEach(draw);
  };

  // answer goes where the server leads, or shows its page in place with the files still chosen; what is no page is an
  // alert.
  const answer = (request, boxes, end) => {
    const to = request.getResponseHeader("HX-Redirect");
    if (to) return location.assign(to);
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const main = page.querySelector("main");
    end("");
    if (!main) {
      document.getElementById("alert").replaceChildren(...page.body.childNodes);
      return;
    }
    const chosen = boxes.map((box) => [inputOf(box).id, [...inputOf(box).files]]);
    const fresh = document.importNode(main, true);
    document.querySelector("main").replaceWith(fresh);
    document.title = page.title;
    window.htmx?.process(fresh);
    drawAll();
    for (const [id, files] of chosen) {
      const box = document.getElementById(id)?.closest("[data-upload]");
      if (box) put(box, files);
    }
    (fresh.querySelector(".error-summary") ?? fresh).focus();
  };

  drawAll();
  document.addEventListener("htmx:after:settle", drawAll);
})();
