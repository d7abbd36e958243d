/* A browser small enough for a test: the elements that the chat page looks up, and a network under the test's control.
   Usage: node browser.js <chat.js> <scenario>, prints what the page showed and sent as JSON. */
"use strict";
var fs = require("fs");
var vm = require("vm");

function Element(tag) {
  this.tag = tag;
  this.children = [];
  this.attributes = {};
  this.className = "";
  this.value = "";
  this.disabled = false;
}
Element.prototype = {
  appendChild: function (child) { this.children.push(child); return child; },
  setAttribute: function (name, value) { this.attributes[name] = String(value); },
  getAttribute: function (name) { return name in this.attributes ? this.attributes[name] : null; },
  getElementsByTagName: function (tag) {
    return this.children.reduce(function (found, child) {
      if (!(child instanceof Element)) { return found; }
      return found.concat(child.tag === tag ? [child] : [], child.getElementsByTagName(tag));
    }, []);
  },
  scrollIntoView: function () {},
  focus: function () {}
};
Object.defineProperty(Element.prototype, "innerHTML", {
  get: function () { return textOf(this); },
  set: function (text) { this.children = text ? [text] : []; }
});

function textOf(node) {
  return node instanceof Element ? node.children.map(textOf).join("") : String(node);
}

function button(title, attributes) {
  var made = new Element("button");
  made.children = [title];
  made.attributes = attributes;
  return made;
}

var byId = {};
["log", "state", "form", "text", "send", "starters", "sizes", "leave"].forEach(function (id) {
  byId[id] = new Element(id);
});
byId.starters.children = [button("我要申报困难", { "data-payload": "/start_report" }),
  button("低保怎么办", { "data-text": "低保怎么办" })];
byId.sizes.children = [button("标准", { "data-size": "" }), button("特大", { "data-size": "huge" })];

var body = new Element("body");
body.attributes = { "data-phone": "12317", "data-failed": "没有发出去", "data-again": "再发一次", "data-sources": "依据",
  "data-until": "至", "data-open-end": "现在", "data-offline": "没有连上网", "data-retrying": "正在再试" };

var requests = []; /* to the chat */
var news = []; /* questions for news of a case */
var timers = [];
var everyMinute = null;
function XMLHttpRequest() {}
XMLHttpRequest.prototype = {
  open: function (method, url) { (url === "api/news" ? news : requests).push(this); },
  setRequestHeader: function () {},
  send: function (text) { this.sent = JSON.parse(text); },
  answer: function (status, value) {
    this.readyState = 4;
    this.status = status;
    this.responseText = typeof value === "string" ? value : JSON.stringify(value);
    this.onreadystatechange();
  }
};

var page = {
  document: {
    body: body, cookie: "", documentElement: new Element("html"),
    getElementById: function (id) { return byId[id]; },
    createElement: function (tag) { return new Element(tag); },
    createTextNode: function (text) { return text; }
  },
  XMLHttpRequest: XMLHttpRequest,
  setTimeout: function (work, after) { timers.push({ work: work, after: after }); return timers.length; },
  clearTimeout: function (number) { if (number) { timers[number - 1].work = null; } },
  setInterval: function (work) { everyMinute = work; },
  navigator: { onLine: true },
  localStorage: {
    kept: {},
    getItem: function (name) { return this.kept[name] || null; },
    setItem: function (name, value) { this.kept[name] = value; }
  },
  confirm: function () { return true; },
  location: { reload: function () {} }
};
page.window = page;

function runTimers() {
  timers.splice(0).forEach(function (timer) { if (timer.work) { timer.work(); } });
}

function type(text) {
  byId.text.value = text;
  byId.form.onsubmit();
}

var scenarios = {
  answer: function () {
    var meta = { status: "crisis", receipt: "MB1", passages: [{ document: "雨露", section: "补多少", region: "湖南省" }] };
    type("  你好  ");
    requests[0].answer(200, { replies: [{ text: "补120元,急事打120或12317。", meta: meta,
      buttons: [{ title: "好", payload: "/affirm" }] }] });
    byId.log.getElementsByTagName("button")[0].onclick();
  },
  lost: function () {
    type("低保");
    for (var i = 0; i < 4; i += 1) {
      requests[requests.length - 1].onerror();
      runTimers();
    }
    byId.log.getElementsByTagName("button")[0].onclick();
    requests[requests.length - 1].answer(200, { replies: [{ text: "好的" }] });
  },
  refused: function () {
    type("很长");
    requests[0].answer(413, { error: "太长了,请打12317" });
  },
  nonsense: function () {
    type("低保");
    requests[0].answer(200, "<html>");
  },
  starters: function () {
    byId.starters.children[0].onclick();
    requests[0].answer(200, { replies: [{ text: "好" }] });
    byId.starters.children[1].onclick();
  },
  news: function () {
    news[0].answer(200, { replies: [] });
    everyMinute();
    news[1].answer(200, { replies: [{ text: "有人要来您家看看了" }] });
    everyMinute();
    news[2].answer(503, "<html>");
  },
  impatient: function () {
    type("一");
    type("二");
  },
  noStorage: function () {
    page.localStorage = { getItem: function () { throw new Error(); }, setItem: function () { throw new Error(); } };
    page.window.localStorage = page.localStorage;
    type("一");
    requests[0].answer(200, { replies: [{ text: "好" }] });
    type("二");
  }
};

vm.runInNewContext(fs.readFileSync(process.argv[2], "utf8"), page);
scenarios[process.argv[3]]();
process.stdout.write(JSON.stringify({
  shown: byId.log.children.map(textOf),
  links: byId.log.getElementsByTagName("a").map(function (link) { return link.href; }),
  sent: requests.map(function (request) { return request.sent; }),
  askedForNews: news.map(function (request) { return request.sent; }),
  field: byId.text.value
}));
