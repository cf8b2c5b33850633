// Notes from the field outlive a dead network and a closed tab: what is typed into <form data-capture> is kept on the
// device for the person of the page, and what was sent in vain waits there until the network is back. Each note has a
// number made on the device, so that the server takes it once however often it comes. Signing out deletes all of it.
// Without this script the plain form works.
(() => {
  const person = document.currentScript.dataset.person;
  const draftKey = `alongside-note-${person}`, outboxKey = `alongside-notes-unsent-${person}`;
  const read = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
  const keep = (key, value) => {
    try {
      if (value === null || value.length === 0) localStorage.removeItem(key); else localStorage.setItem(key, JSON.stringify(value));
      return true;
    } catch { return false; }
  };
  const outbox = () => read(outboxKey) ?? [];
  const newNumber = () => {
    const b = crypto.getRandomValues(new Uint8Array(16));
    b[6] = (b[6] & 15) | 64;
    b[8] = (b[8] & 63) | 128;
    return [...b].map((n, i) => ([4, 6, 8, 10].includes(i) ? "-" : "") + n.toString(16).padStart(2, "0")).join("");
  };

  const formOf = () => document.querySelector("form[data-capture]");
  const say = (name) => {
    const out = document.querySelector("[data-capture-said]");
    if (out) out.textContent = name ? document.querySelector("[data-capture-words]").content.querySelector(`[data-say=${name}]`).textContent : "";
  };
  const typedIn = (form) => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "submission" && value !== "");
  const photos = (form) => [...form.elements.files.files];
  const fill = (form, {number, typed}) => {
    form.elements.submission.value = number;
    for (const control of form.querySelectorAll("[name]")) {
      const values = typed.filter(([name]) => name === control.name).map(([, value]) => value);
      if (["checkbox", "radio"].includes(control.type)) control.checked = values.includes(control.value);
      else if (!["hidden", "file"].includes(control.type)) control.value = values[0] ?? "";
    }
    const more = form.querySelector("details");
    if (["opinion", "segment", "heard_on", "urgent", "sensitive"].some((name) => typed.some(([typedName]) => typedName === name))) more.open = true;
  };
  const clear = (form) => {
    form.reset();
    form.querySelector("[name=answer]")?.remove(); // the next note comes of no debrief
    fill(form, {number: newNumber(), typed: []});
    keep(draftKey, null);
  };

  // post answers where the note is, "offline" when nothing came back, "signin", or the page that says what is wrong.
  const post = async (body) => {
    let response;
    try {
      response = await fetch("/intel", {method: "POST", body, headers: {"HX-Request": "true", "HX-Request-Type": "full"}});
    } catch { return {offline: true}; }
    if (response.status === 401) return {signIn: response.headers.get("HX-Redirect")};
    if (response.status >= 500 || response.status === 429) return {offline: true};
    if (response.ok) return {at: response.headers.get("HX-Redirect")};
    return {status: response.status, page: await response.text()};
  };

  const show = () => {
    const box = document.querySelector("[data-outbox]");
    if (!box) return;
    box.hidden = outbox().length === 0;
    box.querySelector("[data-outbox-list]").replaceChildren(...outbox().map(({typed}) => {
      const line = document.createElement("li");
      line.className = "wrap-anywhere";
      line.textContent = typed.find(([name]) => name === "heard")?.[1].slice(0, 160) ?? "";
      return line;
    }));
  };

  let sending = false;
  // sendKept sends what waits, the oldest first. What the server does not take as it is comes back into the form.
  const sendKept = async () => {
    if (sending) return;
    sending = true;
    for (const note of outbox()) {
      const body = new FormData();
      for (const [name, value] of [["submission", note.number], ...note.typed]) body.append(name, value);
      const answer = await post(body);
      if (answer.offline) break;
      if (answer.signIn) { say("signin"); break; }
      const form = formOf();
      const refused = !answer.at && answer.status !== 409; // a 409 is the answer to a note that had come with its photo
      if (refused && (!form || read(draftKey))) continue; // it waits until its form is free
      keep(outboxKey, outbox().filter(({number}) => number !== note.number));
      if (refused) { fill(form, note); keep(draftKey, note); }
      say(refused ? "refused" : "sent");
    }
    sending = false;
    show();
  };

  const replace = (form, page) => {
    const fresh = new DOMParser().parseFromString(page, "text/html");
    const main = fresh.querySelector("main");
    if (!main) return document.getElementById("alert").replaceChildren(...fresh.body.childNodes);
    const chosen = form.elements.files.files;
    document.querySelector("main").replaceWith(document.importNode(main, true));
    document.title = fresh.title;
    formOf().elements.files.files = chosen;
    show();
    (document.querySelector(".error-summary") ?? formOf()).focus();
  };

  let again; // to be sent with its photo when the network is back
  const send = async (form) => {
    const button = form.querySelector("button:not([type=button])");
    if (button.disabled) return;
    const note = {number: form.elements.submission.value, typed: typedIn(form)};
    const body = new FormData(form);
    button.disabled = true;
    say("sending");
    const answer = await post(body);
    button.disabled = false;
    again = undefined;
    if (answer.at) {
      keep(draftKey, null);
      return location.assign(answer.at);
    }
    if (answer.page) { say(""); return replace(form, answer.page); }
    if (answer.signIn) { say("signin"); return location.assign(answer.signIn); }
    if (photos(form).length > 0) {
      again = form;
      return say(keep(draftKey, note) ? "photo" : "full");
    }
    if (!form.reportValidity()) return say("saved");
    if (!keep(outboxKey, [...outbox(), note])) return say("full");
    clear(form);
    show();
    say("offline");
    scrollTo({top: 0});
  };

  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-capture]");
    if (form) say(keep(draftKey, {number: form.elements.submission.value, typed: typedIn(form)}) ? "saved" : "full");
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-capture]")) {
      event.preventDefault();
      send(event.target);
    }
    if (event.target.matches("form[action='/signout']")) {
      keep(draftKey, null);
      keep(outboxKey, null);
    }
  });
  const online = () => (again ? send(again) : sendKept());
  addEventListener("online", online);
  setInterval(() => { if (outbox().length > 0) sendKept(); }, 30000);

  const form = formOf();
  if (form && !document.querySelector(".error-summary")) {
    const draft = read(draftKey);
    const prefilled = typedIn(form).length > 0; // by the address
    if (draft && !prefilled) {
      fill(form, draft);
      say("saved");
    } else if (!prefilled) {
      form.elements.submission.value = newNumber();
    }
  }
  show();
  if (outbox().length > 0) sendKept();
})();
