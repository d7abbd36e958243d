/* The chat page. ECMAScript 5 and XMLHttpRequest only: it must run in the browser of an old phone.
   All sentences are in the page (data- attributes of the body). */
(function () {
  "use strict";

  var API = "api/chat";
  var NEWS = "api/news";
  var NEWS_EVERY = 60000;
  var RETRY_AFTER = [1000, 3000, 8000]; /* milliseconds; the same message_id, so nothing is done twice */
  var TIMEOUT = 15000;
  var CALLABLE = ["12345", "12356"];
  var EMERGENCY = ["110", "119", "120"];

  var body = document.body;
  var log = document.getElementById("log");
  var state = document.getElementById("state");
  var form = document.getElementById("form");
  var field = document.getElementById("text");
  var sendButton = document.getElementById("send");
  var busy = false;
  var slowTimer = null;

  function sentence(name) {
    return body.getAttribute("data-" + name) || "";
  }

  /* --- who is talking: a random id, kept on the phone when the browser allows it --- */

  var memory = {};

  function recall(name) {
    try {
      var kept = window.localStorage.getItem(name);
      if (kept) { return kept; }
    } catch (ignored) { /* private mode */ }
    var found = document.cookie.match(new RegExp("(?:^|; )" + name + "=([^;]*)"));
    return memory[name] || (found ? decodeURIComponent(found[1]) : "");
  }

  function keep(name, value) {
    memory[name] = value;
    try {
      window.localStorage.setItem(name, value);
    } catch (ignored) {
      document.cookie = name + "=" + encodeURIComponent(value) + "; path=/; max-age=15552000; SameSite=Strict";
    }
  }

  function randomId() {
    var digits = "", bytes, i;
    var source = window.crypto || window.msCrypto;
    if (source && source.getRandomValues && window.Uint8Array) {
      bytes = source.getRandomValues(new Uint8Array(16));
      for (i = 0; i < bytes.length; i += 1) { digits += (bytes[i] + 256).toString(16).slice(1); }
      return digits;
    }
    for (i = 0; i < 4; i += 1) { digits += Math.random().toString(36).slice(2, 10); }
    return digits + new Date().getTime().toString(36);
  }

  function session() {
    var id = recall("mingbai_session");
    if (!id) {
      id = randomId();
      keep("mingbai_session", id);
    }
    return id;
  }

  /* --- showing --- */

  function element(tag, className, text) {
    var made = document.createElement(tag);
    if (className) { made.className = className; }
    if (text) { made.appendChild(document.createTextNode(text)); }
    return made;
  }

  function callable(meta) {
    var numbers = [body.getAttribute("data-phone")].concat(CALLABLE);
    var urgent = meta.status === "crisis" || meta.status === "degraded" || meta.status === "too_long";
    return urgent ? numbers.concat(EMERGENCY) : numbers;
  }

  /* Phone numbers we know become links; nothing else in the text is touched. */
  function fillText(parent, text, numbers) {
    var pattern = new RegExp("(^|[^0-9])(" + numbers.join("|") + ")(?![0-9元])", "g");
    var last = 0, match, start, link;
    while ((match = pattern.exec(text)) !== null) {
      start = match.index + match[1].length;
      parent.appendChild(document.createTextNode(text.slice(last, start)));
      link = element("a", "", match[2]);
      link.href = "tel:" + match[2];
      parent.appendChild(link);
      last = start + match[2].length;
      pattern.lastIndex = last;
    }
    parent.appendChild(document.createTextNode(text.slice(last)));
  }

  function bubble(className, who, text, meta) {
    var box = element("div", "said " + className);
    var words = element("div", "text");
    box.appendChild(element("p", "who", who));
    fillText(words, text, callable(meta || {}));
    box.appendChild(words);
    log.appendChild(box);
    return box;
  }

  function sources(box, passages) {
    var part = element("div", "sources", sentence("sources"));
    var list = element("ul");
    var i, passage, place;
    for (i = 0; i < passages.length; i += 1) {
      passage = passages[i] || {};
      place = [];
      if (passage.region) { place.push(passage.region); }
      if (passage.valid_from) {
        place.push(passage.valid_from + " " + sentence("until") + " " + (passage.valid_to || sentence("open-end")));
      }
      if (passage.source) { place.push(passage.source); }
      list.appendChild(element("li", "", "《" + (passage.document || "") + "》" + (passage.section || "") +
        (place.length ? "（" + place.join("，") + "）" : "")));
    }
    part.appendChild(list);
    box.appendChild(part);
  }

  function choices(box, buttons, once) {
    var row = element("div", "buttons");
    var i;
    for (i = 0; i < buttons.length; i += 1) { row.appendChild(choice(row, buttons[i], once)); }
    box.appendChild(row);
  }

  function choice(row, button, once) {
    var made = element("button", "", button.title);
    made.type = "button";
    made.onclick = function () {
      if (say({ payload: button.payload }, button.title) && once) { disableAll(row); }
    };
    return made;
  }

  function disableAll(row) {
    var buttons = row.getElementsByTagName("button");
    var i;
    for (i = 0; i < buttons.length; i += 1) { buttons[i].disabled = true; }
  }

  function showReply(reply) {
    var meta = reply.meta || {};
    var box = bubble(meta.status === "degraded" || meta.status === "crisis" ? "bot trouble" : "bot",
      sentence("bot"), String(reply.text || ""), meta);
    if (meta.receipt) { box.appendChild(element("p", "receipt", sentence("receipt") + meta.receipt)); }
    if (meta.passages && meta.passages.length) { sources(box, meta.passages); }
    if (reply.buttons && reply.buttons.length) { choices(box, reply.buttons, Boolean(meta.field)); }
    field.setAttribute("inputmode", meta.field === "phone" ? "tel" : "text");
    return box;
  }

  function showAll(replies) {
    var first = null, i, box;
    for (i = 0; i < replies.length; i += 1) {
      box = showReply(replies[i]);
      first = first || box;
    }
    if (first && first.scrollIntoView) { first.scrollIntoView(); }
  }

  function showTrouble(text) {
    return bubble("bot trouble", sentence("bot"), text, { status: "degraded" });
  }

  /* --- sending --- */

  function setBusy(now, text) {
    busy = now;
    sendButton.disabled = now;
    state.innerHTML = "";
    state.appendChild(document.createTextNode(text || ""));
    if (slowTimer) { window.clearTimeout(slowTimer); }
    slowTimer = null;
  }

  function say(content, shown) {
    if (busy) { return false; }
    bubble("you", sentence("you"), shown).scrollIntoView();
    deliver({
      session: session(), message_id: randomId(), text: content.text, payload: content.payload
    }, 0);
    return true;
  }

  function deliver(message, attempt) {
    var request = new XMLHttpRequest();
    var done = false;
    setBusy(true, sentence(attempt ? "retrying" : "sending"));
    slowTimer = window.setTimeout(function () {
      state.innerHTML = "";
      state.appendChild(document.createTextNode(sentence("looking")));
    }, 2500);

    function ended(ok) {
      if (done) { return; }
      done = true;
      if (ok) { answered(request, message, attempt); } else { retry(message, attempt); }
    }

    request.open("POST", API, true);
    request.setRequestHeader("Content-Type", "application/json");
    request.onreadystatechange = function () {
      if (request.readyState === 4) { ended(request.status >= 200 && request.status < 500); }
    };
    request.onerror = function () { ended(false); };
    request.timeout = TIMEOUT;
    request.ontimeout = function () { ended(false); };
    request.send(JSON.stringify(message));
  }

  function answered(request, message) {
    var value;
    setBusy(false);
    try { value = JSON.parse(request.responseText); } catch (ignored) { value = null; }
    if (value && value.error) {
      showTrouble(String(value.error)).scrollIntoView();
      if (message.text && !field.value) { field.value = message.text; } /* nothing has to be typed again */
    } else if (value && value.replies && value.replies.length) {
      showAll(value.replies);
    } else {
      offerAgain(message, sentence("odd"));
    }
  }

  function retry(message, attempt) {
    if (attempt < RETRY_AFTER.length) {
      setBusy(true, sentence("retrying"));
      window.setTimeout(function () { deliver(message, attempt + 1); }, RETRY_AFTER[attempt]);
      return;
    }
    setBusy(false);
    offerAgain(message, sentence("failed"));
  }

  function offerAgain(message, text) {
    var box = showTrouble(text);
    var button = element("button", "", sentence("again"));
    button.type = "button";
    button.onclick = function () {
      if (busy) { return; }
      button.disabled = true;
      deliver(message, 0);
    };
    box.appendChild(button);
    box.scrollIntoView();
  }

  /* --- wiring --- */

  function sendTyped() {
    var text = field.value.replace(/^\s+|\s+$/g, "");
    if (text && say({ text: text }, text)) { field.value = ""; }
    field.focus();
  }

  function setSize(size) {
    var buttons = document.getElementById("sizes").getElementsByTagName("button");
    var i;
    document.documentElement.className = size;
    for (i = 0; i < buttons.length; i += 1) {
      buttons[i].setAttribute("aria-pressed", buttons[i].getAttribute("data-size") === size ? "true" : "false");
    }
  }

  function wireSizes() {
    var buttons = document.getElementById("sizes").getElementsByTagName("button");
    var i;
    function wire(button) {
      button.onclick = function () {
        setSize(button.getAttribute("data-size"));
        keep("mingbai_size", button.getAttribute("data-size") || "normal");
      };
    }
    for (i = 0; i < buttons.length; i += 1) { wire(buttons[i]); }
    setSize(recall("mingbai_size").replace("normal", ""));
  }

  function wireStarters() {
    var buttons = document.getElementById("starters").getElementsByTagName("button");
    var i;
    function wire(button) {
      button.onclick = function () {
        var payload = button.getAttribute("data-payload");
        say(payload ? { payload: payload } : { text: button.getAttribute("data-text") }, button.innerHTML);
      };
    }
    for (i = 0; i < buttons.length; i += 1) { wire(buttons[i]); }
  }

  form.onsubmit = function () {
    sendTyped();
    return false;
  };
  field.onkeydown = function (event) {
    var pressed = event || window.event;
    /* 229 is the key of an input method at work: its Enter chooses a character. */
    if (pressed.keyCode === 13 && !pressed.shiftKey && !pressed.isComposing) {
      sendTyped();
      return false;
    }
    return true;
  };
  document.getElementById("leave").onclick = function () {
    if (window.confirm(sentence("leave"))) {
      keep("mingbai_session", randomId());
      window.location.reload();
    }
  };
  window.onoffline = function () { setBusy(busy, sentence("offline")); };
  window.ononline = function () { setBusy(busy, ""); };

  /* --- news of a case that was reported here: asked for at the start and every minute --- */

  function askForNews() {
    var request = new XMLHttpRequest();
    if (busy) { return; }
    request.open("POST", NEWS, true);
    request.setRequestHeader("Content-Type", "application/json");
    request.onreadystatechange = function () {
      var value;
      if (request.readyState !== 4 || request.status !== 200) { return; }
      try { value = JSON.parse(request.responseText); } catch (ignored) { return; }
      if (value && value.replies && value.replies.length) { showAll(value.replies); }
    };
    request.send(JSON.stringify({ session: session() }));
  }

  wireSizes();
  wireStarters();
  askForNews();
  window.setInterval(askForNews, NEWS_EVERY);
  if (window.navigator.onLine === false) { setBusy(false, sentence("offline")); }
}());
